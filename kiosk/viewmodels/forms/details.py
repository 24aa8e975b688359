"""What the sheets of detail share: touches by name, the history at the right, the way back to the list."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.layouts.tiles import Tile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open, Submit
from kiosk.viewmodels.forms.parts import BACK, chosen
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Block, Label, Paragraph, SheetView
from kiosk.viewmodels.story import story

Touch = Callable[[Context, Draft, str], Next]
"""What a named touch leads to; its value is what was chosen or written."""

Touches = Mapping[str, Touch]

DAY = "day:"
HOME = ""
"""The first page of a sheet of detail."""

BEHIND = "behind_"
"""What the argument of a list begins with that no tile of the layout leads to."""
LISTS = {
    "lanes": "Cards",
    "safety_cross": "Safety cross",
    "recognitions": "Thanks",
    "tickets": "Ideas",
    "announcements": "News",
    "voice": "Patient voice",
    "goals": "Goals",
}
"""The lists that every ward can open, by the kind of tile that shows them."""


def follow(touches: Touches, context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to; a touch that the sheet does not know changes nothing."""
    name, picked = chosen(action)
    if action.startswith(DAY):
        name, picked = "day", action.removeprefix(DAY)
    touch = touches.get(name)
    return draft if touch is None else touch(context, draft, picked or value)


def pick(name: str) -> Touch:
    """Return the touch that keeps what was chosen or written under a name."""
    return lambda _context, draft, value: draft.put(**{name: value})


def turn(page: str) -> Touch:
    """Return the touch that turns to a page."""
    return lambda _context, draft, _value: draft.turn(page)


def go_home(context: Context, draft: Draft, value: str) -> Draft:
    """Turn to the first page and drop what was begun."""
    del context, value
    return replace(draft, page=HOME, values={}, problem="")


def done(draft: Draft, command: object, said: str) -> Submit:
    """Return a change after which the sheet stays open on its first page."""
    return Submit((command,), said, stay=replace(draft, page=HOME, values={}, problem=""))


def scene_of(context: Context) -> Scene:
    """Return what the tiles are built from, for the face that is on."""
    face = Face.STAFF if context.staff else Face.PUBLIC
    return Scene(context.ward, context.catalogue, face)


def history(context: Context, entity: str) -> tuple[Block, ...]:
    """Return the history of an entity, under its label."""
    told = story(entity, context.records, context.marks, context.ward, context.catalogue)
    if not told.rows:
        return ()
    return (Label("History"), told)


def beside_history(
    context: Context, entity: str, left: tuple[Block, ...]
) -> tuple[tuple[Block, ...], ...]:
    """Return the columns of a sheet about an entity: what it says, and its history where it has one."""
    right = history(context, entity)
    return (left, right) if right else (left,)


def has_words(context: Context, entity: str) -> bool:
    """Tell whether anything that was written about an entity can still be erased."""
    return any(r.words is not None for r in context.records if r.change.entity == entity)


def problem_line(draft: Draft) -> tuple[Block, ...]:
    """Return the words of a refusal, if there was one."""
    return (Paragraph(draft.problem, bold=True),) if draft.problem else ()


def back_to(*kinds: str) -> Touch:
    """Return the touch that leads back to the list: the first tile of some kinds, else what stands behind the board."""

    def touch(context: Context, draft: Draft, value: str) -> Next:
        del draft, value
        tile = first_tile(context, *kinds)
        return Open("tile", f"{BEHIND}{kinds[0]}" if tile is None else tile.id)

    return touch


def first_tile(context: Context, *kinds: str) -> Tile | None:
    """Return the first tile of the layout that is of some kinds."""
    return next((tile for tile in context.layout.tiles if tile.type in kinds), None)


def gone(name: str, title: str) -> SheetView:
    """Return the sheet for something that no longer stands."""
    words = f"{title} is not on the board any more."
    return SheetView(
        name=f"{name}.gone",
        title=title,
        columns=((Paragraph(words, size="large"),),),
        buttons=(BACK,),
        spoken=words,
    )
