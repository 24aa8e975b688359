"""Applying a file: it makes what it says, twice is once, what it does not say stays, and nothing is lost."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kiosk.central.authoring import Scribe
from kiosk.central.organisation.checking import OrganisationFileError
from kiosk.central.organisation.document import node_of, person_of
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.organisation.wording import Mark, printed
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act, TextErased
from kiosk.domain.nodes import ChooseLayout
from kiosk.domain.people import Role
from kiosk.domain.placed_nodes import NodeKind
from kiosk.host.resources import resource_folder
from tests.unit.central.organisation.central import EXAMPLE, SMALL, Central
from tests.unit.domain.trees import DAY

WARD_7, MEDICINE = node_of("ward-7"), node_of("medicine")
WARD_8 = """
[[nodes]]
key = "ward-8"
name = "Ward 8"
kind = "unit"
tier = 1
parent = "medicine"
"""


@pytest.fixture
def central() -> Central:
    return Central()


def marks(central: Central, text: str, *, prune: bool = False) -> list[str]:
    """Return what a text would change: mark and words of each line."""
    return [f"{line.mark} {line.words}" for line in central.plan(text, prune=prune).lines]


def test_the_example_makes_a_hospital_and_applying_it_again_changes_nothing(
    central: Central,
) -> None:
    text = EXAMPLE.read_text()
    assert central.apply(text).changes > 40
    before = central.records()
    again = central.apply(text)
    assert (again.changes, again.lines, again.left) == (0, (), ())
    assert central.records() == before


def test_what_the_example_says_of_a_ward_is_how_the_ward_is_set_up(central: Central) -> None:
    central.apply(EXAMPLE.read_text())
    tree, ward = central.organisation, central.configured("ward-7")
    assert ward.node is not None
    assert ward.agenda is not None
    assert tree.ancestors(WARD_7, DAY) == (MEDICINE, node_of("st-elsewhere"))
    assert tree.out_of_hours(WARD_7, DAY) == node_of("site-team")
    assert (ward.node.facts.name, ward.node.facts.out_of_hours_phone) == ("Ward 7 East", "4321")
    assert ward.node.facts.parent == MEDICINE
    assert [slot.starts for slot in ward.node.calendar.huddles] == [time(7, 15), time(19, 15)]
    assert ward.node.clocks.shortest_minutes == 120
    assert ward.node.wall_stratifiers == ("language",)
    assert [item.key for item in ward.agenda.items] == ["look_back", "look_ahead", "cards"]
    assert set(ward.metrics) == {
        "falls_with_harm",
        "skin_checked_6h",
        "pain_reassessed_1h",
        "bay_tagged",
    }
    assert ward.metrics["falls_with_harm"][1].goal == 0.0
    assert ward.metrics["skin_checked_6h"][1].goal_by == date(2027, 6, 30)
    assert ward.people[person_of(WARD_7, "a-quill")].role is Role.CHARGE_NURSE
    placement = tree.placement(WARD_7)
    assert placement is not None
    assert placement.locks == ("people", "unit")
    assert set(central.configured("medicine").equity_goals) == {("pain_reassessed_1h", "language")}


def test_a_node_that_says_nothing_more_gets_a_complete_board(central: Central) -> None:
    central.apply(SMALL)
    for key, layout, starts in (
        ("ward-7", "ward_sqcdp", time(7, 15)),
        ("medicine", "service_tier2", time(8, 15)),
        ("hospital", "hospital_tier3", time(9)),
    ):
        made = central.configured(key)
        assert made.node is not None
        assert made.node.layout == layout
        assert made.agenda is not None
        assert made.metrics
        [huddle] = made.node.calendar.huddles
        assert (huddle.starts, huddle.minutes) == (starts, -(-made.agenda.seconds // 60))
    ward = central.configured("ward-7").node
    assert ward is not None
    assert ward.facts.service == "Medicine"


def test_the_difference_is_told_before_it_is_made(central: Central) -> None:
    lines = printed(central.plan(SMALL).lines)
    assert "Ward 7\n  + new unit, tier 1, below Medicine, from 24 November 2026" in lines
    assert "  + layout ward_sqcdp" in lines
    assert central.storage.all_logs() == {}
    central.apply(SMALL)
    moved = SMALL.replace('name = "Ward 7"', 'name = "Ward 7 East"\nsince = 2027-04-01').replace(
        'parent = "medicine"', 'parent = "hospital"'
    )
    assert printed(central.plan(moved).lines) == (
        "Ward 7 East\n"
        "  > moves below St Elsewhere on 1 April 2027\n"
        "  ~ is called Ward 7 East (was Ward 7)\n"
        "  ~ name Ward 7 East (was Ward 7)"
    )


def test_what_a_board_set_for_itself_stays_as_long_as_the_file_does_not_say_it(
    central: Central,
) -> None:
    central.apply(SMALL)
    central.administration.configure(WARD_7, [ChooseLayout(WARD_7, "ward_value_compass")], DAY)
    assert central.plan(SMALL).changes == 0
    said = SMALL + 'layout = "ward_sqcdp"\n'
    assert marks(central, said) == ["~ layout ward_sqcdp (was ward_value_compass)"]


def test_a_node_that_is_not_in_the_file_stays_until_it_is_pruned(central: Central) -> None:
    central.apply(SMALL + WARD_8)
    planned = central.plan(SMALL)
    assert planned.changes == 0
    assert [str(line.words) for line in planned.left] == ["is not in the file; it stays"]
    assert marks(central, SMALL, prune=True) == [
        "- closes on 25 November 2026: it is not in the file"
    ]
    tomorrow = DAY + timedelta(days=1)
    central.apply(SMALL, prune=True, today=tomorrow)
    tree = central.organisation
    assert not tree.stands(node_of("ward-8"), tomorrow)
    assert tree.heir(node_of("ward-8"), tomorrow) == MEDICINE
    assert central.plan(SMALL, prune=True, today=tomorrow).changes == 0


def test_a_whole_branch_is_pruned_from_the_bottom_up(central: Central) -> None:
    more = SMALL + WARD_8.replace("medicine", "surgery") + SURGERY
    central.apply(more, today=DAY - timedelta(days=1))
    closed = [line.subject for line in central.plan(SMALL, prune=True).lines]
    assert closed == ["Ward 8", "Surgery"]


def test_a_hospital_that_central_made_to_begin_with_gives_way_to_the_one_of_the_file(
    central: Central,
) -> None:
    ensure_first_node(central.means)
    own = SMALL.replace('key = "hospital"', 'key = "top"').replace(
        'parent = "hospital"', 'parent = "top"'
    )
    central.apply(own)
    assert [line.subject for line in central.plan(own).left] == ["Ward 1", "Service", "Hospital"]
    assert printed(central.plan(own, prune=True).lines).endswith(
        "Hospital\n  - closes on 25 November 2026: it is not in the file; St Elsewhere takes over"
    )
    tomorrow = DAY + timedelta(days=1)
    central.apply(own, prune=True)
    standing = central.organisation.placements.values()
    assert [placed.name for placed in standing if placed.stands(tomorrow)] == [
        "St Elsewhere",
        "Medicine",
        "Ward 7",
    ]


def test_the_difference_says_a_calendar_whole(central: Central) -> None:
    assert "22:00 Night shift; 07:15 Morning huddle" in printed(central.plan(SMALL).lines)


SURGERY = """
[[nodes]]
key = "surgery"
name = "Surgery"
kind = "service"
tier = 2
parent = "hospital"
"""

WITH_LISTS = (
    SMALL
    + """
metrics = ["falls_with_harm", "skin_checked_6h"]
people = [{ key = "a", name = "Ada Quill", role = "staff" }, { key = "b", name = "Ben Oak", role = "leader" }]
equity_goals = [{ metric = "skin_checked_6h", stratifier = "Language", gap = 4, by = 2027-01-31, owner = "matron" }]
"""
)
FEWER = (
    SMALL
    + """
metrics = ["falls_with_harm"]
people = [{ key = "a", name = "Ada Quill", role = "charge_nurse" }]
equity_goals = []
"""
)


def test_what_is_taken_out_of_a_list_is_named_and_kept_until_it_is_pruned(central: Central) -> None:
    central.apply(WITH_LISTS)
    planned = central.plan(FEWER)
    assert [line.words for line in planned.lines] == ["Ada Quill, charge_nurse"]
    assert [line.words for line in planned.left] == [
        "metric Skin checked in 6 h, % is not in the file; it stays",
        "Ben Oak on the roster is not in the file; it stays",
        "the equity goal of skin_checked_6h by language is not in the file; it stays",
    ]
    central.apply(FEWER, prune=True)
    ward = central.configured("ward-7")
    assert [key for key, (_, metric) in ward.metrics.items() if metric.active] == [
        "falls_with_harm"
    ]
    assert [one.name for one in ward.people.values() if one.active] == ["Ada Quill"]
    assert ward.equity_goals == {}
    assert central.plan(FEWER, prune=True).changes == 0
    assert central.apply(WITH_LISTS).changes == 4
    assert central.plan(WITH_LISTS).changes == 0


def test_a_definition_that_changes_in_the_file_changes_on_every_node_that_follows_it(
    central: Central,
) -> None:
    central.apply(SMALL)
    text = SMALL + '[metrics.falls_with_harm]\ntitle = "Falls, harmed"\n'
    lines = central.plan(text).lines
    assert {line.subject for line in lines} == {"Ward 7", "St Elsewhere"}
    assert (
        lines[0].words == "metric Falls, harmed is defined otherwise (was called Falls with harm)"
    )
    central.apply(text)
    assert central.configured("ward-7").metrics["falls_with_harm"][1].facts.title == "Falls, harmed"


def test_a_ward_closes_with_its_successors_and_its_file_can_be_applied_again(
    central: Central,
) -> None:
    text = SMALL + 'ends = 2026-12-01\nsuccessors = ["ward-8"]\n' + WARD_8
    central.apply(text)
    after = date(2026, 12, 2)
    tree = central.organisation
    assert tree.heir(WARD_7, after) == node_of("ward-8")
    assert central.plan(text, today=after).changes == 0
    reopened = central.plan(SMALL + WARD_8, today=after)
    assert reopened.changes == 0
    assert "open it again with `org reopen`" in reopened.left[0].words


def test_the_order_of_the_file_does_not_matter(central: Central) -> None:
    parts = SMALL.strip().split("\n\n")
    central.apply("\n\n".join(reversed(parts)))
    assert central.plan(SMALL).changes == 0


def test_tiers_can_rise_together(central: Central) -> None:
    central.apply(SMALL)
    higher = SMALL.replace("tier = 3", "tier = 4").replace("tier = 2", "tier = 3")
    higher = higher.replace("tier = 1", "tier = 2")
    assert central.apply(higher).changes > 3
    assert central.plan(higher).changes == 0
    ward = central.organisation.placement(WARD_7)
    assert ward is not None
    assert (ward.tier, ward.kind) == (2, NodeKind.UNIT)


def test_a_system_can_be_put_above_a_hospital(central: Central) -> None:
    central.apply(SMALL)
    system = SMALL.replace("tier = 3\n", 'tier = 3\nparent = "system"\n') + (
        '[[nodes]]\nkey = "system"\nname = "Region"\nkind = "system"\ntier = 4\n'
    )
    central.apply(system)
    assert central.organisation.root == node_of("hospital")
    assert central.organisation.ancestors(WARD_7, DAY)[-1] == node_of("system")


def test_what_the_tree_cannot_be_is_told_with_the_line_in_the_file(central: Central) -> None:
    with pytest.raises(OrganisationFileError) as caught:
        central.plan(SMALL.replace("tier = 2", "tier = 1"))
    [problem] = caught.value.problems
    assert (problem.line, problem.key) == (15, "nodes[3]")
    assert "tiers rise on the way up" in problem.words


def test_an_equity_goal_for_a_day_that_is_over_is_told_with_its_line(central: Central) -> None:
    with pytest.raises(OrganisationFileError, match="Choose a day to come"):
        central.plan(WITH_LISTS.replace("2027-01-31", "2025-01-31"))


def test_an_erased_name_is_not_brought_back_by_the_file(central: Central) -> None:
    central.apply(WITH_LISTS)
    entity = person_of(WARD_7, "a")
    log = Log(WARD_7, LogKind.CONFIG)
    [record] = central.storage.history(log, entity)
    act = Act(entity, "text.erased", TextErased(change=record.change.id))
    Scribe(central.means).write(log, lambda _: (act,))
    planned = central.plan(WITH_LISTS)
    assert planned.changes == 0
    assert "the name of a was erased and stays so" in planned.left[0].words


def test_applying_is_audited_without_any_name(central: Central) -> None:
    central.apply(WITH_LISTS)
    [line] = central.storage.audited()
    assert (line["who"], line["what"]) == ("tester", "organisation.applied")
    assert line["detail"]["PlaceNode"] == 3
    assert "Ada" not in str(line)


def test_lines_of_what_is_left_are_marked_as_such(central: Central) -> None:
    central.apply(SMALL + WARD_8)
    assert {line.mark for line in central.plan(SMALL).left} == {Mark.LEFT}


LAYOUT = (resource_folder("board_layouts") / "ward_sqcdp.toml").read_text()


def test_a_layout_of_the_hospitals_own_is_given_to_every_board(tmp_path: Path) -> None:
    central = Central(folder=tmp_path)
    (tmp_path / "icu.toml").write_text(LAYOUT)
    text = 'layouts = ["icu.toml"]\n' + SMALL + 'layout = "icu"\n'
    assert "Layouts of our own\n  + icu" in printed(central.plan(text).lines)
    central.apply(text)
    assert central.plan(text).changes == 0
    [layout] = central.configured("hospital").layouts
    assert (layout.name, layout.text) == ("icu", LAYOUT)
    ward = central.configured("ward-7").node
    assert ward is not None
    assert ward.layout == "icu"
    (tmp_path / "icu.toml").write_text(LAYOUT + "# changed\n")
    assert marks(central, text) == ["~ icu"]
    assert central.plan(SMALL).left[0].words == "icu is not in the file; it stays"
    assert marks(central, SMALL, prune=True) == ["- icu is taken back"]


@pytest.mark.parametrize(
    ("layouts", "told"),
    [
        ('["nothing.toml"]', "nothing.toml: There is no such file."),
        ('["wrong.toml"]', "wrong.toml:1:"),
        ('["../Icu.txt"]', 'org.toml:1: layouts[1]: "../Icu.txt" is not the name of a layout'),
        ('["icu.toml", "icu.toml"]', "has the name of another one"),
    ],
)
def test_a_layout_that_cannot_be_shown_is_told_with_its_own_line(
    layouts: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "icu.toml").write_text(LAYOUT)
    (tmp_path / "wrong.toml").write_text("title = 7\n")
    with pytest.raises(OrganisationFileError) as caught:
        Central(folder=tmp_path).plan(f"layouts = {layouts}\n{SMALL}")
    assert any(told in str(problem) for problem in caught.value.problems)
