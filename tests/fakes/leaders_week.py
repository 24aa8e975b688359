"""A week in the hospital of the leaders' page: cards in every state, ideas past their date, figures by group."""

from datetime import date, timedelta

from kiosk.central.devices.device import DEVICE, DEVICE_SEEN
from kiosk.central.web.offices import Part
from kiosk.domain.cards import (
    CardAcknowledged,
    CardAnswered,
    CardAsked,
    CardClosed,
    CardOwned,
    Need,
)
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Act, Refusal
from kiosk.domain.nodes import WallStratifiersSet
from kiosk.domain.releases import PublishRelease, decide, release_body, release_sha256
from kiosk.domain.safety_days import NoneReported, safety_day_id
from kiosk.domain.tickets import TicketMadeBigIssue, TicketMadeQuickHit, TicketRaised
from tests.fakes.leaders_hospital import (
    ESTATES,
    HOSPITAL,
    HOUR,
    SERVICE,
    SURGERY,
    WARD_7,
    WARD_8,
    Hospital,
)
from tests.unit.viewmodels.monthly_release import BY, monthly_release

MINUTE = timedelta(minutes=1)


def a_week(hospital: Hospital) -> None:
    """Let a week pass."""
    hospital.account("chief", "chief nurse", HOSPITAL)
    hospital.account("sur", "service lead", SURGERY)
    hospital.account("estates", "estates desk", ESTATES, Part.SUPPORT)
    hospital.account("admin", "", "", Part.ADMINISTRATOR)
    _boards(hospital)
    _figures(hospital)
    _ideas(hospital)
    _older_cards(hospital)
    _cards_of_today(hospital)


def _boards(hospital: Hospital) -> None:
    for number, node in enumerate((WARD_7, WARD_8)):
        device = {
            "id": f"pc{number}",
            "name": f"PC-041{number}",
            "public_key": f"{number:064x}",
            "node": node,
            "standing": "approved",
            "app": "0.1.0",
        }
        seen = {
            "at": f"2026-11-26T0{6 + number}:10:00.000Z",
            "skew_ms": number * 420_000,
            "health": {"pending": number, "trouble": ""},
        }
        hospital.storage.put(DEVICE, f"pc{number}", device, node=node)
        hospital.storage.put(DEVICE_SEEN, f"pc{number}", seen, node=node)


def _figures(hospital: Hospital) -> None:
    release = monthly_release()
    body = release_body(release)
    decision = decide(None, PublishRelease(WARD_7, release))
    assert not isinstance(decision, Refusal)
    hospital.write(Log(WARD_7, LogKind.SHARED), decision[0])
    hospital.storage.put_blob("release", release_sha256(body), body, at=hospital.clock.now())
    shown = WallStratifiersSet(stratifiers=(BY,))
    config = Log(WARD_7, LogKind.CONFIG)
    hospital.write(config, Act(WARD_7, "node.wall_stratifiers_set", shown))


def _ideas(hospital: Hospital) -> None:
    own = Log(WARD_7, LogKind.OWN)
    for number, progress in enumerate(
        (
            ("ticket.made_quick_hit", TicketMadeQuickHit(due=date(2026, 11, 20))),
            ("ticket.made_big_issue", TicketMadeBigIssue(check_in=date(2026, 11, 13))),
        )
    ):
        name = f"ticket:{number}"
        raised = TicketRaised(theme="safer")
        hospital.write(own, Act(name, "ticket.raised", raised, {"sentence": "Hooks by the door"}))
        hospital.write(own, Act(name, *progress))
    day = date(2026, 11, 24)
    closed = Act(safety_day_id(WARD_7, day), "safety_day.none_reported", NoneReported(day=day))
    hospital.write(own, closed)


def _older_cards(hospital: Hospital) -> None:
    for node, category, phrase, hours in (
        (WARD_7, "language", "No interpreter when needed", 30),
        (WARD_8, "supplies", "Run out on the ward", 5),
        (WARD_7, "supplies", "Nearly run out", 9),
        (WARD_8, "transport", "Waiting for a porter", 2),
    ):
        card = hospital.raised(node, category=category, phrase=phrase)
        hospital.clock.advance(hours * HOUR / 4)
        answered = CardAnswered(by="service lead, Medicine", tier=2)
        words = {"answer": "Night porter from 1 December"}
        hospital.does(node, card, Act(card, "card.answered", answered, words))
        if category != "language":
            hospital.does(node, card, Act(card, "card.closed", CardClosed(node=node)))
    for node in (WARD_7, WARD_8):
        hospital.raised(node)
    hospital.clock.advance(3 * 24 * HOUR)
    hospital.clock.advance(-timedelta(hours=hospital.clock.now().hour - 7))


def _cards_of_today(hospital: Hospital) -> None:
    owned = hospital.raised(WARD_8, category="language", phrase="No interpreter when needed")
    took = CardOwned(
        by="service lead, Medicine", due=hospital.clock.now() + 60 * HOUR, node=SERVICE, tier=2
    )
    hospital.does(WARD_8, owned, Act(owned, "card.owned", took))
    asked = CardAsked(by="service lead, Medicine")
    words = {"question": "Which languages, and at what hours?"}
    hospital.does(WARD_8, owned, Act(owned, "card.asked", asked, words))
    sentence = (
        "Two of four drip stands on the corridor are broken and the spare one squeaks all night"
    )
    long = hospital.raised(WARD_7, phrase=None, sentence=sentence)
    seen = CardAcknowledged(by="charge nurse")
    hospital.does(WARD_7, long, Act(long, "card.acknowledged", seen))
    hospital.raised(
        WARD_8, category="environment", phrase="Too noisy to sleep", need=Need.AWARENESS
    )
    hospital.raised(
        WARD_8, category="staffing", phrase="Skill missing on this shift", serious_harm=True
    )
    hospital.clock.advance(42 * MINUTE)
