"""The board itself: header, tiles in their places, actions and status, each updated only when it changed."""

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.board_window.header import Header
from kiosk.ui.board_window.kinds import draws, make_tile
from kiosk.ui.board_window.plan import BoardPlan, place_actions, place_tiles, plan_board
from kiosk.ui.board_window.status_strip import StatusStrip
from kiosk.ui.charts.ink import FitReport, Ink
from kiosk.ui.charts.lettering import Style, text_width
from kiosk.ui.theme import FOOT, WEIGHT_BOLD, Theme
from kiosk.ui.widgets.touch_button import TouchButton
from kiosk.ui.widgets.touchable import scaled_painter, scaled_rect
from kiosk.viewmodels.boards import BoardView

if TYPE_CHECKING:
    from kiosk.ui.tiles.tile import Tile

STRIPES_PX = 14.0
STRIPE_STEP = 28.0
TRAINING = "TRAINING"
TRAINING_STYLE = Style(FOOT, WEIGHT_BOLD, 20, 1)
TRAINING_PADDING = 18.0
TRAINING_HEIGHT = 24.5


class Board(QWidget):
    """Everything that stands on the board when no sheet is over it.

    Signals:
        touched: an action: of a button, "tile:<id>" for a tile, or "tile:<id>/<side>" for a side of one.
    """

    touched = Signal(str)

    def __init__(self, theme: Theme, view: BoardView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("board")
        self._theme = theme
        self._view = view
        self._mirrored = False
        self._report = FitReport()
        self.header = Header(theme, view.header, self)
        self.status = StatusStrip(theme, view.status, self)
        self.tiles: dict[str, Tile[Any]] = {}
        self.buttons: list[TouchButton] = []
        self._fill()
        self.header.touched.connect(self.touched)
        self.status.touched.connect(self.touched)

    @property
    def view(self) -> BoardView:
        """What is shown."""
        return self._view

    def show_view(self, view: BoardView) -> None:
        """Show something else: what stays the same is not painted again."""
        before = self._view
        if view == before:
            return
        self._view = view
        self._fill()
        self.header.show_view(view.header)
        self.status.show_view(view.status)
        if _shape(view) != _shape(before):
            self._arrange()
        if view.training != before.training:
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of everything."""
        self._theme = theme
        self.header.set_theme(theme)
        self.status.set_theme(theme)
        for control in (*self.tiles.values(), *self.buttons):
            control.set_theme(theme)
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - a setter of one switch
        """Put the primary action at the left, for left reach, or at the right."""
        self._mirrored = mirrored
        self._arrange()

    def plan(self) -> BoardPlan:
        """Give the places of everything at the board's size."""
        return plan_board(self.width(), self.height(), len(self._view.actions))

    def controls(self) -> list[QWidget]:
        """Give everything that can be touched, in reading order."""
        shown = [tile for tile in self.tiles.values() if tile.isVisibleTo(self)]
        shown.sort(key=lambda tile: (tile.y(), tile.x()))
        actions = sorted(self.buttons, key=lambda button: (button.y(), button.x()))
        parts = [part for tile in shown for part in tile.controls()]
        return [self.header.face_button, *parts, *actions, *self.status.controls()]

    def _fill(self) -> None:
        """Make what is missing, keep what is there, drop what is gone."""
        self.setAccessibleName(self._view.header.unit)
        wanted = {placed.view.frame.tile_id for placed in self._view.tiles}
        for tile_id in [tile_id for tile_id in self.tiles if tile_id not in wanted]:
            self._drop(tile_id)
        for placed in self._view.tiles:
            tile_id = placed.view.frame.tile_id
            tile = self.tiles.get(tile_id)
            if tile is not None and draws(tile, placed.view):
                tile.show_view(placed.view)
                continue
            if tile is not None:
                self._drop(tile_id)
            self.tiles[tile_id] = made = make_tile(self._theme, placed.view, self)
            made.touched.connect(self._touch_tile)
        self._fill_actions()

    def _drop(self, tile_id: str) -> None:
        tile = self.tiles.pop(tile_id)
        tile.hide()
        tile.deleteLater()

    def _fill_actions(self) -> None:
        wanted = self._view.actions
        while len(self.buttons) > len(wanted):
            gone = self.buttons.pop()
            gone.hide()
            gone.deleteLater()
        for button, view in zip(self.buttons, wanted, strict=False):
            if button.view != view:
                button.show_button(view)
        for view in wanted[len(self.buttons) :]:
            button = TouchButton(self._theme, view, parent=self)
            button.touched.connect(self.touched)
            self.buttons.append(button)

    def _touch_tile(self, tile_id: str) -> None:
        self.touched.emit(f"tile:{tile_id}")

    def _arrange(self) -> None:
        plan = self.plan()
        self.header.place(plan.header, plan.scale, portrait=plan.portrait)
        self.status.place(plan.status, plan.scale)
        places = place_tiles(self._view, plan.tiles, portrait=plan.portrait)
        for placed, place in zip(self._view.tiles, places, strict=True):
            tile = self.tiles[placed.view.frame.tile_id]
            tile.setVisible(place is not None)
            if place is not None:
                tile.set_scale(plan.scale)
                tile.place(place)
        self._arrange_actions(plan)
        self._order()

    def _arrange_actions(self, plan: BoardPlan) -> None:
        roles = [button.role for button in self._view.actions]
        places = place_actions(roles, plan.actions, portrait=plan.portrait, mirrored=self._mirrored)
        for button, place in zip(self.buttons, places, strict=True):
            button.set_scale(plan.scale)
            button.place(place)
            button.show()

    def _order(self) -> None:
        """Let Tab go through the board as the eye does."""
        controls = self.controls()
        for first, second in pairwise(controls):
            QWidget.setTabOrder(first, second)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        plan = self.plan()
        painter = scaled_painter(self, plan.scale)
        whole = QRectF(0, 0, self.width() / plan.scale, self.height() / plan.scale)
        painter.fillRect(whole, self._theme.colour("canvas"))
        inner = whole.adjusted(STRIPES_PX, TRAINING_HEIGHT, -STRIPES_PX, -STRIPES_PX)
        seen = QRectF(event.rect())
        if self._view.training and not scaled_rect(inner, plan.scale).contains(seen):
            self._training(painter, whole)
        painter.end()

    def _training(self, painter: QPainter, whole: QRectF) -> None:
        """Stripe the border and say what the stripes mean."""
        self._report = FitReport()
        ink = Ink(painter, self._theme, self._report)
        painter.save()
        inner = whole.adjusted(STRIPES_PX, STRIPES_PX, -STRIPES_PX, -STRIPES_PX)
        stripes = _stripes(whole)
        painter.setPen(QPen(self._theme.colour("ink"), STRIPE_STEP / 2.83))
        for edge in _edges(whole, inner):
            painter.fillRect(edge, self._theme.colour("surface"))
            painter.setClipRect(edge)
            painter.drawLines(stripes)
        painter.restore()
        width = text_width(TRAINING, TRAINING_STYLE.size, TRAINING_STYLE.weight)
        box = QRectF(0, 0, width + 2 * TRAINING_PADDING, TRAINING_HEIGHT)
        box.moveCenter(whole.center())
        box.moveTop(0)
        ink.pill(box, self._theme.colour("ink"), 0)
        centre = Qt.AlignmentFlag.AlignHCenter
        ink.write_middle(
            TRAINING,
            box,
            TRAINING_STYLE,
            self._theme.colour("on_ink"),
            centre,
        )


def _stripes(whole: QRectF) -> list[QLineF]:
    """Give slanted lines over a whole box."""
    height = whole.height()
    count = ceil((whole.width() + height) / STRIPE_STEP)
    starts = (whole.left() - height + number * STRIPE_STEP for number in range(count))
    return [QLineF(x, whole.bottom(), x + height, whole.top()) for x in starts]


def _edges(whole: QRectF, inner: QRectF) -> list[QRectF]:
    """Give the four strips between two boxes."""
    return [
        QRectF(whole.left(), whole.top(), whole.width(), inner.top() - whole.top()),
        QRectF(whole.left(), inner.bottom(), whole.width(), whole.bottom() - inner.bottom()),
        QRectF(whole.left(), inner.top(), inner.left() - whole.left(), inner.height()),
        QRectF(inner.right(), inner.top(), whole.right() - inner.right(), inner.height()),
    ]


def _shape(view: BoardView) -> tuple[object, ...]:
    """Give what decides the places: when it stays, nothing moves."""
    tiles = tuple(
        (one.view.frame.tile_id, type(one.view), one.landscape, one.portrait) for one in view.tiles
    )
    return (
        view.grid,
        tiles,
        tuple(button.role for button in view.actions),
        len(view.status.buttons),
        view.status.sync_action,
    )
