"""What a ward did before it was enrolled, by the ids that it has under the node's present name."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from kiosk.domain.equity_goals import equity_goal_id
from kiosk.domain.metrics import Metric, metric_id
from kiosk.domain.observations import observation_id
from kiosk.domain.safety_days import SafetyDay, safety_day_id

Entities = Mapping[str, Any]
"""Entities that stand, by id, oldest first."""

RENAMED: Final = frozenset({"observation", "equity_goal"})
"""Kinds of entities that are looked up by ids that come from the node's name."""


def under_present_name(
    kind: str, entities: Entities, node: str, metrics: Mapping[str, str]
) -> Entities:
    """Return entities of a kind by the ids that they would have now; what has such an id already counts before others.

    Args:
        kind: the kind.
        entities: what stands, some of it from before the node had its present name.
        node: the present name.
        metrics: older metric id → present metric id.
    """
    older: dict[str, Any] = {}
    present: dict[str, Any] = {}
    for entity, state in entities.items():
        name, now = renamed(kind, (entity, state), node, metrics)
        (present if name == entity else older)[name] = now
    return {**older, **present} if older else entities


def renamed(
    kind: str, entity: tuple[str, Any], node: str, metrics: Mapping[str, str]
) -> tuple[str, Any]:
    """Return the id that an entity would have now, and its state under the present names; most stay as they are."""
    name, state = entity
    if kind == "equity_goal":
        return equity_goal_id(node, state.metric, state.stratifier), state
    metric = metrics.get(state.metric) if kind == "observation" else None
    if metric is None:
        return name, state
    return observation_id(metric, state.day), state.model_copy(update={"metric": metric})


def older_metrics(metrics: Iterable[Metric], node: str, aliases: Iterable[str]) -> dict[str, str]:
    """Return the id that each metric had under older names → the one that it has now; the key is the same."""
    names = list(aliases)
    return {
        metric_id(alias, metric.facts.key): metric_id(node, metric.facts.key)
        for metric in metrics
        for alias in names
    }


def by_date(days: Entities, node: str) -> dict[date, SafetyDay]:
    """Return safety days by their dates; what the node says under its present name counts before what it said."""
    found: dict[date, SafetyDay] = {}
    for entity, day in days.items():
        if day.day not in found or entity == safety_day_id(node, day.day):
            found[day.day] = day
    return found
