"""The sheet by group, reached from a groups tile, a flipped metric or a goal: its pages as large tabs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.forms.details import HOME, Touches, follow, pick, scene_of
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next
from kiosk.viewmodels.forms.groups.about import about_page
from kiosk.viewmodels.forms.groups.completeness import completeness_page
from kiosk.viewmodels.forms.groups.gap import GROUP, gap_page
from kiosk.viewmodels.forms.groups.goal import goal_page, open_equity_goal
from kiosk.viewmodels.forms.groups.measures import measures_page
from kiosk.viewmodels.forms.groups.now import now_page
from kiosk.viewmodels.forms.groups.over_time import LINE, SIDE_BY_SIDE, over_time_page
from kiosk.viewmodels.forms.groups.subject import PageView, Subject, page_of, subject_of, tile_of
from kiosk.viewmodels.forms.groups.table import EARLIER, LATER, table_page, turn_windows
from kiosk.viewmodels.forms.paper import PAPER_TOUCHES, page_button
from kiosk.viewmodels.forms.parts import CLOSE
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.sheets import Option, Paragraph, SheetView, Tabs
from kiosk.viewmodels.stratifiers import stratifier_words

PAGE = "page"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name in the draft, the words on its tab, and what it shows."""

    name: str
    title: str
    show: Callable[[Draft, Subject], PageView]


PAGES = (
    Page(HOME, "Now", lambda _draft, subject: now_page(subject)),
    Page("time", "Over time", over_time_page),
    Page("gap", "Gap", gap_page),
    Page("known", "Known", lambda _draft, subject: completeness_page(subject)),
    Page("table", "Table", table_page),
    Page("unequal", "How unequal", lambda _draft, subject: measures_page(subject)),
    Page("goal", "Goal", lambda _draft, subject: goal_page(subject)),
    Page("about", "About", lambda _draft, subject: about_page(subject)),
)


def groups_view(context: Context, draft: Draft, tile: GroupsTile) -> SheetView:
    """Return the page that was touched, or why there is nothing by group."""
    scene = scene_of(context)
    subject = subject_of(tile, scene)
    if subject is None:
        view = groups_tile(tile, scene)
        return SheetView(
            name="tile.groups",
            title=view.frame.title,
            columns=((Paragraph(view.frame.empty, size="large"),),),
            buttons=(CLOSE,),
            spoken=view.frame.spoken,
        )
    page = next((page for page in PAGES if page.name == draft.page), PAGES[0])
    shown = page.show(draft, subject)
    frame = subject.view.frame
    return SheetView(
        name=f"tile.groups.{page.name}" if page.name else "tile.groups",
        title=f"{frame.title}, by {stratifier_words(subject.published.stratifier)}",
        columns=shown.columns,
        buttons=(CLOSE, page_button(tile.metric), *shown.buttons),
        note=frame.subtitle,
        spoken=frame.spoken if page.name == HOME else f"{frame.title}. {page.title}.",
        across=(Tabs(PAGE, _tabs(page)),),
        wide=shown.wide,
    )


def _tabs(shown: Page) -> tuple[Option, ...]:
    return tuple(Option(f"{PAGE}={page.name}", page.title, chosen=page is shown) for page in PAGES)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the page that was asked for, else the groups as they are now."""
    del context
    return draft.turn(page_of(draft.argument))


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of a metric by a stratifier, without a tile of its own."""
    return groups_view(context, draft, tile_of(draft.argument))


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(GROUPS_TOUCHES, context, draft, action, value)


def _turn(context: Context, draft: Draft, value: str) -> Next:
    """Turn to a page; it begins as it always does, whatever was touched on another."""
    del context
    return replace(draft.turn(value), values={})


GROUPS_TOUCHES: Touches = {
    PAGE: _turn,
    LINE: pick(LINE),
    SIDE_BY_SIDE: pick(SIDE_BY_SIDE),
    EARLIER: turn_windows(1),
    LATER: turn_windows(-1),
    GROUP: pick(GROUP),
    "equity": open_equity_goal,
    **PAPER_TOUCHES,
}

GROUPS = Form("groups", start, view, touched, staff_only=True, at_desk=True)
