"""The shipped catalogue fits its buttons, repeats nothing and speaks the domain's words."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from kiosk.domain.agendas import AgendaSet
from kiosk.domain.cards import Criterion, Need
from kiosk.domain.events import FOLLOW_UPS, EventType, Harm
from kiosk.domain.metrics import ChartKind, Entered, Rules, ValueKind
from kiosk.layouts.catalogue import Catalogue, CatalogueError, load_catalogue
from kiosk.layouts.entries import MOST_PHRASE, MOST_TITLE
from kiosk.layouts.rules import POINTS

FOLDER = Path(__file__).parents[3] / "assets" / "catalogue"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from words_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from words_in(inner)


def test_wards_emergency_and_theatres_have_metrics_to_choose(catalogue: Catalogue) -> None:
    assert 12 <= len(catalogue.metrics) <= 16
    for setting in ("ward", "emergency", "perioperative"):
        assert sum(setting in metric.settings for metric in catalogue.metrics) >= 5
    for entered in Entered:
        assert any(metric.entered is entered for metric in catalogue.metrics)


def test_a_metric_becomes_a_definition_that_a_node_can_follow(catalogue: Catalogue) -> None:
    metric = catalogue.metric("discharge_before_noon")
    assert metric is not None
    facts = metric.facts("value_compass")
    assert (facts.key, facts.point, facts.per) == ("discharge_before_noon", "affordability", 100)
    assert metric.facts("sqcdp").point == "cost"
    assert catalogue.metric("no_such_metric") is None


def test_every_metric_says_how_it_is_counted(catalogue: Catalogue) -> None:
    for metric in catalogue.metrics:
        facts = metric.facts("sqcdp")
        assert facts.point in POINTS["sqcdp"]
        assert metric.facts("value_compass").point in POINTS["value_compass"]
        assert bool(facts.denominator) == (facts.value is ValueKind.PROPORTION)
        assert facts.per == (100 if facts.unit == "%" else 1)
        assert facts.goal is None or 0 <= facts.goal <= 100
        assert len(metric.title) <= MOST_TITLE


def test_metrics_count_event_types_that_can_be_reported(catalogue: Catalogue) -> None:
    for metric in catalogue.metrics:
        if metric.events is not None:
            kind = catalogue.kind_of_event(metric.events.kind)
            assert set(metric.events.types) <= {choice.id for choice in kind.types}


def test_cards_have_eight_categories_of_five_phrases(catalogue: Catalogue) -> None:
    categories = catalogue.cards.categories
    assert len(categories) == 8
    assert all(len(category.phrases) == 5 for category in categories)
    phrases = [phrase for category in categories for phrase in category.phrases]
    assert len(set(phrases)) == len(phrases)
    assert max(map(len, phrases)) <= MOST_PHRASE


def test_every_need_and_criterion_has_words(catalogue: Catalogue) -> None:
    assert {choice.id for choice in catalogue.cards.needs} == set(Need)
    words = {choice.id: choice.text for choice in catalogue.cards.criteria}
    assert words == {
        Criterion.SERIOUS_RISK: "Patients could be harmed",
        Criterion.BARRIER: "We are blocked",
        Criterion.VISIBILITY: "Others should know",
    }


def test_no_category_presets_that_patients_could_be_harmed(catalogue: Catalogue) -> None:
    for category in catalogue.cards.categories:
        assert category.criterion is not Criterion.SERIOUS_RISK


def test_every_kind_of_event_level_and_follow_up_has_words(catalogue: Catalogue) -> None:
    assert {kind.id for kind in catalogue.events.kinds} == set(EventType)
    assert [choice.id for choice in catalogue.events.levels] == list(Harm)
    assert tuple(choice.id for choice in catalogue.events.after_harm) == FOLLOW_UPS


def test_a_kind_of_event_that_the_catalogue_lacks_is_a_key_error(catalogue: Catalogue) -> None:
    events = catalogue.events.model_copy(update={"kinds": catalogue.events.kinds[:1]})
    smaller = catalogue.model_copy(update={"events": events})
    with pytest.raises(KeyError):
        smaller.kind_of_event(EventType.VIOLENCE)


def test_reporting_never_wears_the_colour_of_harm(catalogue: Catalogue) -> None:
    for kind in (EventType.NEAR_MISS, EventType.GOOD_CATCH, EventType.FAMILY_CONCERN):
        assert catalogue.kind_of_event(kind).tone == "report"
    assert catalogue.kind_of_event(EventType.HARM).tone == "harm"


def test_thanks_go_to_roles_and_ideas_have_themes(catalogue: Catalogue) -> None:
    assert [role.id for role in catalogue.recognitions.roles] == [
        "nursing",
        "medicine",
        "therapy",
        "support",
        "clerical",
        "whole_team",
    ]
    assert len(catalogue.recognitions.themes) >= 5
    assert len(catalogue.ideas.themes) >= 5


def test_ten_equity_questions_take_turns(catalogue: Catalogue) -> None:
    assert len(set(catalogue.equity_questions)) == 10
    assert all(question.endswith("?") for question in catalogue.equity_questions)


def test_the_ward_huddle_takes_ten_minutes(catalogue: Catalogue) -> None:
    agenda = catalogue.agenda_for(1)
    assert agenda.seconds == 600
    assert [item.title for item in agenda.items if item.listed] == [
        "Thanks, good catches",
        "Look back 24 h",
        "Look ahead 24 h",
        "Ready? (MESS)",
        "Answers",
        "Cards",
        "Improvement",
    ]


@pytest.mark.parametrize("tier", [1, 2, 3, 4, 5, 6])
def test_every_tier_has_an_agenda_of_at_most_fifteen_minutes(
    catalogue: Catalogue, tier: int
) -> None:
    agenda = catalogue.agenda_for(tier)
    assert tier in agenda.tiers
    assert agenda.seconds <= 15 * 60
    assert AgendaSet(items=agenda.huddle_items()).items[0].title == "Open"
    assert len({item.id for item in agenda.items}) == len(agenda.items)


def test_the_words_are_plain(catalogue: Catalogue) -> None:
    for words in words_in(catalogue):
        assert "!" not in words
        assert "please" not in words.lower()
        assert words == words.strip()


def test_a_mistake_in_the_catalogue_names_the_line(copy: Path) -> None:
    cards = copy / "cards.toml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace('need = "action"', 'need = "acton"', 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(copy)
    assert str(refused.value) == (
        'cards.toml:18: categories[1].need: "acton" is not known. '
        'Allowed: awareness, action. Did you mean "action"?'
    )


def test_an_id_that_repeats_is_refused(copy: Path) -> None:
    ideas = copy / "ideas.toml"
    text = ideas.read_text(encoding="utf-8")
    ideas.write_text(text.replace('id = "walking"', 'id = "waiting"'), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r'themes\[2\]\.id: "waiting" stands there twice'):
        load_catalogue(copy)


def test_a_phrase_too_long_for_its_button_is_refused(copy: Path) -> None:
    ideas = copy / "ideas.toml"
    text = ideas.read_text(encoding="utf-8")
    ideas.write_text(text.replace("Start it earlier", "Start it very much earlier"), "utf-8")
    with pytest.raises(CatalogueError, match="is too long: at most 32 characters"):
        load_catalogue(copy)


def test_a_missing_file_of_the_catalogue_is_named(copy: Path) -> None:
    (copy / "agenda.toml").unlink()
    with pytest.raises(CatalogueError, match=r"agenda\.toml: There is no such file"):
        load_catalogue(copy)


def test_a_metric_of_the_catalogue_chooses_its_chart_and_its_rules(copy: Path) -> None:
    shipped = copy / "metrics.toml"
    text = shipped.read_text(encoding="utf-8")
    chosen = 'chart = "p_prime"\nrules = "anhoej"\nscreen = false'
    shipped.write_text(text.replace('chart = "xmr"', chosen, 1), encoding="utf-8")
    facts = [metric.facts("sqcdp") for metric in load_catalogue(copy).metrics]
    assert [(each.rules, each.screen) for each in facts if each.chart is ChartKind.P_PRIME] == [
        (Rules.ANHOEJ, False)
    ]
    assert {each.chart for each in facts} == {ChartKind.P_PRIME, ChartKind.XMR}
