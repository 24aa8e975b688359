"""`sync`: belong to the hospital's central system, sync once without a board, or carry changes by file."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.app.means import Means, machine_means
from kiosk.app.places import Places
from kiosk.app.sync_runner import Before, SyncParts, remembered_fingerprint
from kiosk.cli.saying_sync import as_json, enrolled_words, say_status, status_words
from kiosk.config import Settings, read_settings
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.host.chance import draw
from kiosk.host.files import read_up_to, write_atomically
from kiosk.store.faults import StoreInUse
from kiosk.store.store import Store, open_store
from kiosk.sync.change_files import FILE_LIMIT_BYTES, BadChangeFile, read_change_file
from kiosk.sync.links import Link, read_code, read_link
from kiosk.sync.status import NOT_ENROLLED, SyncState
from kiosk.sync.status_file import FILE_NAME as STATUS_FILE
from kiosk.sync.status_file import read_status, write_status

CONNECT_IT: Final = "Connect it: huddle-kiosk sync enrol CODE --central URL."
BOARD_IS_OPEN: Final = "The board is open, and syncs by itself."


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add what can be done, each with the words that it knows."""
    del command
    whats = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, words in (
        ("status", "say how sync stands, whether the board is open or not"),
        ("once", "send everything, fetch everything, and end"),
        ("enrol", "connect this PC with a code"),
        ("export", "write what central has not confirmed into a file"),
        ("import", "take in the file that central wrote for this board"),
    ):
        what = whats.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        what.add_argument("--data", help="folder of the ward's store and settings")
        _DESCRIBE.get(name, lambda _: None)(what)


def carry_out(options: argparse.Namespace) -> int:
    """Do it, and say how it went."""
    flags = {"data": options.data, "central_ca": getattr(options, "ca", None)}
    return _CARRY_OUT[options.what](read_settings(flags), machine_means(), options)


def _describe_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def _describe_enrol(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the code, or the whole huddle: link")
    parser.add_argument("--central", metavar="URL", help="address of the central system")
    parser.add_argument("--ca", metavar="FILE", help="trust this authority alone (PEM)")
    parser.add_argument("--silent", action="store_true", help="say nothing but what went wrong")


def _describe_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that ends in .changes")


def status(settings: Settings, means: Means, options: argparse.Namespace) -> int:
    """Say how sync stands."""
    parts = SyncParts(settings, means)
    enrolment = parts.enrolment()
    known = read_status(settings.data / STATUS_FILE) or NOT_ENROLLED
    is_open, figures = _figures(settings, means)
    if options.json:
        print(json.dumps(as_json(enrolment, known, figures, is_open=is_open), indent=2))
        return 0
    if enrolment is None:
        print("This board belongs to no central system. Everything is saved here.")
        return 0
    say_status(enrolment, known, figures, means, is_open=is_open)
    return 0


def once(settings: Settings, means: Means, options: argparse.Namespace) -> int:
    """Send everything and fetch everything; 0 when both are done."""
    from kiosk.sync.once import SyncOnce  # noqa: PLC0415 - only here

    del options
    parts = SyncParts(settings, means)
    enrolment = parts.enrolment()
    if enrolment is None:
        raise KioskError(
            "This board belongs to no central system.", "The board works as ever.", CONNECT_IT
        )
    before = _before(settings, means) if not enrolment.approved else None
    with _store(settings, means) as store:
        known = before or Before(None, None, remembered_fingerprint(store.meta))
        known = replace(known, pending=store.pending_count(), dead=store.dead_count())
        wire = parts.wire(enrolment)
        try:
            went = SyncOnce(
                replica=store,
                side=parts.side(lambda _: None),
                wire=wire,
                clock=means.clock,
                chance=draw,
            ).run(parts.started(enrolment, known))
        finally:
            wire.close()
    now = enrolment if went.enrolled is None else enrolment.accepted(went.enrolled)
    if went.in_sync or went.status.state is SyncState.REVOKED:
        now = replace(now, refused=not went.in_sync)
    if now != enrolment:
        parts.keep(now)
    write_status(settings.data / STATUS_FILE, went.status)
    print(f"{went.sent:,} sent, {went.fetched:,} fetched, {went.dead:,} not taken.")
    if went.in_sync:
        return 0
    print(status_words(went.status, means), file=sys.stderr)
    return 1


def enrol(settings: Settings, means: Means, options: argparse.Namespace) -> int:
    """Connect this PC; the board takes it up, whether it is open or not."""
    parts = SyncParts(settings, means)
    known = parts.enrolment()
    link = _link(options, settings)
    if known is not None and known.settled and not _takes_code(settings):
        raise KioskError(
            f"This PC belongs to {known.central} already.", to_do="Only IT disconnects it."
        )
    enrolment = parts.enrol(link, _before(settings, means))
    if not options.silent:
        print(enrolled_words(enrolment))
    return 0


def _takes_code(settings: Settings) -> bool:
    """Tell whether central was not to be reached, or said no, when that was known last."""
    known = read_status(settings.data / STATUS_FILE)
    return known is not None and known.takes_code


def export(settings: Settings, means: Means, options: argparse.Namespace) -> int:
    """Write what central has not confirmed into a file."""
    from kiosk.sync.carrying import pending_file  # noqa: PLC0415 - only here

    parts = SyncParts(settings, means)
    with _store(settings, means) as store:
        side = parts.side(lambda _: None)
        body, count = pending_file(store, side, means.clock.now(), parts.seal)
    write_atomically(options.file, body)
    print(f"{count:,} changes are in {options.file}. They stay here until central has them.")
    return 0


def import_(settings: Settings, means: Means, options: argparse.Namespace) -> int:
    """Take in the file that central wrote for this board."""
    from kiosk.sync.carrying import take_in  # noqa: PLC0415 - only here

    body = read_up_to(options.file, FILE_LIMIT_BYTES)
    if body is None:
        raise BadChangeFile(
            f"{options.file} is too large.", "Nothing of it was taken.", "Ask for smaller ones."
        )
    file = read_change_file(body)
    parts = SyncParts(settings, means)
    with _store(settings, means) as store:
        carried = take_in(store, file, parts.side(lambda _: None))
    print(
        f"{carried.records:,} changes in the file, {carried.new:,} of them new. "
        f"{carried.dead:,} of this board were not taken, {carried.pending:,} wait to be sent."
    )
    return 0


def _link(options: argparse.Namespace, settings: Settings) -> Link:
    """Return where central is, and the code.

    Raises:
        KioskError: the address is missing, or no address.
    """
    if ":" in options.code:
        return read_link(options.code)
    central = options.central or settings.central
    if not central:
        raise KioskError(
            "The address of the central system is missing.", to_do="Say --central URL."
        )
    return Link(read_link(central).central, read_code(options.code))


def _before(settings: Settings, means: Means) -> Before:
    """Return how the store stood before it enrolled; a board that is open is read from a copy."""
    from kiosk.app.reading import reading_ward  # noqa: PLC0415 - folds the whole ward
    from kiosk.domain.offers import offer_of  # noqa: PLC0415

    if not Places(settings.data).store.exists():
        return Before(None, None, None)
    with reading_ward(settings.data, means) as ward:
        offer = offer_of(ward) if ward.alone and ward.node is not None else None
        return Before(ward.node_id if ward.alone else None, offer, None)


@contextmanager
def _store(settings: Settings, means: Means) -> Iterator[Store]:
    """Open the ward's own store.

    Raises:
        KioskError: a board holds it, or it cannot be opened.
    """
    places = Places(settings.data)
    places.data.mkdir(parents=True, exist_ok=True)
    try:
        store = open_store(
            places.store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
        )
    except StoreInUse as problem:
        raise KioskError(
            BOARD_IS_OPEN, to_do="See huddle-kiosk sync status, or close the board first."
        ) from problem
    try:
        yield store
    finally:
        store.close()


def _figures(settings: Settings, means: Means) -> tuple[bool, Mapping[str, int]]:
    """Return whether a board is open, and what can be counted where none is."""
    places = Places(settings.data)
    if not places.store.exists():
        return False, {}
    try:
        store = open_store(
            places.store, kinds=KINDS, ids=means.ids, clock=means.clock, boot_id=means.boot_id
        )
    except StoreInUse:
        return True, {}
    try:
        return False, {"pending": store.pending_count(), "dead": store.dead_count()}
    finally:
        store.close()


_DESCRIBE: Final = {
    "status": _describe_status,
    "enrol": _describe_enrol,
    "export": _describe_file,
    "import": _describe_file,
}
_CARRY_OUT: Final = {
    "status": status,
    "once": once,
    "enrol": enrol,
    "export": export,
    "import": import_,
}
