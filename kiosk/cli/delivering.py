"""Where releases go from the command line: into the ward's store, into its board's inbox, or to the practice ward."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.app.means import Means
from kiosk.app.places import Places
from kiosk.app.practice import Practice
from kiosk.app.reading import reading_ward
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import DefineMetric, metric_id
from kiosk.domain.releases import PublishRelease, Release, release_body
from kiosk.domain.wards import Ward
from kiosk.services.board import BoardService
from kiosk.services.deciding import Command
from kiosk.services.inbox import drop
from kiosk.store.faults import StoreInUse
from kiosk.store.released import released_bodies
from kiosk.store.store import Store, open_store

ON_THE_BOARD = "On the board."
ON_THE_PRACTICE_BOARD = "On the practice board: no ward is set up here yet."
BOARD_TAKES_THEM = "The board is open: it shows them in a moment."
NOT_SET_UP = "Kept. They show once this ward is set up: huddle-kiosk run."
ALREADY_THERE = "On the board already: nothing has changed."


def deliver(releases: Sequence[Release], places: Places, means: Means) -> str:
    """Put releases on the board of a data folder; return where they went, in words.

    A board that is open takes them from its inbox. Otherwise the ward's store is opened and gets them.
    As long as no ward is set up, the practice ward gets them, if there is one.

    Raises:
        KioskError: they could not be kept.
    """
    practice = None if _is_set_up(places, means) else _practice_store(places, means)
    try:
        store = _open(practice or places.store, means)
    except StoreInUse:
        return _drop(releases, places.inbox if practice is None else places.practice_inbox)
    try:
        service = BoardService(store, means.clock, means.ids, store.identity.node)
        for release in releases:
            store.put_release(release_body(release))
        done = service.perform_all(_commands(releases, service.ward()), means.ids.new_id())
        service.summarise_releases()
        if not done.changed:
            return ALREADY_THERE
        if practice is not None:
            return ON_THE_PRACTICE_BOARD
        return NOT_SET_UP if service.ward().node is None else ON_THE_BOARD
    finally:
        store.close()


def released_bodies_of(places: Places, means: Means) -> list[bytes]:
    """Return the bodies of all releases of the ward in a data folder; none when there is no ward.

    Raises:
        StoreError: its store cannot be read.
    """
    if not places.store.exists():
        return []
    try:
        store = _open(places.store, means)
    except StoreInUse:
        return released_bodies(places.store)
    try:
        return [body for name in store.releases() if (body := store.release(name)) is not None]
    finally:
        store.close()


def releases_on_board(places: Places, means: Means) -> tuple[Release, ...]:
    """Return the releases that the board of a data folder shows, by metric and stratifier, whether it is open or not.

    Raises:
        KioskError: there is no ward in the folder, or its store cannot be read.
    """
    with reading_ward(places.data, means) as ward:
        return tuple(release for _, release in sorted(ward.releases.items()))


def _is_set_up(places: Places, means: Means) -> bool:
    """Tell whether there is a ward; a store that a board holds open counts as one."""
    if not places.store.exists():
        return False
    try:
        store = _open(places.store, means)
    except StoreInUse:
        return True
    try:
        return store.entity(store.identity.node) is not None
    finally:
        store.close()


def _practice_store(places: Places, means: Means) -> Path | None:
    if not places.practice.exists():
        return None
    store = Practice(places.practice, means.clock.now()).store
    return store if store.exists() else None


def _open(path: Path, means: Means) -> Store:
    return open_store(
        path, kinds=KINDS, node=None, ids=means.ids, clock=means.clock, boot_id=means.boot_id
    )


def _drop(releases: Sequence[Release], inbox: Path) -> str:
    try:
        for release in releases:
            drop(inbox, release)
    except OSError as error:
        raise KioskError(f"{inbox} cannot be written: {error.strerror}.") from error
    return BOARD_TAKES_THEM


def _commands(releases: Sequence[Release], ward: Ward) -> list[Command]:
    """Return what announces releases, all in one transaction; metrics that nobody follows yet are followed."""
    new = [one.metric for one in releases if ward.metric_by_key(one.metric.key) is None]
    return [
        *(DefineMetric(metric_id(ward.node_id, facts.key), facts) for facts in new),
        *(PublishRelease(ward.node_id, release) for release in releases),
    ]
