"""Closed days and public holidays behind the PIN: not missed, not counted, a gap in every chart."""

from calendar import monthrange
from datetime import date, timedelta

from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.nodes import SetCalendar
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.admin.area import MENU, Area, done, page_of, sheet
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.setup.page import problem_blocks
from kiosk.viewmodels.sheets import (
    Block,
    CalendarBlock,
    Choices,
    Label,
    Option,
    Paragraph,
    SheetView,
)
from kiosk.viewmodels.tiles import DayCell, DayMark
from kiosk.viewmodels.words import long_day, month_and_year, span_of_days

DAYS, PICK, REMOVE = "days", "days_pick", "days_remove"
MOST_DAYS = 366
"""The longest period of closed days."""

ADD = (
    Option("add=closed", "Closed from … to …", detail="The ward does not work on these days"),
    Option("add=holiday", "Public holiday", detail="The ward works on this day"),
)
QUESTIONS = {
    "holiday": "Which day is the holiday?",
    "first": "Which is the first closed day?",
    "last": "Which is the last closed day?",
}


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    if draft.page == PICK:
        return _pick(context, draft)
    return _remove(draft) if draft.page == REMOVE else _days(context, draft)


def touched(context: Context, draft: Draft, name: str, value: str) -> Next:
    """Return what a touch leads to."""
    if name.startswith("day:"):
        return _picked(context, draft, date.fromisoformat(name.removeprefix("day:")))
    match name:
        case "back":
            return page_of(draft, MENU if draft.page == DAYS else DAYS)
        case "add":
            return page_of(draft, PICK).put(asked="holiday" if value == "holiday" else "first")
        case "month":
            return draft.put(month=value)
        case "take_off":
            return page_of(draft, REMOVE).put(entry=value)
        case "remove":
            return _take_off(context, draft)
        case _:
            return draft


def _calendar(context: Context) -> Calendar:
    return context.ward.node.calendar if context.ward.node else Calendar()


def _entries(context: Context) -> tuple[tuple[str, str, str], ...]:
    """Return key, days and kind of every entry, the next one first."""
    calendar, today = _calendar(context), context.ward.today
    closed = [
        (
            p.first,
            f"{p.first.isoformat()}/{p.last.isoformat()}",
            span_of_days(p.first, p.last, today),
        )
        for p in calendar.closed
    ]
    holidays = [(day, day.isoformat(), span_of_days(day, day, today)) for day in calendar.holidays]
    found = [(day, key, words, "closed") for day, key, words in closed]
    found += [(day, key, words, "holiday") for day, key, words in holidays]
    return tuple((key, words, kind) for _, key, words, kind in sorted(found, reverse=True))


def _days(context: Context, draft: Draft) -> SheetView:
    rows = tuple(
        Option(f"take_off={key}", words, right=kind) for key, words, kind in _entries(context)
    )
    shown: tuple[Block, ...] = (
        (Choices("take_off", rows),)
        if rows
        else (Paragraph("No closed days and no holidays yet.", Tone.MUTED),)
    )
    return sheet(
        DAYS,
        "Closed days and holidays",
        (
            (Label("Add"), Choices("add", ADD, layout="boxes"), *problem_blocks(draft)),
            (Label("In the calendar"), *shown),
        ),
        note="Closed days are not missed and not counted.\nTouch an entry to take it out.",
    )


def _pick(context: Context, draft: Draft) -> SheetView:
    asked = draft.get("asked")
    today = context.ward.today
    month = _month(context, draft)
    said = [Label(QUESTIONS.get(asked, QUESTIONS["first"]))]
    if asked == "last":
        first = date.fromisoformat(draft.get("first"))
        said.append(Label(f"Closed from {long_day(first)}"))
    turns = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=31)).replace(day=1)
    ways = (
        Option(f"month={turns[0].isoformat()}", f"‹ {month_and_year(turns[0])}"),
        Option(f"month={turns[1].isoformat()}", f"{month_and_year(turns[1])} ›"),
    )
    days = [month.replace(day=n + 1) for n in range(monthrange(month.year, month.month)[1])]
    cells = tuple(DayCell(day.day, _mark(context, day), today=day == today) for day in days)
    actions = tuple(f"day:{day.isoformat()}" for day in days)
    return sheet(
        PICK,
        "Closed days and holidays",
        (
            (CalendarBlock(month_and_year(month), month.weekday(), cells, actions),),
            (*said, *problem_blocks(draft), Choices("month", ways, layout="boxes")),
        ),
    )


def _mark(context: Context, day: date) -> DayMark:
    calendar = _calendar(context)
    taken = calendar.is_closed(day) or day in calendar.holidays
    return DayMark.CLOSED_WARD if taken else DayMark.OPEN


def _month(context: Context, draft: Draft) -> date:
    turned = draft.get("month")
    return date.fromisoformat(turned) if turned else context.ward.today.replace(day=1)


def _picked(context: Context, draft: Draft, day: date) -> Next:
    match draft.get("asked"):
        case "holiday":
            return _keep_holiday(context, draft, day)
        case "last":
            return _keep_closed(context, draft, date.fromisoformat(draft.get("first")), day)
        case _:
            return draft.put(asked="last", first=day.isoformat())


def _keep_holiday(context: Context, draft: Draft, day: date) -> Next:
    calendar = _calendar(context)
    if day in calendar.holidays:
        return draft.refuse("That day is in the calendar already.")
    holidays = tuple(sorted((*calendar.holidays, day)))
    return _keep(context, draft, calendar.model_copy(update={"holidays": holidays}))


def _keep_closed(context: Context, draft: Draft, first: date, last: date) -> Next:
    if last < first:
        return draft.refuse("The last closed day cannot be before the first.")
    if (last - first).days >= MOST_DAYS:
        return draft.refuse("That is more than a year. Choose a nearer day.")
    calendar = _calendar(context)
    closed = (*calendar.closed, ClosedPeriod(first=first, last=last))
    return _keep(context, draft, calendar.model_copy(update={"closed": closed}))


def _remove(draft: Draft) -> SheetView:
    entry = draft.get("entry")
    first, _, last = entry.partition("/")
    ends = dict.fromkeys(long_day(date.fromisoformat(day)) for day in (first, last) if day)
    return sheet(
        REMOVE,
        "Take it out of the calendar?",
        (
            (
                Paragraph(" to ".join(ends), size="large"),
                Choices(
                    "remove", (Option("remove", "Take it out", tone=Tone.ACCENT),), layout="boxes"
                ),
                *problem_blocks(draft),
            ),
        ),
    )


def _take_off(context: Context, draft: Draft) -> Next:
    entry, calendar = draft.get("entry"), _calendar(context)
    closed = tuple(
        p for p in calendar.closed if f"{p.first.isoformat()}/{p.last.isoformat()}" != entry
    )
    holidays = tuple(day for day in calendar.holidays if day.isoformat() != entry)
    changed = calendar.model_copy(update={"closed": closed, "holidays": holidays})
    return _keep(context, draft, changed)


def _keep(context: Context, draft: Draft, calendar: Calendar) -> Next:
    command = SetCalendar(context.ward.node_id, calendar)
    return done(draft, DAYS, command, "Saved. The calendar says so now.")


AREA = Area((DAYS, PICK, REMOVE), view, touched)
