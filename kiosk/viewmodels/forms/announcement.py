"""Announcements: the list, posting one sentence until a day, and the sheet of one that stands."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from kiosk.domain.announcements import Announcement, PostAnnouncement, TakeDownAnnouncement
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Tone
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
    turn,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next, Open, Submit
from kiosk.viewmodels.forms.listing import entries
from kiosk.viewmodels.forms.parts import (
    BACK,
    CLOSE,
    SAY_WHAT,
    guard,
    options,
    primary,
    sentence_entry,
)
from kiosk.viewmodels.forms.removing import Removal, back_or
from kiosk.viewmodels.sheets import Block, Choices, Facts, Label, Option, Paragraph, SheetView
from kiosk.viewmodels.story import moment
from kiosk.viewmodels.words import listed, near_day

POST = "post"
UNTIL = "until"
CHOICES = (("today", "Today"), ("week", "This week"), ("fortnight", "Two weeks"))
SUNDAY = 6
FORTNIGHT_DAYS = 14
REMOVAL = Removal("announcement", "announcement")


def announcements_view(context: Context, draft: Draft) -> SheetView:
    """Return the announcements that stand, newest first."""
    del draft
    standing = [
        (key, news)
        for key, news in context.ward.announcements.items()
        if not news.taken_down and news.until >= context.ward.today
    ]
    standing.sort(key=lambda item: item[1].posted_at, reverse=True)
    rows = tuple(
        Option(
            f"announcement={key}",
            news.sentence,
            detail=news.by,
            right=f"until {near_day(news.until, context.ward.today)}",
        )
        for key, news in standing
    )
    return SheetView(
        name="tile.announcements",
        title="News",
        columns=(entries("announcement", rows, "Nothing to announce."),),
        buttons=(CLOSE, Button("post", "Post one", role="ink")),
        note="Touch one to take it down.",
        spoken=f"News: {len(rows)}.",
    )


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the announcement that was touched, or with writing a new one."""
    del context
    return draft.turn(HOME if draft.argument else POST)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    page = PAGES.get(draft.page)
    if page is not None:
        return page(context, draft)
    news = context.ward.announcements.get(draft.argument)
    if news is None or news.taken_down:
        return gone("announcement", "This announcement")
    return _news(context, draft, news)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def until_day(today: date, choice: str) -> date:
    """Return the last day that a choice means; a week ends with Sunday."""
    if choice == "week":
        return today + timedelta(days=SUNDAY - today.weekday())
    return today + timedelta(days=FORTNIGHT_DAYS) if choice == "fortnight" else today


def _news(context: Context, draft: Draft, news: Announcement) -> SheetView:
    until = near_day(news.until, context.ward.today)
    ways = REMOVAL.ways(words=has_words(context, draft.argument), withdraw=False)
    left: tuple[Block, ...] = (
        Paragraph(news.sentence, bold=True, size="large"),
        Facts((("Until", until), ("Posted", moment(news.posted_at, context.ward)))),
        *problem_line(draft),
        *((Choices("more", ways, layout="pair"),) if ways else ()),
    )
    return SheetView(
        name="announcement",
        title="News",
        columns=beside_history(context, draft.argument, left),
        buttons=(BACK, primary("take_down", "Take it down ›")),
        spoken=f"News: {news.sentence} Until {until}.",
    )


def _post(context: Context, draft: Draft) -> SheetView:
    del context
    ready = bool(draft.get("sentence").strip())
    return SheetView(
        name="announcement.post",
        title="Post news",
        steps=("1 Say it", "2 Until when"),
        step=0,
        columns=(
            (
                Label(f"One short sentence for everybody. {SAY_WHAT}"),
                sentence_entry(draft, "sentence", "Fire drill on Thursday at 10:00"),
            ),
        ),
        buttons=(BACK, primary("next", "Go on ›", enabled=ready, why="Write a sentence first")),
        spoken="Post news. Write one short sentence.",
    )


def _until(context: Context, draft: Draft) -> SheetView:
    today = context.ward.today
    days = {name: near_day(until_day(today, name), today) for name, _ in CHOICES}
    details = {name: f"until {day}" for name, day in days.items()}
    return SheetView(
        name="announcement.until",
        title="Post news",
        steps=("1 Say it", "2 Until when"),
        step=1,
        columns=(
            (
                Paragraph(draft.get("sentence"), bold=True, size="large"),
                Label("Until when does it stand?"),
                Choices("until", options("until", CHOICES, draft.get("until"), details), "boxes"),
                *problem_line(draft),
            ),
        ),
        buttons=(
            BACK,
            primary(
                "save", "Post it ›", enabled=bool(draft.get("until")), why="Say until when first"
            ),
        ),
        spoken=listed(("Until when does it stand?", draft.get("sentence"))),
    )


def _next(context: Context, draft: Draft, value: str) -> Next:
    del value
    sentence = draft.get("sentence").strip()
    problem = guard(context, sentence) if sentence else "Write a sentence first."
    return draft.refuse(problem) if problem else draft.turn(UNTIL)


def _save(context: Context, draft: Draft, value: str) -> Next:
    del value
    if not draft.get("until"):
        return draft.refuse("Say until when first.")
    until = until_day(context.ward.today, draft.get("until"))
    command = PostAnnouncement(draft.entity("announcement"), draft.get("sentence").strip(), until)
    return Submit((command,), "Saved. It stands on the board.")


def _take_down(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Submit((TakeDownAnnouncement(draft.argument),), "Taken down.", tone=Tone.ACCENT)


def _back(context: Context, draft: Draft, value: str) -> Next:
    if draft.page == UNTIL:
        return draft.turn(POST)
    if draft.page == POST:
        return back_to("announcements")(context, draft, value)
    return back_or(back_to("announcements"))(context, draft, value)


def _open(context: Context, draft: Draft, value: str) -> Next:
    del context, draft
    return Open("announcement", value)


def _open_post(context: Context, draft: Draft, value: str) -> Next:
    del context, draft, value
    return Open("announcement")


PAGES: Mapping[str, Callable[[Context, Draft], SheetView]] = {
    POST: _post,
    UNTIL: _until,
    **REMOVAL.pages,
}
ANNOUNCEMENTS_TOUCHES: Touches = {"announcement": _open, "post": _open_post}
TOUCHES: Touches = {
    **REMOVAL.touches,
    "text:sentence": pick("sentence"),
    "next": _next,
    "until": pick("until"),
    "post": turn(POST),
    "save": _save,
    "take_down": _take_down,
    "back": _back,
}

ANNOUNCEMENT = Form("announcement", start, view, touched, staff_only=True, keeps_draft=True)
