"""What stands behind the PIN: the unit, its closed days, its people, the layout, practice, leaving."""

from kiosk.viewmodels.forms.admin.gate import ADMIN

__all__ = ["ADMIN"]
