"""A command that cannot be carried out, in words for the person who touched."""

from kiosk.domain.errors import KioskError


class Refused(KioskError):  # noqa: N818 - an answer to a person, not a fault
    """Nothing was kept; `what` says why."""
