"""The tickets tile: ideas to sort, quick hits and big issues, the most overdue first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kiosk.domain.tickets import BigIssue, Done, New, QuickHit, Ticket
from kiosk.layouts.tiles import TicketsTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.names import theme_title
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, ListRow, ListTileView
from kiosk.viewmodels.words import brief_day, counted, listed, sentence

TITLE = "Ideas"
NOTHING = "No idea is open. What would make tomorrow better?"
NOT_SORTED = "to sort"
OTHER = "Other ideas"


def tickets_tile(tile: TicketsTile, scene: Scene) -> ListTileView:
    """Return the open ideas; the public face has them by theme, without anybody's words."""
    tickets = sorted(
        (each for each in scene.ward.tickets.values() if not isinstance(each.progress, Done)),
        key=_urgency,
    )
    title = tile.title or TITLE
    label = "idea being worked on" if len(tickets) == 1 else "ideas being worked on"
    said = sentence(f"{title}: {len(tickets)} {label}") if tickets else f"{title}. {NOTHING}"
    return ListTileView(
        frame=Frame(
            tile.id,
            title,
            foot_left=_steps(tickets),
            foot_right=_done_this_month(scene),
            empty="" if tickets else NOTHING,
            spoken=said,
        ),
        figure=str(len(tickets)) if tickets else "",
        figure_label=label if tickets else "",
        sentence="",
        rows=_by_theme(tickets, scene, tile.limit)
        if scene.public
        else tuple(_row(each, scene) for each in tickets[: tile.limit]),
    )


def ticket_words(ticket: Ticket, scene: Scene) -> str:
    """Return what a ticket says: its sentence, else its phrase, else its theme."""
    return ticket.sentence or ticket.phrase or theme_title(scene.catalogue, ticket.theme)


def _due(ticket: Ticket) -> date | None:
    match ticket.progress:
        case QuickHit(due=day) | BigIssue(check_in=day):
            return day
        case _:
            return None


def _urgency(ticket: Ticket) -> tuple[bool, date, float]:
    due = _due(ticket)
    return due is None, due or date.max, ticket.raised_at.timestamp()


def _row(ticket: Ticket, scene: Scene) -> ListRow:
    due = _due(ticket)
    late = due is not None and due < scene.today
    kind = {"quick_hit": "quick hit", "big_issue": "big issue"}.get(ticket.progress.step, "")
    right = brief_day(due, scene.today) if due is not None else NOT_SORTED
    return ListRow(
        text=ticket_words(ticket, scene),
        detail=listed((kind, theme_title(scene.catalogue, ticket.theme))),
        right=f"due {right}" if late else right,
        tone=Tone.HARM if late else Tone.INK,
        mark=Mark.TRIANGLE if late else Mark.NONE,
    )


def _by_theme(tickets: Sequence[Ticket], scene: Scene, limit: int) -> tuple[ListRow, ...]:
    shipped = {theme.id for theme in scene.catalogue.ideas.themes}
    themes = Counter(
        theme_title(scene.catalogue, ticket.theme) if ticket.theme in shipped else OTHER
        for ticket in tickets
    )
    return tuple(ListRow(theme, right=str(count)) for theme, count in themes.most_common(limit))


def _steps(tickets: Sequence[Ticket]) -> str:
    quick = sum(isinstance(each.progress, QuickHit) for each in tickets)
    new = sum(isinstance(each.progress, New) for each in tickets)
    return listed(
        (
            counted(quick, "quick hit") if quick else "",
            f"{new} {NOT_SORTED}" if new else "",
        )
    )


def _done_this_month(scene: Scene) -> str:
    done = 0
    for ticket in scene.ward.tickets.values():
        if isinstance(ticket.progress, Done):
            day = ticket.progress.at.astimezone(scene.ward.local_now.tzinfo)
            done += (day.year, day.month) == (scene.today.year, scene.today.month)
    return f"{done} done this month" if done else ""
