"""The equity action plan: goals with who, what and by when, and groups that fell behind without one."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.releases import Release, WindowKind
from kiosk.domain.wards import Ward
from kiosk.layouts.plan_words import PlanWords
from kiosk.viewmodels.paper.action_plan import ActionPlan, PlanEntry, action_plan
from kiosk.viewmodels.paper.plan_rows import plan_csv
from tests.unit.viewmodels.sample_wards import (
    PAIN,
    empty_ward,
    metric,
    node,
    pain_release,
    scene,
    shown,
    window,
)

KEY = "pain_reassessed_1h"


def goal(**parts: object) -> EquityGoal:
    made = EquityGoal(
        metric=KEY,
        stratifier="language",
        gap=5.0,
        by=date(2027, 3, 31),
        owner="Nursing lead",
        group="Spanish",
        set_on=date(2025, 11, 1),
    )
    return made.model_copy(update=parts)


def ward(*goals: EquityGoal, release: Release | None = None, shows: str = "language") -> Ward:
    published = release or pain_release()
    return empty_ward(
        node=node().model_copy(update={"wall_stratifiers": (shows,)}),
        metrics={"metric:pain": metric(PAIN)},
        releases={(KEY, "language"): published},
        equity_goals={f"equity_goal:{number}": each for number, each in enumerate(goals)},
    )


def plan(of: Ward, words: PlanWords | None = None) -> ActionPlan:
    return action_plan(scene(of), words or PlanWords())


def only(of: Ward) -> PlanEntry:
    (entry,) = plan(of).entries
    return entry


def pain_of(*spanish: int) -> Release:
    """A release of quarters in which so many of 400 Spanish speakers were reassessed, newest last."""
    quarters = [
        (date(2025, 8, 1), date(2025, 10, 31)),
        (date(2026, 2, 1), date(2026, 4, 30)),
        (date(2026, 8, 1), date(2026, 10, 31)),
    ]
    windows = tuple(
        window(
            *days,
            shown(None, 2000 + here, 2900),
            shown("English", 2000, 2500),
            shown("Spanish", here, 400),
        )
        for days, here in zip(quarters, spanish, strict=True)
    )
    return pain_release().model_copy(update={"windows": windows, "window": WindowKind.QUARTER})


def falling_behind(*fallen: str) -> Release:
    """Two years of months: everyone gets better, and our care gets worse for some."""
    months = []
    for back in range(24):
        first = months_on(date(2024, 11, 1), back)
        share = back / 23
        cells = [shown("English", round(2000 * (0.70 + 0.15 * share)), 2000)]
        cells += [shown(name, round(400 * (0.72 - 0.12 * share)), 400) for name in fallen]
        total = sum(cell.numerator or 0 for cell in cells)
        everyone = shown(None, total, 2000 + 400 * len(fallen))
        months.append(window(first, months_on(first, 1) - timedelta(days=1), everyone, *cells))
    return pain_release().model_copy(
        update={
            "groups": ("English", *fallen),
            "windows": tuple(months),
            "window": WindowKind.MONTH,
        }
    )


def months_on(day: date, months: int) -> date:
    """Return the first of the month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def test_a_goal_says_who_leads_for_whom_how_far_and_by_when() -> None:
    entry = only(ward(goal()))
    assert entry.lead == "Nursing lead"
    assert entry.population == "Spanish: 61 %, 244 of 400; Medicine service, not this ward alone"
    assert entry.goal == "gap of 5 points at most by 31 March 2027; now 19 points"
    assert entry.strategy == ""


def test_monitoring_says_what_is_looked_at_against_what_and_as_of_when() -> None:
    entry = only(ward(goal(), release=pain_of(300, 300, 300)))
    assert "Pain reassessed in 1 h by language" in entry.monitoring
    assert "quarterly" in entry.monitoring
    assert "against the goal, 80 %" in entry.monitoring
    assert "CMS" in entry.monitoring
    assert "rules: gap verdicts" in entry.monitoring
    assert "as of Aug\N{EN DASH}Oct 2026" in entry.monitoring


@pytest.mark.parametrize(
    ("release", "by", "status"),
    [
        (pain_of(240, 280, 304), date(2027, 3, 31), "reached"),
        (pain_of(200, 240, 240), date(2026, 12, 31), "off track"),
        (pain_of(200, 240, 280), date(2028, 10, 31), "on track"),
        (pain_of(240, 240, 240), date(2026, 11, 1), "overdue"),
    ],
)
def test_a_goal_says_where_it_stands(release: Release, by: date, status: str) -> None:
    entry = only(ward(goal(by=by, set_on=date(2025, 11, 1)), release=release))
    assert entry.status.text == status


def test_a_group_that_is_hidden_now_is_not_named_though_its_goal_names_it() -> None:
    made = plan(ward(goal(group="Tagalog")))
    assert made.entries[0].population.startswith("a group with too few to show now")
    assert "Tagalog" not in str(made)
    assert made.entries[0].status.text == "cannot tell yet"


def test_a_goal_by_what_the_wall_does_not_show_has_no_figures() -> None:
    made = plan(ward(goal(), shows="payer"))
    assert len(made.entries) == 1
    assert "61" not in str(made.entries)
    assert "Spanish" not in str(made.entries)


def test_a_group_that_fell_behind_is_in_the_plan_before_there_is_a_goal() -> None:
    entry = only(ward(release=falling_behind("Spanish")))
    assert entry.finding.startswith("Better overall, not for everyone.")
    assert entry.population.startswith("Spanish: 60")
    assert (entry.lead, entry.goal) == ("to be named", "no goal set yet")


def test_every_group_that_fell_behind_has_its_own_entry() -> None:
    entries = plan(ward(release=falling_behind("Spanish", "Arabic"))).entries
    assert [entry.population.split(":")[0] for entry in entries] == ["Spanish", "Arabic"]
    assert all(entry.finding.startswith("Better overall, not for everyone.") for entry in entries)
    assert all(
        name in entry.finding for name, entry in zip(("Spanish", "Arabic"), entries, strict=True)
    )


def test_what_has_a_goal_stands_there_once() -> None:
    assert len(plan(ward(goal(), release=falling_behind("Spanish"))).entries) == 1


def test_a_goal_that_was_dropped_is_not_followed() -> None:
    made = plan(ward(goal(active=False), release=falling_behind("Spanish")))
    assert [entry.lead for entry in made.entries] == ["to be named"]


def test_practice_is_stamped() -> None:
    assert plan(replace(ward(), training=True)).training.startswith("TRAINING")


def rows(of: ActionPlan) -> list[list[str]]:
    return list(csv.reader(io.StringIO(plan_csv(of).decode("utf-8-sig"))))


def test_the_csv_has_the_labels_as_heads_and_a_line_for_each_entry() -> None:
    words = PlanWords(lead="Accountable executive")
    head, line = rows(plan(ward(goal()), words))
    assert head[3:] == [
        "Accountable executive",
        "Population",
        "Goal",
        "Strategy",
        "Monitoring",
        "Status",
        "Made",
    ]
    assert line[0] == "Pain reassessed in 1 h"
    assert line[3] == "Nursing lead"
    assert line[-1] == "Ward 7 East · Acute medicine · 24 November 2026, 07:03"
    assert len(line) == len(head)


def test_practice_is_stamped_on_every_line_of_the_csv() -> None:
    _head, line = rows(plan(replace(ward(goal()), training=True)))
    assert "TRAINING" in line[-1]


def test_a_cell_that_a_spreadsheet_would_run_is_only_words() -> None:
    _head, line = rows(plan(ward(goal(owner="=HYPERLINK(1)"))))
    assert line[3] == "'=HYPERLINK(1)"
