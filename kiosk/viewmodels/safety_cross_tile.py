"""The safety cross: days coloured only when closed by somebody or by a confirmed event."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.domain.events import EventType, Harm, SafetyEvent, Standing
from kiosk.layouts.tiles import SafetyCrossTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Chip, DayCell, DayMark, Frame, SafetyCrossTileView
from kiosk.viewmodels.words import listed, long_day, month_name

TITLE = "Safety cross"
CAUGHT = frozenset({EventType.NEAR_MISS, EventType.GOOD_CATCH})
WORDS = {
    DayMark.NONE_REPORTED: "none reported",
    DayMark.HARM: "harm",
    DayMark.NEAR_MISS: "near miss or good catch",
    DayMark.OPEN: "not closed yet",
    DayMark.CLOSED_WARD: "ward closed",
    DayMark.FUTURE: "to come",
}


def safety_cross_tile(tile: SafetyCrossTile, scene: Scene) -> SafetyCrossTileView:
    """Return the running month of the ward as it stands on the board."""
    cells = month_cells(scene, scene.today, near_misses=tile.near_misses)
    counts = _counts(cells, scene, near_misses=tile.near_misses)
    month = month_name(scene.today)
    return SafetyCrossTileView(
        frame=Frame(
            tile.id,
            tile.title or TITLE,
            subtitle="",
            foot_right=_to_confirm(scene),
            spoken=f"{month}: {listed((chip.text for chip in counts), ', ')}.",
        ),
        month=month,
        cells=cells,
        counts=counts,
    )


def month_cells(scene: Scene, within: date, *, near_misses: bool = True) -> tuple[DayCell, ...]:
    """Return the days of a month, the first one first.

    Args:
        scene: the ward as it stands.
        within: any day of the month.
        near_misses: whether near misses and good catches are marked.
    """
    events = events_by_day(scene)
    return tuple(
        _cell(within.replace(day=number), scene, events, near_misses=near_misses)
        for number in range(1, monthrange(within.year, within.month)[1] + 1)
    )


def events_by_day(scene: Scene) -> Mapping[date, Sequence[SafetyEvent]]:
    """Return the confirmed events of each local day."""
    events: dict[date, list[SafetyEvent]] = defaultdict(list)
    for event in scene.ward.events.values():
        if event.counts:
            events[event.day].append(event)
    return events


def _cell(
    day: date,
    scene: Scene,
    events: Mapping[date, Sequence[SafetyEvent]],
    *,
    near_misses: bool,
) -> DayCell:
    mark = _mark(day, scene, events.get(day, ()), near_misses=near_misses)
    return DayCell(
        day=day.day,
        mark=mark,
        today=day == scene.today,
        spoken=f"{long_day(day)}: {WORDS[mark]}",
    )


def is_harm(event: SafetyEvent) -> bool:
    """Tell whether an event hurt somebody; violence counts when it says how badly."""
    if event.type is EventType.VIOLENCE:
        return event.harm is not Harm.NONE
    return event.type in (EventType.HARM, EventType.STAFF_INJURY)


def _mark(day: date, scene: Scene, events: Sequence[SafetyEvent], *, near_misses: bool) -> DayMark:
    """Return a day's mark: harm beats a near miss, and an event beats *none reported*."""
    if any(is_harm(event) for event in events):
        return DayMark.HARM
    if near_misses and any(event.type in CAUGHT for event in events):
        return DayMark.NEAR_MISS
    return _quiet_mark(day, scene)


def _quiet_mark(day: date, scene: Scene) -> DayMark:
    if day > scene.today:
        return DayMark.FUTURE
    if scene.calendar.is_closed(day):
        return DayMark.CLOSED_WARD
    closed = scene.ward.safety_days.get(day)
    return DayMark.NONE_REPORTED if closed is not None and closed.closed else DayMark.OPEN


def _counts(cells: Sequence[DayCell], scene: Scene, *, near_misses: bool) -> tuple[Chip, ...]:
    """Return how many events the month has, and whether today is closed: marks as on the days."""
    happened = [
        event
        for event in scene.ward.events.values()
        if event.counts
        and (event.day.year, event.day.month) == (scene.today.year, scene.today.month)
    ]
    harm = sum(is_harm(event) for event in happened)
    caught = sum(event.type in CAUGHT for event in happened)
    chips = [Chip(f"harm {harm}", Tone.HARM, Mark.DIAMOND)]
    if near_misses:
        chips.append(Chip(f"near miss {caught}", Tone.ACCENT, Mark.RING))
    return (*chips, _open_days(cells))


def _open_days(cells: Sequence[DayCell]) -> Chip:
    """Return how many days nobody has closed; today alone is no omission."""
    open_days = [cell for cell in cells if cell.mark is DayMark.OPEN]
    if not open_days:
        return Chip("all closed", Tone.MUTED, Mark.TICK)
    if all(cell.today for cell in open_days):
        return Chip("today open", Tone.MUTED, Mark.DASHES)
    return Chip(f"open {len(open_days)}", Tone.MUTED, Mark.DASHES)


def _to_confirm(scene: Scene) -> str:
    waiting = sum(
        event.standing is Standing.TO_CONFIRM
        and (event.day.year, event.day.month) == (scene.today.year, scene.today.month)
        for event in scene.ward.events.values()
    )
    return f"{waiting} to confirm" if waiting else ""
