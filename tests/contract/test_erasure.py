"""Erased words are gone from every storage, whenever they come."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Incoming, Storage
from kiosk.domain.changes import Words
from kiosk.domain.standing import ERASED
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.databases import PostgresDatabases, SqliteFiles
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

CARD = "card:a"


def erases(board: RemoteBoard, change_id: str) -> Incoming:
    return board.writes(ERASED, {"change": change_id}, entity=CARD)


def words_of(storage: Storage) -> list[Words | None]:
    page = [entry.words for entry in storage.page(WARD, 0, 500, 10**6)]
    assert page == [record.words for record in storage.history(WARD, CARD)]
    return page


def test_an_erasure_deletes_the_words_that_it_names(storage: Storage, board: RemoteBoard) -> None:
    named, other = (board.raises(entity=CARD, words={"title": t}) for t in ("Ann", "Bed"))
    storage.ingest(WARD, [named, other], NOW)

    storage.ingest(WARD, [erases(board, named.entry.change.id)], NOW)

    assert words_of(storage) == [None, other.words, None]
    assert list(storage.contradictions()) == []


def test_an_erasure_in_the_same_batch_deletes_too(storage: Storage, board: RemoteBoard) -> None:
    named = board.raises(entity=CARD, words={"title": "Ann"})

    storage.ingest(WARD, [named, erases(board, named.entry.change.id)], NOW)

    assert words_of(storage) == [None, None]


def test_words_that_come_after_their_erasure_are_not_kept(storage: Storage, ids: SeededIds) -> None:
    board, other = RemoteBoard(ids), RemoteBoard(ids, "pc-2")
    late = board.raises(entity=CARD, words={"title": "Ann"})
    storage.ingest(WARD, [erases(other, late.entry.change.id)], NOW)

    storage.ingest(WARD, [late], NOW)

    assert words_of(storage) == [None, None]


def test_words_that_are_sent_again_after_their_erasure_are_not_kept(
    storage: Storage, board: RemoteBoard
) -> None:
    named = board.raises(entity=CARD, words={"title": "Ann"})
    storage.ingest(WARD, [named], NOW)
    storage.ingest(WARD, [erases(board, named.entry.change.id)], NOW)
    reborn = board.reborn(2, 0)

    storage.ingest(WARD, [named], NOW)
    storage.ingest(WARD, [reborn.enters(named.entry.change, named.words)], NOW)

    assert words_of(storage) == [None, None]


def test_no_file_of_an_embedded_central_keeps_erased_words(
    sqlite_files: SqliteFiles, tmp_path: Path, clock: FixedClock, board: RemoteBoard
) -> None:
    folder = tmp_path / "central"
    sqlite_files.copy_to(folder)
    storage = open_storage(CentralSettings(data=folder), clock, SeededIds())
    batch = [board.raises(entity=CARD, words={"title": f"Ann Miller {n}"}) for n in range(60)]
    storage.ingest(WARD, batch, NOW)
    for one in batch:
        storage.ingest(WARD, [erases(board, one.entry.change.id)], NOW)

    storage.expire(NOW)

    for file in folder.iterdir():
        assert b"Miller" not in file.read_bytes(), file
    storage.close()
    for file in folder.iterdir():
        assert b"Miller" not in file.read_bytes(), file


def test_no_page_of_a_shared_database_keeps_erased_words(
    postgres_databases: PostgresDatabases, tmp_path: Path, clock: FixedClock, board: RemoteBoard
) -> None:
    server = postgres_databases.server
    with postgres_databases.one() as address:
        storage = open_storage(CentralSettings(tmp_path, database=address), clock, SeededIds())
        batch = [board.raises(entity=CARD, words={"title": f"Ann Miller {n}"}) for n in range(60)]
        other = board.raises(entity=CARD, words={"title": "Bed rail"})
        storage.ingest(WARD, [*batch, other], NOW)
        database = urlsplit(address).path.removeprefix("/")

        def pages() -> bytes:
            server.ask("CHECKPOINT", database)
            [(file,)] = server.ask("SELECT pg_relation_filepath('words')", database)
            return server.file(file)

        assert b"Miller" in pages()
        storage.ingest(WARD, [erases(board, one.entry.change.id) for one in batch], NOW)
        storage.expire(NOW)
        written = server.ask("SELECT pg_relation_filepath('words')", database)

        assert b"Miller" not in pages()
        assert b"Bed rail" in pages()
        storage.expire(NOW)
        assert server.ask("SELECT pg_relation_filepath('words')", database) == written
        storage.close()


def test_an_erasure_reaches_no_words_of_another_entity(
    storage: Storage, board: RemoteBoard
) -> None:
    before = board.raises(entity="card:b", words={"title": "Ann"})
    beside = board.raises(entity="card:b", words={"title": "Bob"})
    storage.ingest(WARD, [before], NOW)

    storage.ingest(
        WARD, [beside, *(erases(board, one.entry.change.id) for one in (before, beside))], NOW
    )

    kept = [entry.words for entry in storage.page(WARD, 0, 500, 10**6)]
    assert kept == [before.words, beside.words, None, None]
    assert list(storage.contradictions()) == []


@pytest.mark.parametrize("said", ["x" * 65, "", "\0", "Bücher", None, 7, {"id": "x"}], ids=ascii)
def test_an_erasure_that_names_no_change_erases_nothing(
    storage: Storage, board: RemoteBoard, said: object
) -> None:
    named = board.raises(entity=CARD, words={"title": "Ann"})
    storage.ingest(WARD, [named], NOW)

    storage.ingest(WARD, [board.writes(ERASED, {"change": said}, entity=CARD)], NOW)

    assert words_of(storage) == [named.words, None]
    assert list(storage.contradictions()) == []
