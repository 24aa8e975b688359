"""The goals tile: for each goal what it is, where the unit stands and where it wants to be."""

from PySide6.QtCore import QRectF, Qt
from typing_extensions import override

from kiosk.ui.charts.ink import MARK_GAP, Ink, mark_size, more
from kiosk.ui.charts.lettering import SMALL_LINE, Style, text_width
from kiosk.ui.theme import BODY, FOOT, WEIGHT_BOLD, WEIGHT_SEMIBOLD
from kiosk.ui.tiles.tile import Tile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import GoalRow, GoalsTileView

SMALLEST_ROW = 78.0
LARGEST_ROW = 112.0
BAR_PX = 11.0
BAR_TOP = 5.0
BAR_ROOM = 20.0
GAP = 14.0
MORE_PX = 27.0
NAME_STYLE = Style(BODY, WEIGHT_SEMIBOLD, lines=1)
NOW_STYLE = Style(BODY, WEIGHT_BOLD, 22, 1)
VERDICT_STYLE = Style(FOOT, WEIGHT_SEMIBOLD, 20, 1)
MARKER_PX = 4.0
RIGHT = Qt.AlignmentFlag.AlignRight


class GoalsTile(Tile[GoalsTileView]):
    """The unit's goals."""

    @override
    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint as many goals as fit whole, then "+3 more"."""
        rows = self.view.rows
        if not rows:
            return
        beyond = self.view.beyond
        room = area.height() - (MORE_PX if beyond else 0.0)
        shown = len(rows)
        if shown * SMALLEST_ROW > room:
            room = area.height() - MORE_PX
            shown = max(int(room / SMALLEST_ROW), 0)
        pitch = min(room / max(shown, 1), LARGEST_ROW)
        for index, row in enumerate(rows[:shown]):
            top = area.top() + index * pitch
            self._row(ink, QRectF(area.left(), top, area.width(), pitch), row)
        left = len(rows) - shown + beyond
        if left and area.height() >= MORE_PX:
            line = QRectF(area.left(), area.top() + shown * pitch, area.width(), MORE_PX)
            ink.write_middle(more(left), line, SMALL_LINE, self.theme.colour("muted"))

    def _row(self, ink: Ink, box: QRectF, row: GoalRow) -> None:
        """Paint name and figure, the bar under them, and under it where to and the verdict."""
        ink_colour = self.theme.colour("ink")
        line = QRectF(box.left(), box.top(), box.width(), NAME_STYLE.line)
        now = text_width(row.now, NOW_STYLE.size, NOW_STYLE.weight) if _now_fits(row, line) else 0.0
        if now:
            ink.write_middle(row.now, line, NOW_STYLE, ink_colour, RIGHT)
        name = line.adjusted(0, 0, -now - (GAP if now else 0.0), 0)
        ink.write_middle(row.text, name, NAME_STYLE, ink_colour)
        line.translate(0, NAME_STYLE.line)
        if row.fraction is not None:
            self._bar(
                ink, QRectF(line.left(), line.top() + BAR_TOP, line.width(), BAR_PX), row.fraction
            )
            line.translate(0, BAR_ROOM)
        line.setHeight(SMALL_LINE.line)
        self._words(ink, line, row)

    def _words(self, ink: Ink, line: QRectF, row: GoalRow) -> None:
        """Write where to at the left, the verdict at the right."""
        chip = row.chip
        mark = 0.0 if chip.mark is Mark.NONE else mark_size(VERDICT_STYLE) + MARK_GAP
        wide = text_width(chip.text, VERDICT_STYLE.size, VERDICT_STYLE.weight) + mark + 1
        words = row.goal if _now_fits(row, line) else f"{row.now}, {row.goal}"
        goal = text_width(words, SMALL_LINE.size, SMALL_LINE.weight)
        said = chip.tone not in {Tone.MUTED, Tone.COMMON}
        tone = ink.tone(chip.tone if said else Tone.MUTED)
        if wide + GAP + goal <= line.width():
            ink.write_middle(words, line, SMALL_LINE, self.theme.colour("muted"))
        ink.marked(chip.mark, chip.text, line, VERDICT_STYLE, tone, RIGHT)

    def _bar(self, ink: Ink, box: QRectF, fraction: float) -> None:
        """Paint how far along: the goal is the end of the bar."""
        ink.pill(box, self.theme.colour("soft"), BAR_PX / 2)
        share = min(max(fraction, 0.0), 1.0)
        done = QRectF(box.left(), box.top(), max(box.width() * share, BAR_PX), BAR_PX)
        ink.pill(done, self.theme.colour("common"), BAR_PX / 2)
        end = QRectF(box.right() - MARKER_PX, box.top() - 4, MARKER_PX, BAR_PX + 8)
        ink.pill(end, self.theme.colour("ink"), MARKER_PX / 2)


def _now_fits(row: GoalRow, line: QRectF) -> bool:
    """Tell whether the figure stands right of the name."""
    name = text_width(row.text, NAME_STYLE.size, NAME_STYLE.weight)
    return name + GAP + text_width(row.now, NOW_STYLE.size, NOW_STYLE.weight) <= line.width()
