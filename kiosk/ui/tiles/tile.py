"""What every tile is: a surface with title, scope and foot, a place for its content, and one touch."""

from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.foot import draw_counts, draw_foot
from kiosk.ui.charts.ink import FitReport, Ink, TextFit
from kiosk.ui.charts.lettering import (
    CHIP_STYLE,
    SMALL_LINE,
    SMALL_STYLE,
    TITLE_STYLE,
    Style,
    fit,
    text_width,
)
from kiosk.ui.theme import LARGE, Theme
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, mix, paint_ring, scaled_painter
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Chip, Frame, TileView
from kiosk.viewmodels.words import listed

ViewT = TypeVar("ViewT", bound=TileView)

PADDING = 26.0
RADIUS = 14.0
TITLE_TOP = 21.0
FOOT_BOTTOM = 20.0
CONTENT_GAP = 6.0
BORDER_PX = 3.0
NOTE_GAP = 18.0
LEAST_NOTE = 60.0  # in less, no word of the point can be read
STALE_HEIGHT = 38.0
STALE_PADDING = 58.0  # mark, gaps and ends of the words that say since when
EMPTY_STYLE = Style(LARGE - 5, lines=8, balanced=True)
PRESSED_SHARE = PRESSED_MIX / 3


class Tile(Touchable, Generic[ViewT]):
    """A tile of the board; subclasses write `paint_content`.

    Signals:
        touched: what is to be opened, once for a touch, a click, Space or Enter: the tile's id, or a side of it.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: ViewT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self._report = FitReport()
        self._drawn = QPixmap()
        self._drawn_as: object = None
        self.repaints = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._name()
        self.clicked.connect(self._tell)

    @property
    def view(self) -> ViewT:
        """What is shown."""
        return self._view

    @property
    def frame(self) -> Frame:
        """What every tile has."""
        return self._view.frame

    def show_view(self, view: ViewT) -> None:
        """Show something else; nothing is painted when it is the same."""
        if view == self._view:
            return
        self._view = view
        self._name()
        self.update()

    def text_fits(self) -> tuple[TextFit, ...]:
        """Give every text of the last painting, and whether it was whole."""
        return tuple(self._report.fits)

    def drawn_words(self) -> str:
        """Give the words of the last painting, a line for each text."""
        return self._report.drawn()

    def paint_content(self, ink: Ink, area: QRectF) -> None:
        """Paint what this kind of tile shows, between title and foot."""
        raise NotImplementedError

    def foot_counts(self) -> tuple[Chip, ...]:
        """Give counts that stand over the foot; most tiles have none."""
        return ()

    def foot_left(self) -> str:
        """Give the words at the left of the foot."""
        return self.frame.foot_left

    def foot_right(self) -> str:
        """Give the words at the right of the foot."""
        return self.frame.foot_right

    def side(self) -> str:
        """Name the side of the view that is shown; most tiles have one."""
        return ""

    def touch_name(self) -> str:
        """Name what a touch opens: the tile, or one of its sides."""
        return self.frame.tile_id

    def corner(self) -> QRectF:
        """Give the place of a control in the bottom right corner, empty where there is none."""
        return QRectF()

    def controls(self) -> list[QWidget]:
        """Give what can be touched, the tile first."""
        return [self]

    def content_room(self, foot_px: float = SMALL_STYLE.line) -> QRectF:
        """Give about the place between title and foot, before either is drawn."""
        inner = self.body().adjusted(PADDING, TITLE_TOP, -PADDING, -FOOT_BOTTOM)
        head = fit(self.frame.title, TITLE_STYLE, inner.width()).height
        if self.frame.subtitle:
            head += fit(self.frame.subtitle, SMALL_STYLE, inner.width()).height
        if self.frame.stale:
            head += STALE_HEIGHT + CONTENT_GAP
        return inner.adjusted(0, head + CONTENT_GAP, 0, -foot_px - CONTENT_GAP)

    def title_notes(self) -> tuple[str, ...]:
        """Give small words that stand right of the title, the best wording first; most have none."""
        return ()

    def title_note(self) -> str:
        """Give what is written right of the title: the tile's point, and its note where that fits."""
        point = self.frame.point
        wordings = [listed((point, note)) for note in self.title_notes()]
        room = self._room_for_note(self.body().width() - 2 * PADDING)
        whole = [words for words in (*wordings, point) if words and _least_wide(words) <= room]
        return whole[0] if whole else point if room >= LEAST_NOTE else ""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.repaints += 1
        ratio, size = self.devicePixelRatio(), self.size()
        state = (self.isDown(), self.hasFocus())
        wanted = (self._view, self.side(), self.theme.name, self.scale, size, ratio, state)
        if wanted != self._drawn_as:
            self._drawn, self._drawn_as = self._draw(size * ratio, ratio), wanted
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.end()

    def _draw(self, size: QSize, ratio: float) -> QPixmap:
        """Draw the tile once: a sheet that opens or closes over it uncovers the picture."""
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.theme.colour("canvas"))
        painter = scaled_painter(picture, self.scale)
        self.paint_body(painter, self.body())
        if self.hasFocus():
            paint_ring(painter, self.body(), self.theme)
        painter.end()
        return picture

    @override
    def paint_body(self, painter: QPainter, body: QRectF) -> None:
        """Paint the surface, what every tile has, and the content."""
        self._report = FitReport()
        ink = Ink(painter, self.theme, self._report, stale=self.frame.stale)
        self._surface(ink, body)
        inner = body.adjusted(PADDING, TITLE_TOP, -PADDING, -FOOT_BOTTOM)
        top = self._head(ink, inner)
        bottom = self._foot(ink, inner, top)
        if self.frame.stale:
            top = self._stale(ink, QRectF(inner.left(), top, inner.width(), bottom - top))
        area = QRectF(inner.left(), top, inner.width(), bottom - top)
        if area.height() <= 0:
            return
        if self.frame.empty:
            ink.write(self.frame.empty, area, EMPTY_STYLE, self.theme.colour("muted"))
            return
        if self.frame.stale:
            ink = replace(ink, backing=self.theme.colour("surface"))
        self.paint_content(ink, area)

    def _name(self) -> None:
        self.setObjectName(f"tile.{self.frame.tile_id}")
        self.setAccessibleName(self.frame.title)
        self.setAccessibleDescription(self.frame.spoken)

    def _tell(self) -> None:
        self.touched.emit(self.touch_name())

    def _surface(self, ink: Ink, body: QRectF) -> None:
        fill = ink.theme.colour("surface")
        if self.isDown():
            fill = mix(fill, ink.theme.colour("ink"), PRESSED_SHARE)
        ink.pill(body, fill, RADIUS)
        if ink.theme.name != "contrast":
            return
        half = BORDER_PX / 2
        ink.painter.setPen(QPen(ink.theme.colour("line"), BORDER_PX))
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.painter.drawRoundedRect(body.adjusted(half, half, -half, -half), RADIUS, RADIUS)

    def _head(self, ink: Ink, inner: QRectF) -> float:
        """Write title, note and scope; give where the content begins."""
        box = QRectF(inner)
        muted = self.theme.colour("muted")
        used = ink.write(self.frame.title, box, TITLE_STYLE, self.theme.colour("ink"))
        box.setTop(box.top() + used)
        if note := self.title_note():
            room = self._room_for_note(box.width())
            line = QRectF(box.right() - room, box.top() - TITLE_STYLE.line, room, TITLE_STYLE.line)
            ink.write_middle(note, line, SMALL_LINE, muted, Qt.AlignmentFlag.AlignRight)
        if self.frame.subtitle:
            box.setTop(box.top() + ink.write(self.frame.subtitle, box, SMALL_STYLE, muted))
        return box.top() + CONTENT_GAP

    def _room_for_note(self, width: float) -> float:
        """Give the width that the title leaves free on its last line."""
        title = fit(self.frame.title, TITLE_STYLE, width)
        if not title.lines:
            return 0.0
        return width - text_width(title.lines[-1], title.size, TITLE_STYLE.weight) - NOTE_GAP

    def _foot(self, ink: Ink, inner: QRectF, top: float) -> float:
        """Write counts and the foot; give where the content ends."""
        corner = self.corner()
        room = QRectF(inner)
        if not corner.isEmpty():
            room.setRight(corner.left() - NOTE_GAP)
        bottom = draw_foot(ink, room, top, self.foot_left(), self.foot_right())
        if not corner.isEmpty():
            bottom = min(bottom, corner.top())
        counts = self.foot_counts()
        if counts and not self.frame.empty:
            bottom = draw_counts(
                ink, QRectF(inner.left(), top, inner.width(), bottom - top), counts
            )
        return bottom - CONTENT_GAP if bottom < inner.bottom() else bottom

    def _stale(self, ink: Ink, area: QRectF) -> float:
        """Hatch the content's place and say since when; give where the content begins."""
        calm = "soft" if self.theme.name == "contrast" else "line"  # there lines are white
        ink.hatch(area, self.theme.colour(calm))
        words = text_width(self.frame.stale_label, CHIP_STYLE.size, CHIP_STYLE.weight)
        width = min(words + STALE_PADDING, area.width())
        box = QRectF(area.left(), area.top(), width, STALE_HEIGHT)
        ink.pill(box, self.theme.colour("soft"))
        ink.marked(
            Mark.HATCH,
            self.frame.stale_label,
            box.adjusted(12, 0, -10, 0),
            CHIP_STYLE,
            self.theme.colour("ink"),
        )
        return box.bottom() + CONTENT_GAP


def _least_wide(words: str) -> float:
    """Measure words as small as they may be set."""
    return text_width(words, SMALL_LINE.minimum, SMALL_LINE.weight)
