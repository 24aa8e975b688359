"""The shipped catalogue in `assets/catalogue`: metrics, phrases to touch, agendas, questions."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kiosk.layouts.check import FileProblemsError, Problem, validated
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import RULES_BROKEN, Finding
from kiosk.layouts.tiles import EventKind, Identifier

MOST_PHRASE: Final = 32  # characters; longer would be cut on a button
MOST_TITLE: Final = 26  # characters; longer would be cut over a tile

Title = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TITLE)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=MOST_PHRASE)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=8)]
Setting = Literal["ward", "emergency", "perioperative"]

_Part = TypeVar("_Part", bound=BaseModel)


class CatalogueError(FileProblemsError):
    """The catalogue cannot be read; `problems` says why, each with its line."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Entry):
    """Something to touch, and the id under which it is kept."""

    id: Identifier
    text: Phrase


class CountedEvents(_Entry):
    """Which reported events a metric counts; no types means all of the kind."""

    kind: EventKind
    types: tuple[Identifier, ...] = ()


class CatalogueMetric(_Entry):
    """A metric to choose when a board is set up.

    `direction` is the way that is better; `denominator` is empty for a plain count; `goal` is
    in `unit`.
    """

    id: Identifier
    title: Title
    definition: Sentence
    unit: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    numerator: Sentence
    denominator: Annotated[str, StringConstraints(max_length=120)] = ""
    direction: Literal["up", "down"]
    chart: Literal["xmr", "days_between"]
    source: Sentence
    sqcdp: Literal["safety", "quality", "cost", "delivery", "people"]
    value_compass: Literal["patient", "quality", "service", "affordability", "workplace"]
    goal: Annotated[float, Strict()] | None = None
    entered: Literal["daily", "weekly", "release"]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    events: CountedEvents | None = None


class CardCategory(_Entry):
    """What an escalation card can be about, with its phrases and what it presets."""

    id: Identifier
    title: Title
    need: Literal["action", "awareness"]
    criterion: Literal["serious_risk", "barrier", "visibility"]
    phrases: Phrases


class KindOfEvent(_Entry):
    """A kind of event and its types; `tone` harm is drawn as harm, report in the accent."""

    id: EventKind
    title: Title
    tone: Literal["harm", "report"]
    asks_level: Annotated[bool, Strict()]
    types: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=8)]


class PhraseTheme(_Entry):
    """A theme of thanks or of ideas, with its phrases."""

    id: Identifier
    title: Title
    phrases: Phrases


class AgendaItem(_Entry):
    """One item of a huddle: its budget and what is asked; `listed` items stand on the tile."""

    id: Identifier
    title: Title
    seconds: Annotated[int, Strict(), Field(ge=15, le=900)]
    script: Sentence
    listed: Annotated[bool, Strict()] = True


class Agenda(_Entry):
    """What a huddle of some tiers goes through."""

    id: Identifier
    title: Title
    tiers: Annotated[tuple[Annotated[int, Strict(), Field(ge=1, le=6)], ...], Field(min_length=1)]
    items: Annotated[tuple[AgendaItem, ...], Field(min_length=1, max_length=12)]

    @property
    def seconds(self) -> int:
        """The budget of the whole huddle."""
        return sum(item.seconds for item in self.items)


class _File(_Entry):
    """A file of the catalogue: in each of its lists, ids are unique."""

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        found = tuple(
            finding for name in type(self).model_fields for finding in _repeats(self, name)
        )
        if found:
            words = "ids repeat"
            raise PydanticCustomError(RULES_BROKEN, "{words}", {"words": words, "findings": found})
        return self


class MetricCatalogue(_File):
    """metrics.toml."""

    metrics: tuple[CatalogueMetric, ...]


class CardCatalogue(_File):
    """cards.toml."""

    needs: tuple[Choice, ...]
    criteria: tuple[Choice, ...]
    categories: tuple[CardCategory, ...]


class EventCatalogue(_File):
    """events.toml."""

    levels: tuple[Choice, ...]
    after_harm: tuple[Choice, ...]
    kinds: tuple[KindOfEvent, ...]


class RecognitionCatalogue(_File):
    """recognitions.toml."""

    roles: tuple[Choice, ...]
    themes: tuple[PhraseTheme, ...]


class IdeaCatalogue(_File):
    """ideas.toml."""

    themes: tuple[PhraseTheme, ...]


class EquityQuestions(_File):
    """equity_questions.toml."""

    questions: Annotated[tuple[Sentence, ...], Field(min_length=1)]


class AgendaCatalogue(_File):
    """agenda.toml."""

    agendas: tuple[Agenda, ...]


class Catalogue(_Entry):
    """Everything shipped to choose from, in the order of the files."""

    metrics: tuple[CatalogueMetric, ...]
    cards: CardCatalogue
    events: EventCatalogue
    recognitions: RecognitionCatalogue
    ideas: IdeaCatalogue
    equity_questions: tuple[str, ...]
    agendas: tuple[Agenda, ...]

    def metric(self, metric_id: str) -> CatalogueMetric | None:
        """The metric of that id, if it is shipped."""
        return next((metric for metric in self.metrics if metric.id == metric_id), None)

    def agenda_for(self, tier: int) -> Agenda:
        """The agenda of a tier; the first one when none names it."""
        return next((agenda for agenda in self.agendas if tier in agenda.tiers), self.agendas[0])

    def kind_of_event(self, kind: EventKind) -> KindOfEvent:
        """The kind of event of that id; KeyError when the catalogue has none."""
        for known in self.events.kinds:
            if known.id == kind:
                return known
        raise KeyError(kind)


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in a folder.

    Raises:
        CatalogueError: with every problem of the first file that cannot be read.
    """
    return Catalogue(
        metrics=_read(folder / "metrics.toml", MetricCatalogue).metrics,
        cards=_read(folder / "cards.toml", CardCatalogue),
        events=_read(folder / "events.toml", EventCatalogue),
        recognitions=_read(folder / "recognitions.toml", RecognitionCatalogue),
        ideas=_read(folder / "ideas.toml", IdeaCatalogue),
        equity_questions=_read(folder / "equity_questions.toml", EquityQuestions).questions,
        agendas=_read(folder / "agenda.toml", AgendaCatalogue).agendas,
    )


def _read(path: Path, model: type[_Part]) -> _Part:
    text = read_text(path)
    if isinstance(text, Problem):
        raise CatalogueError([text])
    part = validated(text, path.name, model)
    if isinstance(part, tuple):
        raise CatalogueError(part)
    return part


def _repeats(file: _File, name: str) -> Iterable[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(getattr(file, name)):
        entry_id = getattr(entry, "id", None)
        if entry_id in seen:
            yield Finding((name, index, "id"), "stands there twice", entry_id)
        elif entry_id is not None:
            seen.add(entry_id)
