"""The sheet: draws any `SheetView` over the board and reports what is touched on it."""

from collections import defaultdict

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from kiosk.ui.sheets import focus, layout
from kiosk.ui.sheets.blocks import block_key, make_block, update_block
from kiosk.ui.sheets.button_bar import ButtonBar
from kiosk.ui.sheets.column import Column
from kiosk.ui.sheets.corner import Corner, in_bar
from kiosk.ui.sheets.head import head_height, paint_head, paint_stamp
from kiosk.ui.sheets.layout import Need
from kiosk.ui.sheets.typing_aids import TypingAids
from kiosk.ui.theme import LABEL, WEIGHT_REGULAR, Theme
from kiosk.ui.widgets.block import BlockWidget
from kiosk.ui.widgets.choice_list import ChoiceList
from kiosk.ui.widgets.lines import Lines
from kiosk.ui.widgets.text_line import EntryBlock
from kiosk.ui.widgets.toast import HEIGHT as TOAST_HEIGHT
from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.touch_button import TouchButton
from kiosk.ui.widgets.touchable import BORDER, discard, scaled_painter
from kiosk.ui.widgets.words import fit, paint_words
from kiosk.viewmodels.sheets import Block, SheetView

RADIUS = 20.0
NOTE_LINES = 2


class Sheet(QWidget):
    """A sheet over the whole window; round its panel is the scrim.

    Signals:
        touched: an action and its value: of buttons and options (value ""), `text:<name>`,
            `number:<name>`, `activate:<name>`, and `cancel` for Escape.
    """

    touched = Signal(str, str)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, keyboard: bool = True
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = 1.0
        self._view = SheetView("", "", ((),), ())
        self._mirrored = False
        self._closed = True
        self._across: list[BlockWidget] = []
        self._columns: list[list[BlockWidget]] = []
        self._keys: dict[BlockWidget, str] = {}
        self._bar = ButtonBar(self, self._pass_on)
        self._corner = Corner(self, self._pass_on)
        self._pagers: list[Column] = []
        self._panel = QRectF()
        self._head = QRectF()
        self._note = QRectF()
        self._aids = TypingAids(theme, self, offered=keyboard)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._aids.keyboard.done.connect(self._fold_keyboard)

    @property
    def view(self) -> SheetView:
        """What is shown."""
        return self._view

    def show_view(self, view: SheetView) -> None:
        """Show a sheet; of the same name, widgets stay and only their values change."""
        fresh = self._closed or view.name != self._view.name
        self._closed = False
        before = self._aids.target
        self._view = view
        self.setObjectName(view.name)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.spoken)
        self._show_blocks(view, keep=not fresh)
        self._corner.show_buttons(view.buttons, self.theme, self.scale)
        self._bar.show_buttons(in_bar(view.buttons), self.theme, self.scale)
        if fresh:
            self._turn_back_columns()
            self._aids.begin(self._blocks())
        self._aids.serve(self._blocks())
        self.arrange()
        if fresh:
            self._turn_to_chosen()
        self._place_focus(moved=fresh or self._aids.target is not before)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.theme = theme
        for child in self._dressed():
            child.set_theme(theme)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Change the size of a design pixel."""
        self.scale = scale
        for child in self._dressed():
            child.set_scale(scale)
        self.arrange()
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Put the bar's primary button at the left, for left reach."""
        self._mirrored = mirrored
        self.arrange()
        self.update()

    def arrange(self) -> None:
        """Put everything in its place."""
        if self._across or not self._arrange(full=False):  # turning pages moves no tabs
            self._arrange(full=True)

    def toast_place(self) -> QRectF:
        """Where a toast covers nothing that is touched or read on: the head, without the corner."""
        head = QRectF(self._panel.topLeft(), QSizeF(self._panel.width(), TOAST_HEIGHT))
        if self._corner.buttons:
            head.setRight(self._head.right())
        return head

    def focus_stops(self) -> list[QWidget]:
        """Everything that Tab goes to, in reading order; a toast that stands over the sheet too."""
        groups: list[QWidget] = [
            *self._blocks(),
            *(c.pager for c in self._pagers),
            *self._bar.buttons,
            *self._corner.buttons,
        ]
        parent = self.parentWidget()
        groups += [] if parent is None else parent.findChildren(Toast)
        return focus.stops_in(groups)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._closed = self._closed or not event.spontaneous()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scaled_painter(self, self.scale)
        colour = self.theme.colour
        painter.fillRect(QRectF(0, 0, *self._size()), colour("scrim"))
        painter.setPen(Qt.PenStyle.NoPen)
        if self.theme.name == "contrast":
            painter.setPen(QPen(colour("line"), BORDER))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(self._panel, RADIUS, RADIUS)
        paint_head(painter, self._head, self._view, self.theme)
        paint_stamp(painter, self._panel, self._view, self.theme)
        self._paint_note(painter)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.touched.emit("escape", "")
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let nothing through to the board underneath."""
        event.accept()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Go round the sheet in reading order, and never leave it by Tab."""
        focus.step(self.focus_stops(), forward=next)
        return True

    def _show_blocks(self, view: SheetView, *, keep: bool) -> None:
        old: dict[str, list[BlockWidget]] = defaultdict(list)
        for widget in self._blocks():
            old[self._keys[widget] if keep else ""].append(widget)
        self._across = [self._take(block, old) for block in view.across]
        self._columns = [[self._take(block, old) for block in column] for column in view.columns]
        for gone in (widget for widgets in old.values() for widget in widgets):
            del self._keys[gone]
            discard(gone)

    def _take(self, block: Block, old: dict[str, list[BlockWidget]]) -> BlockWidget:
        """Bring the old widget of a block up to date, or make one."""
        key = block_key(block)
        if old[key]:
            widget = old[key].pop(0)
            update_block(widget, block)
            return widget
        widget = make_block(self.theme, block, self)
        widget.set_scale(self.scale)
        widget.touched.connect(self.touched)
        if isinstance(widget, EntryBlock):
            widget.reached.connect(self._reach_entry)
            widget.done.connect(self._fold_keyboard)
        self._keys[widget] = key
        widget.show()
        return widget

    def _arrange(self, *, full: bool) -> bool:
        """Place everything; say whether it all has the room that it needs."""
        area = layout.panel(*self._size(), full=full)
        self._panel = layout.shortened(area, self._spare(area)) if self._portrait() else area
        inner = layout.inside(self._panel)
        bar = layout.bar(
            self._panel, self._bar.widths(), note=bool(self._view.note), mirrored=self._mirrored
        )
        self._note = bar.note
        self._bar.place(bar.buttons)
        self._head = QRectF(
            inner.left(),
            self._panel.top() + layout.TITLE_TOP,
            inner.width() - self._corner.width(),
            head_height(self._view, inner.width() - self._corner.width()),
        )
        self._corner.place(QPointF(inner.right(), self._head.top()))
        content = QRectF(inner)
        content.setTop(self._head.bottom() + layout.CONTENT_GAP)
        content.setBottom(bar.top - (layout.CONTENT_GAP if full else layout.BAR_AIR))
        content = self._place_across(content)
        return self._arrange_columns(self._place_keyboard(content), may_page=full)

    def _place_across(self, content: QRectF) -> QRectF:
        for block in self._across:
            height = block.wanted_height(content.width())
            block.place(QRectF(content.left(), content.top(), content.width(), height))
            content.setTop(content.top() + height + layout.BLOCK_GAP)
        return content

    def _spare(self, area: QRectF) -> float:
        """The height of a portrait panel that nothing on it would use."""
        width = layout.inside(area).width()
        blocks = tuple(need for _, need in self._needs(self._stacked()[0], width))
        used = layout.TITLE_TOP + head_height(self._view, width - self._corner.width())
        used += layout.taken(blocks)
        used += sum(each.wanted_height(width) + layout.BLOCK_GAP for each in self._across)
        used += layout.CONTENT_GAP + layout.BAR_AIR + layout.BAR_BOTTOM
        used += layout.bar_height(len(layout.bar_rows(area, self._bar.widths())))
        if self._view.note:
            used += layout.NOTE_LINE_HEIGHT
        if self._aids.keyboard_out:
            used += self._aids.keyboard.wanted_height(width) + layout.CONTENT_GAP
        return area.height() - used

    def _portrait(self) -> bool:
        return self.height() > self.width()

    def _place_keyboard(self, content: QRectF) -> QRectF:
        if not self._aids.keyboard_out:
            return content
        height = self._aids.keyboard.wanted_height(content.width())
        rect = QRectF(content.left(), content.bottom() - height, content.width(), height)
        self._aids.keyboard.place(rect)
        return content.adjusted(0, 0, 0, -height - layout.CONTENT_GAP)

    def _arrange_columns(self, content: QRectF, *, may_page: bool) -> bool:
        columns = self._stacked()
        while len(self._pagers) < len(columns):
            self._pagers.append(Column(self.theme, self, self.arrange))
            self._pagers[-1].pager.set_scale(self.scale)
        for unused in self._pagers[len(columns) :]:
            unused.pager.hide()
        areas = layout.columns(content, len(columns), wide=self._view.wide)
        roomy = [
            pager.lay(self._needs(column, area.width()), area, may_page=may_page)
            for column, area, pager in zip(columns, areas, self._pagers, strict=False)
        ]
        return all(roomy)

    def _stacked(self) -> list[list[BlockWidget]]:
        """The columns as they stand: one in portrait; the keypad at the right or at the end."""
        columns = [list(column) for column in self._columns]
        if self._portrait():
            columns = [[widget for column in columns for widget in column]]
        if self._aids.keypad_out:
            if len(columns) == 1 and not self._portrait():
                columns.append([])
            columns[-1].append(self._aids.keypad)
        return columns

    def _needs(self, column: list[BlockWidget], width: float) -> list[tuple[BlockWidget, Need]]:
        """What the blocks of a column ask for; options grow only where nothing comes after."""
        return [(widget, self._need(widget, width, last=widget is column[-1])) for widget in column]

    def _need(self, widget: BlockWidget, width: float, *, last: bool) -> Need:
        label = isinstance(widget, Lines) and widget.belongs_to_next
        stretches = widget.stretches and (last or not isinstance(widget, ChoiceList))
        wanted, least = widget.wanted_height(width), widget.least_height(width)
        return Need(wanted, least, stretches=stretches, label=label)

    def _size(self) -> tuple[float, float]:
        return self.width() / self.scale, self.height() / self.scale

    def _blocks(self) -> list[BlockWidget]:
        return [*self._across, *(widget for column in self._columns for widget in column)]

    def _dressed(self) -> list[BlockWidget | TouchButton]:
        pagers = [column.pager for column in self._pagers]
        aids = [self._aids.keyboard, self._aids.keypad]
        return [*self._blocks(), *pagers, *aids, *self._bar.buttons, *self._corner.buttons]

    def _place_focus(self, *, moved: bool) -> None:
        target = self._aids.target
        self.setFocusProxy(None if target is None else target.entry)  # type: ignore[arg-type]
        if moved and target is not None:
            target.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        elif moved or not self.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_back_columns(self) -> None:
        for column in self._pagers:
            discard(column.pager)
        self._pagers = []

    def _turn_to_chosen(self) -> None:
        for block in self._blocks():
            if isinstance(block, ChoiceList):
                block.turn_to_chosen()

    def _paint_note(self, painter: QPainter) -> None:
        if not self._view.note:
            return
        words = fit(self._view.note, LABEL, WEIGHT_REGULAR, self._note.width(), NOTE_LINES)
        paint_words(painter, self._note, words, self.theme.colour("muted"))

    def _pass_on(self, action: str) -> None:
        self.touched.emit(action, "")

    def _reach_entry(self) -> None:
        block = self.sender()
        if isinstance(block, EntryBlock):
            self._aids.reach(block)
            self.arrange()

    def _fold_keyboard(self) -> None:
        self._aids.fold()
        self.arrange()
        if not self._aids.keypad_out:
            self.setFocusProxy(None)  # type: ignore[arg-type]
            self.setFocus(Qt.FocusReason.OtherFocusReason)
