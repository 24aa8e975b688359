"""The buttons at the bottom of a sheet: kept from view to view, counted from the primary."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.sheets import layout
from kiosk.ui.theme import ACTION, Theme
from kiosk.ui.widgets.touch_button import TouchButton
from kiosk.ui.widgets.touchable import discard
from kiosk.viewmodels.boards import Button


class ButtonBar:
    """Keeps the buttons; a button at the same place from the right stays the same widget."""

    def __init__(self, sheet: QWidget, report: Callable[[str], None]) -> None:
        self._sheet = sheet
        self._report = report
        self.buttons: list[TouchButton] = []

    def show_buttons(self, views: tuple[Button, ...], theme: Theme, scale: float) -> None:
        """Show these buttons, left to right."""
        while len(self.buttons) > len(views):
            discard(self.buttons.pop(0))
        while len(self.buttons) < len(views):
            button = TouchButton(theme, views[0], ACTION, self._sheet)
            button.set_scale(scale)
            button.touched.connect(self._report)
            button.show()
            self.buttons.insert(0, button)
        for button, view in zip(self.buttons, views, strict=True):
            button.show_button(view)

    def widths(self) -> tuple[float, ...]:
        """The widths that the buttons ask for."""
        return tuple(max(layout.BAR_LEAST, button.wanted_width()) for button in self.buttons)

    def place(self, rects: tuple[QRectF, ...]) -> None:
        """Put the buttons where the layout says."""
        for button, rect in zip(self.buttons, rects, strict=True):
            button.place(rect)
