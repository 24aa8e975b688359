"""The equity action plan as a PDF: what a reader finds in it, and room to write."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.layouts.plan_words import PlanWords
from kiosk.ui.charts.ink import FitReport
from kiosk.ui.paper.action_plan import print_action_plan
from kiosk.ui.paper.pdf import Paper
from tests.fakes.pages import read
from tests.unit.viewmodels.paper.test_action_plan import goal, plan, ward

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


def test_every_label_and_field_can_be_read_back() -> None:
    found = read(print_action_plan(plan(ward(goal())), Paper.A4))
    assert (found.pages, found.size, found.language) == (1, (595, 842), "en-GB")
    for said in (
        "Equity action plan",
        "Lead",
        "Population",
        "Goal",
        "Strategy",
        "Monitoring",
        "Status",
        "Nursing lead",
        "by 31 March 2027",
    ):
        assert said in found.words


def test_a_hospital_reads_its_own_words() -> None:
    words = PlanWords(title="Health inequalities plan", strategy="Countermeasure")
    found = read(print_action_plan(plan(ward(goal()), words), Paper.LETTER))
    assert found.size == (612, 792)
    assert "Health inequalities plan" in found.words
    assert "Countermeasure" in found.words
    assert "Strategy" not in found.words


def test_hidden_groups_stand_nowhere_in_the_file() -> None:
    body = print_action_plan(plan(ward(goal(group="Tagalog"))), Paper.A4)
    assert "Tagalog" not in read(body).words
    assert b"Tagalog" not in body


def test_the_same_plan_at_the_same_time_is_the_same_bytes() -> None:
    first, again = (print_action_plan(plan(ward(goal())), Paper.A4) for _ in range(2))
    assert first == again


def test_many_goals_go_over_several_pages_and_nothing_is_cut() -> None:
    goals = [goal(metric=f"metric_{number}", by=date(2027, 1, 1)) for number in range(12)]
    report = FitReport()
    found = read(print_action_plan(plan(ward(*goals)), Paper.A4, report))
    assert found.pages > 1
    assert report.cut() == []
    assert all(f"Metric {number}," in found.words for number in range(12))


def test_an_empty_plan_says_so() -> None:
    nothing = plan(replace(ward(), releases={}))
    assert "No equity goal is set" in read(print_action_plan(nothing, Paper.A4)).words


def test_practice_is_stamped() -> None:
    made = plan(replace(ward(goal()), training=True))
    assert "TRAINING" in read(print_action_plan(made, Paper.A4)).words
