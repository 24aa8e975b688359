"""The set-up of a ward, by touch, in at most ten minutes; and the same pages for changing it later."""

from kiosk.viewmodels.forms.setup.changes import UNIT
from kiosk.viewmodels.forms.setup.first_time import SETUP

__all__ = ["SETUP", "UNIT"]
