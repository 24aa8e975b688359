"""Stratifier sets: finding an answer, a hospital's own words, roles for a release."""

import pytest

from kiosk.domain.releases import GroupRole
from kiosk.domain.stratifiers import (
    StratifierError,
    StratifierGroup,
    StratifierSet,
    relabelled,
)


def group(code: str, label: str, role: GroupRole = GroupRole.GROUP, *also: str) -> StratifierGroup:
    return StratifierGroup(code=code, label=label, short=label[:18], role=role, also=also)


LANGUAGES = StratifierSet(
    id="language",
    version="1",
    title="Language",
    stratifier="language",
    source="invented",
    groups=(
        group("en", "English"),
        group("es", "Spanish", GroupRole.GROUP, "Castilian"),
        group("no", "Declined", GroupRole.DECLINED),
        group("missing", "Missing", GroupRole.MISSING, ""),
    ),
)


def test_a_set_is_called_by_its_id_and_version() -> None:
    assert LANGUAGES.name == "language@1"


@pytest.mark.parametrize(
    ("value", "code"),
    [("es", "es"), (" ES ", "es"), ("spanish", "es"), ("castilian", "es"), ("", "missing")],
)
def test_an_answer_is_found_by_code_label_or_another_name(value: str, code: str) -> None:
    found = LANGUAGES.find(value)
    assert found is not None
    assert found.code == code


def test_an_answer_that_the_set_does_not_have_is_not_guessed() -> None:
    assert LANGUAGES.find("Span") is None


def test_a_code_wins_over_a_name_that_reads_the_same() -> None:
    two = LANGUAGES.model_copy(
        update={"groups": (group("x", "1"), *LANGUAGES.groups, group("1", "One"))}
    )
    found = two.find("1")
    assert found is not None
    assert found.label == "One"


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(StratifierError, match=r'no code "missin".*"missing"'):
        LANGUAGES.group("missin")


def test_a_release_is_told_which_names_are_no_groups_of_people() -> None:
    assert LANGUAGES.roles() == {
        "Declined": GroupRole.DECLINED,
        "Missing": GroupRole.MISSING,
    }
    assert [each.code for each in LANGUAGES.people] == ["en", "es"]


def test_a_hospital_s_own_words_keep_codes_order_and_roles() -> None:
    ours = relabelled(LANGUAGES, {"es": "Español", "no": "Would rather not say at all"})
    assert [each.code for each in ours.groups] == [each.code for each in LANGUAGES.groups]
    assert ours.group("es").label == ours.group("es").short == "Español"
    assert ours.group("no").role is GroupRole.DECLINED
    assert ours.group("no").label == "Would rather not say at all"
    assert ours.group("no").short == "Would rather not…"
    assert LANGUAGES.group("es").label == "Spanish"


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"ess": "Español"}, '"es"'),
        ({"es": "ENGLISH"}, "would be called"),
        ({"es": "  "}, "not a label"),
        ({"es": "x" * 41}, "not a label"),
    ],
)
def test_words_that_do_not_fit_the_set_are_refused(labels: dict[str, str], words: str) -> None:
    with pytest.raises(StratifierError, match=words):
        relabelled(LANGUAGES, labels)


def test_long_words_that_begin_alike_are_refused_because_a_wall_could_not_tell_them_apart() -> None:
    with pytest.raises(StratifierError, match="would be called"):
        relabelled(
            LANGUAGES, {"en": "Language of the home, one", "es": "Language of the home, two"}
        )


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(StratifierError, match="no preset"):
        LANGUAGES.preset("england")
