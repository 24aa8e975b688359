"""Drafts that somebody left half-filled: kept for whoever comes next, dropped at the end of the shift."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.viewmodels.forms.form import Draft


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """What was left, at most one draft for each form and what it is about."""

    drafts: Mapping[tuple[str, str], Draft] = field(default_factory=dict)

    def keep(self, draft: Draft) -> "KeptDrafts":
        """Return these with one more."""
        return KeptDrafts({**self.drafts, (draft.form, draft.argument): draft})

    def drop(self, form: str, argument: str) -> "KeptDrafts":
        """Return these without the one of a form and what it is about."""
        left = {key: draft for key, draft in self.drafts.items() if key != (form, argument)}
        return KeptDrafts(left)

    def since(self, shift_starts: datetime) -> "KeptDrafts":
        """Return those that were begun in the shift that runs."""
        left = {key: draft for key, draft in self.drafts.items() if draft.begun >= shift_starts}
        return KeptDrafts(left)

    def of(self, form: str, argument: str) -> Draft | None:
        """Return what was left of a form about something, or None."""
        return self.drafts.get((form, argument))
