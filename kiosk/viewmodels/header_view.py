"""The top line of the board: unit, co-leads, day, shift, clock, and the way to the other face."""

from kiosk.layouts.schema import Layout
from kiosk.layouts.tiles import AgendaTile
from kiosk.viewmodels.boards import Button, Face, HeaderView
from kiosk.viewmodels.huddle_countdown import countdown
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import listed, long_day

NOT_SET_UP = "This board is not set up yet"
TO_STAFF = Button("face:staff", "Staff face", spoken="Show the staff face")
TO_PUBLIC = Button("face:public", "Public face", spoken="Show the public face")


def header_view(layout: Layout, scene: Scene) -> HeaderView:
    """Return the header; a layout without an agenda tile has the next huddle here."""
    node = scene.ward.node
    shift = scene.ward.shift
    has_agenda = any(isinstance(tile, AgendaTile) for tile in layout.tiles)
    return HeaderView(
        unit=node.facts.name if node is not None else NOT_SET_UP,
        about=listed((node.facts.service, _co_leads(scene))) if node is not None else "",
        date=long_day(scene.today),
        shift=listed(
            (
                shift.name if shift is not None else "",
                "" if has_agenda or node is None else countdown(scene).spoken,
            )
        ),
        clock=clock(scene),
        face_button=TO_STAFF if scene.face is Face.PUBLIC else TO_PUBLIC,
    )


def clock(scene: Scene) -> str:
    """Return the ward's wall-clock time: "07:03"."""
    return scene.ward.local_now.strftime("%H:%M")


def _co_leads(scene: Scene) -> str:
    """Return the co-leads; a person's name among them is for the staff face only."""
    if scene.ward.node is None:
        return ""
    leads = [lead for lead in scene.ward.node.facts.co_leads if not scene.hides(lead)]
    return f"Co-leads: {', '.join(leads)}" if leads else ""
