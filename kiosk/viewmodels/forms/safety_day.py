"""The sheet of one day of the safety cross: its events, and closing a day on which none was reported."""

from datetime import date

from kiosk.domain.events import SafetyEvent, Standing
from kiosk.domain.safety_days import CloseDay, ReopenDay
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import HOME, Touches, back_to, done, follow, problem_line
from kiosk.viewmodels.forms.event import event_mark
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.names import event_detail, event_words
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.words import counted, long_day


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the day that was touched."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the events of the day, and whether somebody closed it."""
    day = date.fromisoformat(draft.argument)
    standing = day_events(context, day)
    blocks: tuple[Block, ...] = (
        Paragraph(*_state(context, day, len(standing))),
        *problem_line(draft),
    )
    if standing:
        rows = tuple(event_option(context, key, event) for key, event in standing.items())
        blocks = (*blocks, Label("Touch one to confirm or correct it"), Choices("event", rows))
    return SheetView(
        name="safety_day",
        title=long_day(day),
        columns=(blocks,),
        buttons=_buttons(context, day, standing),
        note="Silence is not safety: somebody says that none was reported.",
        spoken=f"{long_day(day)}. {_state(context, day, len(standing))[0]}",
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def day_events(context: Context, day: date) -> dict[str, SafetyEvent]:
    """Return the events of a day that were not withdrawn."""
    return {
        key: event
        for key, event in context.ward.events.items()
        if event.day == day and event.standing is not Standing.WITHDRAWN
    }


def event_option(context: Context, event_id: str, event: SafetyEvent, detail: str = "") -> Option:
    """Return the line of an event; touching it opens its sheet."""
    mark, tone = event_mark(context, event)
    return Option(
        action=f"event={event_id}",
        text=event_words(context.catalogue, event),
        detail=detail or event_detail(context.catalogue, event),
        right="" if event.counts else "to confirm",
        mark=mark,
        tone=tone if event.counts else Tone.INK,
    )


def _is_closed(context: Context, day: date) -> bool:
    closed = context.ward.safety_days.get(day)
    return closed is not None and closed.closed


def _state(context: Context, day: date, events: int) -> tuple[str, Tone, bool, str, Mark]:
    """Return the words, tone, weight, size and mark that say how the day stands."""
    node = context.ward.node
    if events:
        words, mark = f"{counted(events, 'event')} reported", Mark.NONE
    elif _is_closed(context, day):
        words, mark = "None reported: the day is closed", Mark.TICK
    elif node is not None and node.calendar.is_closed(day):
        words, mark = "The ward was closed", Mark.NONE
    else:
        words, mark = "Nobody has closed this day yet", Mark.DASHES
    return words, Tone.INK, True, "large", mark


def _buttons(context: Context, day: date, events: dict[str, SafetyEvent]) -> tuple[Button, ...]:
    if _is_closed(context, day):
        return (BACK, Button("reopen", "Open the day again"))
    if events or day > context.ward.today:
        return (BACK,)
    return (BACK, primary("close", "None reported: close this day ›"))


def _close(context: Context, draft: Draft, value: str) -> Next:
    del value
    day = date.fromisoformat(draft.argument)
    command = CloseDay(context.ward.node_id, day)
    return done(draft, command, f"Saved. None reported on {long_day(day)}.")


def _reopen(context: Context, draft: Draft, value: str) -> Next:
    del value
    day = date.fromisoformat(draft.argument)
    return done(draft, ReopenDay(context.ward.node_id, day), "Saved. The day is open again.")


def open_event(context: Context, draft: Draft, value: str) -> Next:
    """Lead to the sheet of an event."""
    del context, draft
    return Open("event", value)


TOUCHES: Touches = {
    "close": _close,
    "reopen": _reopen,
    "event": open_event,
    "back": back_to("safety_cross", "days_since"),
}

SAFETY_DAY = Form("safety_day", start, view, touched, staff_only=True)
