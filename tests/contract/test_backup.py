"""A backup holds everything but what was erased, goes into any storage, and is refused when it is not whole."""

import gzip
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest

from kiosk.central.authoring import entered
from kiosk.central.storage import backup
from kiosk.central.storage.protocol import Storage, StorageTrouble
from kiosk.domain.changes import Actor, Stream
from kiosk.domain.entities import Act
from kiosk.domain.releases import ReleasePublished
from kiosk.domain.standing import ERASED
from tests.contract.conftest import OpenStorage
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard

RELEASE = Act("release:1", "release.published", ReleasePublished(metric="falls", sha256="a" * 64))


@pytest.fixture
def full(storage: Storage, board: RemoteBoard) -> Storage:
    """A storage that has something of everything."""
    named = board.raises(entity="card:a", words={"title": "Ann Miller"})
    kept = board.raises(entity="card:a", words={"title": "Bett wäre nötig"})
    dead = replace(board.raises(), dead=("not_permitted", "only tier 2 answers"))
    erases = board.writes(ERASED, {"change": named.entry.change.id}, entity="card:a")
    storage.ingest(WARD, [named, kept, dead, erases], NOW)
    storage.ingest(WARD, [board.reborn(2, 1).enters(named.entry.change)], NOW)
    storage.put("device", "pc-1", {"name": "PC-0417"}, node="node:7e")
    storage.put_blob("release", "a" * 64, bytes(range(256)), at=NOW)
    storage.audit(NOW, "it", "enrolled", "pc-1", {})
    return storage


def test_a_restored_storage_is_the_same(full: Storage, open_new: OpenStorage) -> None:
    other = open_new()

    other.load(full.dump(), "restored")

    assert other.all_logs() == full.all_logs() == {WARD: 3}
    assert other.page(WARD, 0, 500, 10**6) == full.page(WARD, 0, 500, 10**6)
    assert other.history(WARD, "card:a") == full.history(WARD, "card:a")
    assert other.streams("pc-1") == full.streams("pc-1")
    assert other.hash_at(Stream(WARD, "pc-1", 1), 3) == full.hash_at(Stream(WARD, "pc-1", 1), 3)
    assert other.listed("device") == full.listed("device")
    assert other.blob("release", "a" * 64) == bytes(range(256))
    assert other.audited() == full.audited()
    assert list(other.contradictions()) == []


def test_a_restored_storage_goes_on(
    full: Storage, open_new: OpenStorage, board: RemoteBoard
) -> None:
    other = open_new()
    other.load(full.dump(), "restored")

    [outcome] = other.ingest(WARD, [board.raises()], NOW)
    other.audit(NOW, "it", "restored", "", {})

    assert outcome.seq == 4
    assert [line["what"] for line in other.audited()] == ["restored", "enrolled"]


def test_a_restored_storage_begins_a_timeline_and_has_a_secret_of_its_own(
    full: Storage, open_new: OpenStorage
) -> None:
    other = open_new()
    secret = other.secret()

    other.load(full.dump(), "restored")

    assert other.timeline() == "restored" != full.timeline()
    assert other.secret() == secret != full.secret()
    assert len(secret) == 32


def test_a_backup_restored_twice_gives_central_two_lives(
    full: Storage, open_new: OpenStorage, clock: FixedClock, ids: SeededIds
) -> None:
    saved = list(full.dump())
    lives = set()
    for name in ("once", "twice"):
        clock.advance(timedelta(minutes=1))
        other = open_new()
        other.load(iter(saved), name)
        [record] = other.author(
            WARD,
            lambda _: [(RELEASE, Actor(kind="central"))],
            lambda act, actor, place: entered(act, actor, place, ids, NOW),
            NOW,
        )
        lives.add(record.entry.incarnation)

    assert len(lives) == 2


def test_a_backup_is_of_one_moment_while_others_write(
    full: Storage, open_new: OpenStorage, seed: int
) -> None:
    noise = random.Random(seed)  # noqa: S311 - bytes that do not compress
    for name in "abc":
        full.put_blob("release", name, noise.randbytes(backup.PIECE_BYTES), at=NOW)
    pieces = full.dump()
    first = next(pieces)

    full.audit(NOW, "it", "meanwhile", "", {})

    other = open_new()
    other.load(chain([first], pieces), "restored")
    assert [line["what"] for line in other.audited()] == ["enrolled"]
    assert other.blob("release", "c") == full.blob("release", "c")


def test_erased_words_are_not_in_a_backup(full: Storage) -> None:
    text = gzip.decompress(b"".join(full.dump())).decode()

    assert "Miller" not in text
    assert "nötig" in text


def test_an_erasure_outlives_a_restore(
    full: Storage, open_new: OpenStorage, board: RemoteBoard, ids: SeededIds
) -> None:
    late = RemoteBoard(ids, "pc-2").raises(words={"title": "Ann Miller"})
    erases = board.writes(ERASED, {"change": late.entry.change.id})
    full.ingest(WARD, [erases], NOW)
    other = open_new()
    other.load(full.dump(), "restored")

    other.ingest(WARD, [late], NOW)

    assert other.page(WARD, 0, 500, 10**6)[-1].words is None


def test_a_backup_is_put_into_an_empty_storage_only(full: Storage, open_new: OpenStorage) -> None:
    other = open_new()
    other.put("device", "pc-9", {})

    with pytest.raises(StorageTrouble, match="not empty"):
        other.load(full.dump(), "restored")

    assert other.all_logs() == {}


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda whole: whole[: len(whole) // 2], "cut short"),
        (lambda whole: whole[:-1], "cut short"),
        (lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:], "damaged or edited"),
        (lambda whole: _edited(whole, b"PC-0417", b"PC-0418"), "edited"),
        (lambda whole: _edited(whole, b'"huddle_central_backup":1', b'"huddle_central_backup":2'), "newer"),
        (lambda _: gzip.compress(b'{"a": 1}\n'), "not a backup"),
        (lambda _: b"SQLite format 3", "is not a backup of the central system"),
        (lambda _: b"", "cut short"),
        (lambda whole: whole + b"more", "cut short|added"),
    ],
)  # fmt: skip
def test_a_backup_that_is_not_whole_leaves_the_storage_empty(
    full: Storage, open_new: OpenStorage, edit: Callable[[bytes], bytes], why: str
) -> None:
    other = open_new()
    timeline = other.timeline()

    with pytest.raises(StorageTrouble, match=why):
        other.load(iter([edit(b"".join(full.dump()))]), "restored")

    assert other.all_logs() == {}
    assert other.listed("device") == []
    assert other.timeline() == timeline


def _edited(whole: bytes, old: bytes, new: bytes) -> bytes:
    text = gzip.decompress(whole)
    assert old in text
    return gzip.compress(text.replace(old, new))
