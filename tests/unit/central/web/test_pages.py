"""What the pages say: the opening page in its order, the list, deputies, administrators, and figures as on the wall."""

from datetime import date, timedelta

import pytest

from kiosk.central.devices.device import DEVICE, DEVICE_SEEN
from kiosk.central.web.offices import DELEGATIONS_LIMIT, Part
from kiosk.domain.cards import CardAcknowledged
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act, Refusal
from kiosk.domain.nodes import WallStratifiersSet
from kiosk.domain.releases import PublishRelease, decide, release_body, release_sha256
from kiosk.domain.safety_days import NoneReported, safety_day_id
from kiosk.domain.tickets import TicketMadeQuickHit, TicketRaised
from tests.fakes.leaders_hospital import (
    ESTATES,
    HOSPITAL,
    HOUR,
    SURGERY,
    WARD_7,
    WARD_8,
    Browser,
    Hospital,
)
from tests.unit.viewmodels.monthly_release import BY, monthly_release

pytestmark = pytest.mark.anyio
ORDER = (
    "Serious harm, not seen",
    "Answers I owe",
    "One problem in several units",
    "Units that have not huddled",
    "Overdue checks",
    "Time to answer",
)


async def test_the_page_opens_on_what_leaders_need_in_that_order(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    places = [browser.text.index(words) for words in ORDER]
    assert places == sorted(places)


async def test_serious_harm_is_on_top_until_somebody_says_that_they_saw_it(
    hospital: Hospital,
) -> None:
    card = hospital.raised(serious_harm=True)
    hospital.clock.advance(timedelta(minutes=20))
    browser = await Browser(hospital).sign_in()
    assert "Not seen for 20 min" in browser.text
    assert "Phone 4321" in browser.text

    await browser.send("/acknowledge")

    assert "None: every card of serious harm has been seen." in browser.text
    assert hospital.kinds(card) == ["card.raised", "card.acknowledged"]


async def test_a_late_card_names_who_owes_the_answer_and_how_late_it_is(
    hospital: Hospital,
) -> None:
    hospital.raised()
    hospital.clock.advance(8 * HOUR + timedelta(minutes=40))
    browser = await Browser(hospital).sign_in()
    assert "Medicine: 1 h late" in browser.text


async def test_one_problem_in_two_units_is_joined(hospital: Hospital) -> None:
    hospital.raised(WARD_7)
    hospital.raised(WARD_8)
    hospital.raised(WARD_8, phrase="Broken, waiting for repair")
    browser = await Browser(hospital).sign_in()
    assert "2 units: Ward 7 East, Ward 8 West" in browser.text


async def test_a_leader_sees_their_own_node_and_all_below_it_and_nothing_beside(
    hospital: Hospital,
) -> None:
    hospital.raised(WARD_7, phrase="Leak, spill or flood")
    hospital.account("sur", "service lead", SURGERY)
    hospital.account("chief", "chief nurse", HOSPITAL)
    for name, seen in (("hall", True), ("chief", True), ("sur", False)):
        browser = await Browser(hospital).sign_in(name)
        await browser.open("/cards")
        assert ("Leak, spill or flood" in browser.text) == seen


async def test_a_support_department_sees_and_owns_what_it_serves(hospital: Hospital) -> None:
    hospital.account("estates", "desk", ESTATES, Part.SUPPORT)
    card = hospital.raised(WARD_7, phrase="Leak, spill or flood")
    browser = await Browser(hospital).sign_in("estates")
    await browser.open(f"/cards/7e/{card.removeprefix('card:')}")
    await browser.send("/own", due="2026-11-24")
    await browser.open("/")
    assert "owned by desk, Estates" in browser.text
    assert "Nothing is owed by Estates itself." not in browser.text


async def test_the_list_is_filtered_and_sorted_without_a_script(hospital: Hospital) -> None:
    first = hospital.raised(WARD_7)
    hospital.clock.advance(HOUR)
    hospital.raised(WARD_8, phrase="Leak, spill or flood", category="environment")
    seen = Act(first, "card.acknowledged", CardAcknowledged(by="charge nurse"))
    hospital.does(WARD_7, first, seen)
    browser = await Browser(hospital).sign_in()

    for query, shown in (
        ("", ("Not on the ward when needed", "Leak, spill or flood")),
        ("state=working", ("Not on the ward when needed",)),
        ("state=raised", ("Leak, spill or flood",)),
        ("unit=8w", ("Leak, spill or flood",)),
        ("category=environment", ("Leak, spill or flood",)),
        ("state=nonsense&page=zero&sort=%27", ("Not on the ward when needed",)),
        ("tier=2", ()),
    ):
        await browser.open(f"/cards?{query}")
        for words in ("Not on the ward when needed", "Leak, spill or flood"):
            if words in shown or not shown or "nonsense" in query:
                assert words in browser.text or words not in shown
            else:
                assert words not in browser.text


async def test_what_is_known_of_a_huddle_is_said_as_what_it_is(hospital: Hospital) -> None:
    device = {
        "id": "pc7",
        "name": "PC-7",
        "public_key": "00",
        "node": WARD_7,
        "standing": "approved",
    }
    hospital.storage.put(DEVICE, "pc7", device, node=WARD_7)
    hospital.storage.put(DEVICE_SEEN, "pc7", {"at": "2026-11-23T06:40:00.000Z"}, node=WARD_7)
    day = date(2026, 11, 20)
    closed = Act(safety_day_id(WARD_7, day), "safety_day.none_reported", NoneReported(day=day))
    hospital.write(Log(WARD_7, LogKind.OWN), closed)
    hospital.clock.advance(10 * HOUR)
    browser = await Browser(hospital).sign_in()

    assert "it is not known who has huddled" in browser.text
    assert "1 unit had one due by now" in browser.text
    assert "its board was last heard" in browser.text
    assert "yesterday is not closed on its safety cross" in browser.text


async def test_an_idea_past_its_date_is_counted_without_its_words(hospital: Hospital) -> None:
    own = Log(WARD_7, LogKind.OWN)
    raised = TicketRaised(theme="equipment")
    hospital.write(own, Act("ticket:1", "ticket.raised", raised, {"sentence": "Hooks by the door"}))
    due = TicketMadeQuickHit(due=date(2026, 11, 20))
    hospital.write(own, Act("ticket:1", "ticket.made_quick_hit", due))
    browser = await Browser(hospital).sign_in()
    assert "3 days overdue" in browser.text
    assert "Hooks" not in browser.text


async def test_a_deputy_acts_from_day_to_day_and_the_history_says_so(hospital: Hospital) -> None:
    hospital.account("sur", "service lead", SURGERY)
    card = hospital.raised()
    holder = await Browser(hospital).sign_in()
    await holder.open("/deputies")
    await holder.send("/deputies", deputy="sur", first="2026-11-23", last="2026-11-24")
    assert "acts for you now" in holder.text

    deputy = await Browser(hospital).sign_in("sur")
    assert "deputy for service lead, Medicine" in deputy.text
    await deputy.open("/")
    delegation = deputy.page.text.split('name="delegation" value="')[2].split('"')[0]
    await deputy.send("/act-as", delegation=delegation)
    await deputy.open(f"/cards/7e/{card.removeprefix('card:')}")
    await deputy.send("/acknowledge")
    assert "Seen by deputy for service lead, Medicine" in deputy.text

    hospital.clock.advance(timedelta(days=2))
    again = await Browser(hospital).sign_in("sur")
    assert "deputy for" not in again.text


async def test_a_deputy_that_is_taken_back_acts_no_more(hospital: Hospital) -> None:
    hospital.account("sur", "service lead", SURGERY)
    holder = await Browser(hospital).sign_in()
    await holder.open("/deputies")
    await holder.send("/deputies", deputy="sur", first="2026-11-23", last="2026-12-24")
    await holder.send("/take-back")
    assert "Nobody acts for you." in holder.text
    deputy = await Browser(hospital).sign_in("sur")
    assert "Act as" not in deputy.text


@pytest.mark.parametrize(
    ("deputy", "first", "last", "words"),
    [
        ("nobody", "2026-11-23", "2026-11-24", "no leader's account"),
        ("hall", "2026-11-23", "2026-11-24", "somebody else"),
        ("sur", "2026-11-24", "2026-11-23", "before the first"),
        ("sur", "2026-11-23", "2027-03-23", "At most 92 days"),
        ("sur", "", "2026-11-23", "Say from which day"),
        ("admin", "2026-11-23", "2026-11-24", "no leader's account"),
    ],
)
async def test_a_deputy_that_cannot_be_is_refused_with_words(
    hospital: Hospital, deputy: str, first: str, last: str, words: str
) -> None:
    hospital.account("sur", "service lead", SURGERY)
    hospital.account("admin", "", "", Part.ADMINISTRATOR)
    browser = await Browser(hospital).sign_in()
    await browser.open("/deputies")
    await browser.send("/deputies", deputy=deputy, first=first, last=last)
    assert browser.page.status_code == 422
    assert words in browser.text


async def test_no_more_deputies_are_named_than_the_limit(hospital: Hospital) -> None:
    hospital.account("sur", "service lead", SURGERY)
    browser = await Browser(hospital).sign_in()
    await browser.open("/deputies")
    for _ in range(DELEGATIONS_LIMIT):
        await browser.send("/deputies", deputy="sur", first="2026-11-23", last="2027-02-22")
        assert browser.page.status_code == 200
    await browser.send("/deputies", deputy="sur", first="2026-11-23", last="2026-11-23")
    assert browser.page.status_code == 422
    assert "At most 20 deputies" in browser.text


async def test_an_administrator_reads_boards_and_accounts_and_no_card(hospital: Hospital) -> None:
    hospital.account("admin", "", "", Part.ADMINISTRATOR)
    device = {
        "id": "pc7",
        "name": "PC-0417",
        "public_key": "00",
        "node": WARD_7,
        "standing": "approved",
    }
    hospital.storage.put(DEVICE, "pc7", device, node=WARD_7)
    browser = await Browser(hospital).sign_in("admin")
    assert "PC-0417" in browser.text
    assert "hall" in browser.text
    assert (await browser.open("/cards")).status_code == 404
    leader = await Browser(hospital).sign_in()
    assert (await leader.open("/admin")).status_code == 404


async def test_figures_are_those_of_the_wall_and_no_others(hospital: Hospital) -> None:
    release = monthly_release()
    body = release_body(release)
    decision = decide(None, PublishRelease(WARD_7, release))
    assert not isinstance(decision, Refusal)
    hospital.write(Log(WARD_7, LogKind.SHARED), decision[0])
    hospital.storage.put_blob("release", release_sha256(body), body, at=hospital.clock.now())
    browser = await Browser(hospital).sign_in()
    await browser.open("/units/7e")
    assert "Pain reassessed in 1 h" in browser.text
    assert 'class="chart desk"' in browser.page.text
    assert "Spanish" not in browser.text  # not turned on for this wall

    turned_on = Act(WARD_7, "node.wall_stratifiers_set", WallStratifiersSet(stratifiers=(BY,)))
    hospital.write(Log(WARD_7, LogKind.CONFIG), turned_on)
    await browser.open("/units/7e")
    assert "Spanish" in browser.text
    assert "too few to show" in browser.text
    assert "Tagalog" not in browser.page.text  # a hidden group has no name


async def test_the_brief_says_whom_it_is_for(hospital: Hospital) -> None:
    hospital.raised(WARD_7, serious_harm=True)
    hospital.clock.advance(2 * HOUR)
    browser = await Browser(hospital).sign_in()
    await browser.open("/brief")
    assert "Brief for St Elsewhere" in browser.text
    assert "St Elsewhere: 1 h late" in browser.text
