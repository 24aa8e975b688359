"""Behind every tile stands a sheet; every touch that a sheet offers leads somewhere that exists."""

import pytest

from kiosk.domain.wards import Ward
from kiosk.layouts.tiles import Tile
from kiosk.viewmodels.board_view import tile_view
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Leave, Next, Open, Submit
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import SheetView, TextEntry
from tests.unit.viewmodels.forms.hand import TUESDAY, blocks, context_of, offered, text
from tests.unit.viewmodels.sample_wards import (
    catalogue,
    empty_ward,
    full_ward,
    layout,
    layout_names,
)

WARDS = {"empty": empty_ward(), "full": full_ward()}
PRIVATE = (
    "Ada Quill",
    "Larger chair missing",
    "Blood fridge alarm",
    "Night porter from 1",
    "Spanish",
    "Mandarin",
    "Tagalog",
    "Order it before it is needed",
)
TILES = [
    pytest.param(name, tile, id=f"{name}-{tile.id}")
    for name in layout_names()
    for tile in layout(name).tiles
]
TOUCHES_DEEP = 3


def draft_of(form: str, argument: str, context: Context) -> Draft:
    return FORMS[form].start(context, Draft(form, argument, "0", TUESDAY))


def sheet_of(draft: Draft, context: Context) -> SheetView:
    return FORMS[draft.form].view(context, draft)


@pytest.mark.parametrize(("name", "tile"), TILES)
@pytest.mark.parametrize("ward", WARDS.values(), ids=WARDS)
@pytest.mark.parametrize("staff", [True, False], ids=["staff", "public"])
def test_every_tile_has_a_sheet_with_its_title_and_a_way_back(
    name: str, tile: Tile, ward: Ward, *, staff: bool
) -> None:
    context = context_of(ward, staff=staff, layout_name=name)
    face = Face.STAFF if staff else Face.PUBLIC

    sheet = sheet_of(draft_of("tile", tile.id, context), context)

    assert "cancel" in offered(sheet)
    assert sheet.spoken
    if tile.type not in {"lanes", "answers", "tickets", "recognitions"}:
        assert sheet.title.startswith(tile_view(tile, Scene(ward, catalogue(), face)).frame.title)


@pytest.mark.parametrize(("name", "tile"), TILES)
def test_the_public_sheet_of_a_tile_tells_no_words_no_names_and_no_groups(
    name: str, tile: Tile
) -> None:
    context = context_of(full_ward(), staff=False, layout_name=name)

    sheet = sheet_of(draft_of("tile", tile.id, context), context)

    assert offered(sheet) == ["cancel"]
    assert not [secret for secret in PRIVATE if secret in text(sheet)]


@pytest.mark.parametrize(("name", "tile"), TILES)
def test_every_touch_from_a_tile_leads_to_a_sheet_that_exists(name: str, tile: Tile) -> None:
    context = context_of(full_ward(), staff=True, layout_name=name)
    front, seen = [draft_of("tile", tile.id, context)], set()
    for _ in range(TOUCHES_DEEP):
        reached = [step for draft in front for step in steps_from(draft, context)]
        drafts = [draft for step in reached for draft in where(step, context)]
        front = [draft for draft in drafts if key(draft) not in seen]
        seen |= {key(draft) for draft in front}
        for draft in front:
            sheet = sheet_of(draft, context)
            assert sheet.title
            assert sheet.buttons


def key(draft: Draft) -> tuple[str, ...]:
    kind = draft.argument.partition(":")[0]
    return (draft.form, kind, draft.page, *sorted(draft.values))


def steps_from(draft: Draft, context: Context) -> list[Next]:
    sheet = sheet_of(draft, context)
    form = FORMS[draft.form]
    for entry in blocks(sheet):
        if isinstance(entry, TextEntry):
            written = form.touched(context, draft, f"text:{entry.name}", "The lift is broken")
            assert isinstance(written, Draft)
            draft, sheet = written, sheet_of(written, context)
    actions = [action for action in offered(sheet) if action != "cancel"]
    return [form.touched(context, draft, action, "") for action in actions]


def where(step: Next, context: Context) -> list[Draft]:
    match step:
        case Draft():
            return [step]
        case Open():
            return [draft_of(step.form, step.argument, context)]
        case Submit():
            assert step.said
            return [step.stay] if step.stay else []
        case Leave() | Ask():
            return []


def test_a_tile_that_a_new_layout_no_longer_has_says_so_and_leads_back() -> None:
    context = context_of(empty_ward(), staff=True)
    draft = draft_of("tile", "gone", context)

    assert "not on the board any more" in text(sheet_of(draft, context))
    assert FORMS["tile"].touched(context, draft, "back", "") == Leave()


def test_a_touch_that_a_sheet_does_not_know_changes_nothing() -> None:
    context = context_of(full_ward(), staff=True)
    for form in FORMS.values():
        draft = Draft(form.name, "", "0", TUESDAY)
        if form.name not in {"tile", "good_catch", "harm_event"}:
            assert form.touched(context, draft, "nonsense", "") == draft
