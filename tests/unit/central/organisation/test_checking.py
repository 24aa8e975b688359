"""A file that cannot be applied is explained: which line, which key, what is allowed, which name is nearest."""

import pytest

from kiosk.central.organisation.checking import OrganisationFileError, Shipped, check_organisation
from kiosk.central.organisation.document import FILE_LIMIT_BYTES, PEOPLE_LIMIT
from kiosk.central.organisation.shipped import read_shipped
from kiosk.domain.placed_nodes import LOCKS
from tests.unit.central.organisation.central import EXAMPLE, SMALL

WARD = SMALL.strip().count("\n") + 1
"""The line on which the small file ends, in its last node."""


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return read_shipped()


def problems(text: str, shipped: Shipped) -> list[str]:
    """Return what is wrong with a text."""
    with pytest.raises(OrganisationFileError) as caught:
        check_organisation(text, "org.toml", shipped)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('parnt = "x"', 'nodes[3].parnt: "parnt" is not a key that may stand here. Allowed: key'),
        ('layout = "ward_sqcp"', 'layout: "ward_sqcp" is not known. Allowed: emergency_department'),
        ('layout = "ward_sqcp"', 'Did you mean "ward_sqcdp"?'),
        ('calendar = "shifts"', 'nodes[3].calendar: "shifts" is not known.'),
        ('agenda = "wards"', 'Did you mean "ward"?'),
        ('clocks = "strict"', 'nodes[3].clocks: "strict" is not known.'),
        ('metrics = ["falls_with_ham"]', 'nodes[3].metrics[1]: "falls_with_ham" is not known.'),
        ('metrics = ["falls_with_ham"]', 'Did you mean "falls_with_harm"?'),
        (
            'metrics = ["ed_breaches", "ed_breaches"]',
            'metrics[2]: "ed_breaches" stands there twice',
        ),
        ('out_of_hours = "site"', 'nodes[3].out_of_hours: "site" is not the key of a node.'),
        ('ends = 2027-04-01\nsuccessors = ["ward-9"]', 'successors[1]: "ward-9" is not the key'),
        ('successors = ["hospital"]', "nodes[3].successors: need `ends`, the day of the closing."),
        ('ends = "soon"', 'nodes[3].ends: "soon" must be a day, written as in 2027-04-01.'),
        ('time_zone = "Mars"', 'nodes[3].time_zone: "Mars" is not a known time zone'),
        ('locks = ["walls"]', 'nodes[3].locks[1]: "walls" is not known. Allowed: agenda, calendar'),
        ("service = 7", "nodes[3].service: 7 must be words in quotes."),
        ('people = [{ key = "a", name = "Ada" }]', "nodes[3].people[1].role: is missing."),
        (
            'people = [{ key = "a", name = "Ada", role = "boss" }]',
            'people[1].role: "boss" is not known. Allowed: staff, charge_nurse, leader',
        ),
        ('people = [{ key = "a", name = "", role = "staff" }]', 'name: "" must not be empty.'),
        ('goals = { ed_breaches = { goal = "many" } }', 'goal: "many" is not right'),
        ("metrics = []\ngoals = { x = { goal = 1 } }", "is not a metric that this node follows"),
        (
            'equity_goals = [{ metric = "x", stratifier = "y", gap = 1, by = 2027-01-01, owner = "z" }]',
            'equity_goals[1].metric: "x" is not known.',
        ),
        (
            "[calendars.a]\nshifts = []",
            "calendars.a.shifts: a list is not right: a ward has at least",
        ),
        ("[agendas.a]\nitems = []", "agendas.a.items: a list needs at least 1 in it."),
        ("[clocks.a]\nshortest_minutes = 5", "clocks.a.shortest_minutes: 5 must be at least 30."),
        ('[metrics.own]\nunit = "%"', "metrics.own.title: is missing."),
        ('[metrics.own]\ntitle = "x"\ncolour = "red"', 'metrics.own.colour: "colour" is not a key'),
        ('[metrics.Own]\ntitle = "x"', 'metrics.Own: "Own" must be small letters'),
        (
            '[[nodes]]\nkey = "ward-7"\nname = "x"\nkind = "unit"\ntier = 1\nparent = "medicine"',
            'nodes[4].key: "ward-7" stands there twice.',
        ),
        ('[[nodes]]\nkey = "top"\nname = "x"\nkind = "unit"\ntier = 1', "needs a parent"),
        ('[[nodes]]\nkey = "Top"', 'nodes[4].key: "Top" must be small letters'),
    ],
)
def test_every_mistake_is_told_with_its_line_and_what_is_allowed(
    more: str, told: str, shipped: Shipped
) -> None:
    found = problems(f"{SMALL}{more}\n", shipped)
    assert any(told in problem for problem in found), found
    assert all(problem.startswith("org.toml:") for problem in found)


def test_a_mistake_stands_on_its_line(shipped: Shipped) -> None:
    [problem] = problems(SMALL + 'layout = "nothing_of_the_kind"\n', shipped)
    assert problem.startswith(f"org.toml:{WARD + 2}: nodes[3].layout:")


def test_a_file_without_a_top_is_told(shipped: Shipped) -> None:
    text = SMALL.replace("tier = 3\n", 'tier = 3\nparent = "ward-7"\n')
    assert "nodes[1]: has no top: one node has no parent." in problems(text, shipped)[0]


def test_all_mistakes_are_told_at_once(shipped: Shipped) -> None:
    text = SMALL + 'layout = "x"\ncalendar = "y"\nmetrics = ["z"]\n'
    assert len(problems(text, shipped)) == 3


@pytest.mark.parametrize("text", ["", "nodes = 7", "[[nodes]", "nodes = []", "version = 2"])
def test_what_is_no_such_file_is_told(text: str, shipped: Shipped) -> None:
    assert problems(text, shipped)


def test_a_roster_has_so_many_people_and_no_more(shipped: Shipped) -> None:
    def roster(people: int) -> str:
        rows = ",".join(
            f'{{ key = "p{n}", name = "P {n}", role = "staff" }}' for n in range(people)
        )
        return f"{SMALL}people = [{rows}]\n"

    check_organisation(roster(PEOPLE_LIMIT), "org.toml", shipped)
    assert f"at most {PEOPLE_LIMIT} in it" in problems(roster(PEOPLE_LIMIT + 1), shipped)[0]


def test_the_example_is_sound_and_names_every_lock_that_there_is(shipped: Shipped) -> None:
    declared = check_organisation(EXAMPLE.read_text(), "org.toml", shipped)
    assert declared.document.clocks
    assert FILE_LIMIT_BYTES == 8 * 1024 * 1024
    node = SMALL + f"locks = {list(LOCKS)}\n"
    check_organisation(node, "org.toml", shipped)


def test_of_very_many_allowed_names_only_the_nearest_is_told(shipped: Shipped) -> None:
    wards = "".join(
        f'[[nodes]]\nkey = "w{n}"\nname = "W {n}"\nkind = "unit"\ntier = 1\nparent = "medicine"\n'
        for n in range(60)
    )
    [problem] = problems(SMALL + 'out_of_hours = "w5x"\n' + wards, shipped)
    assert "Allowed" not in problem
    assert "Did you mean" in problem
