"""The sheet of one safety event: confirm it, correct it, withdraw it, and the four questions after harm."""

from collections.abc import Callable, Mapping

from kiosk.domain.events import (
    ConfirmEvent,
    FollowUpEvent,
    SafetyEvent,
    Standing,
    WithdrawEvent,
)
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    back_to,
    beside_history,
    done,
    follow,
    gone,
    has_words,
    problem_line,
)
from kiosk.viewmodels.forms.event_corrections import CORRECTION_PAGES, CORRECTION_TOUCHES
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next
from kiosk.viewmodels.forms.parts import BACK, primary
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.names import asks_level, does_harm, event_words, harm_words, kind_title
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.words import listed, long_day

STANDING = {
    Standing.TO_CONFIRM: "to confirm: it does not count yet",
    Standing.CONFIRMED: "confirmed: it counts",
    Standing.WITHDRAWN: "withdrawn: it does not count",
}
REMOVAL = Removal(
    "event",
    "event",
    ("Entered by mistake", "It is there twice", "It happened elsewhere"),
    WithdrawEvent,
)
PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {**CORRECTION_PAGES, **REMOVAL.pages}


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the event as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    event = context.ward.events.get(draft.argument)
    if event is None:
        return gone("event", "This event")
    page = PAGES.get(draft.page)
    return _event(context, draft, event) if page is None else page(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def event_mark(context: Context, event: SafetyEvent) -> tuple[Mark, Tone]:
    """Return the shape and colour of an event: reporting is never worse."""
    if not event.counts:
        return Mark.DASHES, Tone.MUTED
    if does_harm(context.catalogue, event.type):
        return Mark.DIAMOND, Tone.HARM
    return Mark.RING, Tone.ACCENT


def _event(context: Context, draft: Draft, event: SafetyEvent) -> SheetView:
    kind, what = kind_title(context.catalogue, event.type), event_words(context.catalogue, event)
    mark, tone = event_mark(context, event)
    left: tuple[Block, ...] = (
        Paragraph(STANDING[event.standing], tone, bold=True, mark=mark),
        *((Paragraph(f"“{event.sentence}”"),) if event.sentence else ()),
        Facts(_facts(context, event)),
        *_after_harm(context, event),
        *problem_line(draft),
    )
    ways = REMOVAL.ways(
        words=has_words(context, draft.argument),
        withdraw=event.standing is not Standing.WITHDRAWN,
    )
    if ways:
        left = (*left, Choices("more", ways, layout="pair"))
    return SheetView(
        name="event",
        title=f"{kind}: {what[:1].lower()}{what[1:]}",
        columns=beside_history(context, draft.argument, left),
        buttons=_buttons(event),
        note="Never a name, never a patient.",
        spoken=f"{kind}: {what}, {long_day(event.day)}. {STANDING[event.standing]}.",
    )


def _facts(context: Context, event: SafetyEvent) -> tuple[tuple[str, str], ...]:
    rows = [("Day", listed((long_day(event.day), event.shift)))]
    if asks_level(context.catalogue, event.type):
        rows.append(("How bad", harm_words(context.catalogue, event.harm)))
    if event.withdrawn_because:
        rows.append(("Why withdrawn", event.withdrawn_because))
    return tuple(rows)


def _after_harm(context: Context, event: SafetyEvent) -> tuple[Block, ...]:
    if event.standing is Standing.WITHDRAWN or not does_harm(context.catalogue, event.type):
        return ()
    questions = tuple(
        Option(
            f"follow_up={question.id}",
            question.text,
            right="yes" if question.id in event.followed_up else "not yet",
            chosen=question.id in event.followed_up,
        )
        for question in context.catalogue.events.after_harm
    )
    return (Label("After harm: touch what is done"), Choices("follow_up", questions))


def _buttons(event: SafetyEvent) -> tuple[Button, ...]:
    correct = (Button("redate", "Another day"), Button("reclassify", "Something else"))
    match event.standing:
        case Standing.TO_CONFIRM:
            return (BACK, *correct, primary("confirm", "Confirm ›"))
        case Standing.CONFIRMED:
            return (BACK, *correct)
        case _:
            return (BACK,)


def _confirm(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return done(draft, ConfirmEvent(draft.argument), "Confirmed. It counts.")


def _follow_up(context: Context, draft: Draft, value: str) -> Next:
    event = context.ward.events.get(draft.argument)
    if event is None:
        return draft
    yes = value not in event.followed_up
    command = FollowUpEvent(draft.argument, value, yes)
    return done(draft, command, "Saved: yes." if yes else "Saved: not yet.")


TOUCHES: Touches = {
    **CORRECTION_TOUCHES,
    **REMOVAL.touches,
    "confirm": _confirm,
    "follow_up": _follow_up,
    "back": back_or(back_to("safety_cross", "days_since")),
}

EVENT = Form("event", start, view, touched, staff_only=True)
