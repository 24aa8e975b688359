"""Looking for garbage: few objects at a time on a board that stands, and the old ones when it is told to."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.app import garbage

AT_A_TIME = 20_000
"""So many objects are looked at in some ten milliseconds."""


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def looking_as_before() -> Iterator[None]:
    """Look for garbage after a test as before it."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_a_board_that_stands_looks_at_few_objects_at_a_time_however_many_come_and_stay() -> None:
    looked_at: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            younger = range(info["generation"] + 1)
            looked_at.append(sum(len(gc.get_objects(generation)) for generation in younger))

    garbage.begin()
    garbage.stand()
    gc.callbacks.append(note)
    try:
        came = [[number] for number in range(200_000)]
    finally:
        gc.callbacks.remove(note)

    assert len(came) == 200_000
    assert looked_at
    assert max(looked_at) <= AT_A_TIME


def test_garbage_among_what_stood_from_the_beginning_goes_when_the_old_is_looked_through() -> None:
    knot = Knot()
    garbage.stand()
    known = weakref.ref(knot)
    del knot
    gc.collect()
    stood = known() is not None

    garbage.look_through()

    assert stood
    assert known() is None
    assert gc.get_freeze_count() > 0
