"""One page about a metric on paper: the head, the chart over time, the groups, and what the figures are."""

from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QRectF

from kiosk.ui.charts.foot import draw_counts
from kiosk.ui.charts.groups import SMALLEST_PITCH, draw_groups, height_of_all
from kiosk.ui.charts.ink import CHIP_GAP, CHIP_HEIGHT, FitReport, Ink, chip_width
from kiosk.ui.charts.lettering import BODY_STYLE, FIGURE_STYLE, SMALL_LINE, Style, fit
from kiosk.ui.charts.process_chart import draw_process_chart
from kiosk.ui.paper.blocks import (
    COLUMN_GAP,
    FOOT_HEIGHT,
    FOOT_LINE,
    PART_GAP,
    RIGHT,
    Foot,
    draw_facts,
    draw_foot,
    draw_rule,
    draw_stamp,
    draw_table,
    facts_height,
    in_two_columns,
    inside,
    paper_ink,
)
from kiosk.ui.paper.pdf import About, Paper, PdfPages
from kiosk.ui.theme import (
    BODY,
    LARGE,
    SHEET_TITLE,
    TITLE,
    WEIGHT_BOLD,
    WEIGHT_SEMIBOLD,
    figures_that_are_read_back,
)
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.paper.groups_part import GroupsPart
from kiosk.viewmodels.paper.one_page import OVER_TIME, OnePage
from kiosk.viewmodels.tiles import Chip

UNIT = Style(24, minimum=18, lines=1)
TITLE_STYLE = Style(SHEET_TITLE, WEIGHT_BOLD, 36, lines=2, leading=1.12)
SCOPE = Style(BODY, WEIGHT_SEMIBOLD, 20, lines=1)
HEADLINE = Style(LARGE, WEIGHT_SEMIBOLD, 26, lines=2, leading=1.15)
PART_TITLE = Style(TITLE, WEIGHT_SEMIBOLD, 22, lines=1)
SENTENCE = Style(BODY, minimum=20, lines=3, snug=3)

FIGURE_SHARE = 0.3
PICTURE_SHARE = 0.56
TITLE_PITCH = 44.0
NOTE_PITCH = 31.0
NARROWEST = 1320.0  # of the widths between the margins
CHART_LEAST = 250.0
CHART_MOST = 560.0
ALONE_MOST = 640.0  # of a chart that has the width of the page
TABLE_PITCH = 34.0
TABLE_PITCH_ALONE = 42.0
COLUMN_MOST = 340.0  # figures further apart are not read as one line
GROUP_PITCH = 39.0
GROUP_PITCH_MOST = 50.0
ROOM_TAKEN = 160.0  # by stamp, title and foot of a later page

Parts: TypeAlias = tuple[GroupsPart, ...]
PART_STRETCH = 1.6

MARKS = (
    Chip("better", mark=Mark.TRIANGLE),
    Chip("worse", mark=Mark.DIAMOND),
    Chip("too few to show", mark=Mark.STAR),
    Chip("unreliable, interval only", mark=Mark.HATCH),
    Chip("no data", mark=Mark.DASHES),
    Chip("0 is a real zero"),
)
"""What the shapes say, once, for a reader who does not stand at the board."""


def print_one_page(view: OnePage, paper: Paper, report: FitReport | None = None) -> bytes:
    """Draw the page into a PDF.

    Args:
        view: what it says.
        paper: its size.
        report: takes every text that was drawn, for tests.

    Returns:
        The file; the same view gives the same bytes.
    """
    with figures_that_are_read_back():
        return _printed(view, paper, report or FitReport())


def _printed(view: OnePage, paper: Paper, report: FitReport) -> bytes:
    with PdfPages(About(f"{view.title}, {view.unit}".rstrip(", "), view.at), paper) as pages:
        ink, box = paper_ink(pages.painter, report), inside(pages.page)
        body = _frame(ink, box, view)
        first, later = _by_page(view.groups, body.height() - CHART_LEAST, box.height() - ROOM_TAKEN)
        draw_foot(ink, box, _foot(view, 1, 1 + len(later)))
        _first_page(ink, body, view, first)
        for number, parts in enumerate(later, 2):
            pages.turn()
            draw_foot(ink, box, _foot(view, number, 1 + len(later)))
            _next_page(ink, box, view, parts)
    return pages.body()


def _by_page(parts: Parts, room: float, room_later: float) -> tuple[Parts, list[Parts]]:
    """Share the parts out: as many on the first page as fit in its room, the others on later ones."""
    shared: list[list[GroupsPart]] = [[]]
    left = room
    for part in parts:
        needed = PART_GAP + _height(part, SMALLEST_PITCH)
        if shared[-1] and needed > left:
            shared.append([])
            left = room_later
        shared[-1].append(part)
        left -= needed
    first, *later = (tuple(page) for page in shared)
    return first, later


def _frame(ink: Ink, box: QRectF, view: OnePage) -> QRectF:
    """Draw the head and the definition of the first page; return the box between them."""
    top = _head(ink, box, view)
    bottom = _definition(ink, box.adjusted(0, 0, 0, -FOOT_HEIGHT), view)
    return QRectF(box.left(), top, box.width(), bottom - top)


def _first_page(ink: Ink, body: QRectF, view: OnePage, parts: Parts) -> None:
    y = draw_rule(ink, body, body.top())
    if not parts:
        _alone(ink, QRectF(body.left(), y, body.width(), body.bottom() - y), view)
        return
    wanted = sum(PART_GAP + _height(part, GROUP_PITCH) for part in parts)
    chart = min(max(body.bottom() - y - wanted, CHART_LEAST), CHART_MOST)
    y = _over_time(ink, QRectF(body.left(), y, body.width(), chart), view)
    _parts(ink, QRectF(body.left(), y, body.width(), body.bottom() - y), parts)


def _next_page(ink: Ink, box: QRectF, view: OnePage, parts: Parts) -> None:
    top = draw_stamp(ink, box, view.training)
    title = QRectF(box.left(), top, box.width(), TITLE_PITCH)
    ink.write(f"{view.title}: more groups", title, PART_TITLE, ink.theme.colour("ink"))
    room = box.bottom() - FOOT_HEIGHT - title.bottom()
    _parts(ink, QRectF(box.left(), title.bottom(), box.width(), room), parts)


def _foot(view: OnePage, number: int, count: int) -> Foot:
    return Foot(view.foot, f"Huddle Kiosk · {view.made} · {number} of {count}")


def _head(ink: Ink, box: QRectF, view: OnePage) -> float:
    """Write whose page it is, about what, and the one thing to know; return the y under it."""
    y = draw_stamp(ink, box, view.training)
    muted, strong = ink.theme.colour("muted"), ink.theme.colour("ink")
    y += ink.write(view.unit, QRectF(box.left(), y, box.width(), 40), UNIT, muted) + 6
    left = QRectF(box.left(), y, box.width() * (1 - FIGURE_SHARE) - COLUMN_GAP, 400)
    right = QRectF(left.right() + COLUMN_GAP, y - 8, box.right() - left.right() - COLUMN_GAP, 200)
    used = ink.write(view.figure, right, FIGURE_STYLE, strong, RIGHT)
    ink.write(view.figure_label, right.adjusted(0, used + 4, 0, 0), SMALL_LINE, muted, RIGHT)
    y += ink.write(view.title, left, TITLE_STYLE, strong) + 4
    y += ink.write(view.scope, QRectF(left.left(), y, left.width(), 40), SCOPE, muted) + 16
    if view.reported:
        chip = Chip(view.reported, Tone.ACCENT, Mark.RING)
        ink.chip(chip, QRectF(box.left(), y, 0, 0).topLeft(), box.width(), from_right=False)
        y += CHIP_HEIGHT + 14
    y = max(y, right.top() + used + 50)
    whole = QRectF(box.left(), y, box.width(), 200)
    y += ink.write(view.headline, whole, HEADLINE, strong) + 6
    return y + ink.write(view.sentence, QRectF(box.left(), y, box.width(), 90), BODY_STYLE, strong)


def _over_time(ink: Ink, box: QRectF, view: OnePage) -> float:
    """Draw the chart over time with the last windows beside it; return the y under them."""
    _title(ink, box, OVER_TIME, view.chips)
    picture, beside = _halves(box.adjusted(0, TITLE_PITCH, 0, 0))
    _chart(ink, picture, view)
    draw_table(ink, beside, view.table, TABLE_PITCH)
    return box.bottom()


def _alone(ink: Ink, box: QRectF, view: OnePage) -> None:
    """Draw the chart over the width of the page, and the last windows under it."""
    _title(ink, box, OVER_TIME, view.chips)
    table = (len(view.table.rows) + 1) * TABLE_PITCH_ALONE + PART_GAP
    height = min(box.height() - TITLE_PITCH - table, ALONE_MOST)
    picture = QRectF(box.left(), box.top() + TITLE_PITCH, box.width(), height)
    _chart(ink, picture, view)
    y = draw_rule(ink, box, picture.bottom())
    width = min(box.width(), COLUMN_MOST * len(view.table.head))
    under = QRectF(box.left(), y, width, box.bottom() - y)
    draw_table(ink, under, view.table, TABLE_PITCH_ALONE)


def _chart(ink: Ink, picture: QRectF, view: OnePage) -> None:
    if view.chart is None:
        return
    foot = QRectF(picture.left(), picture.bottom() - 26, picture.width(), 26)
    drawn = replace(ink, stale=view.chart.stale)
    draw_process_chart(drawn, picture.adjusted(0, 4, 0, -30), view.chart)
    ink.write_middle(view.chart_foot, foot, FOOT_LINE, ink.theme.colour("muted"))


def _title(ink: Ink, box: QRectF, title: str, chips: tuple[Chip, ...] = ()) -> None:
    used = ink.write_middle(
        title,
        QRectF(box.left(), box.top(), box.width(), CHIP_HEIGHT),
        PART_TITLE,
        ink.theme.colour("ink"),
    )
    x = box.left() + used + 2 * COLUMN_GAP
    for chip in chips:
        if x + chip_width(chip) > box.right():
            break
        place = QRectF(x, box.top(), 0, 0).topLeft()
        x += ink.chip(chip, place, box.right() - x, from_right=False) + CHIP_GAP


def _halves(box: QRectF) -> tuple[QRectF, QRectF]:
    """Return where the picture stands, and what stands beside it."""
    width = box.width() * PICTURE_SHARE
    picture = QRectF(box.left(), box.top(), width - 2 * COLUMN_GAP, box.height())
    return picture, QRectF(box.left() + width, box.top(), box.width() - width, box.height())


def _said(part: GroupsPart) -> str:
    return " ".join(words for words in (part.verdict, part.sentence) if words)


def _height(part: GroupsPart, pitch: float) -> float:
    """Return the height of a part whose rows are so high."""
    label = height_of_all(part.view) - len(part.view.rows) * SMALLEST_PITCH
    rows = max(len(part.view.rows) * pitch + label, (len(part.table.rows) + 1) * pitch)
    return TITLE_PITCH + _said_height(part) + NOTE_PITCH * len(part.notes) + 8 + rows


def _said_height(part: GroupsPart) -> float:
    return fit(_said(part), SENTENCE, NARROWEST).height + 4


def _parts(ink: Ink, box: QRectF, parts: Parts) -> None:
    """Draw the groups, each part as high as it has rows."""
    wanted = [_height(part, GROUP_PITCH) for part in parts]
    room = box.height() - PART_GAP * len(parts)
    share = min(room / sum(wanted), PART_STRETCH)
    y = box.top()
    for part, height in zip(parts, wanted, strict=True):
        y = draw_rule(ink, box, y)
        _part(ink, QRectF(box.left(), y, box.width(), height * share), part)
        y += height * share


def _part(ink: Ink, box: QRectF, part: GroupsPart) -> None:
    _title(ink, box, part.title)
    y = box.top() + TITLE_PITCH
    strong, muted = ink.theme.colour("ink"), ink.theme.colour("muted")
    line = QRectF(box.left(), y, NARROWEST, _said_height(part))
    ink.write(_said(part), line, SENTENCE, strong)
    y = line.bottom()
    for note in part.notes:
        line = QRectF(box.left(), y, box.width(), NOTE_PITCH)
        ink.write(note, line, SMALL_LINE, muted)
        y = line.bottom()
    body = QRectF(box.left(), y + 4, box.width(), box.bottom() - y - 4)
    picture, beside = _halves(body)
    draw_groups(replace(ink, stale=part.view.stale), picture, part.view)
    pitch = min(GROUP_PITCH_MOST, body.height() / (len(part.table.rows) + 1))
    draw_table(ink, beside, part.table, pitch)


def _definition(ink: Ink, box: QRectF, view: OnePage) -> float:
    """Write what the figures are at the bottom of a box; return the y above it."""
    width = (box.width() - 2 * COLUMN_GAP) / 2
    left, right = in_two_columns(view.facts, width)
    height = max(facts_height(left, width), facts_height(right, width))
    marks = 40.0
    top = box.bottom() - height - marks - PART_GAP
    y = draw_rule(ink, box, top)
    draw_facts(ink, QRectF(box.left(), y, width, height), left)
    draw_facts(ink, QRectF(box.right() - width, y, width, height), right)
    line = QRectF(box.left(), box.bottom() - marks, box.width(), marks)
    draw_counts(ink, line, MARKS)
    return top
