"""A leader's decision is in the ward's log once, decided on what the log says at that moment, under a role."""

import pytest

from kiosk.domain.card_changes import CardAnswered, CardClosed
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act
from tests.fakes.leaders_hospital import HOUR, SERVICE, WARD_7, WARD_8, Browser, Hospital

pytestmark = pytest.mark.anyio


def path_of(card: str, node: str = WARD_7) -> str:
    return f"/cards/{node.removeprefix('node:')}/{card.removeprefix('card:')}"


async def at_card(hospital: Hospital, card: str, name: str = "hall") -> Browser:
    browser = await Browser(hospital).sign_in(name)
    await browser.open(path_of(card))
    return browser


async def test_a_card_is_acknowledged_owned_and_answered_in_the_wards_own_log(
    hospital: Hospital,
) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)

    await browser.send("/acknowledge")
    assert "Saved. The unit sees that you have seen it." in browser.text
    await browser.send("/own", due="2026-11-25")
    assert "Owned by service lead, Medicine" in browser.text
    await browser.send("/answer", answer="Two more pumps on Friday")

    assert hospital.kinds(card) == [
        "card.raised",
        "card.acknowledged",
        "card.owned",
        "card.answered",
    ]
    owned, answered = hospital.storage.history(Log(WARD_7, LogKind.SHARED), card)[2:]
    assert owned.change.payload["node"] == SERVICE
    assert owned.change.payload["tier"] == 2
    assert (answered.entry.device, answered.change.actor.kind) == ("central", "leader")
    assert answered.change.actor.role == "service lead, Medicine"
    assert answered.change.actor.person is None


async def test_no_name_of_an_account_is_in_a_log(hospital: Hospital) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)
    await browser.send("/answer", answer="On Friday")

    log = hospital.storage.page(Log(WARD_7, LogKind.SHARED), 0, 100, 10**6)
    assert all("hall" not in entry.body for entry in log)
    lines = hospital.storage.audited()
    assert ("hall", "card answer") in {(line["who"], line["what"]) for line in lines}


async def test_a_form_that_is_sent_twice_is_carried_out_once(hospital: Hospital) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)

    await browser.send("/answer", again=True, answer="On Friday")

    assert browser.page.status_code == 200
    assert hospital.kinds(card).count("card.answered") == 1


async def test_the_second_of_two_leaders_is_told_what_the_first_did(hospital: Hospital) -> None:
    card = hospital.raised()
    first, second = await at_card(hospital, card), await at_card(hospital, card)

    await first.send("/own", due="2026-11-25")
    await second.send("/answer", answer="Nobody owns this")

    assert second.page.status_code == 409
    assert "Somebody was faster" in second.text
    assert "Taken on by service lead, Medicine" in second.text
    assert "Nobody owns this" in second.page.text  # what was typed is not lost
    assert hospital.kinds(card) == ["card.raised", "card.owned"]

    await second.send("/answer", answer="Still: two on Friday")
    assert hospital.kinds(card)[-1] == "card.answered"


async def test_what_the_rules_of_cards_refuse_is_refused_in_their_words(
    hospital: Hospital,
) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)
    hospital.does(WARD_7, card, Act(card, "card.closed", CardClosed(node=WARD_7)))

    await browser.send("/acknowledge")

    assert browser.page.status_code == 409
    assert "already seen" in browser.text
    assert "closed" in browser.text


@pytest.mark.parametrize(
    ("deed", "fields", "words"),
    [
        ("answer", {"answer": "  "}, "Write the answer first."),
        ("answer", {"answer": "Ask the man in bed 4"}, "Say what, not who"),
        ("ask", {"question": "Is it NHS number 943 476 5919?"}, "Say what, not who"),
        ("return", {"reason": ""}, "Say why it goes back."),
        ("own", {"due": "2026-11-22"}, "Say by which day"),
        ("own", {"due": "soon"}, "Say by which day"),
        ("answer", {"answer": "x" * 141}, "Keep it to 140 characters."),
    ],
)
async def test_a_form_that_cannot_be_says_why_and_keeps_what_was_typed(
    hospital: Hospital, deed: str, fields: dict[str, str], words: str
) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)

    await browser.send(f"/{deed}", again=False, **fields)

    assert browser.page.status_code in {409, 422}
    assert words in browser.text
    assert hospital.kinds(card) == ["card.raised"]


async def test_a_question_and_a_return_go_down_with_their_words(hospital: Hospital) -> None:
    card = hospital.raised()
    browser = await at_card(hospital, card)

    await browser.send("/ask", question="Since when?")
    assert "service lead, Medicine asked: “Since when?”" in browser.text
    await browser.send("/return", reason="The ward can order these itself")

    assert hospital.kinds(card) == ["card.raised", "card.asked", "card.returned"]
    assert "Returned: “The ward can order these itself”" in browser.text
    returned = hospital.storage.history(Log(WARD_7, LogKind.SHARED), card)[-1]
    assert returned.change.payload["tier"] == 1


async def test_one_answer_goes_to_every_unit_that_says_the_same(hospital: Hospital) -> None:
    cards = [(node, hospital.raised(node)) for node in (WARD_7, WARD_8)]
    other = hospital.raised(WARD_8, phrase="Broken, waiting for repair")
    browser = await Browser(hospital).sign_in()
    await browser.open("/cards?category=equipment&says=not+on+the+ward+when+needed")

    await browser.send("/cards", answer="A pool of pumps opens on Monday")

    assert "Sent to 2 units." in browser.text
    assert [hospital.kinds(card, node)[-1] for node, card in cards] == ["card.answered"] * 2
    assert hospital.kinds(other, WARD_8) == ["card.raised"]


async def test_an_answered_card_waits_for_its_unit(hospital: Hospital) -> None:
    card = hospital.raised()
    answered = CardAnswered(by="service lead, Medicine", tier=2)
    hospital.does(WARD_7, card, Act(card, "card.answered", answered, {"answer": "On Friday"}))
    hospital.clock.advance(HOUR)
    browser = await at_card(hospital, card)

    assert "not confirmed yet" in browser.text
    assert "no clock runs" in browser.text
    assert "/own" not in browser.page.text


async def test_a_card_out_of_reach_is_not_here(hospital: Hospital) -> None:
    hospital.account("sur", "service lead", "node:sur")
    card = hospital.raised()
    browser = await Browser(hospital).sign_in("sur")

    assert (await browser.open(path_of(card))).status_code == 404
