"""The units in reach: how many cards they have, when their board was last heard, and what is known of their huddle."""

from dataclasses import dataclass

from kiosk.central.web.owing import owing
from kiosk.central.web.standing import Standing, Unit, UnitCard
from kiosk.central.web.views.huddles import NotDue, heard_words, huddle_of, is_silent
from kiosk.central.web.views.rows import CardRow, bare, by_urgency, card_row
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.words import clock_time, counted


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in the list.

    Attributes:
        href: its page.
        name: what it is called.
        depth: how far below the office's node.
        tier: its tier.
        open, late: how many of its cards are open, and late.
        heard: when its board was last heard, or that it has none.
        silent: whether its board was not heard lately.
        huddle: what is known of today's huddle.
    """

    href: str
    name: str
    depth: int
    tier: int
    open: int
    late: int
    heard: str
    silent: bool
    huddle: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: its facts, and its open cards."""

    unit: Unit
    facts: tuple[tuple[str, str], ...]
    cards: tuple[CardRow, ...]


def unit_rows(standing: Standing) -> tuple[UnitRow, ...]:
    """Return the units in reach, the office's own first, each below the one above it."""
    by_node: dict[str, list[UnitCard]] = {}
    for each in standing.open_cards():
        by_node.setdefault(each.unit.node, []).append(each)
    return tuple(_row(unit, by_node.get(unit.node, []), standing) for unit in _as_tree(standing))


def unit_page(unit: Unit, standing: Standing, catalogue: Catalogue) -> UnitPage:
    """Return the page of one unit."""
    cards = tuple(each for each in standing.open_cards() if each.unit.node == unit.node)
    row = _row(unit, list(cards), standing)
    above = standing.names.get(unit.above[0], "") if unit.above else ""
    facts = (
        ("Tier", str(unit.tier)),
        *((("Below", above),) if above else ()),
        ("Board", row.heard),
        ("Huddle", row.huddle),
        ("Cards", f"{counted(row.open, 'open', 'open')}, {row.late} late"),
    )
    ordered = by_urgency(cards, standing)
    return UnitPage(unit, facts, tuple(card_row(each, standing, catalogue) for each in ordered))


def _as_tree(standing: Standing) -> list[Unit]:
    below: dict[str, list[Unit]] = {}
    for unit in standing.units.values():
        parent = unit.above[0] if unit.above else ""
        below.setdefault(parent, []).append(unit)
    ordered: list[Unit] = []

    def add(unit: Unit) -> None:
        ordered.append(unit)
        for child in sorted(below.get(unit.node, ()), key=lambda one: one.name.casefold()):
            if child.node != standing.here.node:
                add(child)

    add(standing.here)
    placed = {unit.node for unit in ordered}
    return ordered + [unit for unit in standing.units.values() if unit.node not in placed]


def _row(unit: Unit, cards: list[UnitCard], standing: Standing) -> UnitRow:
    owed = (owing(each, standing.now, standing.tiers) for each in cards)
    return UnitRow(
        href=f"/units/{bare(unit.node)}",
        name=unit.name,
        depth=min(unit.depth, 5),
        tier=unit.tier,
        open=len(cards),
        late=sum(each is not None and each.late is not None for each in owed),
        heard=_heard(unit, standing),
        silent=bool(unit.boards) and is_silent(unit, standing.now),
        huddle=_huddle(unit, standing),
    )


def _heard(unit: Unit, standing: Standing) -> str:
    if unit.closed:
        return "closed: its cards passed on"
    if not unit.boards:
        return "no board"
    return f"last heard {heard_words(unit, standing)}"


def _huddle(unit: Unit, standing: Standing) -> str:
    if not unit.boards or unit.closed:
        return "–"
    latest = huddle_of(unit, standing.now)
    if isinstance(latest, NotDue):
        return "none due yet today"
    return f"due {clock_time(latest.due, unit.zone)}, not recorded"
