"""A leader's decision is in the ward's log once, decided on what the log says at that moment, under a role."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from kiosk.central.storage.protocol import StorageBusy
from kiosk.central.web.acting import Acting, Done, Form, NotDone, Result
from kiosk.central.web.answering import MOST_TOGETHER
from kiosk.domain.card_changes import CardAnswered, CardClosed
from kiosk.domain.cards import AnswerCard, OwnCard
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act
from tests.fakes.leaders_hospital import HOUR, SERVICE, WARD_7, WARD_8, Browser, Hospital
from tests.unit.central.web.standings import OFFICE

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


async def test_of_leaders_who_press_at_the_same_moment_one_is_first(hospital: Hospital) -> None:
    card = hospital.raised()
    seen = hospital.storage.history(Log(WARD_7, LogKind.SHARED), card)[-1].change.id
    acting, together = Acting(hospital.means), Barrier(4)

    def press(number: int) -> Result:
        together.wait()
        office = replace(OFFICE, title=f"lead {number}")
        command = OwnCard(card, office.by, None, office.node, 2)
        return acting.act(WARD_7, command, office, Form(hospital.ids.new_id(), seen))

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(press, range(4)))

    assert sorted(type(result).__name__ for result in results) == ["Done"] + ["NotDone"] * 3
    assert hospital.kinds(card) == ["card.raised", "card.owned"]
    late = next(result for result in results if isinstance(result, NotDone))
    assert [record.change.kind for record in late.meanwhile] == ["card.owned"]


async def test_one_form_that_is_sent_four_times_at_once_is_carried_out_once(
    hospital: Hospital,
) -> None:
    card = hospital.raised()
    acting, together = Acting(hospital.means), Barrier(4)
    form = Form(hospital.ids.new_id(), "")

    def send(_number: int) -> Result:
        together.wait()
        return acting.act(WARD_7, AnswerCard(card, OFFICE.by, "On Friday", 2), OFFICE, form)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(send, range(4)))

    assert sorted(isinstance(each, Done) and each.again for each in results) == [False] + [True] * 3
    assert hospital.kinds(card) == ["card.raised", "card.answered"]


async def test_a_form_whose_identity_was_used_for_another_card_does_nothing(
    hospital: Hospital,
) -> None:
    first, second = hospital.raised(), hospital.raised()
    acting, form = Acting(hospital.means), Form(hospital.ids.new_id(), "")
    acting.act(WARD_7, AnswerCard(first, OFFICE.by, "On Friday", 2), OFFICE, form)
    result = acting.act(WARD_7, AnswerCard(second, OFFICE.by, "On Friday", 2), OFFICE, form)
    assert isinstance(result, NotDone)
    assert hospital.kinds(second) == ["card.raised"]


async def test_one_answer_goes_to_so_many_cards_at_once_and_no_more(hospital: Hospital) -> None:
    cards = [hospital.raised(WARD_7 if number % 2 else WARD_8) for number in range(MOST_TOGETHER)]
    cards.append(hospital.raised())
    browser = await Browser(hospital).sign_in()
    await browser.open("/cards?category=equipment&says=not+on+the+ward+when+needed")
    await browser.send("/cards", answer="A pool of pumps opens on Monday")

    nodes = (WARD_7, WARD_8)
    answered = sum(
        "card.answered" in hospital.kinds(card, node) for card in cards for node in nodes
    )
    assert answered == MOST_TOGETHER


async def test_when_the_database_does_not_answer_the_page_says_so_and_when_to_come_back(
    hospital: Hospital,
) -> None:
    browser = await Browser(hospital).sign_in()

    def busy(*_given: object) -> dict[Log, int]:
        raise StorageBusy

    hospital.storage.heads = busy  # type: ignore[assignment, method-assign]
    await browser.open("/")
    assert browser.page.status_code == 503
    assert browser.page.headers["retry-after"] == "5"
    assert "Nothing was lost" in browser.text
