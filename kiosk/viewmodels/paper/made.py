"""What every page says of itself: whose board made it, when, and whether it is practice."""

from datetime import date

from kiosk.domain.clock import local_time
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import clock_time, listed, month_and_year

ANOTHER_YEAR = date.min
"""Held against this day, every date says its year: paper is read later than the wall."""
TRAINING_WORDS = "TRAINING: invented figures. Nothing here counts."


def unit_words(scene: Scene) -> str:
    """Return whose board it is: "Ward 7 East · Acute medicine"."""
    node = scene.ward.node
    return listed((node.facts.name, node.facts.service)) if node is not None else ""


def made_words(scene: Scene) -> str:
    """Return when it was made, on the ward's clock: "24 November 2026, 07:03"."""
    now, zone = scene.ward.now, scene.ward.zone
    return f"{whole_day(local_time(now, zone).date())}, {clock_time(now, zone)}"


def whole_day(day: date) -> str:
    """Return a day with its year: "24 November 2026"."""
    return f"{day.day} {month_and_year(day)}"


def stamp(scene: Scene) -> str:
    """Return the stamp of practice, or nothing."""
    return TRAINING_WORDS if scene.ward.training else ""
