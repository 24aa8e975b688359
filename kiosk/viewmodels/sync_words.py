"""The state of sync in one line of words with a shape; which of several things is said first is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.clock import local_time
from kiosk.sync.status import SyncState, SyncStatus
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.words import counted, length, listed, plain_day, weekday

CLOCK_OFF_S: Final = 120
"""From here on the board says that its clock is off (`kiosk.sync.protocol.SKEW_SHOWN_S`)."""
ALONE: Final = "This board stands alone · all saved"
WEEK: Final = timedelta(days=7)
SHORT_DAY: Final = 3


@dataclass(frozen=True, slots=True)
class SyncLine:
    """One line about sync: words, and a shape that says the same without a colour."""

    text: str
    mark: Mark
    tone: Tone = Tone.MUTED


FOR_IT: Final[Mapping[SyncState, SyncLine]] = {
    SyncState.ALONE: SyncLine(ALONE, Mark.DOT),
    SyncState.WAITING: SyncLine("Waiting for IT", Mark.DASHES),
    SyncState.REVOKED: SyncLine("Disconnected by IT: all saved here", Mark.DIAMOND, Tone.INK),
    SyncState.REFUSED: SyncLine(
        "No safe connection, tell IT: all saved here", Mark.DIAMOND, Tone.INK
    ),
    SyncState.NOT_LET_IN: SyncLine(
        "Code not taken, ask IT for a new one: all saved here", Mark.DIAMOND, Tone.INK
    ),
}
"""States that come before everything else, in their words."""


def sync_line(status: SyncStatus, now: datetime, zone: str) -> SyncLine:
    """Return what the bottom line says, the most pressing first, and at most one thing after it.

    What IT must do comes first (revoked, refused, waiting, a change that was not taken, an update, the clock), then
    whether there is a connection, then what is on its way.

    Args:
        status: how sync stands.
        now: the instant at which it is looked at.
        zone: the ward's IANA time zone.
    """
    pressing = _for_it(status)
    if pressing is not None:
        return _with_more(pressing, status, now, zone)
    return _connection(status, now, zone)


def clock_is_off(status: SyncStatus) -> bool:
    """Tell whether this PC's clock is so wrong that somebody should hear of it."""
    return status.skew_s is not None and abs(status.skew_s) >= CLOCK_OFF_S


def skew_words(status: SyncStatus) -> str:
    """Return by how much the clock is off: "7 min"; empty when it is not known."""
    return "" if status.skew_s is None else length(timedelta(seconds=abs(status.skew_s)))


def since_words(since: datetime, now: datetime, zone: str) -> str:
    """Return since when: "06:10" today, "Tue" within the week, else "3 October"."""
    local, today = local_time(since, zone), local_time(now, zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta() <= today - local.date() < WEEK:
        return weekday(local.date())[:SHORT_DAY]
    return plain_day(local.date(), today)


def waiting_words(count: int) -> str:
    """Return "3 waiting to send", or nothing."""
    return f"{count:,} waiting to send" if count else ""


def _for_it(status: SyncStatus) -> SyncLine | None:
    """Return what nobody on the ward can mend, if there is any of it."""
    if status.state is SyncState.WAITING and status.name:
        return SyncLine(f"Waiting for IT: {status.name}", Mark.DASHES)
    return FOR_IT.get(status.state) or _to_be_seen_to(status)


def _to_be_seen_to(status: SyncStatus) -> SyncLine | None:
    if status.dead:
        return SyncLine(
            f"{counted(status.dead, 'entry', 'entries')} not taken", Mark.STAR, Tone.INK
        )
    if status.needs_update:
        return SyncLine("This board needs an update", Mark.RING, Tone.INK)
    if clock_is_off(status):
        return SyncLine(f"Clock is off by {skew_words(status)}", Mark.TRIANGLE, Tone.INK)
    return None


def _with_more(line: SyncLine, status: SyncStatus, now: datetime, zone: str) -> SyncLine:
    """Return a line with what else a passer-by wants to know: that there is no network, or what waits."""
    if status.state is SyncState.ALONE:
        return line
    more = waiting_words(status.waiting)
    if status.state is SyncState.OFFLINE:
        offline = _offline(status, now, zone)
        more = listed((offline[0].lower() + offline[1:], more))
    return SyncLine(listed((line.text, more)), line.mark, line.tone)


def _connection(status: SyncStatus, now: datetime, zone: str) -> SyncLine:
    waiting = waiting_words(status.waiting)
    if status.state is SyncState.OFFLINE:
        words = f"{_offline(status, now, zone)}: everything works here"
        return SyncLine(listed((words, waiting)), Mark.HATCH)
    if status.state is SyncState.STARTING:
        return SyncLine(listed(("All saved here", waiting or "connecting")), Mark.DASHES)
    if waiting or status.state is SyncState.SENDING:
        return SyncLine(waiting or "Sending", Mark.DASHES)
    at = "" if status.at is None else f" at {local_time(status.at, zone):%H:%M}"
    return SyncLine(f"In sync{at}", Mark.TICK)


def _offline(status: SyncStatus, now: datetime, zone: str) -> str:
    if status.offline_since is None:
        return "Offline"
    return f"Offline since {since_words(status.offline_since, now, zone)}"
