"""Report a good catch, a near miss, harm or another safety event: what, when, how bad; never a patient."""

from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.events import EventType, Harm, ReportEvent
from kiosk.layouts.catalogue import KindOfEvent
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import problem_line
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Submit
from kiosk.viewmodels.forms.parts import (
    BACK,
    CANCEL,
    SAY_WHAT,
    chosen,
    day_choices,
    day_words,
    guard,
    last_shift,
    options,
    primary,
    sentence_entry,
)
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, SheetView

OTHER_KINDS = ("near_miss", "staff_injury", "violence", "family_concern")
DAYS_BACK = 14
"""How far back a day can be picked when reporting; older events are entered as corrections."""


def start_good_catch(context: Context, draft: Draft) -> Draft:
    """Begin a good catch."""
    del context
    return replace(draft, page="what", values={"kind": "good_catch", "when": "this"})


def start_harm_event(context: Context, draft: Draft) -> Draft:
    """Begin a harm event; the sheet leads on to the other kinds."""
    del context
    return replace(draft, page="what", values={"kind": draft.argument or "harm", "when": "this"})


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    kind = context.catalogue.kind_of_event(EventType(draft.get("kind")))
    if draft.page == "when":
        return _when(context, draft, kind)
    if draft.page == "write":
        return _write(draft, kind)
    return _what(context, draft, kind)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, chosen_value = chosen(action)
    match name:
        case "kind":
            return draft.put(kind=chosen_value, what="").turn("what")
        case "what":
            return draft.put(what=chosen_value).turn("when")
        case "when" | "level" | "day":
            return draft.put(**{name: chosen_value})
        case "write":
            return draft.turn("write")
        case "text:sentence":
            return draft.put(sentence=value)
        case "back":
            return draft.turn("when" if draft.page == "write" else "what")
        case "noted":
            problem = guard(context, draft.get("sentence"))
            return draft.refuse(problem) if problem else draft.turn("when")
        case "save":
            return _save(context, draft)
        case _:
            return draft


def _steps(kind: KindOfEvent) -> tuple[str, ...]:
    return ("1 What", "2 How bad, when, save" if kind.asks_level else "2 When and save")


def _what(context: Context, draft: Draft, kind: KindOfEvent) -> SheetView:
    pairs = [(t.id, t.text) for t in kind.types]
    blocks: list[Block] = [
        Label("What was it? Pick the nearest."),
        Choices("what", options("what", pairs, draft.get("what")), layout="tiles", columns=4),
    ]
    if draft.form == "harm_event":
        blocks += [Label("Or something else"), _other_kinds(context, draft)]
    return SheetView(
        name=f"{draft.form}.what",
        title=kind.title,
        steps=_steps(kind),
        step=0,
        columns=(tuple(blocks),),
        buttons=(CANCEL,),
        note="Never a name, never a patient.",
        spoken=f"{kind.title}. What was it?",
    )


def _other_kinds(context: Context, draft: Draft) -> Choices:
    kinds = ("harm", *OTHER_KINDS) if draft.get("kind") != "harm" else OTHER_KINDS
    pairs = [(k, context.catalogue.kind_of_event(EventType(k)).title) for k in kinds]
    return Choices(
        "kind", options("kind", pairs, draft.get("kind")), layout="tiles", columns=len(pairs)
    )


def _when(context: Context, draft: Draft, kind: KindOfEvent) -> SheetView:
    what = next((t.text for t in kind.types if t.id == draft.get("what")), "")
    left: list[Block] = []
    if kind.asks_level:
        levels = [(level.id, level.text) for level in context.catalogue.events.levels]
        left += [
            Label("How bad was it?"),
            Choices("level", options("level", levels, draft.get("level")), layout="rows"),
        ]
    sentence = draft.get("sentence").strip()
    note = Option("write", sentence or "Add one short sentence", tone=Tone.ACCENT)
    left += [Label("In words, if it helps the team learn"), Choices("note", (note,))]
    left += problem_line(draft)
    right: list[Block] = [
        Label("When?"),
        Choices("when", options("when", day_choices(), draft.get("when")), "boxes"),
    ]
    if draft.get("when") == "pick":
        right.append(
            Choices("day", options("day", _days(context), draft.get("day")), layout="rows")
        )
    ready = _ready(draft, kind)
    return SheetView(
        name=f"{draft.form}.when",
        title=f"{kind.title}: {what[:1].lower()}{what[1:]}" if what else kind.title,
        steps=_steps(kind),
        step=1,
        columns=(tuple(left), tuple(right)),
        buttons=(BACK, CANCEL, primary("save", "Save ›", enabled=ready, why=_missing(draft, kind))),
        note=f"{SAY_WHAT}\nIt counts once the charge nurse or the huddle confirms it.",
        spoken=f"{kind.title}: {what}. When{', and how bad' if kind.asks_level else ''}?",
    )


def _days(context: Context) -> list[tuple[str, str]]:
    today = context.ward.today
    days = [today - timedelta(days=back) for back in range(DAYS_BACK)]
    return [(day.isoformat(), day_words(day, today)) for day in days]


def _write(draft: Draft, kind: KindOfEvent) -> SheetView:
    return SheetView(
        name=f"{draft.form}.write",
        title=kind.title,
        steps=_steps(kind),
        step=1,
        columns=(
            (
                Label("One short sentence. Say what, not who."),
                sentence_entry(draft, "sentence", "Brakes were off on the commode"),
            ),
        ),
        buttons=(BACK, primary("noted", "Go on ›")),
        note="Never a name, never a patient.",
        spoken=f"{kind.title}. One short sentence. Say what, not who.",
    )


def _missing(draft: Draft, kind: KindOfEvent) -> str:
    if kind.asks_level and not draft.get("level"):
        return "Say how bad it was first"
    if draft.get("when") == "pick" and not draft.get("day"):
        return "Pick the day first"
    return ""


def _ready(draft: Draft, kind: KindOfEvent) -> bool:
    return bool(draft.get("what")) and not _missing(draft, kind)


def _day_and_shift(context: Context, draft: Draft) -> tuple[date, str]:
    ward = context.ward
    if draft.get("when") == "pick":
        return date.fromisoformat(draft.get("day")), ""
    if draft.get("when") == "last":
        return last_shift(ward)
    return (ward.shift.day, ward.shift.name) if ward.shift else (ward.today, "")


def _save(context: Context, draft: Draft) -> Next:
    kind = context.catalogue.kind_of_event(EventType(draft.get("kind")))
    missing = _missing(draft, kind)
    problem = missing or guard(context, draft.get("sentence"))
    if problem:
        return draft.refuse(problem if problem.endswith(".") else f"{problem}.")
    day, shift = _day_and_shift(context, draft)
    command = ReportEvent(
        event_id=draft.entity("event"),
        type=EventType(draft.get("kind")),
        what=draft.get("what"),
        harm=Harm(draft.get("level") or "none"),
        day=day,
        shift=shift,
        sentence=draft.get("sentence").strip(),
    )
    system = context.ward.node.facts.incident_system if context.ward.node else ""
    also = f" Report it in {system} too." if system else ""
    if kind.tone == "harm":
        return Submit((command,), f"Saved, to confirm.{also}", Mark.DIAMOND, Tone.HARM)
    return Submit((command,), f"Saved, to confirm.{also}", Mark.RING, Tone.ACCENT)


GOOD_CATCH = Form("good_catch", start_good_catch, view, touched, keeps_draft=True)
HARM_EVENT = Form("harm_event", start_harm_event, view, touched, keeps_draft=True)
