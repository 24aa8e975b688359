"""A scene: all that a tile may know when its view is made, and what several tiles ask of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import USUAL_CLOCKS, Clocks
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.boards import Face

NO_CALENDAR = Calendar()
UNIT_OF_TIER = ("ward", "service", "hospital")
HIGHEST_UNIT = "the tier above"
NO_WARD = "unit"
LONGEST_CLOSED_DAYS = 4_000  # days of one closed period that are looked at


@dataclass(frozen=True, slots=True)
class Scene:
    """The ward as it stands, the shipped words, and who may be looking.

    `today` is the ward's day, worked out once: every figure of two years is held against it. `late` holds how late
    each card is, by the card's identity, once somebody asked: a tile asks for the same one several times.
    """

    ward: Ward
    catalogue: Catalogue
    face: Face
    today: date = field(init=False)
    late: dict[int, timedelta | None] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", self.ward.today)

    @property
    def public(self) -> bool:
        """Whether anyone who walks past may be looking."""
        return self.face is Face.PUBLIC

    @property
    def calendar(self) -> Calendar:
        """The ward's calendar; before the set-up the usual one."""
        return self.ward.node.calendar if self.ward.node else NO_CALENDAR

    @property
    def clocks(self) -> Clocks:
        """How long the ward's cards may wait."""
        return self.ward.node.clocks if self.ward.node else USUAL_CLOCKS

    @property
    def tier(self) -> int:
        """The ward's tier, 1 to 6."""
        return self.ward.node.facts.tier if self.ward.node else 1

    @property
    def unit(self) -> str:
        """What this node is called: ward, service, hospital; unit where the name has no ward."""
        name = self.ward.node.facts.name if self.ward.node else UNIT_OF_TIER[0]
        if self.tier == 1 and UNIT_OF_TIER[0] not in name.casefold():
            return NO_WARD
        names = (*UNIT_OF_TIER, *(HIGHEST_UNIT,) * 3)
        return names[self.tier - 1]

    def hides(self, text: str) -> bool:
        """Return whether words are kept from this face: in public, those with a roster name."""
        if not self.public:
            return False
        names = (person.name.casefold() for person in self.ward.people.values())
        return any(name and name in text.casefold() for name in names)

    def closed_days(self) -> frozenset[date]:
        """Return every day on which the ward was closed, up to today."""
        days: set[date] = set()
        for period in self.calendar.closed:
            last = min(period.last, self.today)
            count = min((last - period.first).days + 1, LONGEST_CLOSED_DAYS)
            days.update(period.first + timedelta(days=ahead) for ahead in range(count))
        return frozenset(days)
