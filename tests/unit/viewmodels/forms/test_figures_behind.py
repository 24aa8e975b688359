"""Behind a metric stand its definition, its figures and their signals."""

from kiosk.viewmodels.forms.form import Draft, Open
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import ChartBlock, Facts, SheetView, Table
from tests.unit.viewmodels.forms.hand import TUESDAY, blocks, context_of, offered, text
from tests.unit.viewmodels.sample_wards import (
    empty_ward,
    full_ward,
    layout,
)

TILE = FORMS["tile"]


def draft_of(kind: str, **values: str) -> Draft:
    tile = next(tile for tile in layout().tiles if tile.type == kind)
    return Draft("tile", tile.id, "0", TUESDAY, values=values)


def sheet_of(kind: str, **values: str) -> SheetView:
    return TILE.view(context_of(full_ward(), staff=True), draft_of(kind, **values))


def facts(sheet: SheetView) -> dict[str, str]:
    return {label: value for b in blocks(sheet) if isinstance(b, Facts) for label, value in b.rows}


def table(sheet: SheetView) -> Table:
    return next(block for block in blocks(sheet) if isinstance(block, Table))


def test_a_metric_says_its_definition_source_goal_rules_and_as_of() -> None:
    said = facts(sheet_of("metric"))

    assert said["Goal"] == "90 %"
    assert said["Rules"] == "XmR · Making Data Count"
    assert said["Source"]
    assert said["As of"].startswith("to ")


def test_a_metric_shows_its_chart_first_and_its_figures_as_a_table_on_touch() -> None:
    assert any(isinstance(block, ChartBlock) for block in blocks(sheet_of("metric")))

    figures = table(sheet_of("metric", shown="table"))

    assert figures.head == ("Period", "Figure", "Signal")
    assert figures.rows[0][0] == "November 2026"
    assert figures.rows[0][2] == "Above the upper process limit"


def test_a_metric_leads_to_the_keypad_and_to_its_goal() -> None:
    context, draft = context_of(full_ward(), staff=True), draft_of("metric")

    assert "figures=metric:skin" in offered(sheet_of("metric"))
    assert TILE.touched(context, draft, "figures=metric:skin", "") == Open("figures", "metric:skin")
    assert TILE.touched(context, draft, "goal=metric:skin", "") == Open("goal", "metric:skin")


def test_a_metric_that_nobody_follows_says_so_and_offers_nothing() -> None:
    ward = empty_ward()
    sheet = TILE.view(context_of(ward, staff=True), draft_of("metric"))

    assert "not followed here" in text(sheet)
    assert offered(sheet) == ["cancel"]
