"""What figures may be split by, in words: the stratifiers that hospitals use, and those that ask for more care."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.nodes import plain_name

SENSITIVE: Final = ("sexual_orientation", "gender_identity")
"""Off on walls unless somebody turns them on and confirms it."""
SIGNS_OF_TWO: Final = ("×", "*", "_x_", "_by_")
"""How exports write that groups are by two things at once."""


@dataclass(frozen=True, slots=True)
class Stratifier:
    """One way to split figures: its name in one spelling, and what stands on a button."""

    name: str
    title: str


KNOWN: Final = (
    Stratifier("language", "Language"),
    Stratifier("ethnicity", "Ethnicity"),
    Stratifier("age", "Age"),
    Stratifier("sex", "Sex"),
    Stratifier("interpreter", "Interpreter needed, used"),
    Stratifier("disability", "Disability"),
    Stratifier("adjustments", "Adjustments needed"),
    Stratifier("deprivation", "Area deprivation"),
    Stratifier("payer", "Payer"),
    Stratifier("sexual_orientation", "Sexual orientation"),
    Stratifier("gender_identity", "Gender identity"),
)
"""The stratifiers of the shipped sets, in the order in which they are offered."""


def stratifier_title(stratifier: str) -> str:
    """Return what a stratifier is called: "Department type"."""
    name = plain_name(stratifier)
    words = name.replace("_", " ")
    return next((known.title for known in KNOWN if known.name == name), words.capitalize())


def stratifier_words(stratifier: str) -> str:
    """Return a stratifier inside a sentence: "language", "department type"."""
    return plain_name(stratifier).replace("_", " ")


def is_sensitive(stratifier: str) -> bool:
    """Tell whether turning a stratifier on asks for an extra touch."""
    name = plain_name(stratifier)
    return any(sensitive in name for sensitive in SENSITIVE)


def is_cross(stratifier: str) -> bool:
    """Tell whether a stratifier is two at once, which never stands on a wall."""
    name = plain_name(stratifier)
    return any(sign in name for sign in SIGNS_OF_TWO)
