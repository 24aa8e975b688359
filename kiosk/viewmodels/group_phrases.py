"""How the patients of a group are called in a sentence: "Spanish-speaking patients", "patients aged 18 to 39"."""

from typing import Final

from kiosk.domain.nodes import plain_name

PATIENTS_OF: Final = {
    "language": "{}-speaking patients",
    "preferred_language": "{}-speaking patients",
    "ethnicity": "{} patients",
    "race_ethnicity": "{} patients",
    "race": "{} patients",
    "age": "patients aged {}",
    "age_band": "patients aged {}",
}
"""By stratifier, as `plain_name` spells it. Any other group is called by its name alone."""

NO_LANGUAGE: Final = ("another", "all", "any", "mixed", "multiple", "not", "other", "sign")
"""A name that begins so is not what somebody speaks."""


def group_phrase(group: str, stratifier: str) -> str:
    """Return what the patients of a group are called, for use after "for"."""
    pattern = PATIENTS_OF.get(plain_name(stratifier), "{}")
    first = group.casefold().split(" ", 1)[0]
    if "speaking" in pattern and (" " in group or first in NO_LANGUAGE):
        return f"“{group}”"
    return pattern.format(group)
