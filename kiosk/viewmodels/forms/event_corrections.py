"""Pages of an event's sheet for corrections: another day, kind, type or level, and why; the history keeps both."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.domain.events import EventType, Harm, ReclassifyEvent, RedateEvent
from kiosk.layouts.catalogue import KindOfEvent
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touches, done, pick, problem_line, scene_of, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.months import calendar, month_of, month_turns, turn_month
from kiosk.viewmodels.forms.parts import (
    BACK,
    SAY_WHAT,
    guard,
    options,
    primary,
    sentence_entry,
    write_option,
)
from kiosk.viewmodels.names import NO_LEVEL, asks_level
from kiosk.viewmodels.sheets import Choices, Label, Option, SheetView
from kiosk.viewmodels.words import long_day

KEPT = "Counters, chart and cross follow. The history keeps both."
WHY = "why"
WRITE = "why_write"
REASONS = {
    "redate": ("Entered on the wrong day", "It came to light later"),
    "reclassify": ("Entered as the wrong kind", "We know more now", "It was worse, or less bad"),
}
"""Reasons to touch, by what is corrected."""


def _redate_begin(context: Context, draft: Draft, value: str) -> Next:
    del value
    event = context.ward.events.get(draft.argument)
    if event is None:
        return draft
    return draft.put(month=event.day.replace(day=1).isoformat()).turn("redate")


def _redate(context: Context, draft: Draft) -> SheetView:
    today = context.ward.today
    month = month_of(draft, today)
    return SheetView(
        name="event.redate",
        title="On which day was it?",
        columns=((calendar(scene_of(context), month), month_turns(month, today)),),
        buttons=(BACK,),
        note=draft.problem or KEPT,
        spoken="On which day was it? Touch the day.",
    )


def _redate_it(context: Context, draft: Draft, value: str) -> Next:
    event = context.ward.events.get(draft.argument)
    day = date.fromisoformat(value)
    if event is None or draft.page != "redate":
        return draft
    if day == event.day:
        return draft.refuse("It is on that day already.")
    if day > context.ward.today:
        return draft.refuse("That day is still to come.")
    return draft.put(correction="redate", to=day.isoformat()).turn(WHY)


def _reclassify_begin(context: Context, draft: Draft, value: str) -> Next:
    del value
    event = context.ward.events.get(draft.argument)
    if event is None:
        return draft
    filled = draft.put(kind=event.type, what=event.what, level=event.harm)
    return filled.turn("reclassify")


def _kind(context: Context, draft: Draft) -> KindOfEvent | None:
    return next((k for k in context.catalogue.events.kinds if k.id == draft.get("kind")), None)


def _reclassify(context: Context, draft: Draft) -> SheetView:
    kinds = [(k.id, k.title) for k in context.catalogue.events.kinds]
    kind = _kind(context, draft)
    types = [(t.id, t.text) for t in kind.types] if kind else []
    return SheetView(
        name="event.reclassify",
        title="What was it really?",
        columns=(
            (Label("Kind"), Choices("kind", options("kind", kinds, draft.get("kind")), "tiles")),
            (Label("What"), Choices("what", options("what", types, draft.get("what")))),
        ),
        buttons=(BACK, *_level_button(context, draft), _save_button(context, draft)),
        note=draft.problem or KEPT,
        spoken="What was it really? Touch a kind, then what it was.",
    )


def _level_button(context: Context, draft: Draft) -> tuple[Button, ...]:
    kind = _kind(context, draft)
    return (Button("levels", "How bad"),) if kind is not None and kind.asks_level else ()


def _save_button(context: Context, draft: Draft) -> Button:
    kind = _kind(context, draft)
    known = kind is not None and any(t.id == draft.get("what") for t in kind.types)
    return primary("reclassify_it", "Save ›", enabled=known, why="Touch what it was first")


def _level(context: Context, draft: Draft) -> SheetView:
    levels = [(level.id, level.text) for level in context.catalogue.events.levels]
    return SheetView(
        name="event.level",
        title="How bad was it?",
        columns=((Choices("level", options("level", levels, draft.get("level")), "boxes"),),),
        buttons=(BACK, _save_button(context, draft)),
        note=draft.problem or KEPT,
        spoken="How bad was it?",
    )


def _pick_kind(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft if value == draft.get("kind") else draft.put(kind=value, what="")


def _reclassify_it(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    if not draft.get("what"):
        return draft.refuse("Touch what it was first.")
    return draft.put(correction="reclassify").turn(WHY)


def _why(context: Context, draft: Draft) -> SheetView:
    del context
    reasons, why = REASONS[draft.get("correction")], draft.get(WHY)
    own = why if why not in reasons else ""
    last = replace(write_option(), action="write_why")
    if own:
        last = Option("write_why", own, chosen=True)
    choices = (*options(WHY, [(words, words) for words in reasons], why), last)
    return SheetView(
        name="event.why",
        title="Why is it corrected?",
        columns=((Label(SAY_WHAT), Choices(WHY, choices), *problem_line(draft)),),
        buttons=(BACK, _correct_button(draft)),
        note=KEPT,
        spoken="Why is it corrected? Touch a reason.",
    )


def _why_write(context: Context, draft: Draft) -> SheetView:
    del context
    return SheetView(
        name="event.why_write",
        title="Why is it corrected?",
        columns=((Label(SAY_WHAT), sentence_entry(draft, WHY, "The night shift wrote it down")),),
        buttons=(BACK, _correct_button(draft)),
        spoken="Why is it corrected? Write one short sentence.",
    )


def _correct_button(draft: Draft) -> Button:
    ready = bool(draft.get(WHY).strip())
    return primary("correct_it", "Save ›", enabled=ready, why="Say why first")


def _correct_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    why = draft.get(WHY).strip()
    problem = guard(context, why) if why else "Say why first."
    if problem:
        return draft.refuse(problem)
    if draft.get("correction") == "redate":
        day = date.fromisoformat(draft.get("to"))
        moved = RedateEvent(draft.argument, day, reason=why)
        return done(draft, moved, f"Saved. Moved to {long_day(day)}.")
    kind = EventType(draft.get("kind"))
    level = Harm(draft.get("level")) if asks_level(context.catalogue, kind) else NO_LEVEL
    command = ReclassifyEvent(draft.argument, kind, draft.get("what"), level, why)
    return done(draft, command, "Saved. The event is corrected.")


CORRECTION_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    "redate": _redate,
    "reclassify": _reclassify,
    "level": _level,
    WHY: _why,
    WRITE: _why_write,
}
CORRECTION_TOUCHES: Touches = {
    "redate": _redate_begin,
    "day": _redate_it,
    "month": turn_month(),
    "reclassify": _reclassify_begin,
    "kind": _pick_kind,
    "what": pick("what"),
    "levels": turn("level"),
    "level": pick("level"),
    "reclassify_it": _reclassify_it,
    WHY: pick(WHY),
    "write_why": turn(WRITE),
    f"text:{WHY}": pick(WHY),
    "correct_it": _correct_it,
}
