"""What this wall may split its figures by, behind the PIN: nothing until somebody turns it on here."""

from collections import Counter

from kiosk.domain.nodes import MOST_STRATIFIERS, SetWallStratifiers, plain_name
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.forms.admin.area import MENU, Area, done, page_of, sheet
from kiosk.viewmodels.forms.form import Context, Draft, Next
from kiosk.viewmodels.forms.parts import primary
from kiosk.viewmodels.forms.setup.page import problem_blocks
from kiosk.viewmodels.sheets import Choices, Option, Paragraph, SheetView
from kiosk.viewmodels.stratifiers import (
    KNOWN,
    is_cross,
    is_sensitive,
    stratifier_title,
    stratifier_words,
)
from kiosk.viewmodels.words import counted

GROUPS, CONFIRM = "groups", "groups_confirm"
TITLE = "Numbers by group"
DECIDES = "The hospital decides this together with patient representatives."
NEVER_TWO = "Never two of them together. Small numbers stay hidden whatever is turned on."
SENSITIVE = "sensitive: asks once more"
NOTHING_YET = "nothing published yet"


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    return _confirm(draft) if draft.page == CONFIRM else _toggles(context, draft)


def touched(context: Context, draft: Draft, name: str, value: str) -> Next:
    """Return what a touch leads to."""
    match name:
        case "back":
            return page_of(draft, GROUPS if draft.page == CONFIRM else MENU)
        case "stratifier" if draft.page == GROUPS:
            return _toggle(context, draft, value)
        case "turn_on" if draft.page == CONFIRM:
            return _set(context, draft, draft.get("stratifier"))
        case _:
            return draft


def offered(context: Context) -> tuple[str, ...]:
    """Return what can be turned on: what is published, what the board asks for, then the shipped sets.

    Two stratifiers at once are never offered.
    """
    published = (by for _, by in context.ward.published or context.ward.releases if by)
    asked = (tile.stratifier for tile in context.layout.tiles if isinstance(tile, GroupsTile))
    shipped = (known.name for known in KNOWN)
    names = dict.fromkeys(plain_name(name) for name in (*_on(context), *published, *asked))
    order = [known.name for known in KNOWN]
    here = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    return tuple(name for name in dict.fromkeys((*here, *shipped)) if not is_cross(name))


def _on(context: Context) -> tuple[str, ...]:
    return context.ward.node.wall_stratifiers if context.ward.node else ()


def _toggles(context: Context, draft: Draft) -> SheetView:
    metrics = Counter(
        plain_name(by) for _, by in context.ward.published or context.ward.releases if by
    )
    on = _on(context)
    ways = tuple(
        Option(
            f"stratifier={name}",
            stratifier_title(name),
            detail=_detail(name, metrics[name], on=name in on),
            chosen=name in on,
        )
        for name in offered(context)
    )
    return sheet(
        GROUPS,
        TITLE,
        (
            (
                Paragraph(f"{DECIDES} Touch what this wall may show."),
                *problem_blocks(draft),
                Choices("stratifier", ways, layout="tiles", columns=3),
            ),
        ),
        note=NEVER_TWO,
    )


def _detail(name: str, metrics: int, *, on: bool) -> str:
    published = f"{counted(metrics, 'metric')} published" if metrics else NOTHING_YET
    return SENSITIVE if is_sensitive(name) and not on else published


def _confirm(draft: Draft) -> SheetView:
    name = draft.get("stratifier")
    return sheet(
        CONFIRM,
        f"Show numbers by {stratifier_words(name)} here?",
        (
            (
                Paragraph("This is sensitive, and off on walls unless you say so.", size="large"),
                Paragraph("Everyone who can touch this board can then see them on the staff face."),
                Paragraph(DECIDES),
                Paragraph("Groups too small to show stay hidden and have no name."),
                *problem_blocks(draft),
            ),
        ),
        primary("turn_on", "Turn it on ›"),
    )


def _toggle(context: Context, draft: Draft, name: str) -> Next:
    if name not in offered(context):
        return draft
    if name not in _on(context) and is_sensitive(name):
        return page_of(draft, CONFIRM).put(stratifier=name)
    return _set(context, draft, name)


def _set(context: Context, draft: Draft, name: str) -> Next:
    """Turn a stratifier on when it is off, else off."""
    on = _on(context)
    if name in on:
        fewer = tuple(other for other in on if other != name)
        said = f"Numbers by {stratifier_words(name)} are off this wall."
        return done(draft, GROUPS, SetWallStratifiers(context.ward.node_id, fewer), said)
    if len(on) >= MOST_STRATIFIERS:
        return draft.refuse("That is all that one wall can show. Turn another one off first.")
    said = f"This wall may show numbers by {stratifier_words(name)} now."
    return done(draft, GROUPS, SetWallStratifiers(context.ward.node_id, (*on, name)), said)


AREA = Area((GROUPS, CONFIRM), view, touched)
