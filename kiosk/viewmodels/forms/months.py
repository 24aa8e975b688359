"""A month to touch: the days of the safety cross in the shape of weeks, and the way to other months."""

from datetime import date, timedelta

from kiosk.viewmodels.forms.details import Touch
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.safety_cross_tile import month_cells
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import CalendarBlock, Choices, Option
from kiosk.viewmodels.tiles import DayCell
from kiosk.viewmodels.words import month_and_year

LAST_MONTHS = 24
"""How many months back the sheet turns."""


def month_of(draft: Draft, today: date) -> date:
    """Return the first day of the month that a draft has turned to."""
    shown = draft.get("month")
    return date.fromisoformat(shown) if shown else today.replace(day=1)


def calendar(scene: Scene, month: date, *, near_misses: bool = True) -> CalendarBlock:
    """Return the days of a month, each a button."""
    cells = month_cells(scene, month, near_misses=near_misses)
    return CalendarBlock(
        month=month_and_year(month),
        first_weekday=month.weekday(),
        cells=cells,
        actions=tuple(_action(cell, month) for cell in cells),
    )


def month_turns(month: date, today: date) -> Choices:
    """Return the two buttons that turn to the month before and after."""
    first = today.replace(day=1)
    oldest = first - timedelta(days=LAST_MONTHS * 30)
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    return Choices(
        "month",
        (
            Option(
                f"month={before.isoformat()}",
                f"‹ {month_and_year(before)}",
                enabled=before >= oldest,
            ),
            Option(
                f"month={after.isoformat()}", f"{month_and_year(after)} ›", enabled=after <= first
            ),
        ),
        layout="pair",
    )


def _action(cell: DayCell, month: date) -> str:
    return f"day:{month.replace(day=cell.day).isoformat()}"


def turn_month() -> Touch:
    """Return the touch that turns to a month, on whatever page the sheet is."""

    def touch(context: Context, draft: Draft, value: str) -> Next:
        del context
        return draft.put(month=value)

    return touch
