"""A ward at a glance: every entity of a node as it stands, in one frozen value that view-models and forms read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.agendas import Agenda
from kiosk.domain.announcements import Announcement
from kiosk.domain.calendars import ShiftSpan, shift_at
from kiosk.domain.cards import Card
from kiosk.domain.clock import local_day, local_time
from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.events import SafetyEvent
from kiosk.domain.metrics import Metric, MetricFacts
from kiosk.domain.nodes import Node
from kiosk.domain.observations import Observation
from kiosk.domain.people import Person
from kiosk.domain.recognitions import Recognition
from kiosk.domain.release_summaries import ReleaseSummary
from kiosk.domain.releases import Published, Release
from kiosk.domain.safety_days import SafetyDay
from kiosk.domain.tickets import Ticket
from kiosk.domain.voices import Voice


@dataclass(frozen=True, slots=True)
class Ward:
    """What the store knows of one node, and the instant at which it is looked at.

    Only entities that stand are here. Mappings are keyed by entity id, oldest entity first.

    Attributes:
        now: the instant, aware, in UTC.
        node_id: the node's entity id; the node itself is None before the first set-up.
        published: what was announced of the newest release of each metric and stratifier, keyed by
            (metric key, stratifier).
        releases: those releases, by the same keys; one is parsed when it is asked for, so choose with
            `published` or `releases_of` before looking through all.
        summaries: what those releases that are by group say about the group most in need, by the same keys.
        cards: those that this board acts on: its own, and of the units below it or that it answers for.
        neighbours: open cards of the units beside this one, to be read.
        homes: card → whose it is, of the cards of other units.
        layouts: the hospital's own layouts by name, as their files have them; they come before shipped ones.
        units: node → what it is called, of every node that is known.
        unsent: cards that nobody outside this board knows of yet.
        void: card → why its last entry that does not count does not.
        waiting: changes that central has not confirmed.
        locks: what this unit may not set for itself, of `kiosk.domain.placed_nodes.LOCKS`; the hospital does.
        alone: whether the ward is its own sequencer.
        training: whether this is the training store.
        notice: what the store has to say (restored from a backup, disk full), or empty.
    """

    now: datetime
    node_id: str
    node: Node | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    agenda: Agenda | None = None
    observations: Mapping[str, Observation] = field(default_factory=dict)
    events: Mapping[str, SafetyEvent] = field(default_factory=dict)
    safety_days: Mapping[date, SafetyDay] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    recognitions: Mapping[str, Recognition] = field(default_factory=dict)
    tickets: Mapping[str, Ticket] = field(default_factory=dict)
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    published: Mapping[tuple[str, str], Published] = field(default_factory=dict)
    releases: Mapping[tuple[str, str], Release] = field(default_factory=dict)
    summaries: Mapping[tuple[str, str], ReleaseSummary] = field(default_factory=dict)
    equity_goals: Mapping[str, EquityGoal] = field(default_factory=dict)
    neighbours: Mapping[str, Card] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unsent: frozenset[str] = frozenset()
    void: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    locks: frozenset[str] = frozenset()
    alone: bool = True
    training: bool = False
    notice: str = ""

    @property
    def zone(self) -> str:
        """The node's IANA time zone; UTC before the set-up."""
        return self.node.facts.time_zone if self.node else "UTC"

    @property
    def local_now(self) -> datetime:
        """The wall-clock time on the ward."""
        return local_time(self.now, self.zone)

    @property
    def today(self) -> date:
        """The ward's day."""
        return local_day(self.now, self.zone)

    @property
    def shift(self) -> ShiftSpan | None:
        """The shift that runs, or None before the set-up."""
        return shift_at(self.node.calendar, self.now, self.zone) if self.node else None

    def is_ours(self, card_id: str) -> bool:
        """Tell whether a card is this unit's own, also by another name that it had."""
        return card_id not in self.homes

    def unit_of(self, card_id: str) -> str:
        """Return what the unit is called whose card it is; empty for this unit's own."""
        home = self.homes.get(card_id)
        return "" if home is None else self.units.get(home, "another unit")

    def metric_by_key(self, key: str) -> Metric | None:
        """Return the metric that a layout names, if the node follows it."""
        for metric in self.metrics.values():
            if metric.facts.key == key and metric.active:
                return metric
        return None

    def goal_of(self, facts: MetricFacts) -> float | None:
        """Return a metric's goal: the node's own where it follows the metric, else that of the definition."""
        followed = self.metric_by_key(facts.key)
        return facts.goal if followed is None else followed.goal

    def stratifiers_of(self, metric: str) -> tuple[str, ...]:
        """Return what a metric's releases are by, oldest announcement first; empty for the whole alone."""
        return tuple(by for key, by in self.published or self.releases if key == metric)

    def releases_of(self, metric: str) -> Iterator[tuple[str, Release]]:
        """Return a metric's releases by their stratifiers; only those are parsed."""
        for by in self.stratifiers_of(metric):
            release = self.releases.get((metric, by))
            if release is not None and release.windows:
                yield by, release
