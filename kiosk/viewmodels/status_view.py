"""The bottom line of the board: whether everything is saved and sent, one message, small buttons."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.viewmodels.boards import Button, StatusView
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import clock_time, listed

SAY_WHAT = "Say what, not who"
ALONE = "This board stands alone · all saved"
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
    scene: Scene, message: StatusMessage | None = None, training_ends: datetime | None = None
) -> StatusView:
    """Return the bottom line.

    Args:
        scene: the ward as it stands; what its store has to say comes before `message`.
        message: what the program has to say, or None.
        training_ends: when training ends by itself, if this is training.
    """
    said = StatusMessage(scene.ward.notice, Tone.HARM) if scene.ward.notice else message
    text, mark = _sync(scene, training_ends)
    return StatusView(
        sync_text=text,
        sync_mark=mark,
        sync_tone=Tone.MUTED,
        message=said.text if said is not None else SAY_WHAT,
        message_tone=said.tone if said is not None else Tone.MUTED,
        buttons=BUTTONS,
    )


def _sync(scene: Scene, training_ends: datetime | None) -> tuple[str, Mark]:
    if scene.ward.training:
        ends = f"ends {clock_time(training_ends, scene.ward.zone)}" if training_ends else ""
        return listed(("Training", ends)), Mark.HATCH
    if scene.ward.alone:
        return ALONE, Mark.DOT
    if scene.ward.waiting:
        return f"All saved here · {scene.ward.waiting} waiting to be sent", Mark.DASHES
    return "In sync · 0 waiting", Mark.DOT
