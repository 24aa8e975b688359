"""What a map may say; its errors are worded by the diagnostics of layouts, as the command words them."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.metrics import ChartKind, Entered, Rules, ValueKind
from kiosk.interchange.mapping import FigureMap
from kiosk.layouts.check import validated

CHECKOUT = Path(__file__).resolve().parents[3]
TEXT = (CHECKOUT / "tests/data/figures/pain_by_language.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    found = validated(text, "map.toml", FigureMap)
    return [str(problem) for problem in found] if isinstance(found, tuple) else []


def read(text: str) -> FigureMap:
    found = validated(text, "map.toml", FigureMap)
    assert isinstance(found, FigureMap)
    return found


@pytest.mark.parametrize("path", sorted((CHECKOUT / "assets/maps").glob("*.toml")), ids=str)
def test_every_shipped_map_can_be_used(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


def test_a_map_defines_its_metrics_for_the_board() -> None:
    proportion, rate = (metric.facts() for metric in read(TEXT).metrics)

    assert (proportion.key, proportion.per, proportion.unit) == ("pain_reassessed_1h", 100, "%")
    assert (rate.value, rate.per, rate.unit) == (ValueKind.RATE, 1000, "per 1,000")
    assert {proportion.entered, rate.entered} == {Entered.RELEASE}


def test_a_map_may_say_how_a_metric_is_drawn_and_judged() -> None:
    text = TEXT.replace(
        "goal = 80.0",
        'chart = "p_prime"\nrules = "anhoej"\nscreen = false\n'
        "rebase = [2026-09-01, 2026-04-01]\nvoluntary = true",
    )

    facts = read(text).metrics[0].facts()

    assert (facts.chart, facts.rules, facts.screen) == (ChartKind.P_PRIME, Rules.ANHOEJ, False)
    assert facts.rebase == (date(2026, 4, 1), date(2026, 9, 1))
    assert facts.voluntary


def test_only_the_columns_that_the_map_names_are_wanted_each_once() -> None:
    text = TEXT.replace("[columns]", '[filters]\nlanguage = "en"\n\n[columns]')

    wanted = read(text).wanted_columns

    assert sorted(wanted) == ["language", "measure", "month", "reassessed", "treatments"]


def test_one_filter_value_may_stand_without_a_list() -> None:
    text = TEXT.replace("[columns]", '[filters]\nsite = "A"\nyear = ["1", "2"]\n\n[columns]')

    assert read(text).filters == {"site": ("A",), "year": ("1", "2")}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'denominator = "treatments"',
            'denominater = "treatments"',
            (
                "map.toml:9: columns.denominater: "
                '"denominater" is not a key that may stand here. '
                "Allowed: period, numerator, denominator, metric. "
                'Did you mean "denominator"?'
            ),
        ),
        (
            'direction = "increase"',
            'direction = "up"',
            (
                'map.toml:24: metrics[1].direction: "up" is not known. '
                "Allowed: increase, decrease, neutral."
            ),
        ),
        (
            'value = "proportion"',
            'value = "count"',
            'map.toml:21: metrics[1].value: "count" is not known. Allowed: proportion, rate.',
        ),
        (
            "per = 1000\n",
            "",
            (
                "map.toml:28: metrics[2].per: is not right: "
                "a rate needs it: 1000 for events per 1,000 bed days."
            ),
        ),
        (
            "goal = 80.0",
            "per = 10",
            (
                "map.toml:26: metrics[1].per: 10 is not right: "
                "a proportion is always in per cent: leave it out."
            ),
        ),
        (
            'metric = "measure"\n',
            "",
            (
                "map.toml:15: metrics: a list is not right: "
                "several metrics need columns.metric, the column that tells which."
            ),
        ),
        (
            'stratifier = "language"',
            'stratifier = "language"\ntotal = "en"',
            'map.toml:14: groups.total: "en" is not right: it is one of the labels too.',
        ),
        (
            'stratifier = "language"',
            'stratifier = "language"\nadd_up = false',
            (
                "map.toml:11: groups.total: is not right: "
                "groups that overlap cannot be added up, so name the row of everyone."
            ),
        ),
        (
            'called = "falls"',
            'called = "pain"',
            "map.toml:16: metrics: a list is not right: two metrics have the same name.",
        ),
        (
            'scope = "Medicine service"',
            'period_format = "%Y"',
            (
                'map.toml:3: period_format: "%Y" is not right: '
                'write it as in "%Y-%m-%d" for 2019-03-31 or "%d/%m/%Y" for 31/03/2019.'
            ),
        ),
        (
            'scope = "Medicine service"',
            'window = "week"',
            ('map.toml:3: window: "week" is not known. Allowed: month, quarter, rolling_12.'),
        ),
        (
            'scope = "Medicine service"',
            'profile = "cms"',
            (
                'map.toml:3: profile.name: "cms" is not known. '
                "Allowed: CMS, NHS sub-national, local."
            ),
        ),
        (
            "[columns]",
            "[profile]\nrounded_to = 5\n\n[columns]",
            (
                "map.toml:5: profile.hidden_up_to: is not right: "
                "a profile of your own says up to which count figures are hidden."
            ),
        ),
        (
            "[columns]",
            '[profile]\nname = "CMS"\nhidden_up_to = 3\n\n[columns]',
            (
                "map.toml:7: profile.hidden_up_to: 3 is not right: "
                "CMS has its own: leave it out, or leave the name out."
            ),
        ),
        (
            "[groups]",
            '[nodes]\ncolumn = "ward"\n\n[groups]',
            (
                "map.toml:11: nodes.named: a table is not right: "
                'name the nodes here, or say list = "found".'
            ),
        ),
        (
            "[groups]",
            '[nodes]\ncolumn = "ward"\n[nodes.named.7E]\nparent = "MED"\n\n[groups]',
            (
                "map.toml:13: nodes.named: a table is not right: "
                'the parent "MED" is not one of the nodes.'
            ),
        ),
        (
            "[groups]",
            (
                '[nodes]\ncolumn = "ward"\n[nodes.named]\nA = { parent = "B" }\n'
                'B = { parent = "A" }\n\n[groups]'
            ),
            'map.toml:13: nodes.named: a table is not right: "A" is a part of itself.',
        ),
        (
            "[groups]",
            '[nodes]\ncolumn = "ward"\n[nodes.named.7E]\nlevel = "bay"\n\n[groups]',
            (
                'map.toml:14: nodes.named.7E.level: "bay" is not known. '
                "Allowed: ward, service, hospital."
            ),
        ),
        (
            "[columns]",
            '[[splits]]\ncolumn = "sex"\nstratifier = "sex"\nlabels = { f = "Women" }\n\n[columns]',
            (
                "map.toml:5: splits: a list is not right: "
                "say it once: [groups] for one split, [[splits]] for several."
            ),
        ),
        (
            'stratifier = "language"',
            'stratifier = "language"\nroles = { xx = "declined" }',
            'map.toml:14: groups.roles: a table is not right: "xx" is not one of the labels.',
        ),
        (
            'stratifier = "language"',
            'stratifier = "language"\nroles = { en = "refused" }',
            (
                'map.toml:14: groups.roles.en: "refused" is not known. '
                "Allowed: declined, not_known, missing."
            ),
        ),
        (
            "goal = 80.0",
            'chart = "box"',
            (
                'map.toml:26: metrics[1].chart: "box" is not known. '
                "Allowed: xmr, run, p, p_prime, u, u_prime, c, g, t."
            ),
        ),
        (
            "goal = 80.0",
            "rebase = [2026-07-02]",
            (
                "map.toml:26: metrics[1].rebase: a list is not right: "
                "a phase begins on the first day of a month."
            ),
        ),
    ],
)
def test_a_wrong_map_names_line_key_and_what_is_allowed(old: str, new: str, words: str) -> None:
    assert words in problems(TEXT.replace(old, new, 1))


def test_the_same_answers_are_not_split_in_two_ways() -> None:
    """What is hidden among detailed groups would be the difference of them and of broad ones."""
    detailed = """stratifier = "language"
labels = { en = "English", es = "Spanish", pl = "Polish" }"""
    broad = """stratifier = "language, in two groups"
labels = { en = "English", es = "Other", pl = "Other" }"""
    begin = TEXT[: TEXT.index("[groups")]
    end = TEXT[TEXT.index("[[metrics]]") :]
    splits = [f'[[splits]]\ncolumn = "language"\n{split}\n\n' for split in (detailed, broad)]
    assert problems(begin + splits[0] + end) == []
    (problem,) = problems(begin + "".join(splits) + end)
    assert "two splits group the same answers" in problem


@pytest.mark.parametrize("pattern", ["%Y-%m", "%d/%m/%Y", "%b %Y", "%d-%b-%y", "%Y%m%d"])
def test_a_date_may_be_written_in_any_way_that_tells_the_month(pattern: str) -> None:
    assert problems(TEXT.replace("scope = ", f'period_format = "{pattern}"\nscope = ')) == []


def with_reference(*lines: str) -> str:
    return TEXT.replace("labels = {", "\n".join((*lines, "labels = {")))


def test_a_map_may_choose_what_groups_are_compared_with_and_says_why() -> None:
    text = with_reference('reference = "English"', 'reference_reason = "agreed with patients"')
    groups = read(text).groups

    assert groups is not None
    assert (groups.reference, groups.reference_reason) == ("English", "agreed with patients")


def test_a_chosen_reference_without_a_reason_or_of_another_name_is_refused() -> None:
    without = with_reference('reference = "English"')
    other = with_reference('reference = "Latin"', 'reference_reason = "agreed with patients"')

    assert any("say why the others are compared" in line for line in problems(without))
    assert any('"Latin" is not the words of one of the labels' in line for line in problems(other))
