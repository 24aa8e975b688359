"""Wards to make views of: an empty one, one like the picture of the board, and their parts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from kiosk.analytics.intervals import wilson
from kiosk.domain.announcements import Announcement
from kiosk.domain.calendars import Calendar
from kiosk.domain.cards import (
    Answered,
    Card,
    Closed,
    Criterion,
    Need,
    Owned,
    Progress,
    Raised,
)
from kiosk.domain.events import EventType, Harm, SafetyEvent, Standing
from kiosk.domain.metrics import Direction, Entered, Metric, MetricFacts, ValueKind
from kiosk.domain.nodes import Node, NodeFacts
from kiosk.domain.observations import Observation, observation_id
from kiosk.domain.people import Person, Role
from kiosk.domain.recognitions import Recognition
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.domain.safety_days import SafetyDay
from kiosk.domain.tickets import QuickHit, Ticket
from kiosk.domain.voices import Voice
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.layouts.loader import load_layout
from kiosk.layouts.schema import Layout
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.scenes import Scene

NOW = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZONE = "Europe/London"
NODE = "node:1"

SKIN = MetricFacts(key="skin_checked_6h", title="Skin checked in 6 h, %", goal=90.0)
FALLS = MetricFacts(
    key="falls_with_harm",
    title="Falls with harm",
    unit="falls",
    value=ValueKind.COUNT,
    per=1,
    direction=Direction.DECREASE,
)
PAIN = MetricFacts(
    key="pain_reassessed_1h",
    title="Pain reassessed in 1 h",
    entered=Entered.RELEASE,
    goal=80.0,
    we="We reassessed pain in time",
)


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return load_catalogue(resource_folder("assets") / "catalogue")


@cache
def layout(name: str = "ward_sqcdp") -> Layout:
    """Return a shipped layout."""
    return load_layout(resource_folder("board_layouts") / f"{name}.toml")


def layout_names() -> list[str]:
    """Return the names of the shipped layouts."""
    return sorted(path.stem for path in resource_folder("board_layouts").glob("*.toml"))


def node(
    calendar: Calendar | None = None,
    tier: int = 1,
    name: str = "Ward 7 East",
    shown_by: tuple[str, ...] = (),
) -> Node:
    """Return the ward of the picture; its wall shows groups only by what is named."""
    facts = NodeFacts(
        name=name,
        service="Acute medicine",
        tier=tier,
        time_zone=ZONE,
        co_leads=("nursing", "medicine", "union"),
    )
    return Node(facts=facts, calendar=calendar or Calendar(), wall_stratifiers=shown_by)


def empty_ward(**parts: object) -> Ward:
    """Return a ward that was set up and in which nothing has happened yet."""
    return replace(Ward(now=NOW, node_id=NODE, node=node()), **parts)  # type: ignore[arg-type]


def scene(ward: Ward, face: Face = Face.STAFF) -> Scene:
    """Return what tiles are made from."""
    return Scene(ward, catalogue(), face)


def card(raised_ago: timedelta, progress: Progress | None = None, **parts: object) -> Card:
    """Return a card about equipment."""
    made = Card(
        node=NODE,
        category="equipment",
        phrase="Broken, waiting for repair",
        sentence=None,
        need=Need.ACTION,
        criterion=Criterion.BARRIER,
        serious_harm=False,
        raised_at=NOW - raised_ago,
        progress=progress or Raised(),
    )
    return made.model_copy(update=parts)


def event(day: date, kind: EventType = EventType.HARM, **parts: object) -> SafetyEvent:
    """Return a confirmed event, by default a fall with harm."""
    made = SafetyEvent(
        type=kind,
        what="fall" if kind is EventType.HARM else "spoke_up",
        harm=Harm.MINOR if kind is EventType.HARM else Harm.NONE,
        day=day,
        shift="Day shift",
        sentence=None,
        standing=Standing.CONFIRMED,
    )
    return made.model_copy(update=parts)


def numbered(kind: str, things: Iterable[object]) -> Mapping[str, object]:
    """Return things by an entity id."""
    return {f"{kind}:{number}": thing for number, thing in enumerate(things)}


def closed_days(first: date, last: date, but: Iterable[date] = ()) -> dict[date, SafetyDay]:
    """Return days that somebody closed, both ends included."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    left = set(but)
    return {day: SafetyDay(day=day, closed=True) for day in days if day not in left}


def metric(facts: MetricFacts, **parts: object) -> Metric:
    """Return a metric that the ward follows."""
    return Metric(facts=facts, goal=facts.goal).model_copy(update=parts)


def daily(
    key: str, figures: Mapping[date, tuple[int, int | None] | None]
) -> dict[str, Observation]:
    """Return figures by day; None stands for *not counted*."""
    return {
        observation_id(key, day): Observation(
            metric=key,
            day=day,
            answer="not_counted" if figure is None else "counted",
            numerator=figure[0] if figure else None,
            denominator=figure[1] if figure else None,
        )
        for day, figure in figures.items()
    }


def shown(group: str | None, numerator: int, denominator: int) -> Cell:
    """Return a cell that may be read, of a proportion."""
    interval = wilson(numerator, denominator)
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=100 * interval.lower,
        upper=100 * interval.upper,
        numerator=numerator,
        denominator=denominator,
    )


HIDDEN = CellStatus.HIDDEN


def hidden(group: str) -> Cell:
    """Return a cell that is hidden for privacy."""
    return Cell(group=group, status=HIDDEN)


def window(first: date, last: date, overall: Cell, *groups: Cell) -> Window:
    """Return a window with its figures."""
    return Window(first=first, last=last, overall=overall, groups=groups)


def pain_release() -> Release:
    """Return the release of the picture: better overall, not for Spanish speakers."""
    names = ("English", "Spanish", "Mandarin", "Tagalog", "Hindi")
    mandarin = Cell(group="Mandarin", status=CellStatus.UNRELIABLE, lower=48.0, upper=88.0)
    before = window(
        date(2025, 8, 1),
        date(2025, 10, 31),
        shown(None, 2100, 3000),
        shown("English", 1680, 2400),
        shown("Spanish", 280, 400),
        mandarin,
        hidden("Tagalog"),
        hidden("Hindi"),
    )
    after = window(
        date(2026, 8, 1),
        date(2026, 10, 31),
        shown(None, 2370, 3000),
        shown("English", 1968, 2400),
        shown("Spanish", 244, 400),
        mandarin,
        hidden("Tagalog"),
        hidden("Hindi"),
    )
    return Release(
        metric=PAIN,
        scope="Medicine service, not this ward alone",
        stratifier="language",
        groups=names,
        source="electronic record",
        windows=(before, after),
    )


def improving_skin() -> dict[str, Observation]:
    """Return two years of daily counts that get better with evidence from spring on."""
    figures: dict[date, tuple[int, int | None] | None] = {}
    day = date(2025, 1, 1)
    while day <= TODAY:
        wave = (day.toordinal() * 7919) % 5 - 2
        share = 14 if day < date(2026, 3, 1) else 17
        figures[day] = (min(20, share + wave), 20)
        day += timedelta(days=1)
    return daily("metric:skin", figures)


def full_ward() -> Ward:
    """Return the ward of the picture, two years on."""
    falls = [TODAY - timedelta(days=23 + 25 * back) for back in range(15)]
    caught = [date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 18)]
    answered = Answered(by="Hospital", at=NOW - timedelta(minutes=23), answer="Night porter from 1")
    return empty_ward(
        node=node(shown_by=("language",)),
        people=numbered(
            "person",
            (Person(name="Ada Quill", role=Role.STAFF, group="nursing") for _ in range(6)),
        ),
        metrics={
            "metric:skin": metric(SKIN),
            "metric:falls": metric(FALLS),
            "metric:pain": metric(PAIN),
        },
        observations=improving_skin(),
        events=numbered(
            "event",
            [
                *(event(day) for day in falls),
                *(event(day, EventType.NEAR_MISS) for day in caught),
                event(date(2026, 11, 13), what="medication"),
            ],
        ),
        safety_days=closed_days(date(2025, 1, 1), date(2026, 11, 23), but=[date(2026, 11, 22)]),
        cards=numbered(
            "card",
            [
                card(timedelta(hours=12), sentence="Larger chair missing", phrase=None),
                card(timedelta(minutes=40), phrase="Blood fridge alarm", need=Need.AWARENESS),
                card(timedelta(days=2), Owned(by="Tier 2", at=NOW, due=None)),
                card(timedelta(days=12), answered),
                card(
                    timedelta(days=9),
                    Closed(at=NOW - timedelta(days=3), answer=None, answered_by=None),
                ),
            ],
        ),
        recognitions=numbered(
            "recognition",
            [
                Recognition(
                    group="nursing",
                    phrase="Raised a worry early",
                    sentence=None,
                    name="Ada Quill",
                    shift="Day shift",
                    day=TODAY,
                    given_at=NOW,
                )
            ],
        ),
        tickets=numbered(
            "ticket",
            [
                Ticket(
                    theme="waiting",
                    phrase="Order it before it is needed",
                    sentence=None,
                    raised_at=NOW,
                    progress=QuickHit(due=TODAY - timedelta(days=1)),
                )
            ],
        ),
        announcements=numbered(
            "announcement",
            [
                Announcement(
                    sentence="Fire drill on Thursday.",
                    until=date(2026, 11, 26),
                    by="Ada Quill",
                    posted_at=NOW,
                )
            ],
        ),
        voices=numbered(
            "voice",
            [
                Voice(
                    week=date(2026, 11, 16),
                    theme="Noise at night",
                    you_said="The bins are loud.",
                    we_did="Soft-close bins are fitted.",
                )
            ],
        ),
        releases={("pain_reassessed_1h", "language"): pain_release()},
    )
