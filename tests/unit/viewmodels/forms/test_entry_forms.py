"""The entry forms: at most four touches with the one on the board, and free text that says what, not who."""

from datetime import date, timedelta

import pytest

from kiosk.domain.cards import Criterion, Need
from kiosk.domain.events import EventType, Harm
from kiosk.domain.observations import observation_id
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.forms.form import Draft, Submit
from kiosk.viewmodels.forms.table import FORMS
from kiosk.viewmodels.sheets import NumberEntry, TextEntry
from tests.unit.viewmodels.forms.hand import (
    FALLS_ID,
    SKIN_ID,
    TODAY,
    TUESDAY,
    Hand,
    blocks,
    offered,
    text,
)

SHORTEST_WAYS = {
    "raise": ("category=equipment", "phrase=Broken, waiting for repair", "raise"),
    "good_catch": ("what=spoke_up", "save"),
    "harm_event": ("what=fall", "level=minor", "save"),
    "thank_you": ("group=nursing", "phrase=Checked twice", "save"),
    "idea": ("theme=waiting", "phrase=Do two steps at once", "save"),
}
WRITTEN = {
    "raise": ("category=equipment", "write"),
    "good_catch": ("what=spoke_up", "write"),
    "harm_event": ("what=fall", "write"),
    "thank_you": ("group=nursing", "write"),
    "idea": ("theme=waiting", "write"),
}


@pytest.mark.parametrize("form", SHORTEST_WAYS)
def test_an_entry_takes_at_most_four_touches_with_the_one_on_the_board(form: str) -> None:
    hand = Hand()
    hand.open(form).touch(*SHORTEST_WAYS[form])

    assert len(SHORTEST_WAYS[form]) + 1 <= 4
    assert hand.sheet is None
    assert hand.said[-1].startswith("Saved")


@pytest.mark.parametrize("form", SHORTEST_WAYS)
def test_an_entry_can_be_taken_back(form: str) -> None:
    hand = Hand()
    before = hand.ward
    hand.open(form).touch(*SHORTEST_WAYS[form])

    hand.undo()

    after = hand.ward
    assert (after.cards, after.events, after.recognitions, after.tickets) == (
        before.cards,
        before.events,
        before.recognitions,
        before.tickets,
    )


@pytest.mark.parametrize("form", WRITTEN)
def test_words_that_say_who_are_not_kept_and_the_reason_stands_beside_them(form: str) -> None:
    hand = Hand()
    hand.open(form).touch(*WRITTEN[form]).write("sentence", "Ada Quill could tell more")
    done = next(a for a in ("raise", "noted", "save") if a in offered(hand.shown))

    hand.touch(done)

    entry = next(block for block in blocks(hand.shown) if isinstance(block, TextEntry))
    assert "leave out the name" in entry.problem
    assert not hand.said


def test_a_draft_that_is_sent_twice_makes_one_entity() -> None:
    hand = Hand()
    form = FORMS["raise"]
    draft = form.start(hand.context, Draft("raise", "", "0190", TUESDAY))
    for action in SHORTEST_WAYS["raise"][:-1]:
        step = form.touched(hand.context, draft, action, "")
        assert isinstance(step, Draft)
        draft = step

    first = form.touched(hand.context, draft, "raise", "")
    second = form.touched(hand.context, draft, "raise", "")

    assert isinstance(first, Submit)
    assert first == second


def test_need_and_criterion_come_with_the_category_and_can_be_changed() -> None:
    hand = Hand()
    hand.open("raise").touch("category=information", "phrase=Two instructions disagree")
    hand.touch("need=action", "criterion=serious_risk", "raise")

    card = next(iter(hand.ward.cards.values()))
    assert (card.need, card.criterion) == (Need.ACTION, Criterion.SERIOUS_RISK)
    assert not card.serious_harm


def test_another_category_presets_anew() -> None:
    hand = Hand()
    hand.open("raise").touch("category=equipment", "need=awareness", "back")
    hand.touch("category=staffing", "phrase=Short this shift", "raise")

    card = next(iter(hand.ward.cards.values()))
    assert (card.category, card.need) == ("staffing", Need.ACTION)


def test_serious_harm_is_a_button_of_its_own_and_says_whom_to_phone() -> None:
    hand = Hand()
    hand.open("raise").touch("category=equipment", "phrase=Broken, waiting for repair")
    hand.touch("raise_serious")

    assert next(iter(hand.ward.cards.values())).serious_harm
    assert hand.said == ["Saved here. Not sent. Phone 4321."]


def test_the_raise_sheet_says_the_phone_number_before_anything_is_raised() -> None:
    assert "Phone 4321 first" in text(Hand().open("raise").sheet)


def test_nothing_can_be_raised_before_something_is_said() -> None:
    hand = Hand()
    hand.open("raise").touch("category=equipment")

    assert {"raise", "raise_serious"}.isdisjoint(offered(hand.shown))


def test_a_good_catch_wears_the_accent_and_waits_to_be_confirmed() -> None:
    hand = Hand()
    form, draft = FORMS["good_catch"], Draft("good_catch", "", "0190", TUESDAY)
    draft = form.start(hand.context, draft).put(what="spoke_up")

    submit = form.touched(hand.context, draft, "save", "")

    assert isinstance(submit, Submit)
    assert submit.mark is Mark.RING
    assert "to confirm" in submit.said
    assert "Report it in Datix too." in submit.said


def test_a_harm_event_asks_how_bad_it_was_before_it_is_saved() -> None:
    hand = Hand()
    hand.open("harm_event").touch("what=fall")
    assert "save" not in offered(hand.shown)

    hand.touch("level=moderate", "save")

    event = next(iter(hand.ward.events.values()))
    assert (event.type, event.harm, event.day) == (EventType.HARM, Harm.MODERATE, TODAY)


def test_an_event_of_the_last_shift_belongs_to_the_day_on_which_that_shift_began() -> None:
    hand = Hand()
    hand.open("good_catch").touch("what=spoke_up", "when=last", "save")

    event = next(iter(hand.ward.events.values()))
    assert (event.day, event.shift) == (TODAY - timedelta(days=1), "Night shift")


def test_an_event_of_another_day_is_saved_once_the_day_is_picked() -> None:
    hand = Hand()
    hand.open("good_catch").touch("what=spoke_up", "when=pick")
    assert "save" not in offered(hand.shown)

    hand.touch("day=2026-11-20", "save")

    assert next(iter(hand.ward.events.values())).day == date(2026, 11, 20)


def test_the_other_kinds_of_event_are_one_touch_away_from_harm() -> None:
    hand = Hand()
    hand.open("harm_event").touch("kind=violence", "what=verbal", "level=none", "save")

    assert next(iter(hand.ward.events.values())).type is EventType.VIOLENCE


def test_a_name_stands_in_a_thank_you_only_when_somebody_wrote_it() -> None:
    hand = Hand()
    hand.open("thank_you").touch("group=nursing", "phrase=Checked twice", "name")
    hand.write("name", "Ada").touch("noted", "save")

    assert next(iter(hand.ward.recognitions.values())).name == "Ada"


def test_a_share_takes_both_figures_and_goes_back_to_the_list() -> None:
    hand = Hand()
    hand.open("figures").touch(f"metric={SKIN_ID}")
    assert "save" not in offered(hand.shown)

    hand.write("numerator", "7").write("denominator", "9").touch("save")

    observation = hand.ward.observations[observation_id(SKIN_ID, TODAY)]
    assert (observation.numerator, observation.denominator) == (7, 9)
    assert hand.shown.name == "figures.list"
    assert "7 of 9" in text(hand.sheet)


def test_none_and_not_counted_are_different_answers() -> None:
    hand = Hand()
    hand.open("figures", SKIN_ID).touch("none").write("denominator", "9").touch("save")
    assert hand.ward.observations[observation_id(SKIN_ID, TODAY)].numerator == 0

    hand.open("figures", SKIN_ID).touch("not_counted")

    observation = hand.ward.observations[observation_id(SKIN_ID, TODAY)]
    assert (observation.answer, observation.numerator) == ("not_counted", None)


def test_more_than_all_is_refused_in_words_and_the_figures_stay() -> None:
    hand = Hand()
    hand.open("figures", SKIN_ID).write("numerator", "9").write("denominator", "7").touch("save")

    assert "9 out of 7 cannot be." in text(hand.sheet)
    entries = [block for block in blocks(hand.shown) if isinstance(block, NumberEntry)]
    assert [entry.text for entry in entries] == ["9", "7"]


def test_a_figure_can_be_entered_for_a_day_that_is_missing() -> None:
    hand = Hand()
    yesterday = TODAY - timedelta(days=1)
    hand.open("figures", SKIN_ID).touch(f"day={yesterday}")
    hand.write("numerator", "4").write("denominator", "5").touch("save")

    assert observation_id(SKIN_ID, yesterday) in hand.ward.observations


def test_a_figure_of_a_day_is_shown_again_to_be_corrected() -> None:
    hand = Hand()
    hand.open("figures", SKIN_ID).write("numerator", "4").write("denominator", "5").touch("save")

    hand.touch(f"metric={SKIN_ID}")

    entries = [block for block in blocks(hand.shown) if isinstance(block, NumberEntry)]
    assert [entry.text for entry in entries] == ["4", "5"]


def test_every_form_that_is_opened_by_another_is_in_the_table() -> None:
    assert {"raise", "thank_you", "idea", "figures", "card", "event", "goal"} <= set(FORMS)
    assert all(name == form.name for name, form in FORMS.items())
    assert FORMS["card"].staff_only
    assert not FORMS["raise"].staff_only


def test_a_metric_that_reported_events_count_asks_for_no_figure() -> None:
    hand = Hand()
    hand.open("figures", "")

    assert f"metric={FALLS_ID}" not in text(hand.sheet)
    assert f"metric={SKIN_ID}" in text(hand.sheet)


def test_a_figure_that_was_saved_is_corrected_days_later() -> None:
    hand = Hand()
    yesterday = TODAY - timedelta(days=1)
    hand.open("figures", SKIN_ID).touch(f"day={yesterday.isoformat()}")
    hand.write("numerator", "7").write("denominator", "9").touch("save")

    hand.open("figures", SKIN_ID).touch(f"day={yesterday.isoformat()}")
    hand.write("numerator", "8").touch("save")

    observation = hand.ward.observations[observation_id(SKIN_ID, yesterday)]
    assert (observation.numerator, observation.denominator, observation.corrections) == (8, 9, 1)


def test_a_figure_of_any_month_can_be_entered() -> None:
    hand = Hand()
    month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    hand.open("figures", SKIN_ID).touch("another_day", f"month={month.isoformat()}")
    hand.touch(f"day={month.isoformat()}").write("numerator", "7").write("denominator", "9")
    hand.touch("save")

    assert observation_id(SKIN_ID, month) in hand.ward.observations


@pytest.mark.parametrize(
    ("form", "touches"),
    [
        ("raise", ("category=equipment", "write")),
        ("good_catch", ("what=spoke_up", "write")),
        ("thank_you", ("group=nursing", "write")),
        ("idea", ("theme=waiting", "write")),
    ],
)
def test_words_that_were_written_stand_on_the_page_before_and_are_refused_there_too(
    form: str, touches: tuple[str, ...]
) -> None:
    hand = Hand().open(form).touch(*touches)
    hand.write("sentence", "The patient in bed 12 waited").touch("back")
    assert "The patient in bed 12 waited" in text(hand.shown)
    hand.touch("raise" if form == "raise" else "save")
    assert not hand.said
    assert "bed" in text(hand.shown).replace("The patient in bed 12 waited", "")


def test_the_steps_say_how_bad_only_for_what_asks_it() -> None:
    hand = Hand().open("harm_event").touch("kind=staff_injury")
    assert "2 How bad, when, save" in hand.shown.steps
    hand.touch("kind=near_miss")
    assert "2 When and save" in hand.shown.steps
    assert "how bad" not in hand.touch("what=nearly_fell").shown.spoken
