"""The patient voice: the list of weeks, and recording one: a theme, what you said, what we did."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from kiosk.domain.sentences import SENTENCE_LIMIT
from kiosk.domain.voices import RecordVoice, Voice
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    back_to,
    beside_history,
    follow,
    gone,
    has_words,
    pick,
    problem_line,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Open, Submit
from kiosk.viewmodels.forms.listing import entries
from kiosk.viewmodels.forms.parts import BACK, CLOSE, SAY_WHAT, guard, options, primary
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.sheets import (
    Block,
    Choices,
    Facts,
    Label,
    Option,
    Paragraph,
    SheetView,
    TextEntry,
)
from kiosk.viewmodels.words import short_day

THEMES = (
    "Being listened to",
    "Waiting",
    "Pain",
    "Sleep and noise",
    "Food and drink",
    "Language and access",
    "Going home",
    "Kindness",
)
STEPS = ("1 Theme", "2 You said", "3 We did")
THEME, SAID, DID = "theme", "said", "did"
LATEST_WEEKS = 26
REMOVAL = Removal("voice", "entry")


def voices_view(context: Context, draft: Draft) -> SheetView:
    """Return what patients said, newest week first."""
    del draft
    found = sorted(context.ward.voices.items(), key=lambda item: item[1].week, reverse=True)
    rows = tuple(
        Option(
            f"voice={key}",
            f"“{voice.you_said}”",
            detail=f"We did: {voice.we_did}" if voice.we_did else "No answer written yet",
            right=_week(voice, context.ward.today),
        )
        for key, voice in found[:LATEST_WEEKS]
    )
    return SheetView(
        name="tile.voice",
        title="Patient voice",
        columns=(entries("voice", rows, "No week is recorded yet."),),
        buttons=(CLOSE, Button("record", "Record a week", role="ink")),
        note="Never a name, never a patient.",
        spoken=f"Patient voice: {len(rows)} entries.",
    )


def _week(voice: Voice, today: date) -> str:
    return f"week of {short_day(voice.week, today)}"


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the entry that was touched, or with the theme of a new one."""
    del context
    return draft.turn(HOME if draft.argument else THEME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    page = PAGES.get(draft.page)
    if page is not None:
        return page(context, draft)
    voice = context.ward.voices.get(draft.argument)
    return gone("voice", "This entry") if voice is None else _voice(context, draft, voice)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _voice(context: Context, draft: Draft, voice: Voice) -> SheetView:
    left: tuple[Block, ...] = (
        Paragraph(f"“{voice.you_said}”", bold=True, size="large"),
        Facts(
            (
                ("We did", voice.we_did or "not yet"),
                ("Theme", voice.theme),
                ("When", _week(voice, context.ward.today)),
            )
        ),
        *problem_line(draft),
        Choices("more", REMOVAL.ways(words=has_words(context, draft.argument)), layout="pair"),
    )
    return SheetView(
        name="voice",
        title="Patient voice",
        columns=beside_history(context, draft.argument, left),
        buttons=(BACK,),
        spoken=f"You said: {voice.you_said} We did: {voice.we_did or 'not yet'}.",
    )


def _theme(context: Context, draft: Draft) -> SheetView:
    del context
    pairs = [(theme, theme) for theme in THEMES]
    weeks = (("this", "This week"), ("last", "Last week"))
    return SheetView(
        name="voice.theme",
        title="Patient voice",
        steps=STEPS,
        step=0,
        columns=(
            (
                Label("Which week?"),
                Choices("week", options("week", weeks, draft.get("week") or "this"), "pair"),
                Label("What was it about?"),
                Choices("theme", options("theme", pairs, draft.get("theme")), "tiles", columns=4),
            ),
        ),
        buttons=(BACK,),
        spoken="Patient voice. Which week, and what was it about?",
    )


def _said(context: Context, draft: Draft) -> SheetView:
    del context
    ready = bool(draft.get("you_said").strip())
    entry = _entry(draft, "you_said", "The night light keeps us awake")
    return SheetView(
        name="voice.said",
        title="Patient voice",
        steps=STEPS,
        step=1,
        columns=((Label(f"What did patients say? {SAY_WHAT}"), entry),),
        buttons=(BACK, primary("on", "Go on ›", enabled=ready, why="Write what was said first")),
        spoken="Write what patients said, in one sentence.",
    )


def _did(context: Context, draft: Draft) -> SheetView:
    del context
    entry = _entry(draft, "we_did", "Dimmed lamps from 22:00")
    return SheetView(
        name="voice.did",
        title="Patient voice",
        steps=STEPS,
        step=2,
        columns=((Label("What did we do? Leave it empty if nothing yet."), entry),),
        buttons=(BACK, primary("save", "Save ›")),
        note=f"You said: {draft.get('you_said')}",
        spoken="Write what we did, in one sentence.",
    )


def _entry(draft: Draft, name: str, hint: str) -> TextEntry:
    return TextEntry(name, draft.get(name), hint, SENTENCE_LIMIT, draft.problem)


def _pick_theme(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(theme=value).turn(SAID)


def _on(context: Context, draft: Draft, value: str) -> Next:
    del value
    said = draft.get("you_said").strip()
    problem = guard(context, said) if said else "Write what was said first."
    return draft.refuse(problem) if problem else draft.turn(DID)


def week_of(today: date, choice: str) -> date:
    """Return the Monday of this week or the last."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(days=7) if choice == "last" else monday


def _save(context: Context, draft: Draft, value: str) -> Next:
    del value
    problem = guard(context, draft.get("we_did").strip())
    if problem:
        return draft.refuse(problem)
    command = RecordVoice(
        voice_id=draft.entity("voice"),
        week=week_of(context.ward.today, draft.get("week")),
        theme=draft.get("theme"),
        you_said=draft.get("you_said").strip(),
        we_did=draft.get("we_did").strip(),
    )
    return Submit((command,), "Saved. You said, we did.")


def _back(context: Context, draft: Draft, value: str) -> Next:
    before = {SAID: THEME, DID: SAID}.get(draft.page)
    if before is not None:
        return draft.turn(before)
    if draft.page == THEME:
        return back_to("voice")(context, draft, value)
    return back_or(back_to("voice"))(context, draft, value)


def _open(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("voice", value)


def _record(context: Context, draft: Draft, value: str) -> Next:
    del context, draft, value
    return Open("voice")


PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    THEME: _theme,
    SAID: _said,
    DID: _did,
    **REMOVAL.pages,
}
VOICES_TOUCHES: Touches = {"voice": _open, "record": _record}
TOUCHES: Touches = {
    **REMOVAL.touches,
    "week": pick("week"),
    "theme": _pick_theme,
    "text:you_said": pick("you_said"),
    "on": _on,
    "text:we_did": pick("we_did"),
    "save": _save,
    "back": _back,
}

VOICE = Form("voice", start, view, touched, staff_only=True, keeps_draft=True)
