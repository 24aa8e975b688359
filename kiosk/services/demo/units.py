"""The five boards of the demo: who they are, what they follow, what is open when the story stops."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from kiosk.domain.cards import Need
from kiosk.domain.events import EventType, Harm
from kiosk.domain.ids import natural_id
from kiosk.layouts.schema import Preset
from kiosk.services.demo import FRONT_WARD
from kiosk.services.demo.cards import OpenCard
from kiosk.services.demo.events import LAST_FALL_DAYS_AGO, Scripted
from kiosk.services.demo.figures import Figure

HOSPITAL_NAME: Final = "Northbridge Hospital"
SERVICE_NAME: Final = "Acute medicine"
ZONE: Final = "Europe/London"

EMERGENCY: Final = "emergency_department"
THEATRES: Final = "theatres"
SERVICE: Final = "acute_medicine"
HOSPITAL: Final = "northbridge_hospital"

FRONT_SCRIPT: Final = (
    Scripted(30, EventType.GOOD_CATCH, "spoke_up"),
    Scripted(28, EventType.STAFF_INJURY, "lifting", Harm.MINOR),
    Scripted(26, EventType.GOOD_CATCH, "stopped_medicine"),
    Scripted(LAST_FALL_DAYS_AGO, EventType.HARM, "fall", Harm.MODERATE),
    Scripted(20, EventType.FAMILY_CONCERN, "getting_worse"),
    Scripted(18, EventType.NEAR_MISS, "wrong_medicine_caught"),
    Scripted(15, EventType.NEAR_MISS, "nearly_fell"),
    Scripted(11, EventType.HARM, "pressure_injury", Harm.MINOR),
    Scripted(6, EventType.NEAR_MISS, "wrong_label"),
    Scripted(4, EventType.GOOD_CATCH, "spotted_allergy"),
)
EMERGENCY_SCRIPT: Final = (
    Scripted(27, EventType.VIOLENCE, "threat", Harm.MINOR),
    Scripted(22, EventType.HARM, "delay", Harm.MODERATE),
    Scripted(19, EventType.GOOD_CATCH, "spotted_deterioration"),
    Scripted(14, EventType.FAMILY_CONCERN, "waiting"),
    Scripted(12, EventType.NEAR_MISS, "wrong_label"),
    Scripted(9, EventType.VIOLENCE, "racist", Harm.MINOR),
    Scripted(5, EventType.GOOD_CATCH, "spoke_up"),
    Scripted(3, EventType.STAFF_INJURY, "sharps", Harm.MINOR),
)
THEATRES_SCRIPT: Final = (
    Scripted(29, EventType.NEAR_MISS, "equipment_failed"),
    Scripted(24, EventType.GOOD_CATCH, "stopped_mix_up"),
    Scripted(17, EventType.HARM, "procedure", Harm.MINOR),
    Scripted(13, EventType.STAFF_INJURY, "splash", Harm.MINOR),
    Scripted(8, EventType.GOOD_CATCH, "faulty_equipment"),
    Scripted(4, EventType.NEAR_MISS, "wrong_label"),
)

HOUR: Final = 60
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Unit:
    """One board of the demo.

    Attributes:
        folder: its folder in the demo's.
        name: as it stands in the header.
        service: the service that it belongs to.
        tier: its tier.
        parent: the folder of the unit above, or empty.
        layout: its board's layout.
        preset: whose points its metrics are tagged with.
        huddle: when its morning huddle begins.
        figures: what it counts at the board.
        published: metrics whose figures are published to it.
        cards_a_month: how many cards go up in the first month and in the last.
        open_cards: those that are open when the story stops.
        script: its events of the last days.
        patients: whether patients stay here, so that there are falls and a patient voice.
        closed_days_ago: when it was closed for a week, or 0.
        co_leads: who leads it together.
        shown_by: what its wall was allowed to split figures by.
    """

    folder: str
    name: str
    service: str
    tier: int
    parent: str
    layout: str
    preset: Preset
    huddle: time
    figures: tuple[Figure, ...]
    published: tuple[str, ...]
    cards_a_month: tuple[float, float]
    open_cards: tuple[OpenCard, ...]
    script: tuple[Scripted, ...] = ()
    patients: bool = True
    closed_days_ago: int = 0
    co_leads: tuple[str, ...] = ("nursing", "medicine", "union")
    shown_by: tuple[str, ...] = ("language", "ethnicity", "age")

    @property
    def node_id(self) -> str:
        """Its node, the same in every demo."""
        return node_id(self.folder)


def node_id(folder: str) -> str:
    """Return the node of a unit of the demo."""
    return "node:" + natural_id("demo", "node", folder)


UNITS: Final = (
    Unit(
        folder=FRONT_WARD,
        name="Ward 7 East",
        service=SERVICE_NAME,
        tier=1,
        parent=SERVICE,
        layout="ward_sqcdp",
        preset="sqcdp",
        huddle=time(7, 15),
        figures=(
            Figure("skin_checked_6h", 0.762, 11, improved_to=0.878, improved_days_ago=235),
            Figure("call_bell_5min", 0.84, 22, season=0.015, weekend=1.0),
            Figure("discharge_before_noon", 0.27, 7, season=0.02, weekend=0.5),
            Figure("breaks_taken", 0.86, 13, season=0.02, weekend=0.8),
            Figure("hand_hygiene", 0.905, 40, weekly=True),
            Figure("medication_double_check", 0.965, 35, weekly=True),
        ),
        published=("pain_reassessed_1h", "patient_experience", "skin_checked_6h"),
        cards_a_month=(9, 47),
        open_cards=(
            OpenCard("equipment", "Larger chair missing", 90, serious_harm=True),
            OpenCard("medicines", "Blood fridge alarm", 40, need=Need.AWARENESS),
            OpenCard(
                "language", "No interpreter after 18:00", 2 * DAY + 50, owner="Service", due_days=2
            ),
            OpenCard("environment", "Call bells not working", 4 * DAY + 90, owner="Hospital"),
            OpenCard(
                "transport",
                "No porter between 21:00 and 07:00",
                12 * DAY + 200,
                owner="Hospital",
                answer="Night porter from 1 {next_month}.",
            ),
        ),
        script=FRONT_SCRIPT,
        closed_days_ago=300,
    ),
    Unit(
        folder=EMERGENCY,
        name="Emergency department",
        service=SERVICE_NAME,
        tier=1,
        parent=SERVICE,
        layout="emergency_department",
        preset="sqcdp",
        huddle=time(7, 30),
        figures=(
            Figure("hand_hygiene", 0.86, 45, weekly=True),
            Figure("breaks_taken", 0.71, 18, season=0.04, weekend=1.0),
            Figure("medication_double_check", 0.94, 30, weekly=True),
        ),
        published=("ed_breaches", "pain_reassessed_1h"),
        cards_a_month=(12, 38),
        open_cards=(
            OpenCard("transport", "Waiting for a bed", 3 * HOUR),
            OpenCard("staffing", "Short next shift", 70),
            OpenCard("environment", "Too hot or too cold", DAY + 100, owner="Estates", due_days=1),
            OpenCard(
                "information",
                "Results come too late",
                3 * DAY,
                owner="Laboratory",
                answer="Blood tests go by the tube system again.",
            ),
        ),
        script=EMERGENCY_SCRIPT,
        patients=False,
        shown_by=("department_type", "language", "ethnicity"),
    ),
    Unit(
        folder=THEATRES,
        name="Theatres",
        service="Surgery",
        tier=1,
        parent=HOSPITAL,
        layout="perioperative",
        preset="sqcdp",
        huddle=time(7, 40),
        figures=(
            Figure("who_checklist", 0.972, 24, weekend=0.3),
            Figure(
                "first_case_on_time", 0.58, 9, improved_to=0.74, improved_days_ago=150, weekend=0.3
            ),
            Figure("hand_hygiene", 0.93, 40, weekly=True),
            Figure("breaks_taken", 0.88, 30, weekend=0.3),
        ),
        published=(),
        cards_a_month=(7, 22),
        open_cards=(
            OpenCard("equipment", "Broken, waiting for repair", 3 * HOUR),
            OpenCard("supplies", "Wrong size or type delivered", 45, need=Need.AWARENESS),
            OpenCard("staffing", "Skill missing on this shift", DAY + 30, owner="Service"),
        ),
        script=THEATRES_SCRIPT,
        patients=False,
    ),
    Unit(
        folder=SERVICE,
        name=SERVICE_NAME,
        service=HOSPITAL_NAME,
        tier=2,
        parent=HOSPITAL,
        layout="service_tier2",
        preset="sqcdp",
        huddle=time(8, 15),
        figures=(
            Figure("medication_double_check", 0.952, 120, weekly=True),
            Figure("hand_hygiene", 0.885, 160, weekly=True),
        ),
        published=("pain_reassessed_1h", "patient_experience", "discharge_before_noon"),
        cards_a_month=(5, 18),
        open_cards=(
            OpenCard("language", "No interpreter when needed", 2 * DAY, owner="Interpreters"),
            OpenCard("environment", "Call bells not working", 4 * DAY, owner="Estates"),
            OpenCard("transport", "Ready to go home, held up", 5 * HOUR),
            OpenCard(
                "staffing",
                "Breaks cannot be covered",
                6 * DAY,
                owner="Hospital",
                answer="The site team covers breaks at night from Monday.",
            ),
        ),
        patients=False,
        co_leads=("nursing", "medicine", "operations"),
    ),
    Unit(
        folder=HOSPITAL,
        name=HOSPITAL_NAME,
        service="Northbridge Health",
        tier=3,
        parent="",
        layout="hospital_tier3",
        preset="value_compass",
        huddle=time(9, 0),
        figures=(
            Figure("falls_with_harm", 0.34),
            Figure("hand_hygiene", 0.89, 400, weekly=True),
            Figure("medication_double_check", 0.955, 300, weekly=True),
        ),
        published=("patient_experience", "pain_reassessed_1h", "discharge_before_noon"),
        cards_a_month=(3, 11),
        open_cards=(
            OpenCard("environment", "Call bells not working", 4 * DAY, owner="Estates"),
            OpenCard("transport", "Waiting for a bed", 2 * HOUR),
            OpenCard("language", "No interpreter when needed", DAY, owner="Interpreters"),
        ),
        patients=False,
        co_leads=("nursing", "medicine", "union"),
    ),
)

FOLDER_OF_LAYOUT: Final = {
    **{unit.layout: unit.folder for unit in UNITS},
    "ward_value_compass": FRONT_WARD,
}
"""Which unit of the demo shows a shipped layout best."""
