"""The one window: header, tiles, actions and status on the board; sheets and toasts over it."""

from kiosk.ui.board_window.window import BoardWindow

__all__ = ["BoardWindow", "load_board", "load_sheets"]


def load_board() -> None:
    """Import what a board is drawn with; may be called on any thread, beside the first picture."""
    import kiosk.ui.board_window.board  # noqa: PLC0415 - the very purpose
    import kiosk.ui.board_window.touch_watch  # noqa: F401, PLC0415


def load_sheets() -> None:
    """Import what goes over a board; may be called on any thread, before the first touch."""
    import kiosk.ui.board_window.rise  # noqa: PLC0415 - the very purpose
    import kiosk.ui.sheets.sheet  # noqa: PLC0415
    import kiosk.ui.widgets.toast  # noqa: F401, PLC0415
