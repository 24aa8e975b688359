"""The practice ward: a demo hospital in a folder of its own, never synced, over at the next shift start."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.app.means import Means
from kiosk.domain.clock import instant_from, instant_text
from kiosk.layouts.catalogue import Catalogue
from kiosk.services.demo import FRONT_WARD
from kiosk.services.training import training_ends, training_has_ended
from kiosk.store.faults import disk_error

SEED = 7
NOTE = "practice.json"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice ward that is open until an instant."""

    folder: Path
    ends_at: datetime

    @property
    def store(self) -> Path:
        """The store of the ward that is practised on."""
        return self.folder / FRONT_WARD / "huddle.sqlite"

    def over(self, now: datetime) -> bool:
        """Tell whether the practice has ended."""
        return training_has_ended(self.ends_at, now)

    @classmethod
    def begin(cls, folder: Path, means: Means, catalogue: Catalogue) -> "Practice":
        """Go on with a practice that has not ended, or write a fresh ward and begin.

        Raises:
            KioskError: the ward cannot be written.
        """
        now = means.clock.now()
        going = cls._going_on(folder)
        if going is not None and not going.over(now) and going.store.exists():
            return going
        from kiosk.app.demo import make_demo  # noqa: PLC0415 - only a fresh practice needs it

        shutil.rmtree(folder, ignore_errors=True)
        front, *_ = make_demo(
            folder, seed=SEED, until=now, catalogue=catalogue, only=frozenset({FRONT_WARD})
        )
        fresh = cls(folder, training_ends(front.calendar, front.zone, now))
        note = {"ends_at": instant_text(fresh.ends_at)}
        try:
            (folder / NOTE).write_text(json.dumps(note), encoding="utf-8")
        except OSError as error:
            raise disk_error(error) from error
        return fresh

    @classmethod
    def _going_on(cls, folder: Path) -> "Practice | None":
        try:
            note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            return cls(folder, instant_from(note["ends_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
