"""How a ward was set up while it ran alone: offered to the administrator when it enrols, never applied by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.agendas import ITEMS_LIMIT, Agenda, AgendaItem
from kiosk.domain.calendars import Calendar
from kiosk.domain.card_clocks import Clocks
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.nodes import MOST_STRATIFIERS, NodeFacts
from kiosk.domain.sentences import CHOICE_LIMIT
from kiosk.domain.wards import Ward

METRICS_LIMIT: Final = 60
"""Metrics that an offer may hold."""


class OfferedMetric(BaseModel):
    """A metric that the ward followed, with its goal."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    facts: MetricFacts
    goal: float | None = None
    goal_by: date | None = None


class Offer(BaseModel):
    """How a ward was set up alone. Nobody's name is in it: the roster stays where it is."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    facts: NodeFacts
    calendar: Calendar = Calendar()
    clocks: Clocks = Clocks()
    layout: str = Field(default="", max_length=CHOICE_LIMIT)
    agenda: tuple[AgendaItem, ...] = Field(default=(), max_length=ITEMS_LIMIT)
    metrics: tuple[OfferedMetric, ...] = Field(default=(), max_length=METRICS_LIMIT)
    wall_stratifiers: tuple[str, ...] = Field(default=(), max_length=MOST_STRATIFIERS)


def offer_of(ward: Ward) -> dict[str, Any] | None:
    """Return the offer of a ward as it travels in `Enrol.offer`; None for a board that was never set up."""
    node = ward.node
    if node is None:
        return None
    followed = [metric for metric in ward.metrics.values() if metric.active]
    offer = Offer(
        facts=node.facts,
        calendar=node.calendar,
        clocks=node.clocks,
        layout=node.layout,
        agenda=_items(ward.agenda),
        metrics=tuple(
            OfferedMetric(facts=metric.facts, goal=metric.goal, goal_by=metric.goal_by)
            for metric in followed[:METRICS_LIMIT]
        ),
        wall_stratifiers=node.wall_stratifiers,
    )
    return offer.model_dump(mode="json")


def offer_from(said: Mapping[str, Any]) -> Offer:
    """Read what `offer_of` wrote.

    Raises:
        ValidationError: it cannot be read.
    """
    return Offer.model_validate(said)


def _items(agenda: Agenda | None) -> tuple[AgendaItem, ...]:
    return () if agenda is None else agenda.items
