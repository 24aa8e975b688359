"""Where Tab goes on a sheet: round everything that can be touched, in reading order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def stops_in(groups: list[QWidget]) -> list[QWidget]:
    """Everything that Tab goes to now: group by group, and inside a group line by line."""
    return [stop for group in groups for stop in _stops_of(group)]


def step(stops: list[QWidget], *, forward: bool) -> None:
    """Move the focus one stop on or back; after the last comes the first."""
    if not stops:
        return
    now = QApplication.focusWidget()
    at = stops.index(now) if now in stops else (-1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)


def _stops_of(group: QWidget) -> list[QWidget]:
    found = [widget for widget in (group, *group.findChildren(QWidget)) if _takes_tab(widget)]
    return sorted(found, key=_reading_order)


def _takes_tab(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()


def _reading_order(widget: QWidget) -> tuple[int, int]:
    at = widget.mapTo(widget.window(), widget.rect().topLeft())
    return at.y(), at.x()
