"""A small ward for tests of the services: its node, its first commands, its names."""

from datetime import UTC, datetime

from kiosk.domain.calendars import Calendar
from kiosk.domain.cards import Criterion, Need, RaiseCard
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.nodes import DefineNode, NodeFacts, SetCalendar
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.services.board import BoardService

NODE = "node:5b0c7e0e-8a58-4d3e-9c52-3f3a4a2d7f10"
TUESDAY = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)


def define(service: BoardService) -> None:
    """Give the ward its name and calendar."""
    service.perform_all(
        (
            DefineNode(NODE, NodeFacts(name="Ward 7 East", time_zone="Europe/London")),
            SetCalendar(NODE, Calendar()),
        ),
        "the first day",
    )


def raising(card_id: str = "card:1", sentence: str | None = None) -> RaiseCard:
    """Return a command that raises a card."""
    return RaiseCard(
        card_id=card_id,
        node=NODE,
        category="equipment",
        phrase=None if sentence else "Broken, waiting for repair",
        sentence=sentence,
        need=Need.ACTION,
        criterion=Criterion.BARRIER,
        serious_harm=False,
    )


def a_release(value: float = 82.0, key: str = "pain_reassessed_1h") -> Release:
    """Return a release with one window."""
    day = TUESDAY.date()
    return Release(
        metric=MetricFacts(key=key, title="Pain reassessed in 1 h"),
        stratifier="language",
        windows=(
            Window(
                first=day.replace(day=1),
                last=day,
                overall=Cell(group=None, status=CellStatus.SHOWN, value=value),
            ),
        ),
    )
