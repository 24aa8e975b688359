"""Changes that were not taken: shown with a reason, tried again as a new one, let go behind the PIN."""

from dataclasses import replace

import pytest

from kiosk.sync.status import SyncState
from kiosk.viewmodels.forms.form import Ask
from kiosk.viewmodels.forms.sync.letters import NOT_TAKEN, REASONS, reason_words
from kiosk.viewmodels.forms.sync.sheet import SYNC
from tests.fakes.sync_sights import SENTENCE, dead_letter, sight
from tests.unit.viewmodels.forms.fingers import Finger, a_context
from tests.unit.viewmodels.sample_wards import empty_ward


def finger(dead: int = 1) -> Finger:
    context = replace(a_context(empty_ward(alone=False)), staff=True)
    return Finger(SYNC, replace(context, sync=sight(SyncState.IN_SYNC, dead=dead)))


def test_the_list_says_what_was_not_taken_and_why() -> None:
    seen = finger(2)
    assert "letter=change-100" in seen.offered
    assert "letter=change-101" in seen.offered
    assert REASONS["not_permitted"] in seen.words


def test_one_of_them_shows_its_words_and_what_can_be_done() -> None:
    seen = finger().touch("letter=change-100")
    assert SENTENCE in seen.words
    assert seen.offered == ["back", "let_go", "retry"]


def test_trying_again_names_the_change_and_goes_back_to_the_list() -> None:
    seen = finger().touch("letter=change-100", "retry")
    assert seen.asked == [Ask("sync:retry", {"change": "change-100"}, stay=seen.draft)]
    assert seen.sheet.name == "sync"


def test_one_that_does_not_fit_any_more_stays_with_the_reason() -> None:
    seen = finger().touch("letter=change-100")
    seen.refusing = "That does not fit any more: already closed."
    seen.touch("retry")
    assert seen.sheet.name == "sync.letter"
    assert "already closed" in seen.words


def test_letting_go_takes_the_pin_and_keeps_none_of_it() -> None:
    seen = finger().touch("letter=change-100", "let_go").key("pin", "4711")
    seen.touch("let_it_go")
    assert seen.asked[-1].values == {"change": "change-100", "pin": "4711"}
    assert "4711" not in str(seen.draft)


def test_back_leads_to_the_list() -> None:
    assert finger().touch("letter=change-100", "back").sheet.name == "sync"
    assert finger().touch("letter=change-100", "let_go", "back").sheet.name == "sync"


def test_one_that_is_settled_meanwhile_gives_way_to_the_list() -> None:
    seen = finger().touch("letter=change-100")
    seen.context = replace(seen.context, sync=sight(SyncState.IN_SYNC))
    assert seen.sheet.name == "sync"


@pytest.mark.parametrize(
    ("reason", "detail", "words"),
    [
        ("malformed", "", REASONS["malformed"]),
        (
            "not_permitted",
            "Tier 3 answers it.",
            "This board may not write that. Tier 3 answers it.",
        ),
        ("of_a_newer_system", "", NOT_TAKEN),
    ],
)
def test_reasons_are_sentences(reason: str, detail: str, words: str) -> None:
    assert reason_words(dead_letter(1, reason, detail)) == words
