"""The presenter: which face and which sheet are on, what a touch leads to, when the board comes back by itself."""

from kiosk.ui.presenter.desk import Desk, Habits, Kept, Machine, NotKept, Post, Shown
from kiosk.ui.presenter.presenter import Presenter

__all__ = ["Desk", "Habits", "Kept", "Machine", "NotKept", "Post", "Presenter", "Shown"]
