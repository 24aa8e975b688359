"""Thank somebody: which group, for what; by name only where the person agreed."""

from kiosk.domain.recognitions import GiveRecognition
from kiosk.domain.sentences import NAME_LIMIT
from kiosk.viewmodels.forms.details import problem_line
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Submit
from kiosk.viewmodels.forms.parts import (
    BACK,
    CANCEL,
    chosen,
    guard,
    options,
    own_words,
    primary,
    sentence_entry,
)
from kiosk.viewmodels.sheets import Choices, Label, Option, SheetView, TextEntry

STEPS = ("1 Whom", "2 For what")


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the group."""
    del context
    return draft.turn("whom")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    if draft.page == "what":
        return _what(context, draft)
    if draft.page == "write":
        return _words(draft, "sentence", "One short sentence", "Stayed late to help night staff")
    if draft.page == "name":
        return _words(draft, "name", "The name, if that person agreed to stand here", "First name")
    return _whom(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, chosen_value = chosen(action)
    match name:
        case "group":
            return draft.put(group=chosen_value).turn("what")
        case "phrase":
            return draft.put(phrase=chosen_value, sentence="")
        case "write" | "name":
            return draft.turn(name)
        case "text:sentence":
            return draft.put(sentence=value, phrase="")
        case "text:name":
            return draft.put(name=value)
        case "back":
            return draft.turn("whom" if draft.page == "what" else "what")
        case "noted":
            problem = guard(context, draft.get("sentence"))
            return draft.refuse(problem) if problem else draft.turn("what")
        case "save":
            return _save(context, draft)
        case _:
            return draft


def _whom(context: Context, draft: Draft) -> SheetView:
    pairs = [(role.id, role.text) for role in context.catalogue.recognitions.roles]
    return SheetView(
        name="thank_you.whom",
        title="Thank you",
        steps=STEPS,
        step=0,
        columns=(
            (
                Label("Whom do we thank?"),
                Choices("group", options("group", pairs, draft.get("group")), "tiles", columns=3),
            ),
        ),
        buttons=(CANCEL,),
        spoken="Thank you. Whom do we thank?",
    )


def _what(context: Context, draft: Draft) -> SheetView:
    phrases = [
        (phrase, phrase)
        for theme in context.catalogue.recognitions.themes
        for phrase in theme.phrases
    ]
    ways = options("phrase", phrases, draft.get("phrase"))
    half = len(ways) // 2
    written = draft.get("sentence").strip()
    name = draft.get("name").strip()
    named = Option("name", name or "Add a name", chosen=bool(name))
    ready = bool(draft.get("phrase") or written)
    return SheetView(
        name="thank_you.what",
        title="Thank you",
        steps=STEPS,
        step=1,
        columns=(
            (
                Label("For what?"),
                Choices(
                    "phrase", (own_words(draft), *options("phrase", phrases, draft.get("phrase")))
                ),
            ),
            (
                Label("A name only if that person agreed to stand on the wall"),
                Choices("named", (named,), layout="boxes"),
                *problem_line(draft),
                Choices("phrase_on", ways[half:]),
            ),
        ),
        buttons=(
            BACK,
            CANCEL,
            primary("save", "Say thank you ›", enabled=ready, why="Say for what first"),
        ),
        note="Names stand on the staff face only.",
        spoken="Thank you. For what?",
    )


def _words(draft: Draft, field: str, label: str, hint: str) -> SheetView:
    entry = (
        TextEntry(field, draft.get(field), hint, NAME_LIMIT, draft.problem)
        if field == "name"
        else sentence_entry(draft, field, hint)
    )
    return SheetView(
        name=f"thank_you.{field}",
        title="Thank you",
        steps=STEPS,
        step=1,
        columns=((Label(label), entry),),
        buttons=(BACK, primary("noted", "Go on ›")),
        spoken=label,
    )


def _save(context: Context, draft: Draft) -> Next:
    sentence = draft.get("sentence").strip()
    problem = guard(context, sentence)
    if problem:
        return draft.refuse(problem)
    if not sentence and not draft.get("phrase"):
        return draft.refuse("Say for what first.")
    shift = context.ward.shift
    command = GiveRecognition(
        recognition_id=draft.entity("recognition"),
        group=draft.get("group"),
        phrase=draft.get("phrase") or None,
        day=context.ward.today,
        sentence=sentence,
        name=draft.get("name").strip(),
        shift=shift.name if shift else "",
    )
    return Submit((command,), "Saved. It is read out at the next huddle.")


THANK_YOU = Form("thank_you", start, view, touched, keeps_draft=True)
