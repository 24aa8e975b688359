"""The list of thank-yous, and the sheet of one: take it back, or erase its words."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from kiosk.domain.recognitions import Recognition
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    back_to,
    beside_history,
    follow,
    gone,
    has_words,
    problem_line,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Open
from kiosk.viewmodels.forms.listing import entries
from kiosk.viewmodels.forms.parts import BACK, CLOSE
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.names import WORDS_ERASED, role_words
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.words import counted, listed, long_day, short_day

LISTED_DAYS = 90
"""How many days back thank-yous are listed."""
REMOVAL = Removal(
    "recognition",
    "thank-you",
    ("Entered by mistake", "It is there twice", "The person does not want it"),
)
PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = REMOVAL.pages


def recognitions_view(context: Context, draft: Draft) -> SheetView:
    """Return the thank-yous, newest first."""
    del draft
    since = context.ward.today - timedelta(days=LISTED_DAYS)
    found = [
        (key, thanks) for key, thanks in context.ward.recognitions.items() if thanks.day > since
    ]
    found.sort(key=lambda item: item[1].given_at, reverse=True)
    rows = tuple(_option(context, key, thanks) for key, thanks in found)
    said = f"{counted(len(rows), 'thank-you')} in the last {LISTED_DAYS} days"
    return SheetView(
        name="tile.recognitions",
        title="Thank you",
        columns=((Label(said), *entries("recognition", rows, "Nobody was thanked lately.")),),
        buttons=(CLOSE, Button("thank_you", "Say thank you", role="ink")),
        note="Names stand on the staff face only.",
        spoken=f"{said}.",
    )


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of one thank-you."""
    thanks = context.ward.recognitions.get(draft.argument)
    if thanks is None:
        return gone("recognition", "This thank-you")
    page = PAGES.get(draft.page)
    return _thanks(context, draft, thanks) if page is None else page(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the thank-you as it stands."""
    del context
    return draft.turn(HOME)


def _words(thanks: Recognition) -> str:
    return thanks.sentence or thanks.phrase or WORDS_ERASED


def _option(context: Context, recognition_id: str, thanks: Recognition) -> Option:
    whom = role_words(context.catalogue, thanks.group)
    return Option(
        action=f"recognition={recognition_id}",
        text=_words(thanks),
        detail=listed((whom, thanks.name or "")),
        right=short_day(thanks.day, context.ward.today),
    )


def _thanks(context: Context, draft: Draft, thanks: Recognition) -> SheetView:
    whom = role_words(context.catalogue, thanks.group)
    facts = [("To", listed((whom, thanks.name or ""))), ("Day", long_day(thanks.day))]
    if thanks.shift:
        facts.append(("Shift", thanks.shift))
    left: tuple[Block, ...] = (
        Paragraph(_words(thanks), bold=True, size="large"),
        Facts(tuple(facts)),
        *problem_line(draft),
        Choices("more", REMOVAL.ways(words=has_words(context, draft.argument)), layout="pair"),
    )
    return SheetView(
        name="recognition",
        title="Thank you",
        columns=beside_history(context, draft.argument, left),
        buttons=(BACK,),
        spoken=f"Thank you, {whom}: {_words(thanks)}.",
    )


def _open(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("recognition", value)


def _thank(context: Context, draft: Draft, value: str) -> Next:
    del context, draft, value
    return Open("thank_you")


RECOGNITIONS_TOUCHES: Touches = {"recognition": _open, "thank_you": _thank}
TOUCHES: Touches = {**REMOVAL.touches, "back": back_or(back_to("recognitions"))}

RECOGNITION = Form("recognition", start, view, touched, staff_only=True)
