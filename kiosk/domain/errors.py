"""Errors of the world, in words for a nurse; anything else that is raised is a bug."""


class KioskError(Exception):
    """Says what happened, what still works and what to do.

    Attributes:
        what: what happened.
        still_works: what still works.
        to_do: what to do now.
    """

    def __init__(self, what: str, still_works: str = "", to_do: str = "") -> None:
        self.what = what
        self.still_works = still_works
        self.to_do = to_do
        super().__init__(" ".join(part for part in (what, still_works, to_do) if part))
