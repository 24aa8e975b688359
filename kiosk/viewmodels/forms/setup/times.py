"""When the unit's shifts and huddles begin: presets, and large steps earlier and later."""

from collections.abc import Callable
from datetime import time

from kiosk.domain.calendars import Calendar, HuddleSlot, Shift
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import options
from kiosk.viewmodels.forms.setup import answers
from kiosk.viewmodels.forms.setup.page import Columns, Page, problem_blocks
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph

DAY_MINUTES = 24 * 60
STEPS = (("-60", "− 1 h"), ("-15", "− ¼ h"), ("15", "+ ¼ h"), ("60", "+ 1 h"))
MOST_HUDDLES = 3
NEXT_HUDDLE_MINUTES = 8 * 60
"""How long after the last huddle another one is offered."""

PATTERNS = {
    "two": (
        Shift(name="Day shift", starts=time(7)),
        Shift(name="Night shift", starts=time(19)),
    ),
    "three": (
        Shift(name="Day shift", starts=time(7)),
        Shift(name="Late shift", starts=time(15)),
        Shift(name="Night shift", starts=time(22)),
    ),
}
PATTERN_WORDS = (("two", "Two shifts of 12 hours"), ("three", "Three shifts of 8 hours"))

EVERY_DAY = tuple(range(7))
WORKING_DAYS = tuple(range(5))
DAYS = {"every": EVERY_DAY, "working": WORKING_DAYS}
DAYS_WORDS = (("every", "Every day"), ("working", "Monday to Friday"))


def moved(start: time, minutes: int, taken: tuple[time, ...] = ()) -> time:
    """Return a time of the day so many minutes on, stepping over times that are taken."""
    step = (start.hour * 60 + start.minute + minutes) % DAY_MINUTES
    later = time(step // 60, step % 60)
    return moved(later, minutes, taken) if later in taken and later != start else later


def huddle_name(start: time) -> str:
    """Return what a huddle is called by the time at which it begins."""
    return f"{_part_of_day(start.hour)} huddle"


def _part_of_day(hour: int) -> str:
    for until, name in ((5, "Night"), (12, "Morning"), (17, "Afternoon"), (22, "Evening")):
        if hour < until:
            return name
    return "Night"


def put_calendar(draft: Draft, calendar: Calendar) -> Draft:
    """Return the draft with a calendar."""
    return draft.put(calendar=calendar.model_dump_json())


def with_minutes(calendar: Calendar, minutes: int) -> Calendar:
    """Return the calendar with another length of its huddles."""
    huddles = tuple(slot.model_copy(update={"minutes": minutes}) for slot in calendar.huddles)
    return calendar.model_copy(update={"huddles": huddles})


def _shift_blocks(context: Context, draft: Draft) -> Columns:
    del context
    shifts = answers.calendar(draft.values).shifts
    pattern = next((name for name, known in PATTERNS.items() if _alike(known, shifts)), "")
    rows: list[Block] = []
    for number, shift in enumerate(shifts):
        rows += _stepper(f"shift{number}", f"{shift.name} begins {shift.starts:%H:%M}")
    return (
        (
            Label("How is the day divided?"),
            Choices("pattern", options("pattern", PATTERN_WORDS, pattern), layout="pair"),
            *problem_blocks(draft),
            *rows,
        ),
    )


def _alike(known: tuple[Shift, ...], shifts: tuple[Shift, ...]) -> bool:
    return {shift.name for shift in known} == {shift.name for shift in shifts}


def _stepper(name: str, words: str) -> tuple[Block, ...]:
    return (
        Paragraph(words, bold=True),
        Choices(
            name,
            tuple(
                Option(f"{name}={minutes}", text, spoken=f"{words}. {text}")
                for minutes, text in STEPS
            ),
            layout="pair",
        ),
    )


def _touch_shift(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    calendar = answers.calendar(draft.values)
    if name == "pattern" and value in PATTERNS:
        return put_calendar(draft, calendar.model_copy(update={"shifts": PATTERNS[value]}))
    shifts = list(calendar.shifts)
    number = _number(name, "shift", len(shifts))
    if number is None:
        return draft
    others = tuple(s.starts for n, s in enumerate(shifts) if n != number)
    starts = moved(shifts[number].starts, int(value), others)
    shifts[number] = shifts[number].model_copy(update={"starts": starts})
    return put_calendar(draft, calendar.model_copy(update={"shifts": tuple(shifts)}))


def _huddle_blocks(context: Context, draft: Draft) -> Columns:
    del context
    huddles = answers.calendar(draft.values).huddles
    days = next((name for name, known in DAYS.items() if _on(huddles, known)), "")
    number_of = (
        Option("huddle=add", "Add a huddle", enabled=len(huddles) < MOST_HUDDLES),
        Option("huddle=drop", "Take one off", enabled=len(huddles) > 1),
    )
    rows: list[Block] = []
    for number, slot in enumerate(huddles):
        rows += _stepper(f"huddle{number}", f"{slot.name} begins {slot.starts:%H:%M}")
    return (
        (
            Label("On which days, and how many a day?"),
            Choices("days", (*options("days", DAYS_WORDS, days), *number_of), layout="pair"),
            *rows,
        ),
    )


def _on(huddles: tuple[HuddleSlot, ...], days: tuple[int, ...]) -> bool:
    return all(slot.weekdays == days for slot in huddles)


def _touch_huddle(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    calendar = answers.calendar(draft.values)
    changed = _changed_huddles(calendar.huddles, name, value)
    return put_calendar(draft, calendar.model_copy(update={"huddles": changed}))


def _changed_huddles(
    huddles: tuple[HuddleSlot, ...], name: str, value: str
) -> tuple[HuddleSlot, ...]:
    if name == "days" and value in DAYS:
        return tuple(slot.model_copy(update={"weekdays": DAYS[value]}) for slot in huddles)
    if name == "huddle":
        return _CHANGES_OF_NUMBER[value](huddles)
    number = _number(name, "huddle", len(huddles))
    if number is None:
        return huddles
    others = tuple(slot.starts for n, slot in enumerate(huddles) if n != number)
    slot = _at(huddles[number], moved(huddles[number].starts, int(value), others))
    return (*huddles[:number], slot, *huddles[number + 1 :])


def _one_more(huddles: tuple[HuddleSlot, ...]) -> tuple[HuddleSlot, ...]:
    if len(huddles) >= MOST_HUDDLES:
        return huddles
    last = huddles[-1] if huddles else HuddleSlot(name="Huddle", starts=time(0))
    taken = tuple(slot.starts for slot in huddles)
    starts = moved(last.starts, NEXT_HUDDLE_MINUTES, taken)
    return (*huddles, last.model_copy(update={"name": huddle_name(starts), "starts": starts}))


def _one_less(huddles: tuple[HuddleSlot, ...]) -> tuple[HuddleSlot, ...]:
    return huddles[:-1] if len(huddles) > 1 else huddles


_CHANGES_OF_NUMBER: dict[str, Callable[[tuple[HuddleSlot, ...]], tuple[HuddleSlot, ...]]] = {
    "add": _one_more,
    "drop": _one_less,
}


def _at(slot: HuddleSlot, starts: time) -> HuddleSlot:
    """Return a huddle at another time; a name that said the part of the day goes with it."""
    named_by_time = slot.name == huddle_name(slot.starts)
    name = huddle_name(starts) if named_by_time else slot.name
    return slot.model_copy(update={"name": name, "starts": starts})


def _number(name: str, of: str, count: int) -> int | None:
    """Return the number in `shift2` when there are that many."""
    digits = name.removeprefix(of)
    if not name.startswith(of) or not digits.isdecimal() or int(digits) >= count:
        return None
    return int(digits)


SHIFTS = Page("shifts", 1, "When do the shifts begin?", _shift_blocks, _touch_shift)
HUDDLES = Page("huddles", 1, "When are the huddles?", _huddle_blocks, _touch_huddle)
