"""What the catalogue is made of: metrics, card categories, kinds of event, themes, agendas."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from kiosk.domain.agendas import AgendaItem as HuddleItem
from kiosk.domain.cards import Criterion, Need
from kiosk.domain.events import EventType, Harm
from kiosk.domain.metrics import ChartKind, Direction, Entered, MetricFacts, Rules, ValueKind
from kiosk.layouts.schema import Preset
from kiosk.layouts.tiles import Identifier

MOST_PHRASE: Final = 32  # characters; longer would be cut on a button
MOST_TITLE: Final = 26  # characters; longer would be cut over a tile

Title = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TITLE)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=MOST_PHRASE)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=8)]
Setting = Literal["ward", "emergency", "perioperative"]


class Entry(BaseModel):
    """A frozen piece of the catalogue; a key it does not know is refused."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class Choice(Entry):
    """Something to touch, and the id under which it is kept."""

    id: Identifier
    text: Phrase


class NeedChoice(Entry):
    """What a card asks for, in the words of its button."""

    id: Need
    text: Phrase


class CriterionChoice(Entry):
    """Why a card goes up, in the words of its button."""

    id: Criterion
    text: Phrase


class HarmChoice(Entry):
    """How bad it was, in the words of its button."""

    id: Harm
    text: Phrase


class FollowUpChoice(Entry):
    """A question after harm."""

    id: Literal["told", "staff_supported", "team_talked", "learning_shared"]
    text: Phrase


class CountedEvents(Entry):
    """Which reported events a metric counts; no types means all of the kind."""

    kind: EventType
    types: tuple[Identifier, ...] = ()


class CatalogueMetric(Entry):
    """A metric to choose when a board is set up.

    What counts reported events is voluntary: people report as they see fit.
    `direction` is the way that is better; `denominator` is empty for a plain count; `goal` is
    in `unit`; `we` says what we did, before "less often for some patients". `chart`, `rules` and
    `screen` say how it is drawn over time; one that is chosen as days between events is an
    individuals chart where a tile shows its counts.
    """

    id: Identifier
    title: Title
    definition: Sentence
    unit: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    value: ValueKind
    numerator: Label
    denominator: Annotated[str, StringConstraints(max_length=80)] = ""
    we: Annotated[str, StringConstraints(max_length=60)] = ""
    direction: Direction
    chart: ChartKind | Literal["days_between"]
    rules: Rules = Rules.MAKING_DATA_COUNT
    screen: Annotated[bool, Strict()] = True
    source: Label
    sqcdp: Literal["safety", "quality", "cost", "delivery", "people"]
    value_compass: Literal["patient", "quality", "service", "affordability", "workplace"]
    goal: Annotated[float, Strict()] | None = None
    entered: Entered
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    events: CountedEvents | None = None

    def facts(self, preset: Preset) -> MetricFacts:
        """The definition that a node follows, tagged with the metric's point of a preset."""
        return MetricFacts(
            key=self.id,
            title=self.title,
            definition=self.definition,
            unit=self.unit,
            value=self.value,
            per=100 if self.value is ValueKind.PROPORTION else 1,
            numerator=self.numerator,
            denominator=self.denominator,
            direction=self.direction,
            source=self.source,
            entered=self.entered,
            point=self.sqcdp if preset == "sqcdp" else self.value_compass,
            goal=self.goal,
            chart=ChartKind.XMR if self.chart == "days_between" else self.chart,
            rules=self.rules,
            screen=self.screen,
            voluntary=self.events is not None,
            we=self.we,
        )


class CardCategory(Entry):
    """What an escalation card can be about, with its phrases and what it presets."""

    id: Identifier
    title: Title
    need: Need
    criterion: Criterion
    phrases: Phrases


class KindOfEvent(Entry):
    """A kind of event and its types; `tone` harm is drawn as harm, report in the accent."""

    id: EventType
    title: Title
    tone: Literal["harm", "report"]
    asks_level: Annotated[bool, Strict()]
    types: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=8)]


class PhraseTheme(Entry):
    """A theme of thanks or of ideas, with its phrases."""

    id: Identifier
    title: Title
    phrases: Phrases


class AgendaItem(Entry):
    """One item of a huddle: its budget and what is asked; `listed` items stand on the tile."""

    id: Identifier
    title: Title
    seconds: Annotated[int, Strict(), Field(ge=15, le=900)]
    script: Sentence
    listed: Annotated[bool, Strict()] = True


class Agenda(Entry):
    """What a huddle of some tiers goes through."""

    id: Identifier
    title: Title
    tiers: Annotated[tuple[Annotated[int, Strict(), Field(ge=1, le=6)], ...], Field(min_length=1)]
    items: Annotated[tuple[AgendaItem, ...], Field(min_length=1, max_length=12)]

    @property
    def seconds(self) -> int:
        """The budget of the whole huddle."""
        return sum(item.seconds for item in self.items)

    def huddle_items(self) -> tuple[HuddleItem, ...]:
        """The items as a node's agenda keeps them."""
        return tuple(
            HuddleItem(key=item.id, title=item.title, seconds=item.seconds, script=item.script)
            for item in self.items
        )
