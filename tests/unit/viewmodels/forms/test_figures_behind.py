"""Behind a metric stand its definition, figures and signals; behind groups, released values only."""

from dataclasses import replace

import pytest

from kiosk.domain.releases import Cell, CellStatus
from kiosk.viewmodels.forms.form import Draft, Open
from kiosk.viewmodels.forms.groups import cell_words, table_rows
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import ChartBlock, Facts, SheetView, Table
from tests.unit.viewmodels.forms.hand import TUESDAY, blocks, context_of, offered, text
from tests.unit.viewmodels.sample_wards import (
    PAIN,
    empty_ward,
    full_ward,
    layout,
    pain_release,
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


def test_groups_are_listed_by_window_and_hidden_ones_have_no_name() -> None:
    said = text(sheet_of("groups"))

    assert "Spanish" in said
    assert "61 %" in said
    assert "70 %" in said
    assert "Tagalog" not in said
    assert "Hindi" not in said
    assert table(sheet_of("groups")).rows[-1] == ("Others", "", "too few to show")


def test_groups_say_whom_the_figures_are_about_and_which_privacy_rule_holds() -> None:
    said = facts(sheet_of("groups"))

    assert said["About"] == "Medicine service, not this ward alone"
    assert said["Privacy"] == "CMS: small numbers hidden"


def test_both_halves_of_the_groups_sheet_say_what_they_show() -> None:
    picture, figures = sheet_of("groups").columns
    said = [dict(b.rows) for half in (picture, figures) for b in half if isinstance(b, Facts)]

    assert any(isinstance(block, ChartBlock) for block in picture)
    assert any(isinstance(block, Table) for block in figures)
    assert [list(rows) for rows in said] == [
        ["By", "About", "Compared"],
        ["Source", "As of", "Privacy"],
    ]


def test_earlier_figures_by_group_are_one_touch_in_the_bar_away() -> None:
    release = pain_release()
    many = tuple(window for _ in range(4) for window in release.windows)
    longer = release.model_copy(update={"windows": many})
    ward = replace(full_ward(), releases={("pain_reassessed_1h", "language"): longer})
    newest = TILE.view(context_of(ward, staff=True), draft_of("groups"))
    oldest = TILE.view(context_of(ward, staff=True), draft_of("groups", older="2"))

    enabled = [[button.action for button in s.buttons if button.enabled] for s in (newest, oldest)]
    assert enabled == [["cancel", "older=1"], ["cancel", "older=1"]]
    assert [len(table(sheet).head) for sheet in (newest, oldest)] == [4, 3]
    assert [button.action for button in sheet_of("groups").buttons] == ["cancel"]


def test_a_group_that_is_hidden_now_has_no_name_in_earlier_windows_either() -> None:
    release = pain_release()
    before, after = release.windows
    named_before = before.model_copy(
        update={"groups": tuple(c for c in after.groups if c.group != "Tagalog")}
    )
    rows = table_rows(release, (named_before, after))

    assert [name for name, *_ in rows] == ["Everyone", "English", "Spanish", "Mandarin", "Others"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(group="a", status=CellStatus.SHOWN, value=61.2), "61 %"),
        (Cell(group="a", status=CellStatus.SHOWN, value=0.0), "0 %"),
        (Cell(group="a", status=CellStatus.HIDDEN), "hidden"),
        (Cell(group="a", status=CellStatus.NO_DATA), "no data"),
        (Cell(group="a", status=CellStatus.UNRELIABLE, lower=48, upper=88), "48–88, unreliable"),
        (None, "no data"),
    ],
)
def test_hidden_unreliable_none_and_no_data_read_differently(cell: Cell | None, words: str) -> None:
    assert cell_words(cell, PAIN).replace(" – ", "–") == words
