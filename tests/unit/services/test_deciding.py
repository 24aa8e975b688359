"""Every command that the domain knows can be given at a board."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.entities import Act
from kiosk.domain.ids import entity_kind
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import SetGoal
from kiosk.domain.observations import RecordObservation
from kiosk.services.deciding import RULES, Command, Deciding
from kiosk.services.refused import Refused
from tests.unit.services.commands import DAY, SAMPLES, SKIN, Sample, texts_of
from tests.unit.services.ward import TUESDAY


def test_every_command_has_a_rule() -> None:
    assert set(RULES) == set(get_args(Command))


def test_there_is_a_command_for_every_kind_of_entity() -> None:
    about = {entity_kind(RULES[type(each.command)].entity(each.command)) for each in SAMPLES}
    assert about == set(KINDS)


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=200),
    st.sampled_from(["", " ", "\n", "\ud800", "x" * 30, "x" * 31, "x" * 60, "x" * 61, "x" * 141]),
)


def test_there_is_a_sample_of_every_command() -> None:
    assert {type(sample.command) for sample in SAMPLES} == set(RULES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: type(one.command).__name__)
def test_every_sample_can_be_carried_out(sample: Sample) -> None:
    assert decided(sample, {}) != ()


@given(st.sampled_from(SAMPLES), st.data())
def test_any_command_with_any_text_is_carried_out_or_refused_in_words(
    sample: Sample, data: st.DataObject
) -> None:
    texts = {name: data.draw(TEXTS, name) for name in sorted(texts_of(sample.command))}
    for act in decided_or_refused(sample, texts):
        assert act.payload.model_dump_json()
        assert all(words.strip() == words != "" for words in act.words.values())
        assert all(words.encode() for words in act.words.values())


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        (sample, name)
        for sample in SAMPLES
        for name in sorted(texts_of(sample.command) - {"question"})
    ],
    ids=lambda one: one if isinstance(one, str) else type(one.command).__name__,
)
def test_a_text_that_is_too_long_is_refused_with_the_limit(sample: Sample, name: str) -> None:
    with pytest.raises(Refused, match=r"Keep it to \d+ characters"):
        decided(sample, {name: "x" * 141})


@pytest.mark.parametrize("figure", [-1, 10**9])
def test_a_figure_that_cannot_be_is_refused(figure: int) -> None:
    with pytest.raises(Refused):
        decided(Sample(RecordObservation("metric:1", DAY, "counted", figure)), {})


@pytest.mark.parametrize("goal", [float("nan"), float("inf")])
def test_a_goal_that_is_no_number_is_refused(goal: float) -> None:
    with pytest.raises(Refused, match="number"):
        decided(Sample(SetGoal("metric:1", goal), (SKIN,)), {})


def decided(sample: Sample, texts: dict[str, str]) -> tuple[Act, ...]:
    """Return the acts of a sample with other texts, after what has to come before it."""
    deciding = Deciding(lambda _: None)
    for command in sample.before:
        deciding.decide(command, DAY, TUESDAY)
    return deciding.decide(sample.saying(texts), DAY, TUESDAY)


def decided_or_refused(sample: Sample, texts: dict[str, str]) -> tuple[Act, ...]:
    """Return the acts of a sample with other texts; none when it is refused."""
    try:
        return decided(sample, texts)
    except Refused:
        return ()
