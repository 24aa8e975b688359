"""Releases on the board: parsed one by one when they are asked for, and never more of them than needed."""

from datetime import date

import pytest

from kiosk.domain import release_shelf
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.release_shelf import ParsedReleases, ReleaseShelf
from kiosk.domain.releases import Cell, CellStatus, Published, Release, Window, release_body

DAY = date(2026, 10, 31)


def release(key: str) -> Release:
    cell = Cell(group=None, status=CellStatus.SHOWN, value=82.0)
    return Release(
        metric=MetricFacts(key=key, title=key),
        windows=(Window(first=DAY.replace(day=1), last=DAY, overall=cell),),
    )


class Bodies:
    """Gives bodies by name, and remembers which were read."""

    def __init__(self, **bodies: bytes) -> None:
        self.bodies = bodies
        self.read: list[str] = []

    def __call__(self, name: str) -> bytes | None:
        """Return a body by its name."""
        self.read.append(name)
        return self.bodies.get(name)


def shelf(bodies: Bodies, parsed: ParsedReleases | None = None) -> ReleaseShelf:
    names = ("falls", "pain", "late")
    announced = {(name, ""): Published(metric=name, sha256=name, stratifier="") for name in names}
    return ReleaseShelf(announced, parsed or ParsedReleases(bodies))


def test_only_the_release_that_is_asked_for_is_read_and_only_once() -> None:
    bodies = Bodies(falls=release_body(release("falls")), pain=release_body(release("pain")))
    releases = shelf(bodies)

    assert releases["falls", ""] == release("falls")
    assert releases["falls", ""] == release("falls")
    assert bodies.read == ["falls"]


def test_a_release_that_has_not_come_is_not_there_and_is_asked_for_again() -> None:
    bodies = Bodies(falls=release_body(release("falls")))
    releases = shelf(bodies)
    assert releases.get(("late", "")) is None
    assert releases.get(("unheard of", "")) is None

    bodies.bodies["late"] = release_body(release("late"))

    assert releases["late", ""] == release("late")


def test_a_release_of_a_newer_program_is_not_shown_and_the_others_are() -> None:
    bodies = Bodies(falls=release_body(release("falls")), pain=b'{"schema_version": 99}')

    assert list(shelf(bodies)) == [("falls", "")]
    assert len(shelf(bodies)) == 1


def test_no_more_releases_are_held_than_the_limit_and_the_last_asked_for_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(release_shelf, "MOST_PARSED", 2)
    bodies = Bodies(**{name: release_body(release(name)) for name in ("falls", "pain", "late")})
    releases = shelf(bodies)

    for name in ("falls", "pain", "falls", "late", "falls", "pain"):
        assert releases[name, ""] == release(name)

    assert bodies.read == ["falls", "pain", "late", "pain"]
