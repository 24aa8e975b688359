"""Releases can be read beside the board that holds their store open, and reading leaves nothing behind."""

from pathlib import Path

from kiosk.domain.kinds import KINDS
from kiosk.store.released import released_bodies
from kiosk.store.store import Store, open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def opened(path: Path) -> Store:
    return open_store(path, kinds=KINDS, ids=SeededIds(), clock=FixedClock(), boot_id="boot")


def test_a_store_that_is_not_there_has_none_and_is_not_made(tmp_path: Path) -> None:
    assert released_bodies(tmp_path / "huddle.sqlite") == []
    assert list(tmp_path.iterdir()) == []


def test_releases_are_read_in_their_order_while_the_store_is_open(tmp_path: Path) -> None:
    path = tmp_path / "huddle.sqlite"
    store = opened(path)
    for body in (b"second named, first come", b"another"):
        store.put_release(body)

    assert released_bodies(path) == [b"second named, first come", b"another"]

    store.put_release(b"a third")
    assert len(released_bodies(path)) == 3
    store.close()


def test_releases_are_read_from_a_store_that_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "huddle.sqlite"
    store = opened(path)
    store.put_release(b"one")
    store.close()

    assert released_bodies(path) == [b"one"]
