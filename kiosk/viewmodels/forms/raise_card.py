"""Raise a card: category, phrase, *Raise it*; four taps with the one on the board, or one short sentence."""

from kiosk.domain.card_clocks import time_allowed
from kiosk.domain.cards import Criterion, Need, RaiseCard
from kiosk.layouts.catalogue import CardCategory
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.details import problem_line, scene_of
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
from kiosk.viewmodels.sheets import Block, Choices, Label, Paragraph, SheetView

STEPS = ("1 What", "2 Say it and raise")


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the category."""
    del context
    return draft.turn("what")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    category = _category(context, draft)
    if draft.page == "what" or category is None:
        return _what(context, draft)
    return _write(context, draft) if draft.page == "write" else _say(context, draft, category)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, chosen_value = chosen(action)
    match name:
        case "category":
            return _pick_category(context, draft, chosen_value)
        case "phrase":
            return draft.put(phrase=chosen_value, sentence="")
        case "need" | "criterion":
            return draft.put(**{name: chosen_value})
        case "write":
            return draft.turn("write")
        case "text:sentence":
            return draft.put(sentence=value, phrase="").turn("write")
        case "back":
            return draft.turn("say" if draft.page == "write" else "what")
        case "raise" | "raise_serious":
            return _raise(context, draft, serious=name == "raise_serious")
        case _:
            return draft


def _category(context: Context, draft: Draft) -> CardCategory | None:
    categories = context.catalogue.cards.categories
    return next((c for c in categories if c.id == draft.get("category")), None)


def _pick_category(context: Context, draft: Draft, category_id: str) -> Draft:
    picked = draft.put(category=category_id)
    category = _category(context, picked)
    if category is None or category_id == draft.get("category"):
        return picked.turn("say")
    return picked.put(phrase="", need=category.need, criterion=category.criterion).turn("say")


def _what(context: Context, draft: Draft) -> SheetView:
    pairs = [(c.id, c.title) for c in context.catalogue.cards.categories]
    return SheetView(
        name="raise.what",
        title="Raise a card",
        steps=STEPS,
        step=0,
        columns=(
            (
                Label("What is it about?"),
                Choices(
                    "category",
                    options("category", pairs, draft.get("category")),
                    layout="tiles",
                    columns=4,
                ),
            ),
        ),
        buttons=(CANCEL,),
        note=f"{SAY_WHAT}\n{_danger(context)}",
        spoken="Raise a card. What is it about?",
    )


def _say(context: Context, draft: Draft, category: CardCategory) -> SheetView:
    phrases = options("phrase", [(p, p) for p in category.phrases], draft.get("phrase"))
    ready = bool(draft.get("phrase") or draft.get("sentence").strip())
    return SheetView(
        name="raise.say",
        title="Raise a card",
        steps=STEPS,
        step=1,
        columns=(
            (
                Label(f"{category.title} · pick a phrase, or write your own"),
                Choices("phrase", (*phrases, own_words(draft)), layout="rows"),
            ),
            (
                *_preset(context, draft),
                Paragraph(_danger(context), Tone.HARM, bold=True),
                *problem_line(draft),
            ),
        ),
        buttons=_buttons(ready=ready),
        note=f"{SAY_WHAT}\nThe clock starts when you raise it.",
        spoken=f"Raise a card about {category.title}. Pick a phrase, or write your own.",
    )


def _preset(context: Context, draft: Draft) -> tuple[Block, ...]:
    cards = context.catalogue.cards
    return (
        Label("We need"),
        Choices(
            "need",
            options("need", [(n.id, n.text) for n in cards.needs], draft.get("need")),
            layout="pair",
        ),
        Label("Why it goes up"),
        Choices(
            "criterion",
            options("criterion", [(c.id, c.text) for c in cards.criteria], draft.get("criterion")),
            layout="boxes",
        ),
    )


def _write(context: Context, draft: Draft) -> SheetView:
    ready = bool(draft.get("sentence").strip())
    return SheetView(
        name="raise.write",
        title="Raise a card",
        steps=STEPS,
        step=1,
        columns=(
            (
                Label("One short sentence. Say what, not who."),
                sentence_entry(draft, "sentence", "Hoist battery flat since 06:00"),
            ),
        ),
        buttons=_buttons(ready=ready),
        note=_danger(context),
        spoken="Raise a card. Write one short sentence. Say what, not who.",
    )


def _buttons(*, ready: bool) -> tuple[Button, ...]:
    why = "" if ready else "Pick a phrase or write a sentence first"
    return (
        BACK,
        Button(
            "raise_serious",
            "Raise it: serious harm",
            role="harm",
            mark=Mark.DIAMOND,
            enabled=ready,
        ),
        primary("raise", "Raise it ›", enabled=ready, why=why),
    )


def _danger(context: Context) -> str:
    node = context.ward.node
    phone = node.facts.out_of_hours_phone if node else ""
    return (
        f"Danger now? Phone {phone} first. The card records."
        if phone
        else ("Danger now? Phone first. The card records.")
    )


def _raise(context: Context, draft: Draft, *, serious: bool) -> Next:
    sentence = draft.get("sentence").strip()
    if not sentence and not draft.get("phrase"):
        return draft.refuse("Pick a phrase, or write one short sentence.")
    problem = guard(context, sentence)
    if problem:
        return draft.refuse(problem)
    scene = scene_of(context)
    at, zone, clocks = context.ward.now, context.ward.zone, scene.clocks
    allowed = time_allowed(at, scene.calendar, zone, scene.tier, clocks)
    command = RaiseCard(
        card_id=draft.entity("card"),
        node=context.ward.node_id,
        category=draft.get("category"),
        phrase=draft.get("phrase") or None,
        sentence=sentence or None,
        need=Need(draft.get("need")),
        criterion=Criterion(draft.get("criterion")),
        serious_harm=serious,
        within_s=round(allowed.total_seconds()),
        seen_within_s=round(clocks.serious_harm.total_seconds()) if serious else None,
    )
    if serious:
        return Submit((command,), _serious_words(context), Mark.DIAMOND, Tone.HARM)
    return Submit((command,), "Saved. The card is raised, and its clock runs.")


def _serious_words(context: Context) -> str:
    node = context.ward.node
    phone = node.facts.out_of_hours_phone if node else ""
    return f"Saved here. Not sent. Phone {phone}." if phone else "Saved here. Not sent. Phone now."


RAISE = Form("raise", start, view, touched, keeps_draft=True)
