"""The button in the upper right corner of a sheet: the way back to the board where the bar leads only one step back."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.touch_button import SHEET_TARGET, TouchButton
from kiosk.ui.widgets.touchable import discard
from kiosk.viewmodels.boards import Button

CORNER = "corner"
GAP = 24.0
SIGN_PX = 44.0


def in_bar(views: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons of a sheet that stand in its bar."""
    return tuple(view for view in views if view.role != CORNER)


class Corner:
    """Keeps the button of the corner, if a sheet has one."""

    def __init__(self, sheet: QWidget, report: Callable[[str], None]) -> None:
        self._sheet = sheet
        self._report = report
        self.buttons: list[TouchButton] = []

    def show_buttons(self, views: tuple[Button, ...], theme: Theme, scale: float) -> None:
        """Show the one of a sheet's buttons that stands in the corner, or none."""
        found = [view for view in views if view.role == CORNER][:1]
        while len(self.buttons) > len(found):
            discard(self.buttons.pop())
        for view in found[len(self.buttons) :]:
            button = TouchButton(theme, view, SIGN_PX, self._sheet)
            button.set_scale(scale)
            button.touched.connect(self._report)
            button.show()
            self.buttons.append(button)

    def width(self) -> float:
        """The width that the corner takes from the head."""
        return SHEET_TARGET + GAP if self.buttons else 0.0

    def place(self, top_right: QPointF) -> None:
        """Put the button under and left of a point."""
        for button in self.buttons:
            left = top_right.x() - SHEET_TARGET
            button.place(QRectF(left, top_right.y(), SHEET_TARGET, SHEET_TARGET))
