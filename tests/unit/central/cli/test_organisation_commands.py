"""The commands that shape the organisation, on a real SQLite file, as an administrator types them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.central.cli import main
from kiosk.central.devices.enrolling import OFFER
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.configured import configured
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.tree import ORGANISATION, Tree
from kiosk.central.organisation.writing import WRITING
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.domain.agendas import AgendaItem
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.nodes import NodeFacts
from kiosk.domain.offers import Offer, OfferedMetric
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.central.organisation.central import EXAMPLE, SMALL

Run = Callable[..., str]
WARD_7 = node_of("ward-7")
WARD_8 = (
    '\n[[nodes]]\nkey = "ward-8"\nname = "Ward 8"\nkind = "unit"\ntier = 1\nparent = "medicine"\n'
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a central in a folder of its own; return what it printed."""

    def command(*words: str, code: int = 0) -> str:
        returned = main([words[0], "--data", str(tmp_path), *words[1:]])
        printed = capsys.readouterr()
        assert returned == code, printed
        return printed.err if code else printed.out

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "org.toml"
    path.write_text(SMALL + WARD_8)
    return path


@pytest.fixture
def means(tmp_path: Path) -> Iterator[CentralMeans]:
    """Look into the same file beside the commands, as a running server does."""
    settings = CentralSettings(data=tmp_path)
    clock, ids = FixedClock(), SeededIds("beside")
    storage = open_storage(settings, clock, ids)
    yield CentralMeans(storage, clock, ids, settings)
    storage.close()


def test_a_file_is_applied_once_and_shows_what_it_changes(run: Run, file: Path) -> None:
    planned = run("apply", str(file), "--dry-run")
    assert "Ward 7\n  + new unit, tier 1, below Medicine" in planned
    assert planned.rstrip().endswith("changes. Nothing was written.")
    assert "There is no organisation yet" in run("org")
    assert "changes, done." in run("apply", str(file))
    assert run("apply", str(file)) == "Nothing to change: it is as the file says.\n"
    assert run("org") == (
        "St Elsewhere (hospital, tier 3)\n"
        "  Medicine (service, tier 2)\n"
        "    Ward 7 (unit, tier 1)\n"
        "    Ward 8 (unit, tier 1)\n"
    )


def test_the_example_is_applied(run: Run) -> None:
    run("apply", str(EXAMPLE))
    assert "Ward 7 East (unit, tier 1; set centrally: people, unit)" in run("org")


def test_a_file_that_is_wrong_changes_nothing_and_says_the_line(run: Run, file: Path) -> None:
    file.write_text(SMALL + 'layout = "x"\n')
    assert "org.toml:21: nodes[3].layout" in run("apply", str(file), code=1)
    assert "There is no central in" in run("org", code=1)
    assert "There is no such file" in run("apply", str(file.with_name("none.toml")), code=1)


def test_what_is_not_in_the_file_is_said_and_pruned_when_told_to(run: Run, file: Path) -> None:
    run("apply", str(file))
    file.write_text(SMALL)
    assert "Ward 8\n  ? is not in the file; it stays" in run("apply", str(file))
    assert "- closes on" in run("apply", str(file), "--prune")
    assert run("apply", str(file), "--prune").startswith("Nothing to change")


def test_a_unit_is_renamed_moved_and_locked(run: Run, file: Path, means: CentralMeans) -> None:
    run("apply", str(file))
    run(
        "org",
        "add",
        "surgery=Surgery",
        "--under",
        "St Elsewhere",
        "--kind",
        "service",
        "--tier",
        "2",
    )
    assert run("org", "rename", "Ward 7", "Ward 7 East") == "Done.\n"
    assert run("org", "move", "ward-7", "Surgery") == "Done.\n"
    assert run("org", "lock", "Surgery/Ward 7 East", "people", "agenda") == "Done.\n"
    assert run("org", "lock", "ward-7", "agenda", "people") == "It is so already.\n"
    assert "    Ward 7 East (unit, tier 1; set centrally: agenda, people)" in run("org")
    facts = configured(means.storage, WARD_7).node
    assert facts is not None
    assert (facts.facts.name, facts.facts.parent) == ("Ward 7 East", node_of("surgery"))
    assert configured(means.storage, node_of("surgery")).agenda is not None


def test_what_a_unit_is_and_who_answers_at_night_is_said_and_taken_back(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    run("org", "describe", "Medicine", "--out-of-hours", "Ward 8", "--time-zone", "UTC")
    assert "  Medicine (service, tier 2; out of hours Ward 8)" in run("org")
    medicine = configured(means.storage, node_of("medicine")).node
    assert medicine is not None
    assert medicine.facts.time_zone == "UTC"
    run("org", "describe", "Medicine", "--out-of-hours", "none")
    assert "out of hours" not in run("org")
    assert "tiers rise" in run("org", "describe", "Medicine", "--tier", "1", code=1)
    assert "time zone" in run("org", "describe", "Medicine", "--time-zone", "Mars", code=1)


def test_a_split_ward_goes_on_as_two_that_are_set_up_like_it(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    run("roster", "ward-7", "add", "a-quill", "Ada Quill", "--role", "charge_nurse")
    run("goals", "ward-7", "set", "skin_checked_6h", "95", "--by", "2030-01-01")
    run(
        "org",
        "split",
        "ward-7",
        "--into",
        "east=Ward 7 East",
        "--into",
        "west=Ward 7 West",
        "--on",
        "2030-04-01",
    )
    assert "To come:\n  Ward 7 East (unit, tier 1)\n  Ward 7 West (unit, tier 1)" in run("org")
    east = configured(means.storage, node_of("east"))
    assert east.node is not None
    assert east.node.facts.name == "Ward 7 East"
    assert east.metrics["skin_checked_6h"][1].goal == 95
    assert east.people == {}


def test_wards_are_merged_and_closed_and_a_closing_is_taken_back(run: Run, file: Path) -> None:
    run("apply", str(file))
    later = ["--on", "2030-04-01"]
    run("org", "merge", "Ward 7", "--into", "Ward 8", *later)
    assert "Ward 7 (unit, tier 1; closed from 1 April 2030; Ward 8 takes over)" in run("org")
    assert "closes on 1 April 2030 already" in run("org", "close", "Ward 7", *later, code=1)
    assert run("org", "reopen", "Ward 7") == "Done.\n"
    assert run("org", "close", "Ward 7", "--successor", "Ward 8", *later) == "Done.\n"
    assert "still stands below it" in run("org", "close", "Medicine", *later, code=1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("org", "rename", "Ward 9", "x"), "There is no unit 'Ward 9'"),
        (("org", "add", "Ward 9", "--under", "Medicine"), "names no new unit"),
        (("org", "lock", "Ward 7", "walls"), "'walls' cannot be locked"),
        (("org", "split", "Ward 7", "--into", "a=East"), "two or more"),
        (("metrics", "Ward 7", "follow", "x"), "There is no shipped metric 'x'"),
        (("metrics", "Ward 7", "retire", "x"), "does not follow the metric 'x'"),
        (("goals", "Ward 7", "set", "x", "5"), "does not follow the metric 'x'"),
        (("roster", "Ward 7", "remove", "Ada"), "Nobody on the roster: 'Ada'"),
        (("offers", "accept", "x"), "There is no offer of 'x'"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    words: tuple[str, ...], told: str, run: Run, file: Path
) -> None:
    run("apply", str(file))
    assert told in run(*words, code=1)


def test_people_metrics_and_goals_of_one_unit_are_listed_and_changed(run: Run, file: Path) -> None:
    run("apply", str(file))
    run("roster", "ward-7", "add", "b-oak", "Ben Oak")
    assert "Ben Oak  staff  nursing  person:" in run("roster", "ward-7")
    run("roster", "ward-7", "remove", "b-oak")
    assert run("roster", "ward-7") == "Ward 7: none.\n"
    run("metrics", "ward-7", "follow", "hand_hygiene")
    run("metrics", "ward-7", "retire", "falls_with_harm")
    listed = run("metrics", "ward-7")
    assert "hand_hygiene  Hand hygiene" in listed
    assert "(no longer followed)" in listed
    run("goals", "ward-7", "set", "hand_hygiene", "90", "--by", "2030-01-01")
    run(
        "goals",
        "ward-7",
        "equity",
        "hand_hygiene",
        "language",
        "5",
        "--by",
        "2030-01-01",
        "--owner",
        "matron",
    )
    assert run("goals", "ward-7").splitlines()[-2:] == [
        "hand_hygiene  90 % by 1 January 2030",
        "hand_hygiene by language  a gap of 5 by 1 January 2030, matron",
    ]
    run("goals", "ward-7", "drop-equity", "hand_hygiene", "language")
    run("goals", "ward-7", "clear", "hand_hygiene")
    assert "hand_hygiene" not in run("goals", "ward-7")


def test_an_offer_is_listed_and_taken_over_but_not_the_units_name(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    own = MetricFacts(key="bay_tagged", title="Bay tagged")
    falls = MetricFacts(key="falls_with_harm", title="Our own falls")
    offer = Offer(
        facts=NodeFacts(name="Lone ward", out_of_hours_phone="4321"),
        layout="ward_value_compass",
        agenda=(AgendaItem(key="a", title="All", seconds=300),),
        metrics=(OfferedMetric(facts=own, goal=80.0), OfferedMetric(facts=falls, goal=1.0)),
    )
    body = {"local_node": "node:lone", "offer": offer.model_dump(mode="json")}
    means.storage.put(OFFER, "device-1", body, node=WARD_7)
    listed = run("offers")
    assert "device-1  Ward 7" in listed
    assert "called Lone ward" in listed
    assert "Done: " in run("offers", "accept", "device")
    ward = configured(means.storage, WARD_7)
    assert ward.node is not None
    assert ward.agenda is not None
    assert (ward.node.facts.name, ward.node.facts.out_of_hours_phone) == ("Ward 7", "4321")
    assert ward.node.layout == "ward_value_compass"
    assert ward.metrics["bay_tagged"][1].goal == 80.0
    falls_now = ward.metrics["falls_with_harm"][1]
    assert (falls_now.facts.title, falls_now.goal) == ("Falls with harm", 1.0)
    assert run("offers") == "No offers.\n"


def test_a_part_of_an_offer_can_be_taken_over_alone_and_an_offer_declined(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    offer = Offer(facts=NodeFacts(name="Lone ward"), layout="ward_value_compass", metrics=())
    body = {"offer": offer.model_dump(mode="json")}
    before = configured(means.storage, WARD_7).agenda
    means.storage.put(OFFER, "device-1", body, node=WARD_7)
    means.storage.put(OFFER, "device-2", {"offer": {"facts": 7}}, node=WARD_7)
    assert "This offer cannot be read." in run("offers", "list")
    run("offers", "accept", "device-1", "--only", "layout")
    assert run("offers", "decline", "device-2") == "Forgotten.\n"
    ward = configured(means.storage, WARD_7)
    assert ward.agenda == before
    assert ward.node is not None
    assert ward.node.layout == "ward_value_compass"


def test_every_change_is_audited_without_names_of_people(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    run("roster", "ward-7", "add", "a-quill", "Ada Quill")
    run("org", "rename", "ward-7", "Ward Seven")
    lines = means.storage.audited()
    assert [line["what"] for line in lines] == [
        "organisation.renamed",
        "roster.add",
        "organisation.applied",
    ]
    assert "Quill" not in str(lines)


def test_a_server_that_runs_beside_sees_what_a_command_changed(
    run: Run, file: Path, means: CentralMeans
) -> None:
    tree = Tree(means.storage, means.clock)
    assert tree.name(WARD_7) is None
    run("apply", str(file))
    tree.forget()
    assert tree.name(WARD_7) == "Ward 7"


def test_while_somebody_else_changes_the_organisation_a_command_waits_for_another_try(
    run: Run, file: Path, means: CentralMeans
) -> None:
    run("apply", str(file))
    means.storage.put(ORGANISATION, WRITING, {"who": "somebody"})
    assert "Somebody else is changing" in run("org", "rename", "ward-7", "x", code=1)
    means.storage.delete(ORGANISATION, WRITING)
    assert run("org", "rename", "ward-7", "x") == "Done.\n"
