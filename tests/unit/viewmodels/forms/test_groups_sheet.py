"""The sheet by group: every page from released values only, no hidden group named, all of it one touch away."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.metrics import Direction
from kiosk.domain.release_summaries import SUMMARY_RULES
from kiosk.domain.releases import Cell, CellStatus
from kiosk.domain.wards import Ward
from kiosk.viewmodels.charts import ChartView, GroupsView, MultiplesView
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.form import Draft, Open
from kiosk.viewmodels.forms.groups.figures import rows_by_window, short_words, value_words
from kiosk.viewmodels.forms.groups.subject import subject_argument
from kiosk.viewmodels.forms.groups.table import table_rows
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import ChartBlock, Facts, SheetView, Table, Tabs
from tests.unit.viewmodels.forms.fingers import Finger
from tests.unit.viewmodels.forms.hand import TUESDAY, context_of, text
from tests.unit.viewmodels.monthly_release import (
    BY,
    FACTS,
    GOAL,
    GOAL_ID,
    KEY,
    monthly_release,
    ward_by_language,
)
from tests.unit.viewmodels.sample_wards import hidden, layout, node, pain_release, shown

FORM = FORMS["groups"]
ARGUMENT = subject_argument(KEY, BY)


def finger(ward: Ward | None = None) -> Finger:
    return Finger(FORM, context_of(ward or ward_by_language(), staff=True), ARGUMENT)


def pages(sheet: SheetView) -> list[str]:
    (tabs,) = (block for block in sheet.blocks if isinstance(block, Tabs))
    return [option.action for option in tabs.options]


def facts(sheet: SheetView) -> dict[str, str]:
    return {label: v for b in sheet.blocks if isinstance(b, Facts) for label, v in b.rows}


def table(sheet: SheetView) -> Table:
    return next(block for block in sheet.blocks if isinstance(block, Table))


def chart(sheet: SheetView) -> ChartView:
    block = next(block for block in sheet.blocks if isinstance(block, ChartBlock))
    assert isinstance(block.chart, ChartView)
    return block.chart


def groups(sheet: SheetView) -> GroupsView:
    block = next(block for block in sheet.blocks if isinstance(block, ChartBlock))
    assert isinstance(block.chart, GroupsView)
    return block.chart


def test_every_page_is_one_touch_away_and_says_what_it_is_about() -> None:
    hand = finger()
    for page in pages(hand.sheet):
        hand.touch(page)
        assert hand.sheet.title == "Pain reassessed in 1 h, by language"
        assert hand.sheet.note == "Medicine service, not this ward alone"
        assert page in hand.ticked


@pytest.mark.parametrize("page", pages(finger().sheet))
def test_no_page_names_a_group_that_is_hidden(page: str) -> None:
    assert "Tagalog" not in finger().touch(page).words


@pytest.mark.parametrize("page", pages(finger().sheet))
def test_a_group_hidden_now_has_no_name_even_where_it_was_shown_before(page: str) -> None:
    release = monthly_release()
    newest = release.windows[-1]
    gone = tuple(hidden("Spanish") if c.group == "Spanish" else c for c in newest.groups)
    windows = (*release.windows[:-1], newest.model_copy(update={"groups": gone}))
    ward = ward_by_language(release.model_copy(update={"windows": windows}))

    hand = finger(ward).touch(page)
    assert "Spanish" not in hand.words
    for _ in range(3):
        if "earlier" in hand.offered:
            assert "Spanish" not in hand.touch("earlier").words


@pytest.mark.parametrize("form", ["groups", "tile"])
def test_a_stratifier_that_is_not_turned_on_shows_no_groups_on_the_sheet_either(form: str) -> None:
    ward = ward_by_language(node=node())
    tile = next(tile for tile in layout().tiles if tile.type == "groups")
    argument = ARGUMENT if form == "groups" else tile.id
    context = context_of(ward, staff=True)

    sheet = FORMS[form].view(context, Draft(form, argument, "0", TUESDAY))

    assert "Spanish" not in text(sheet)
    assert "not turned on" in text(sheet)
    assert [button.action for button in sheet.buttons] == ["cancel"]


def test_groups_now_says_verdict_reference_and_why() -> None:
    said = finger().sheet

    assert facts(said)["Compared with"] == "the goal, 80 %: it is set for this metric"
    assert facts(said)["Window"] == "Aug–Oct"
    assert facts(said)["As of"] == "31 October"


def test_without_a_goal_groups_are_compared_with_the_best_that_can_be_relied_on() -> None:
    release = monthly_release()
    free = release.model_copy(update={"metric": FACTS.model_copy(update={"goal": None})})
    sheet = finger(ward_by_language(free, metrics={})).sheet

    best, _, why = facts(sheet)["Compared with"].partition(": ")
    assert best.startswith("English, 8")
    assert why == "the best group that can be relied on"


def test_when_it_was_published_is_told_by_the_wards_own_clock_and_calendar() -> None:
    release = monthly_release()
    assert release.provenance is not None
    night = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)  # half past midnight in London
    made = release.provenance.model_copy(update={"at": night})
    hand = finger(ward_by_language(release.model_copy(update={"provenance": made})))

    said = facts(hand.touch("page=about").sheet)["Published"]
    assert said == "3 July, 00:30, by quality office"


def test_a_group_that_the_publisher_chose_is_named_with_the_reason() -> None:
    told = {"reference": "Portuguese", "reference_reason": "agreed with the patients' council"}
    sheet = finger(ward_by_language(monthly_release().model_copy(update=told))).sheet

    group, _, why = facts(sheet)["Compared with"].partition(": ")
    assert group.startswith("Portuguese, 6")
    assert why == "chosen, agreed with the patients' council"


def test_where_neither_way_is_better_groups_are_compared_with_everyone_for_that_reason() -> None:
    release = monthly_release()
    neutral = FACTS.model_copy(update={"goal": None, "direction": Direction.NEUTRAL})
    sheet = finger(
        ward_by_language(release.model_copy(update={"metric": neutral}), metrics={})
    ).sheet

    everyone, _, why = facts(sheet)["Compared with"].partition(": ")
    assert everyone.startswith("everyone, 7")
    assert why == "neither more nor less is better, so no group is best"


def test_a_finger_on_a_group_reads_its_interval_and_what_was_counted() -> None:
    rows = {row.name: row.detail for row in groups(finger().sheet).rows}

    assert rows["Spanish"].startswith("95 % interval ")
    assert "of 450" in rows["Spanish"]
    assert "too few to rely on" in rows["Mandarin"]
    assert rows["Others"] == "Hidden, so that nobody can be recognised."


def test_over_time_lays_everyone_over_the_group_that_the_sentence_speaks_of() -> None:
    drawn = chart(finger().touch("page=time").sheet)

    assert drawn.series_label == "Spanish"
    assert drawn.overlay is not None
    assert drawn.overlay.label == "everyone"
    assert len(drawn.overlay.values) == len(drawn.points) == 24
    assert drawn.phases[0].lower is not None


def test_two_groups_are_laid_over_each_other_by_touch() -> None:
    hand = finger().touch("page=time")
    hand.touch("line=0-1")  # English: a third series takes the place of the first
    assert (chart(hand.sheet).series_label, hand.ticked[1:]) == ("everyone", ["line=1", "line=0"])
    hand.touch("line=1")  # Everyone is touched away
    assert chart(hand.sheet).overlay is None
    hand.touch("line=1-3")
    drawn = chart(hand.sheet)
    assert drawn.series_label == "English"
    assert drawn.overlay is not None
    assert drawn.overlay.label == "Portuguese"


def test_the_scale_holds_both_series_that_are_laid_over_each_other() -> None:
    drawn = chart(finger().touch("page=time").sheet)
    assert drawn.overlay is not None
    values = [v for v in (*drawn.overlay.values, *(p.value for p in drawn.points)) if v is not None]

    assert drawn.minimum <= min(values)
    assert max(values) <= drawn.maximum


def test_the_table_keeps_every_kind_of_missing_figure_apart() -> None:
    rows = {row[0]: row[1:] for row in table(finger().touch("page=table").sheet).rows}

    assert rows["Spanish"][0] == "55.3 %"
    assert rows["Spanish"][2] == "83 of 150"
    assert rows["Mandarin"] == ("unreliable", "48.0–88.0", "")
    assert rows["Not known"] == ("no data", "", "nobody was asked")
    assert rows["Others"] == ("* too few to show", "", "")
    assert next(iter(rows)) == "Everyone"
    assert list(rows)[-1] == "Others"


def test_every_earlier_window_is_reached_from_the_bar() -> None:
    hand = finger().touch("page=table")
    assert "October · window 24 of 24" in hand.words
    hand.touch(*["earlier"] * 23)
    assert "November 2024 · window 1 of 24" in hand.words
    assert "earlier" not in hand.offered
    hand.touch("later")
    assert "window 2 of 24" in hand.words


def test_what_an_analyst_needs_to_work_it_out_again_stands_on_the_sheet() -> None:
    said = facts(finger().touch("page=about").sheet)

    assert said["Definition"].startswith("Of pain treatments")
    assert said["Counted"] == "treatments with pain asked again"
    assert said["Out of"] == "pain treatments given"
    assert said["By"] == "Language · language@2026"
    assert said["Windows"] == "24 closed months, Nov 2024 – Oct"
    assert said["Compared"] == "Aug–Oct, three months added up"
    assert said["Source"] == "electronic record"
    assert said["As of"] == "October"
    assert said["Privacy"].startswith("CMS: counts of 1 to 10")
    assert said["Published"] == "3 November, 06:10, by quality office"
    assert said["Release"] == "version 3 · huddle-kiosk 1 · schema 2"
    assert said["Intervals"] == "95 %: Wilson; gaps by Newcombe, relative gaps log-normal"
    assert said["Compared with"].startswith("the goal, 80 %")
    assert said["Chart"].startswith("XmR")
    assert said["Rules"].startswith("NHS Making Data Count: a shift of 7 points, a trend of 7")
    assert said["Screening"].startswith("ranges of 3.267 times")
    assert "2.5 % for everyone, 5 % for all groups together" in said["Verdict"]
    assert said["Verdict"].endswith(SUMMARY_RULES)


def test_sixteen_groups_stand_side_by_side_on_two_pages_of_one_scale() -> None:
    names = tuple(f"Group {at + 1}" for at in range(16))
    release = monthly_release()
    windows = tuple(
        window.model_copy(
            update={"groups": tuple(shown(name, 40 + 3 * at, 100) for at, name in enumerate(names))}
        )
        for window in release.windows
    )
    made = release.model_copy(update={"groups": names, "roles": {}, "windows": windows})
    hand = finger(ward_by_language(made)).touch("page=time", "many=1")

    first = side_by_side(hand.sheet)
    second = side_by_side(hand.touch("many=2").sheet)
    assert [small.name for small in (*first.charts, *second.charts)] == list(names)
    scales = {
        (small.chart.minimum, small.chart.maximum) for small in (*first.charts, *second.charts)
    }
    assert len(scales) == 1
    assert first.label.endswith("1 to 8 of 16")
    assert side_by_side(hand.touch("many=1").sheet) == first


def side_by_side(sheet: SheetView) -> MultiplesView:
    return next(
        block.chart
        for block in sheet.blocks
        if isinstance(block, ChartBlock) and isinstance(block.chart, MultiplesView)
    )


def test_voluntary_reports_say_reported_not_occurred() -> None:
    voluntary = FACTS.model_copy(update={"voluntary": True})
    release = monthly_release().model_copy(update={"metric": voluntary})
    hand = finger(ward_by_language(release))

    assert "Reported, not occurred" in hand.words
    assert "Reported, not occurred" in hand.touch("page=about").words


def test_a_release_of_the_first_schema_has_a_sheet_too() -> None:
    hand = finger(ward_by_language(pain_release()))
    for page in pages(hand.sheet):
        assert hand.touch(page).sheet.buttons


def test_the_goal_page_says_what_was_agreed_and_leads_to_changing_it() -> None:
    hand = finger(ward_by_language(equity_goals={GOAL_ID: GOAL})).touch("page=goal")

    assert "A gap of 5 points at most" in hand.words
    assert "Now 22.7 points: off track" in hand.words
    assert "when the goal was set. On a straight line it would be " in hand.words
    assert facts(hand.sheet)["Owner"] == "Quality lead"
    assert facts(hand.sheet)["By"] == "1 June 2027"
    hand.touch(f"equity={GOAL_ID}")
    assert hand.last == Open("equity_goal", GOAL_ID)


def test_a_goal_for_a_group_that_is_hidden_now_does_not_name_it() -> None:
    goal = GOAL.model_copy(update={"group": "Tagalog"})
    hand = finger(ward_by_language(equity_goals={GOAL_ID: goal})).touch("page=goal")

    assert facts(hand.sheet)["For"] == "a group with too few to show now"


def test_a_dropped_goal_is_no_goal() -> None:
    goal = GOAL.model_copy(update={"active": False})
    hand = finger(ward_by_language(equity_goals={GOAL_ID: goal})).touch("page=goal")

    assert "No equity goal yet" in hand.words


def test_the_sheet_can_be_opened_on_one_of_its_pages() -> None:
    context = context_of(ward_by_language(), staff=True)
    hand = Finger(FORM, context, subject_argument(KEY, "Language", "goal"))

    assert hand.sheet.name == "tile.groups.goal"


def test_a_metric_that_is_not_published_by_a_stratifier_says_so() -> None:
    context = context_of(replace(ward_by_language(), releases={}), staff=True)

    assert "No published figures by group yet" in text(Finger(FORM, context, ARGUMENT).sheet)


def test_a_group_shown_once_and_hidden_in_the_window_of_the_table_is_in_the_unnamed_row() -> None:
    release = pain_release()
    before, after = release.windows
    earlier = before.model_copy(
        update={
            "groups": tuple(hidden("English") if c.group == "English" else c for c in before.groups)
        }
    )
    rows = table_rows(release.model_copy(update={"windows": (earlier, after)}), earlier)

    assert [name for name, *_ in rows] == ["Everyone", "Spanish", "Mandarin", "Others"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(group="a", status=CellStatus.SHOWN, value=61.24), "61.2 %"),
        (Cell(group="a", status=CellStatus.SHOWN, value=0.0), "0.0 %"),
        (Cell(group="a", status=CellStatus.HIDDEN), "* too few to show"),
        (Cell(group="a", status=CellStatus.NO_DATA), "no data"),
        (Cell(group="a", status=CellStatus.UNRELIABLE, lower=48, upper=88), "unreliable"),
    ],
)
def test_hidden_unreliable_zero_and_no_data_read_differently(cell: Cell, words: str) -> None:
    assert value_words(cell, FACTS) == words


def test_windows_beside_each_other_name_only_groups_that_have_a_name_now() -> None:
    release = pain_release()
    rows = rows_by_window(release, release.windows)

    assert [name for name, *_ in rows] == ["Everyone", "English", "Spanish", "Mandarin", "Others"]
    assert rows[2] == ("Spanish", "70 %", "61 %")
    assert rows[-1] == ("Others", "", "too few to show")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(group="a", status=CellStatus.SHOWN, value=61.2), "61 %"),
        (Cell(group="a", status=CellStatus.SHOWN, value=0.0), "0 %"),
        (Cell(group="a", status=CellStatus.HIDDEN), "hidden"),
        (Cell(group="a", status=CellStatus.NO_DATA), "no data"),
        (Cell(group="a", status=CellStatus.UNRELIABLE, lower=48, upper=88), "48–88, unreliable"),
    ],
)
def test_a_figure_in_short_says_the_one_thing_that_holds(cell: Cell, words: str) -> None:
    assert short_words(cell, FACTS) == words


def known_for(unknown: int) -> Ward:
    """Return a ward whose release knows the language of everyone but so many of 1,160."""
    release = monthly_release()
    cell = shown("Not known", 0, unknown)
    english = shown("English", 400, 1160 - unknown)
    windows = tuple(each.model_copy(update={"groups": (english, cell)}) for each in release.windows)
    return ward_by_language(release.model_copy(update={"windows": windows}))


def test_completeness_says_what_is_known_declined_and_unknown_for_every_window() -> None:
    hand = finger(known_for(116)).touch("page=known")

    assert "90 %" in hand.words
    assert facts(hand.sheet)["Declined"].startswith("0 %")
    assert facts(hand.sheet)["Not known"].startswith("10 %")
    rows = table(hand.sheet).rows
    assert rows[0] == ("Aug–Oct", "90 %", "0 %", "10 %")
    assert len(rows) == 8


@pytest.mark.parametrize(("unknown", "enough"), [(231, True), (233, False)])
def test_a_banner_stands_over_the_view_when_fewer_than_80_per_cent_are_known(
    unknown: int, *, enough: bool
) -> None:
    hand = finger(known_for(unknown))

    assert ("Fewer than 80 % are known" not in hand.words) == enough
    assert ("Fewer than 80 % are known" not in hand.touch("page=known").words) == enough


def test_hidden_figures_leave_what_is_known_between_two_bounds() -> None:
    said = facts(finger().sheet)["Known"]

    assert "–" in said


def test_a_release_that_does_not_say_who_is_not_known_says_so() -> None:
    release = monthly_release()
    bare = tuple(
        each.model_copy(update={"groups": tuple(c for c in each.groups if c.group == "English")})
        for each in release.windows
    )
    overlapping = release.model_copy(update={"windows": bare, "overlapping": True, "roles": {}})
    hand = finger(ward_by_language(overlapping)).touch("page=known")

    assert "do not say of how many people" in hand.words


def multiples(sheet: SheetView) -> MultiplesView:
    block = next(block for block in sheet.blocks if isinstance(block, ChartBlock))
    assert isinstance(block.chart, MultiplesView)
    return block.chart


def test_all_groups_stand_side_by_side_on_one_scale_with_everyone_in_each() -> None:
    drawn = multiples(finger().touch("page=time", "many=1").sheet)

    assert [small.name for small in drawn.charts] == ["English", "Spanish", "Portuguese"]
    assert {(s.chart.minimum, s.chart.maximum) for s in drawn.charts} == {
        (drawn.charts[0].chart.minimum, drawn.charts[0].chart.maximum)
    }
    for small in drawn.charts:
        assert small.chart.overlay is not None
        assert small.chart.overlay.label == "everyone"
        assert small.headline.startswith(f"October 2026: {small.name} ")
    assert drawn.label == "Dashed: everyone · dotted: goal 80"


def test_from_side_by_side_one_touch_leads_back_to_one_or_two() -> None:
    hand = finger().touch("page=time", "many=1", "many=")

    assert chart(hand.sheet).series_label == "Spanish"


def test_a_release_with_one_group_shown_offers_nothing_side_by_side() -> None:
    assert "many=1" not in finger(known_for(116)).touch("page=time").offered


def test_the_gap_of_the_group_that_is_furthest_behind_comes_first_in_points_and_per_cent() -> None:
    hand = finger().touch("page=gap")

    assert "Spanish: 22.7 points (28.3 %) under the goal" in hand.words
    said = facts(hand.sheet)
    assert said["Absolute gap"].startswith("−22.7 points, 95 % interval −27.")
    assert said["Absolute gap"].endswith("Beyond chance.")
    assert said["Relative gap"].startswith("−28.3 %, 95 % interval −33.8")
    assert said["Compared with"] == "the goal, 80 %: it is set for this metric"


def test_a_goal_of_one_point_is_one_point() -> None:
    ward = ward_by_language(equity_goals={GOAL_ID: GOAL.model_copy(update={"gap": 1.0})})

    assert "A gap of 1 point at most" in finger(ward).touch("page=goal").words


def test_the_gap_over_time_is_a_chart_with_limits_in_points() -> None:
    drawn = chart(finger().touch("page=gap").sheet)

    assert len(drawn.points) == 24
    assert drawn.unit == "points"
    assert drawn.phases[0].upper is not None
    newest = drawn.points[-1]
    assert newest.value == pytest.approx(80 - 83 / 150 * 100)
    assert newest.tone is Tone.WORSE
    assert newest.signal
    assert drawn.goal_label == "no gap"
    assert drawn.minimum <= 0


def test_an_equity_goal_is_the_line_that_the_gap_is_held_against() -> None:
    ward = ward_by_language(equity_goals={GOAL_ID: GOAL})
    drawn = chart(finger(ward).touch("page=gap").sheet)

    assert (drawn.goal, drawn.goal_label) == (5.0, "goal 5")


def test_the_gap_of_another_group_is_one_touch_away() -> None:
    hand = finger().touch("page=gap", "group=English")

    assert "English: " in hand.words
    assert "over the goal" in hand.words
    assert hand.ticked[1:] == ["group=English"]


def test_a_group_that_is_the_reference_has_no_gap_to_itself() -> None:
    release = monthly_release()
    free = release.model_copy(update={"metric": FACTS.model_copy(update={"goal": None})})
    hand = finger(ward_by_language(free, metrics={})).touch("page=gap")

    assert "group=English" not in hand.offered
    assert "under English" in hand.words


def test_where_nothing_can_be_compared_the_gap_page_says_so() -> None:
    release = monthly_release()
    nothing = tuple(each.model_copy(update={"groups": ()}) for each in release.windows)
    ward = ward_by_language(release.model_copy(update={"windows": nothing}))

    assert "No gap can be told" in finger(ward).touch("page=gap").words


def test_a_finger_on_a_group_reads_its_gap_to_the_reference() -> None:
    rows = {row.name: row.detail for row in groups(finger().sheet).rows}

    assert rows["Spanish"].endswith("22.7 points (28.3 %) under the goal")


def test_many_groups_keep_the_height_of_the_picture() -> None:
    release = monthly_release()
    names = [f"Group {n}" for n in range(12)]
    cells = tuple(shown(name, 60 + n, 90) for n, name in enumerate(names))
    many = tuple(each.model_copy(update={"groups": cells}) for each in release.windows)
    picture, words = finger(
        ward_by_language(release.model_copy(update={"windows": many}))
    ).sheet.columns

    assert [type(block) for block in picture] == [ChartBlock]
    assert any(isinstance(block, Facts) for block in words)


def test_a_page_begins_as_it_always_does_whatever_was_touched_before() -> None:
    hand = finger().touch("page=time", "line=2", "page=table", "earlier", "page=time")

    assert chart(hand.sheet).overlay is not None
    assert "window 24 of 24" in hand.touch("page=table").words
