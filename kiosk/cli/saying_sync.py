"""What `huddle-kiosk sync` says: how sync stands, for people and for programs, and what became of a code."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kiosk.app.means import Means
from kiosk.domain.clock import instant_text
from kiosk.host.zone import machine_zone
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.status import SyncState, SyncStatus


def say_status(
    enrolment: Enrolment,
    known: SyncStatus,
    figures: Mapping[str, int],
    means: Means,
    *,
    is_open: bool,
) -> None:
    """Print how sync stands, and what can be counted."""
    print(f"Central: {enrolment.central}")
    if enrolment.name:
        print(f"This PC: {enrolment.name}")
    if not enrolment.approved:
        print(enrolment.waiting_words)
    if known.state is SyncState.ALONE:  # enrolled, and nothing has run since
        print("It has not met central yet: open the board, or run huddle-kiosk sync once.")
    else:
        whose = "The board" if is_open else "When it was open last"
        print(f"{whose}: {status_words(known, means)}")
    print(f"Waiting to send: {figures.get('pending', known.waiting):,}")
    print(f"Not taken: {figures.get('dead', known.dead):,}")
    if known.trouble:
        print(f"For IT: {known.trouble}")


def status_words(known: SyncStatus, means: Means) -> str:
    """Return how sync stands in a line."""
    from kiosk.viewmodels.sync_words import sync_line  # noqa: PLC0415 - words, only where said

    line = sync_line(known, means.clock.now(), machine_zone()).text
    return f"{line}. {known.trouble}" if known.trouble else line


def as_json(
    enrolment: Enrolment | None, known: SyncStatus, figures: Mapping[str, int], *, is_open: bool
) -> dict[str, Any]:
    """Return how sync stands, for programs."""
    said: dict[str, Any] = {
        name: instant_text(value) if hasattr(value, "isoformat") else value
        for name, value in asdict(known).items()
    }
    if enrolment is not None and known.state is SyncState.ALONE:
        said["state"] = SyncState.STARTING.value
    return {
        **said,
        "enrolled": enrolment is not None and enrolment.approved,
        "central": "" if enrolment is None else enrolment.central,
        "board_open": is_open,
        **figures,
    }


def enrolled_words(enrolment: Enrolment) -> str:
    """Return what became of a code that central took."""
    if not enrolment.approved:
        return f"{enrolment.waiting_words}. The board goes on by itself once IT has approved it."
    unit = enrolment.unit or "the hospital"
    return f"This PC belongs to {unit} now, as {enrolment.name}. The board sends what it has by itself."
