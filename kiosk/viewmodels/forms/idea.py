"""Raise an improvement ticket: theme, phrase, *Put it up*; the team sorts it later."""

from kiosk.domain.tickets import RaiseTicket
from kiosk.layouts.catalogue import PhraseTheme
from kiosk.viewmodels.forms.details import problem_line
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Submit
from kiosk.viewmodels.forms.parts import (
    BACK,
    CANCEL,
    SAY_WHAT,
    chosen,
    guard,
    options,
    own_words,
    primary,
    sentence_entry,
)
from kiosk.viewmodels.sheets import Choices, Label, Paragraph, SheetView

STEPS = ("1 About", "2 Say it")


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the theme."""
    del context
    return draft.turn("about")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    theme = _theme(context, draft)
    if draft.page == "write":
        return _write(draft)
    if draft.page == "say" and theme is not None:
        return _say(draft, theme)
    pairs = [(t.id, t.title) for t in context.catalogue.ideas.themes]
    return SheetView(
        name="idea.about",
        title="Idea",
        steps=STEPS,
        step=0,
        columns=(
            (
                Label("What would it make better?"),
                Choices("theme", options("theme", pairs, draft.get("theme")), "tiles", columns=3),
            ),
        ),
        buttons=(CANCEL,),
        spoken="Idea. What would it make better?",
    )


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, chosen_value = chosen(action)
    match name:
        case "theme":
            return draft.put(theme=chosen_value, phrase="").turn("say")
        case "phrase":
            return draft.put(phrase=chosen_value, sentence="")
        case "write":
            return draft.turn("write")
        case "text:sentence":
            return draft.put(sentence=value, phrase="")
        case "back":
            return draft.turn("say" if draft.page == "write" else "about")
        case "save":
            return _save(context, draft)
        case _:
            return draft


def _theme(context: Context, draft: Draft) -> PhraseTheme | None:
    themes = context.catalogue.ideas.themes
    return next((theme for theme in themes if theme.id == draft.get("theme")), None)


def _say(draft: Draft, theme: PhraseTheme) -> SheetView:
    phrases = options("phrase", [(p, p) for p in theme.phrases], draft.get("phrase"))
    ready = bool(draft.get("phrase") or draft.get("sentence").strip())
    return SheetView(
        name="idea.say",
        title="Idea",
        steps=STEPS,
        step=1,
        columns=(
            (
                Label(f"{theme.title} · pick a phrase, or write your own"),
                Choices("phrase", (*phrases, own_words(draft))),
            ),
            (
                Label("What happens then"),
                Paragraph(
                    "The team sorts it at the huddle: a quick hit, done in three days, or a big issue "
                    "with a date to look at it again."
                ),
                *problem_line(draft),
            ),
        ),
        buttons=(
            BACK,
            CANCEL,
            primary("save", "Put it up ›", enabled=ready, why="Pick a phrase first"),
        ),
        note=SAY_WHAT,
        spoken=f"Idea about {theme.title}. Pick a phrase, or write your own.",
    )


def _write(draft: Draft) -> SheetView:
    ready = bool(draft.get("sentence").strip())
    return SheetView(
        name="idea.write",
        title="Idea",
        steps=STEPS,
        step=1,
        columns=(
            (
                Label("One short sentence. Say what, not who."),
                sentence_entry(draft, "sentence", "Keep a wheelchair at the ward door"),
            ),
        ),
        buttons=(
            BACK,
            CANCEL,
            primary("save", "Put it up ›", enabled=ready, why="Write a sentence first"),
        ),
        spoken="Idea. One short sentence. Say what, not who.",
    )


def _save(context: Context, draft: Draft) -> Next:
    sentence = draft.get("sentence").strip()
    problem = guard(context, sentence)
    if problem:
        return draft.refuse(problem)
    if not sentence and not draft.get("phrase"):
        return draft.refuse("Pick a phrase, or write one short sentence.")
    command = RaiseTicket(
        ticket_id=draft.entity("ticket"),
        theme=draft.get("theme"),
        phrase=draft.get("phrase") or None,
        sentence=sentence,
    )
    return Submit((command,), "Saved. The team sorts it at the next huddle.")


IDEA = Form("idea", start, view, touched, keeps_draft=True)
