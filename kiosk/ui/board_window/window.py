"""The board's one window: shows a board, a sheet over it and a toast, and reports every touch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.board_window.picture import paint_picture, paint_words
from kiosk.ui.board_window.plan import ACTION_PX, BoardPlan, plan_board
from kiosk.ui.theme import Theme

if TYPE_CHECKING:  # loaded when first shown: the first picture does not wait for them
    from kiosk.ui.board_window.board import Board
    from kiosk.ui.board_window.rise import Rise
    from kiosk.ui.board_window.touch_watch import TouchWatch
    from kiosk.ui.sheets.sheet import Sheet
    from kiosk.ui.widgets.toast import Toast
    from kiosk.viewmodels.boards import BoardView
    from kiosk.viewmodels.sheets import SheetView, ToastView

NO_SCREEN = ("offscreen", "minimal")  # Qt platforms that nobody looks at: nothing moves there
TOAST_GAP = 18.0


class BoardWindow(QWidget):
    """The window: frameless, the size of its screen.

    Args:
        theme: the colours to begin with.
        motion: whether sheets rise; by default they do wherever there is a screen to see it.
        keyboard: whether sheets offer the keyboard on the screen.

    Signals:
        touched: an action and its value, of anything on the board, a sheet or a toast;
            "escape" for the Escape key when no sheet is open.
        any_touch: somebody touched, clicked or pressed a key.
        picture_painted: the first picture can be seen.
    """

    touched = Signal(str, str)
    any_touch = Signal()
    picture_painted = Signal()

    def __init__(self, theme: Theme, *, motion: bool | None = None, keyboard: bool = True) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("board_window")
        self.setAccessibleName("Huddle board")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()  # no ring on anything until somebody presses Tab
        self._theme = theme
        seen = QGuiApplication.platformName() not in NO_SCREEN
        self._may_move = seen if motion is None else motion
        self._motion = self._may_move
        self._offers_keyboard = keyboard
        self._mirrored = False
        self._closable = True
        self._picture: tuple[QImage, str] | None = None
        self._board: Board | None = None
        self._sheet: Sheet | None = None
        self._toast: Toast | None = None
        self._rise: Rise | None = None
        self._focus_before_sheet: QWidget | None = None
        self._watch: TouchWatch | None = None

    # What is shown

    @property
    def board(self) -> "Board | None":
        """The board, once one was shown."""
        return self._board

    @property
    def sheet(self) -> "Sheet | None":
        """The sheet that is over the board, if one is."""
        return self._sheet if self._sheet is not None and not self._sheet.isHidden() else None

    def fill_screen(self, screen: QScreen) -> None:
        """Take the whole of a screen, and follow it when its size changes."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        screen.geometryChanged.connect(self._follow_screen)

    def show_picture(self, image: QImage, words: str) -> None:
        """Show the last board's picture, with words that say how old it is, until a board comes."""
        self._picture = (image, words)
        self.setAccessibleDescription(words)
        self.update()

    def show_board(self, view: "BoardView") -> None:
        """Show a board: the first is built, later ones change only what differs."""
        if self._board is not None:
            self._board.show_view(view)
            return
        from kiosk.ui.board_window.board import Board  # noqa: PLC0415 - after the first picture

        self._watch_touches()
        self._board = Board(self._theme, view, self)
        self._board.set_mirrored(self._mirrored)
        self._board.setGeometry(self.rect())
        self._board.lower()
        self._board.show()
        self._board.touched.connect(self._touch)
        self._picture = None

    def take_board_away(self) -> None:
        """Show no board: there is none, before the first set-up."""
        if self._board is not None:
            self._board.hide()
            self._board.deleteLater()
            self._board = None
        self._picture = None
        self.update()

    def board_picture(self) -> QImage:
        """Give the board as it looks now, for the first paint of the next start."""
        return QImage() if self._board is None else self._board.grab().toImage()

    def show_sheet(self, view: "SheetView | None") -> None:
        """Show a sheet over the board, change the one that is there, or take it away."""
        if view is None:
            self._take_sheet_away()
            return
        opening = self.sheet is None
        sheet = self._the_sheet()
        sheet.setGeometry(self.rect())
        sheet.set_scale(self._plan().scale)
        sheet.show_view(view)
        if not opening:
            self._place_toast()
            return
        self._focus_before_sheet = self.focusWidget()
        before = self.grab() if self._motion else None
        sheet.show()
        sheet.raise_()
        sheet.setFocus()
        self._place_toast()
        if before is not None:
            self._the_rise().start(before, sheet.grab())

    def show_toast(self, view: "ToastView | None", *, sheet_leaves: bool = False) -> None:
        """Show a toast above the row of actions, over a sheet on its head, or take it away.

        Args:
            view: what it says, or None to take it away.
            sheet_leaves: the sheet goes next: stand where the toast is to stand on the board.
        """
        if view is None:
            if self._toast is not None:
                self._toast.hide()
            return
        toast = self._the_toast()
        toast.set_scale(self._plan().scale)
        toast.show_view(view)
        self._place_toast(on_board=sheet_leaves)
        toast.show()
        toast.repaint()  # what was saved is seen before anything else is worked on

    # How it is shown

    def set_theme(self, theme: Theme) -> None:
        """Change the colours of everything."""
        self._theme = theme
        for part in (self._board, self._sheet, self._toast):
            if part is not None:
                part.set_theme(theme)
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - a setter of one switch
        """Put the primary actions at the left, for left reach, or at the right."""
        self._mirrored = mirrored
        if self._board is not None:
            self._board.set_mirrored(mirrored)
        if self._sheet is not None:
            self._sheet.set_mirrored(mirrored)

    def set_motion(self, motion: bool) -> None:  # noqa: FBT001 - a setter of one switch
        """Let sheets rise, or show them at once; nothing moves where nobody sees it."""
        self._motion = motion and self._may_move

    def set_closable(self, closable: bool) -> None:  # noqa: FBT001 - a setter of one switch
        """Allow or refuse to be closed from outside: on a wall only staff may leave."""
        self._closable = closable

    # Inside

    def _touch(self, action: str) -> None:
        self.touched.emit(action, "")

    def _plan(self) -> BoardPlan:
        actions = 0 if self._board is None else len(self._board.view.actions)
        return plan_board(self.width(), self.height(), actions)

    def _the_sheet(self) -> "Sheet":
        """Give the one sheet, made when the first is shown."""
        if self._sheet is None:
            from kiosk.ui.sheets.sheet import Sheet  # noqa: PLC0415 - after the first picture

            self._watch_touches()
            self._sheet = Sheet(self._theme, self, keyboard=self._offers_keyboard)
            self._sheet.set_mirrored(self._mirrored)
            self._sheet.hide()
            self._sheet.touched.connect(self.touched)
        return self._sheet

    def _the_toast(self) -> "Toast":
        """Give the one toast, made when the first is shown."""
        if self._toast is None:
            from kiosk.ui.widgets.toast import Toast  # noqa: PLC0415 - after the first picture

            self._toast = Toast(self._theme, self)
            self._toast.hide()
            self._toast.touched.connect(self.touched)
        return self._toast

    def _the_rise(self) -> "Rise":
        """Give what lets sheets rise, made when the first does."""
        if self._rise is None:
            from kiosk.ui.board_window.rise import Rise  # noqa: PLC0415 - after the first picture

            self._rise = Rise(self)
        return self._rise

    def _watch_touches(self) -> None:
        """See every touch from now on; a first picture is not touched, and waits for no event filter."""
        if self._watch is None:
            from kiosk.ui.board_window.touch_watch import TouchWatch  # noqa: PLC0415 - as it says

            self._watch = TouchWatch(self)
            self._watch.touched.connect(self.any_touch)

    def _take_sheet_away(self) -> None:
        if self._sheet is None or self._sheet.isHidden():
            return
        if self._rise is not None:
            self._rise.stop()
        self._sheet.hide()
        before, self._focus_before_sheet = self._focus_before_sheet, None
        controls = [] if self._board is None else self._board.controls()
        (before if before in controls and before is not None else self).setFocus()
        self._place_toast()

    def _place_toast(self, *, on_board: bool = False) -> None:
        """Put the toast above the actions; over a sheet it stands on the sheet's head."""
        if self._toast is None:
            return
        plan = self._plan()
        place = QRectF(plan.actions.left(), 0, plan.actions.width(), ACTION_PX)
        place.moveBottom(plan.actions.top() - TOAST_GAP)
        if self.sheet is not None and not on_board:
            place = self.sheet.toast_place()
        self._toast.place(place)
        self._toast.raise_()

    def _follow_screen(self, geometry: QRect) -> None:
        self.setGeometry(geometry)

    def _reachable(self) -> list[QWidget]:
        """Give what Tab goes through: the sheet when there is one, else the board; then the toast."""
        found = [] if self._board is None else self._board.controls()
        if self.sheet is not None:
            found = _tab_stops(self.sheet)
        if self._toast is not None and not self._toast.isHidden():
            found = [*found, *_tab_stops(self._toast)]
        return [widget for widget in found if widget.isEnabled() and widget.isVisibleTo(self)]

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        stops = self._reachable()
        if not stops:
            return False
        now = self.focusWidget()
        at = stops.index(now) if now in stops else (-1 if next else 0)
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if next else -1)) % len(stops)].setFocus(reason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.touched.emit("escape", "")
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._board is not None:
            self._board.setGeometry(self.rect())
        if self._sheet is not None:
            self._sheet.setGeometry(self.rect())
            self._sheet.set_scale(self._plan().scale)
        if self._toast is not None:
            self._toast.set_scale(self._plan().scale)
            self._place_toast()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._closable)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._board is not None:
            return
        painter = QPainter(self)
        image, words = self._picture or (QImage(), "")
        paint_picture(painter, QRectF(self.rect()), image, self._theme)
        if self._picture is not None:
            plan = self._plan()
            painter.scale(plan.scale, plan.scale)
            whole = QRectF(0, 0, self.width() / plan.scale, self.height() / plan.scale)
            paint_words(painter, whole, words, plan.status.left(), self._theme)
        painter.end()
        self.picture_painted.emit()


def _tab_stops(part: QWidget) -> list[QWidget]:
    """Give what Tab stops at inside a part of the window, in the order of Qt's focus chain."""
    stops = []
    at = part.nextInFocusChain()
    while at is not None and at is not part:
        if part.isAncestorOf(at) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(at)
        at = at.nextInFocusChain()
    return stops
