"""The one window: header, tiles, actions and status on the board; sheets and toasts over it."""

from kiosk.ui.board_window.window import BoardWindow

__all__ = ["BoardWindow"]
