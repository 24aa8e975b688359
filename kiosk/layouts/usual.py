"""What a board begins with where nobody chose: the layout of a tier, and the metrics that have a tile on it."""

from collections.abc import Mapping
from typing import Final

USUAL_LAYOUTS: Final[Mapping[int, str]] = {1: "ward_sqcdp", 2: "service_tier2"}
USUAL_ABOVE: Final = "hospital_tier3"

TILE_METRICS: Final[Mapping[str, tuple[str, ...]]] = {
    "ward_sqcdp": ("falls_with_harm", "skin_checked_6h", "pain_reassessed_1h"),
    "ward_value_compass": ("hand_hygiene", "call_bell_5min", "discharge_before_noon"),
    "emergency_department": ("ed_breaches",),
    "perioperative": ("who_checklist", "first_case_on_time"),
    "service_tier2": ("pain_reassessed_1h", "medication_double_check"),
    "hospital_tier3": ("patient_experience", "falls_with_harm"),
}
"""The metrics that have a tile on a shipped layout: ticked to begin with."""


def usual_layout(tier: int) -> str:
    """Return the layout that a board of a tier begins with, by its file's name without the ending."""
    return USUAL_LAYOUTS.get(tier, USUAL_ABOVE)
