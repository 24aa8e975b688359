"""The bottom line of the board: whether everything is saved and sent, one message, small buttons."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.wards import Ward
from kiosk.sync.status import NOT_ENROLLED, SyncState, SyncStatus
from kiosk.viewmodels.boards import Button, StatusView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sync_words import SyncLine, sync_line
from kiosk.viewmodels.words import clock_time, listed

SAY_WHAT = "Say what, not who"
SYNC_SHEET = "open:sync"
BUTTONS = (
    Button("open:help", "Help", role="quiet"),
    Button("open:display", "Aa", role="quiet", spoken="Text, colours and reach"),
    Button("open:admin", "Settings", role="quiet"),
)


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """Something the program has to say on the bottom line, such as what is wrong with a layout."""

    text: str
    tone: Tone = Tone.INK


def status_view(
    scene: Scene,
    message: StatusMessage | None = None,
    training_ends: datetime | None = None,
    sync: SyncStatus | None = None,
) -> StatusView:
    """Return the bottom line.

    Args:
        scene: the ward as it stands; what its store has to say comes before `message`.
        message: what the program has to say, or None.
        training_ends: when training ends by itself, if this is training.
        sync: how sync stands; None says what the ward alone knows of it.
    """
    said = StatusMessage(scene.ward.notice, Tone.HARM) if scene.ward.notice else message
    line = _sync(scene, training_ends, known_status(scene.ward) if sync is None else sync)
    return StatusView(
        sync_text=line.text,
        sync_mark=line.mark,
        sync_tone=line.tone,
        message=said.text if said is not None else SAY_WHAT,
        message_tone=said.tone if said is not None else Tone.MUTED,
        buttons=BUTTONS,
        sync_action=SYNC_SHEET,
    )


def known_status(ward: Ward) -> SyncStatus:
    """Return how sync stands as far as the ward itself knows: before anything was tried, or in a picture."""
    if ward.alone:
        return NOT_ENROLLED
    return SyncStatus(SyncState.STARTING, waiting=ward.waiting)


def _sync(scene: Scene, training_ends: datetime | None, status: SyncStatus) -> SyncLine:
    if scene.ward.training:
        ends = f"ends {clock_time(training_ends, scene.ward.zone)}" if training_ends else ""
        return SyncLine(listed(("Training", ends)), Mark.HATCH)
    return sync_line(status, scene.ward.now, scene.ward.zone)
