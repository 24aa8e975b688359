"""The first day of a board: from the answers of the set-up to one transaction of changes."""

from dataclasses import dataclass

from kiosk.domain.agendas import AgendaItem, SetAgenda
from kiosk.domain.calendars import Calendar
from kiosk.domain.metrics import DefineMetric, MetricFacts, metric_id
from kiosk.domain.nodes import ChooseLayout, DefineNode, NodeFacts, SetCalendar
from kiosk.services.board import BoardService, Performed
from kiosk.services.deciding import Command
from kiosk.services.pins import PinKeeper, problem_with_pin
from kiosk.services.refused import Refused

MOST_METRICS = 12
"""Metrics that a first set-up takes; more can be followed later."""


@dataclass(frozen=True, slots=True)
class WardSetup:
    """The answers of the set-up.

    Attributes:
        facts: language, unit, service, tier, time zone, co-leads, phone numbers.
        calendar: shifts and huddles.
        layout: the name of the layout's file without the ending.
        metrics: the definitions that were chosen.
        agenda: the huddle's items.
        pin: the administrator's PIN.
    """

    facts: NodeFacts
    calendar: Calendar
    layout: str
    metrics: tuple[MetricFacts, ...]
    agenda: tuple[AgendaItem, ...]
    pin: str


def set_up_commands(node_id: str, answers: WardSetup) -> tuple[Command, ...]:
    """Return the commands that make a node what the set-up's answers say."""
    return (
        DefineNode(node_id, answers.facts),
        SetCalendar(node_id, answers.calendar),
        ChooseLayout(node_id, answers.layout),
        *(DefineMetric(metric_id(node_id, facts.key), facts) for facts in answers.metrics),
        SetAgenda(node_id, answers.agenda),
    )


def set_up_ward(
    service: BoardService, pins: PinKeeper, answers: WardSetup, command_id: str
) -> Performed:
    """Set a ward up in one transaction, and keep its PIN, which is not a change.

    The PIN is kept first: if the machine stops in between, the set-up is simply asked again.

    Args:
        service: the board's.
        pins: where the PIN is kept.
        answers: the set-up's.
        command_id: names this set-up; sent twice, it is done once.

    Raises:
        Refused: an answer cannot stand, with the reason.
        StoreError: it could not be kept.
    """
    problem = problem_with_pin(answers.pin)
    if problem:
        raise Refused(problem)
    if len(answers.metrics) > MOST_METRICS:
        raise Refused(f"Begin with at most {MOST_METRICS} metrics.")
    pins.set(answers.pin)
    return service.perform_all(set_up_commands(service.node_id, answers), command_id)
