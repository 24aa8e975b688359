"""Figures that people report as they see fit say so: reporting misses harm, and more of it for some groups."""

from typing import Final

from kiosk.domain.metrics import MetricFacts
from kiosk.viewmodels.words import listed

NOT_OCCURRED: Final = "reported, not occurred"
REPORTED: Final = "Reported, not occurred: people report as they see fit, and less for some groups."


def scope_words(scope: str, facts: MetricFacts) -> str:
    """Return whom figures are about, and that they are what was reported where that is so."""
    return listed((scope, NOT_OCCURRED if facts.voluntary else ""))
