"""Databases as released versions left them; `python -m tests.contract.old_databases v2` saves this version's."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.central.storage.protocol import Storage
from kiosk.domain.standing import ERASED
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.remote_board import WARD, RemoteBoard
from tests.simulation.postgres import PostgresServer

FOLDER: Final = Path(__file__).parents[1] / "data" / "central"
RELEASED: Final = ("v1",)
CARD: Final = "card:a"
WORDS: Final = {"title": "Bett 4 wäre nötig"}


def fill(storage: Storage) -> None:
    """Put something of everything into a storage."""
    board = RemoteBoard(SeededIds("old"))
    named = board.raises(entity=CARD, words={"title": "Ann Miller"})
    storage.ingest(WARD, [named, board.raises(entity=CARD, words=WORDS)], NOW)
    erases = board.writes(ERASED, {"change": named.entry.change.id}, entity=CARD)
    storage.ingest(WARD, [erases], NOW)
    reborn = board.reborn(2, 1)
    buried = replace(reborn.raises(), dead=("not_permitted", "only tier 2 answers"))
    again = reborn.enters(named.entry.change)
    storage.ingest(WARD, [buried, again, reborn.raises()], NOW)
    storage.put("device", "pc-1", {"name": "PC-0417"}, node="node:7e")
    storage.put_blob("release", "a" * 64, bytes(range(256)), at=NOW)
    storage.audit(NOW, "it", "enrolled", "pc-1", {})


def save(version: str) -> None:
    """Write this program's databases into the folder of old ones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _fill(CentralSettings(data=Path(folder)))
        (FOLDER / f"{version}.sqlite").write_bytes((Path(folder) / "central.sqlite").read_bytes())
    server = PostgresServer(durable=False)
    try:
        server.start()
        _fill(CentralSettings(database=server.new_database("old")))
        lines = server.dump_as_text("old").splitlines()
        # The shell's own commands, and settings of newer servers, are not SQL that an older one takes.
        kept = [
            line for line in lines if not line.startswith(("\\", "--", "SET transaction_timeout"))
        ]
        sql = "\n".join(line for line in kept if line) + "\n"
        (FOLDER / f"{version}.sql").write_text(sql, encoding="utf-8")
    finally:
        server.remove()


def _fill(settings: CentralSettings) -> None:
    storage = open_storage(settings, FixedClock(), SeededIds())
    fill(storage)
    storage.close()


if __name__ == "__main__":
    save(sys.argv[1])
