"""Behind a metric stand its chart, every point with its limits, the ways to its groups, and what it is."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.analytics.moving_ranges import SCREENING_FACTOR
from kiosk.analytics.process_limits import MOVING_RANGE_TO_LIMIT, MOVING_RANGE_TO_SIGMA
from kiosk.analytics.rare_events import WEIBULL_POWER
from kiosk.analytics.signals import ANHOEJ, NHS_MAKING_DATA_COUNT, WESTERN_ELECTRIC, RuleSet
from kiosk.domain.wards import Ward
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.forms.form import Draft, Open
from kiosk.viewmodels.forms.metric import metric_view
from kiosk.viewmodels.forms.metric_facts import CHARTS, SCREENED, rules_in_full, screening_words
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import ChartBlock, Facts, SheetView, Table, Tabs
from tests.unit.viewmodels.forms.hand import TUESDAY, blocks, context_of, offered, text
from tests.unit.viewmodels.monthly_release import FACTS, KEY, monthly_release, ward_by_language
from tests.unit.viewmodels.sample_wards import SKIN, empty_ward, full_ward, layout, metric, node

TILE = FORMS["tile"]
LIMITS = "two of three near a limit, one beyond a limit"


def draft_of(page: str = "") -> Draft:
    tile = next(tile for tile in layout().tiles if tile.type == "metric")
    return Draft("tile", tile.id, "0", TUESDAY, page=page)


def sheet_of(page: str = "", ward: Ward | None = None) -> SheetView:
    return TILE.view(context_of(ward or full_ward(), staff=True), draft_of(page))


def published(page: str = "", ward: Ward | None = None) -> SheetView:
    """Return the sheet of a metric whose figures are published, and by language too."""
    tile = MetricTile(id="pain", type="metric", metric=KEY)
    context = context_of(ward or ward_by_language(), staff=True)
    return metric_view(context, Draft("tile", "pain", "0", TUESDAY, page=page), tile)


def facts(sheet: SheetView) -> dict[str, str]:
    return {label: value for b in blocks(sheet) if isinstance(b, Facts) for label, value in b.rows}


def table(sheet: SheetView) -> Table:
    return next(block for block in blocks(sheet) if isinstance(block, Table))


def tabs(sheet: SheetView) -> list[str]:
    return [o.text for b in sheet.across if isinstance(b, Tabs) for o in b.options]


def test_a_metric_says_its_source_goal_rules_and_as_of_beside_its_chart() -> None:
    said = facts(sheet_of())

    assert any(isinstance(block, ChartBlock) for block in blocks(sheet_of()))
    assert said["Goal"] == "90 %"
    assert said["Rules"] == "XmR · Making Data Count"
    assert said["Source"]
    assert said["As of"].startswith("to ")


def test_every_point_stands_in_the_table_with_its_limits_and_its_signal() -> None:
    figures = table(sheet_of("table"))

    assert figures.head == ("Period", "Figure", "Counted", "Centre", "Lower", "Upper", "Signal")
    newest = figures.rows[0]
    assert newest[0] == "November 2026"
    assert newest[1].endswith(" %")
    assert newest[2].endswith(" of 480")
    centre, lower, upper = (float(cell) for cell in newest[3:6])
    assert lower < centre < upper < float(newest[1].removesuffix(" %"))
    assert newest[6] == "Above the upper process limit"


def test_published_figures_say_what_was_counted() -> None:
    figures = table(published("table"))

    assert figures.head[2] == "Counted"
    assert figures.rows[0][0] == "October 2026"
    assert figures.rows[0][2].endswith(" of 1,160")
    assert len(figures.rows) == 24


def test_how_limits_and_signals_are_worked_out_stands_on_the_sheet() -> None:
    rebased = SKIN.model_copy(update={"rebase": (date(2026, 3, 1),), "screen": False})
    ward = replace(full_ward(), metrics={"metric:skin": metric(rebased)})
    said, changed = facts(sheet_of("about")), facts(sheet_of("about", ward))

    assert said["Chart"] == "XmR: mean ± 2.66 × the average range between neighbours"
    assert said["Rules"].startswith("NHS Making Data Count: a shift of 7 points")
    assert (said["Screening"], said["New phases"]) == (
        "ranges of 3.267 times their average or more are left out, once",
        "none",
    )
    assert changed["Screening"] == "off: every range counts"
    assert changed["New phases"] == "1 March"


def test_numerator_and_denominator_are_told_in_words() -> None:
    ward = ward_by_language(
        monthly_release(), metrics={"metric:pain": metric(FACTS.model_copy(update={"goal": 80.0}))}
    )
    said = facts(published("about", ward))

    assert said["Counted"] == "treatments with pain asked again"
    assert said["Out of"] == "pain treatments given"


def test_the_factors_on_the_sheet_are_those_that_limits_are_worked_out_with() -> None:
    assert f"± {MOVING_RANGE_TO_LIMIT} ×" in CHARTS["XmR"]
    assert f"/ {MOVING_RANGE_TO_SIGMA}," in CHARTS["t"]
    assert f"1 / {WEIBULL_POWER};" in CHARTS["t"]
    assert str(SCREENING_FACTOR) in SCREENED


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            NHS_MAKING_DATA_COUNT,
            f"NHS Making Data Count: a shift of 7 points, a trend of 7 points, {LIMITS}",
        ),
        (ANHOEJ, "Anhøj: one beyond a limit, the longest run and the number of crossings"),
        (
            WESTERN_ELECTRIC,
            f"Western Electric / IHI: a shift of 8 points, a trend of 6 points, {LIMITS}",
        ),
    ],
)
def test_a_rule_set_says_its_parameters(rules: RuleSet, words: str) -> None:
    assert rules_in_full(rules) == words


def test_a_metric_leads_to_its_groups_where_the_wall_shows_any() -> None:
    sheet = published("groups")
    touched = TILE.touched(
        context_of(ward_by_language(), staff=True), draft_of(), f"by={KEY}/language", ""
    )

    assert tabs(sheet) == ["Chart", "Table", "By group", "About"]
    assert f"by={KEY}/language" in offered(sheet)
    assert touched == Open("groups", f"{KEY}/language")


def test_a_metric_offers_no_groups_that_are_not_turned_on() -> None:
    sheet = published("groups", ward_by_language(node=node()))

    assert tabs(sheet) == ["Chart", "Table", "About"]
    assert "anguage" not in text(sheet)


def test_voluntary_reports_say_reported_not_occurred() -> None:
    voluntary = SKIN.model_copy(update={"voluntary": True})
    ward = replace(full_ward(), metrics={"metric:skin": metric(voluntary)})

    assert "Reported, not occurred" in text(sheet_of("", ward))
    assert "Reported, not occurred" in text(sheet_of("about", ward))


def test_a_metric_leads_to_the_keypad_and_to_its_goal() -> None:
    context, draft = context_of(full_ward(), staff=True), draft_of()

    assert "figures=metric:skin" in offered(sheet_of())
    assert TILE.touched(context, draft, "figures=metric:skin", "") == Open("figures", "metric:skin")
    assert TILE.touched(context, draft, "goal=metric:skin", "") == Open("goal", "metric:skin")


def test_a_metric_that_nobody_follows_says_so_and_offers_nothing() -> None:
    sheet = sheet_of("", empty_ward())

    assert "not followed here" in text(sheet)
    assert offered(sheet) == ["cancel"]


@pytest.mark.parametrize(
    ("chart", "screened"),
    [("XmR", True), ("p′", True), ("t", True), ("p", False), ("run", False), ("MR", False)],
)
def test_screening_is_told_only_where_limits_come_from_ranges(
    chart: str, *, screened: bool
) -> None:
    assert bool(screening_words(chart, screen=True)) == screened
    assert bool(screening_words(chart, screen=False)) == screened
