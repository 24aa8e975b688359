"""Pages of a card's sheet for corrections: category, phrase or sentence, need and criterion; the history keeps both."""

from collections.abc import Callable, Mapping

from kiosk.domain.cards import Card, Criterion, EditCard, Need
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touches, done, pick, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.parts import (
    BACK,
    SAY_WHAT,
    guard,
    options,
    primary,
    sentence_entry,
    write_option,
)
from kiosk.viewmodels.names import WORDS_ERASED
from kiosk.viewmodels.sheets import Choices, Label, Option, SheetView

TITLE = "Correct the card"
KEPT = "The history keeps both."


def _begin(context: Context, draft: Draft, value: str) -> Next:
    del value
    card = context.ward.cards.get(draft.argument)
    return draft if card is None else _filled(draft, card).turn("correct")


def _filled(draft: Draft, card: Card) -> Draft:
    return draft.put(
        category=card.category,
        phrase=card.phrase or "",
        sentence="" if card.sentence == WORDS_ERASED else card.sentence or "",
        need=card.need,
        criterion=card.criterion,
    )


def _what(context: Context, draft: Draft) -> SheetView:
    categories = context.catalogue.cards.categories
    pairs = [(c.id, c.title) for c in categories]
    phrases = next((c.phrases for c in categories if c.id == draft.get("category")), ())
    written = draft.get("sentence").strip()
    own = Option("write", written, chosen=True) if written else write_option()
    right = options("phrase", [(p, p) for p in phrases], draft.get("phrase"))
    return SheetView(
        name="card.correct",
        title=TITLE,
        columns=(
            (
                Label("What is it about?"),
                Choices("category", options("category", pairs, draft.get("category")), "tiles"),
            ),
            (Label("What does it say?"), Choices("phrase", (own, *right))),
        ),
        buttons=(BACK, Button("why", "Need and reason"), _save_button(draft)),
        note=draft.problem or KEPT,
        spoken="Correct the card: what it is about and what it says.",
    )


def _why(context: Context, draft: Draft) -> SheetView:
    cards = context.catalogue.cards
    needs = [(n.id, n.text) for n in cards.needs]
    criteria = [(c.id, c.text) for c in cards.criteria]
    return SheetView(
        name="card.correct_why",
        title=TITLE,
        columns=(
            (Label("We need"), Choices("need", options("need", needs, draft.get("need")), "boxes")),
            (
                Label("Why it goes up"),
                Choices(
                    "criterion", options("criterion", criteria, draft.get("criterion")), "boxes"
                ),
            ),
        ),
        buttons=(BACK, Button("correct_page", "What it says"), _save_button(draft)),
        note=draft.problem or KEPT,
        spoken="Correct the card: what we need, and why it goes up.",
    )


def _write(context: Context, draft: Draft) -> SheetView:
    del context
    return SheetView(
        name="card.correct_write",
        title=TITLE,
        columns=(
            (
                Label(f"One short sentence. {SAY_WHAT}"),
                sentence_entry(draft, "sentence", "Hoist battery flat since 06:00"),
            ),
        ),
        buttons=(BACK, _save_button(draft)),
        note=KEPT,
        spoken="Correct the card. Write one short sentence.",
    )


def _save_button(draft: Draft) -> Button:
    ready = bool(draft.get("phrase") or draft.get("sentence").strip())
    return primary("correct_it", "Save ›", enabled=ready, why="Pick a phrase or write first")


def _pick_category(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft if value == draft.get("category") else draft.put(category=value, phrase="")


def _pick_phrase(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(phrase=value, sentence="")


def _written(context: Context, draft: Draft, value: str) -> Next:
    del context
    return draft.put(sentence=value, phrase="")


def _correct_it(context: Context, draft: Draft, value: str) -> Next:
    del value
    sentence = draft.get("sentence").strip()
    problem = guard(context, sentence)
    if problem:
        return draft.refuse(problem)
    command = EditCard(
        card_id=draft.argument,
        category=draft.get("category"),
        phrase=draft.get("phrase") or None,
        sentence=sentence or None,
        need=Need(draft.get("need")),
        criterion=Criterion(draft.get("criterion")),
    )
    return done(draft, command, "Saved. The card is corrected.")


CORRECTION_PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    "correct": _what,
    "correct_why": _why,
    "correct_write": _write,
}
CORRECTION_TOUCHES: Touches = {
    "correct": _begin,
    "correct_page": turn("correct"),
    "why": turn("correct_why"),
    "category": _pick_category,
    "phrase": _pick_phrase,
    "need": pick("need"),
    "criterion": pick("criterion"),
    "write": turn("correct_write"),
    "text:sentence": _written,
    "correct_it": _correct_it,
}
