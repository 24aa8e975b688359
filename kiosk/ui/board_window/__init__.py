"""The one window: header, tiles, actions and status on the board; sheets and toasts over it."""

from kiosk.ui.board_window.window import BoardWindow

__all__ = ["BoardWindow", "load_parts"]


def load_parts() -> None:
    """Import what the window makes when it is first shown; may be called on any thread, beside the first picture."""
    import kiosk.ui.board_window.board  # noqa: PLC0415 - the very purpose
    import kiosk.ui.board_window.rise  # noqa: PLC0415
    import kiosk.ui.board_window.touch_watch  # noqa: PLC0415
    import kiosk.ui.sheets.sheet  # noqa: PLC0415
    import kiosk.ui.widgets.toast  # noqa: F401, PLC0415
