"""The shipped catalogue in `assets/catalogue`: metrics, phrases to touch, agendas, questions."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from kiosk.domain.events import EventType
from kiosk.layouts.check import FileProblemsError, Problem, validated
from kiosk.layouts.entries import (
    Agenda,
    CardCategory,
    CatalogueMetric,
    Choice,
    CriterionChoice,
    Entry,
    FollowUpChoice,
    HarmChoice,
    KindOfEvent,
    NeedChoice,
    PhraseTheme,
    Sentence,
)
from kiosk.layouts.files import read_text
from kiosk.layouts.findings import RULES_BROKEN, Finding

__all__ = [
    "Agenda",
    "CardCategory",
    "Catalogue",
    "CatalogueError",
    "CatalogueMetric",
    "KindOfEvent",
    "PhraseTheme",
    "load_catalogue",
]

_Part = TypeVar("_Part", bound=BaseModel)


class CatalogueError(FileProblemsError):
    """The catalogue cannot be read; `problems` says why, each with its line."""


class _File(Entry):
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

    needs: tuple[NeedChoice, ...]
    criteria: tuple[CriterionChoice, ...]
    categories: tuple[CardCategory, ...]


class EventCatalogue(_File):
    """events.toml."""

    levels: tuple[HarmChoice, ...]
    after_harm: tuple[FollowUpChoice, ...]
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


class Catalogue(Entry):
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

    def kind_of_event(self, kind: EventType) -> KindOfEvent:
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
