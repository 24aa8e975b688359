"""A board under load: writes until it is killed, and says each change only after it is on disk.

Started as a process of its own: `python -m tests.end2end.writer FOLDER SEED`.
"""

import os
import sys
from pathlib import Path
from random import Random

from kiosk.domain.entities import Act, ChangeWithdrawn
from kiosk.domain.standing import WITHDRAWN
from kiosk.store.store import Store
from tests.fakes.clock import MONDAY_MORNING, FixedClock
from tests.fakes.stores import SISTER, close, count, open_notes, write

NOTES_AT_ONCE = 12


def say(words: str) -> None:
    """Print a line so that it is out even when the next instruction is the last one."""
    os.write(sys.stdout.fileno(), f"{words}\n".encode())


def burst(random: Random) -> list[Act]:
    """Return what somebody does at once, on one of a few notes."""
    name = str(random.randrange(NOTES_AT_ONCE))
    deeds = [
        write(name, "word " * random.randrange(60)),
        count(name, random.randrange(9)),
        close(name),
    ]
    return random.sample(deeds, random.randrange(1, len(deeds) + 1))


def step(store: Store, random: Random) -> list[str]:  # noqa: PLR0911 - one for each thing to do
    """Do one thing; return the ids of the changes that are on disk now."""
    match random.randrange(40):
        case 0:
            told = [(burst(random), SISTER, MONDAY_MORNING) for _ in range(40)]
            return [record.change.id for record in store.append_many(told).records]
        case 1:
            store.backup()
            return []
        case 2 if history := store.history(f"note:{random.randrange(NOTES_AT_ONCE)}"):
            change = random.choice(history).change
            return [record.change.id for record in store.erase(change.id, actor=SISTER).records]
        case 3 if history := store.history(f"note:{random.randrange(NOTES_AT_ONCE)}"):
            change = random.choice(history).change
            undo = Act(change.entity, WITHDRAWN, ChangeWithdrawn(change=change.id))
            return [record.change.id for record in store.append([undo], actor=SISTER).records]
        case _:
            return [r.change.id for r in store.append(burst(random), actor=SISTER).records]


def main(folder: str, seed: str) -> None:
    """Write until killed."""
    random = Random(seed)  # noqa: S311 - a repeatable load
    store = open_notes(Path(folder), seed=seed, clock=FixedClock())
    say("open")
    while True:
        for change_id in step(store, random):
            say(change_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
