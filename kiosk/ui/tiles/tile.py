"""What every tile is: a surface with title, scope and foot, a place for its content, and one touch."""

from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.charts.ink import CHIP_GAP, CHIP_HEIGHT, FitReport, Ink, TextFit, chip_width
from kiosk.ui.charts.lettering import (
    BODY_STYLE,
    CHIP_STYLE,
    SMALL_STYLE,
    TITLE_STYLE,
    fit,
    text_width,
)
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.touchable import PRESSED_MIX, Touchable, mix, paint_ring, scaled_painter
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.tiles import Chip, Frame, TileView

ViewT = TypeVar("ViewT", bound=TileView)

PADDING = 26.0
RADIUS = 14.0
TITLE_TOP = 21.0
FOOT_BOTTOM = 20.0
FOOT_GAP = 24.0
CONTENT_GAP = 8.0
BORDER_PX = 3.0
STALE_HEIGHT = 38.0
PRESSED_SHARE = PRESSED_MIX / 3
MORE = "+{count} more"


class Tile(Touchable, Generic[ViewT]):
    """A tile of the board; subclasses write `paint_content`.

    Signals:
        touched: the tile's id, once for a touch, a click, Space or Enter.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: ViewT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self._report = FitReport()
        self.repaints = 0
        self.show_view(view)
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
        same = view == self._view and bool(self.objectName())
        self._view = view
        if same:
            return
        self.setObjectName(f"tile.{view.frame.tile_id}")
        self.setAccessibleName(view.frame.title)
        self.setAccessibleDescription(view.frame.spoken)
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
        """Give counts that stand in the foot instead of words; most tiles have none."""
        return ()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.repaints += 1
        painter = scaled_painter(self, self.scale)
        self.paint_body(painter, self.body())
        if self.hasFocus():
            paint_ring(painter, self.body(), self.theme)
        painter.end()

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
            ink.write(self.frame.empty, area, BODY_STYLE, self.theme.colour("muted"))
            return
        self.paint_content(ink, area)

    def _tell(self) -> None:
        self.touched.emit(self.frame.tile_id)

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
        """Write title and scope; give where the content begins."""
        box = QRectF(inner)
        box.setTop(box.top() + ink.write(self.frame.title, box, TITLE_STYLE, self._ink()))
        if self.frame.subtitle:
            used = ink.write(self.frame.subtitle, box, SMALL_STYLE, self.theme.colour("muted"))
            box.setTop(box.top() + used)
        return box.top() + CONTENT_GAP

    def _foot(self, ink: Ink, inner: QRectF, top: float) -> float:
        """Write the foot; give where the content ends."""
        if counts := self.foot_counts():
            return self._counts(ink, inner, counts)
        left, right = self.frame.foot_left, self.frame.foot_right
        if not left and not right:
            return inner.bottom()
        room = inner.width() - (FOOT_GAP if left and right else 0.0)
        rows = _foot_rows(left, right, room)
        bottom = inner.bottom()
        colour = self.theme.colour("muted")
        for words, align in reversed(rows):
            height = max(fit(one, SMALL_STYLE, inner.width()).height for one in words)
            if bottom - height < top:
                break
            box = QRectF(inner.left(), bottom - height, inner.width(), height)
            for one, side in zip(words, align, strict=True):
                ink.write(one, box, SMALL_STYLE, colour, side)
            bottom -= height
        return bottom - CONTENT_GAP

    def _counts(self, ink: Ink, inner: QRectF, counts: tuple[Chip, ...]) -> float:
        """Spread marked counts over the foot, over more than one line when they must."""
        rows = count_rows(counts, inner.width())
        pitch = SMALL_STYLE.line + 2
        top = inner.bottom() - pitch * len(rows)
        for index, row in enumerate(rows):
            spread_counts(ink, QRectF(inner.left(), top + index * pitch, inner.width(), pitch), row)
        return top - CONTENT_GAP

    def _stale(self, ink: Ink, area: QRectF) -> float:
        """Hatch the content's place and say since when; give where the content begins."""
        ink.hatch(area, self.theme.colour("line"))
        words = text_width(self.frame.stale_label, CHIP_STYLE.size, CHIP_STYLE.weight)
        box = QRectF(area.left(), area.top(), min(words + 58, area.width()), STALE_HEIGHT)
        ink.pill(box, self.theme.colour("soft"))
        inner = box.adjusted(12, 0, -10, 0)
        ink.marked(Mark.HATCH, self.frame.stale_label, inner, CHIP_STYLE, self._ink())
        return box.bottom() + CONTENT_GAP

    def _ink(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return self.theme.colour("ink")
