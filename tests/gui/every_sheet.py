"""Every sheet that touches can lead to on a ward full of entries, found by touching everything once."""

from collections import Counter, deque
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.app.desk import Desk
from kiosk.host.resources import resource_folder
from kiosk.layouts.loader import available_layouts
from kiosk.sync.status import SyncState
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next, Open, Submit
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import CalendarBlock, Choices, NumberEntry, SheetView, Tabs, TextEntry
from tests.fakes.sync_sights import sight

BEGUN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OF_ONE_KIND = 3
"""How many entries of one kind are opened: the fourth card's sheet is like the third's."""
ABOUT_SOMETHING = {
    *("tile", "card", "event", "safety_day", "ticket", "recognition", "goal"),
    *("groups", "equity_goal"),
}
"""Forms that need an argument; touches on tiles lead to them."""
OF_ONE_NAME = 12
"""How many states of one sheet are gone on from."""
WRITTEN = "Still none at weekends"
FIRST_FIELD = "name"
"""What a set-up begins with: with it, the way on is open."""
MOST_SHEETS = 600
ABOUT_SYNC = ("sync", "connect", "welcome", "admin")
"""Forms that look different in every state of the network."""


def board_contexts(desk: Desk) -> dict[Face, Context]:
    """What forms know on either face."""
    shown = {face: desk.show(face).context for face in Face}
    return {face: replace(known, staff=face is Face.STAFF) for face, known in shown.items()}


def every_sheet(desk: Desk) -> list[SheetView]:
    """Return one sheet of every name and bar that touches lead to, from every form."""
    found: dict[tuple[object, ...], SheetView] = {}
    layouts = available_layouts(resource_folder("board_layouts"))
    for known in board_contexts(desk).values():
        for form in FORMS.values():
            if form.name not in ABOUT_SOMETHING:
                _walk(desk, known, _begin(known, form, ""), found)
        _walk_networks(desk, known, found)
        walked: set[str] = set()
        for layout in layouts.values():
            there = replace(known, layout=layout)
            for tile in layout.tiles:
                alike = tile.model_dump_json(exclude={"id", "title", "point"})
                if (
                    alike not in walked
                ):  # behind the same tile of another layout stand the same sheets
                    walked.add(alike)
                    _walk(desk, there, _begin(there, FORMS["tile"], tile.id), found)
    return list(found.values())


def _walk_networks(desk: Desk, known: Context, found: dict[tuple[object, ...], SheetView]) -> None:
    for state in SyncState:
        there = _on_a_network(known, state)
        for name in ABOUT_SYNC:
            _walk(desk, there, _begin(there, FORMS[name], ""), found)


def _on_a_network(known: Context, state: SyncState) -> Context:
    """Return what forms know on the ward's own board in a state of sync, with a queue and dead letters."""
    ward = replace(known.ward, training=False, alone=state is SyncState.ALONE)
    return replace(known, ward=ward, sync=sight(state, pending=30, dead=2))


def _begin(known: Context, form: Form, argument: str) -> Draft:
    return form.start(known, Draft(form.name, argument, "0190", BEGUN))


def _walk(
    desk: Desk, known: Context, first: Draft, found: dict[tuple[object, ...], SheetView]
) -> None:
    waiting = deque([first])
    seen: set[tuple[object, ...]] = set()
    names: Counter[str] = Counter()
    while waiting and len(found) < MOST_SHEETS:
        draft = waiting.popleft()
        told = desk.history(known, draft.argument) if ":" in draft.argument else known
        view = FORMS[draft.form].view(told, draft)
        found.setdefault((*_shape(view), known.staff), view)
        state = (
            draft.form,
            *_shape(view),
            draft.get("tab"),
            tuple(filter(draft.get, draft.values)),
        )
        if state in seen:
            continue
        seen.add(state)
        names[view.name] += 1
        if names[view.name] > OF_ONE_NAME:
            continue
        waiting.extend(_next(told, draft, view))


def _shape(view: SheetView) -> tuple[object, ...]:
    return view.name, tuple((button.action, button.enabled) for button in view.buttons)


def _next(known: Context, draft: Draft, view: SheetView) -> list[Draft]:
    steps = (
        FORMS[draft.form].touched(known, draft, action, value) for action, value in _touches(view)
    )
    return [after for step in steps if (after := _after(known, step)) is not None]


def _after(known: Context, step: Next) -> Draft | None:
    match step:
        case Draft():
            return step
        case Submit(stay=stay) | Ask(stay=stay):
            return stay
        case Open(form=name, argument=argument):
            return _begin(known, FORMS[name], argument)
        case _:
            return None


def _touches(view: SheetView) -> list[tuple[str, str]]:
    touches: list[tuple[str, str]] = []
    for block in view.blocks:
        match block:
            case Tabs(options=options):
                touches += [(option.action, "") for option in options if option.enabled]
            case Choices(options=options):
                touches += [
                    (option.action, "") for option in options[:OF_ONE_KIND] if option.enabled
                ]
                touches += [(option.action, "") for option in options[-1:]]
            case TextEntry(name=name):
                touches.append((f"text:{name}", WRITTEN))
            case NumberEntry(name=name):
                touches.append((f"number:{name}", "7"))
            case CalendarBlock(actions=actions):
                touches += [(action, "") for action in actions]
            case _:
                pass
    return touches + [(button.action, "") for button in view.buttons if button.action != "cancel"]
