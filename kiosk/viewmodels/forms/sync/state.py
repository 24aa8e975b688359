"""What is true in each state of sync, in sentences for a nurse, and the facts for IT beside them."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.sync.status import SyncState, SyncStatus
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Context
from kiosk.viewmodels.sheets import Block, Facts, Paragraph
from kiosk.viewmodels.story import moment
from kiosk.viewmodels.sync_words import clock_is_off, skew_words, sync_line

TRUE: Mapping[SyncState, str] = {
    SyncState.ALONE: "Everything works, and everything is kept on this PC. IT can connect the board "
    "to the hospital under Settings; what was entered until then goes along.",
    SyncState.WAITING: "This PC has asked to be connected, and IT lets it in by its name. "
    "Until then everything works here, and nothing is sent.",
    SyncState.STARTING: "Everything works here and is saved on this PC. The board is looking for "
    "the hospital's system.",
    SyncState.IN_SYNC: "What is entered here is with the hospital's system, and what others entered "
    "for this board is here.",
    SyncState.SENDING: "Connected. The last entries are saved on this PC and on their way.",
    SyncState.OFFLINE: "Everything works here. What is entered is saved on this PC, and is sent by "
    "itself when the network is back. Nobody else sees it until then: phone what cannot wait.",
    SyncState.REVOKED: "This PC is not on the hospital's list, or IT took it out. Everything works "
    "here and stays here, and nothing is sent. A new code from IT connects it again, under Settings.",
    SyncState.REFUSED: "The board gets no answer that it can trust, so it sends nothing. Everything "
    "works here and stays here. Tell IT what stands below.",
    SyncState.NOT_LET_IN: "The hospital's system did not take the code. Everything works here and "
    "stays here, and nothing is sent. A new code from IT connects this PC, under Settings.",
}
"""What somebody at the board wants to know in each state."""
UPDATE = (
    "Other boards use a newer program. What this one cannot read is kept, and nothing is lost. "
    "IT updates this board."
)
CLOCK = "Nothing is lost by that, and the order of entries is right. IT sets it."
PRACTICE = "This is practice. Nothing that is entered here is sent anywhere, now or later."


def state_blocks(context: Context) -> tuple[Block, ...]:
    """Return how the connection stands in large words, what that means, and the facts."""
    status = context.sync.status
    bare = replace(status, waiting=0, dead=0, needs_update=False, skew_s=None)
    line = sync_line(bare, context.ward.now, context.ward.zone)
    return (
        Paragraph(line.text, bold=True, size="large", mark=line.mark),
        *meaning(status),
        *_facts(context, status),
    )


def meaning(status: SyncStatus) -> tuple[Paragraph, ...]:
    """Return what is true now, a sentence or two for each thing that is, with the shape of the bottom line."""
    said = [Paragraph(TRUE[status.state])]
    if status.state is SyncState.ALONE:
        return tuple(said)
    if status.needs_update:
        said.append(Paragraph(UPDATE, mark=Mark.RING))
    if clock_is_off(status):
        said.append(Paragraph(f"{skew_said(status)} {CLOCK}", mark=Mark.TRIANGLE))
    return tuple(said)


def _facts(context: Context, status: SyncStatus) -> tuple[Block, ...]:
    if status.state is SyncState.ALONE:
        return ()
    rows = (
        ("Last in sync", moment(status.at, context.ward) if status.at else "not since the start"),
        ("Next try", moment(status.next_try, context.ward) if status.next_try else ""),
        ("Clock", clock_words(status)),
        ("This PC", status.name),
        ("Address", status.central),
        ("For IT", status.trouble),
    )
    return (Facts(tuple((label, words) for label, words in rows if words)),)


def skew_said(status: SyncStatus) -> str:
    """Return the sentence about a clock that is off: "The clock of this PC is 7 min ahead."."""
    return f"The clock of this PC is {clock_words(status)}."


def clock_words(status: SyncStatus) -> str:
    """Return how this PC's clock stands: "right", "7 min ahead", or nothing when nobody knows."""
    if status.skew_s is None:
        return ""
    if not clock_is_off(status):
        return "right"
    return f"{skew_words(status)} {'ahead' if status.skew_s > 0 else 'behind'}"


def practice_blocks() -> tuple[Block, ...]:
    """Return what is true in practice."""
    return (Paragraph(PRACTICE, Tone.INK, size="large"),)
