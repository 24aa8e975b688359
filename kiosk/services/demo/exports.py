"""What the demo's warehouse exports, with a decline hidden in it: better overall, and not for Spanish speakers."""

from dataclasses import replace
from typing import Final

from kiosk.services.demo.published import Export, GroupOf, Share

SKIN: Final = "skin_checked_6h"
PAIN: Final = "pain_reassessed_1h"
EXPERIENCE: Final = "patient_experience"
HOME: Final = "discharge_before_noon"
BREACHES: Final = "ed_breaches"
SERVICES: Final = 3
ABOVE: Final = 0.01
"""How much higher shares are in the whole hospital than in the service of the demo."""

OF_THE_SERVICE: Final = (PAIN, EXPERIENCE, HOME)
WITH_SKIN: Final = (*OF_THE_SERVICE, SKIN)
ASKED: Final = {PAIN: 1.0, EXPERIENCE: 0.16, HOME: 0.3, SKIN: 0.5}
"""How many are counted for each metric, compared with pain treatments."""


BETTER_SKIN: Final = Share(0.76, 0.88, 8)
"""Skin is checked in time more often, for most."""


def _shares(
    pain: Share, experience: Share, home: Share, skin: Share = BETTER_SKIN
) -> dict[str, Share]:
    return {PAIN: pain, EXPERIENCE: experience, HOME: home, SKIN: skin}


def _steady(pain: float, experience: float, home: float) -> dict[str, Share]:
    return _shares(Share(pain, pain), Share(experience, experience), Share(home, home))


BY_LANGUAGE: Final = Export(
    name="by_language",
    column="language",
    stratifier="language",
    metrics=OF_THE_SERVICE,
    per_metric=ASKED,
    groups=(
        GroupOf(
            "eng", "English", 3600, _shares(Share(0.74, 0.82), Share(0.90, 0.93), Share(0.27, 0.29))
        ),
        GroupOf(
            "spa",
            "Spanish",
            640,
            _shares(Share(0.70, 0.61, 8), Share(0.87, 0.86), Share(0.22, 0.20)),
        ),
        GroupOf("cmn", "Mandarin", 95, _steady(0.72, 0.86, 0.23)),
        GroupOf("som", "Somali", 12, _steady(0.70, 0.84, 0.20)),
        GroupOf("ukr", "Ukrainian", 9, _steady(0.70, 0.84, 0.20)),
    ),
)
BY_ETHNICITY: Final = Export(
    name="by_ethnicity",
    column="race_ethnicity",
    stratifier="ethnicity",
    metrics=WITH_SKIN,
    per_metric=ASKED,
    overlap=0.06,
    groups=(
        GroupOf("AIAN", "American Indian", 20, _steady(0.71, 0.86, 0.22)),
        GroupOf("ASIAN", "Asian", 520, _steady(0.75, 0.88, 0.26)),
        GroupOf(
            "BLACK",
            "Black",
            760,
            _shares(
                Share(0.72, 0.74), Share(0.88, 0.82), Share(0.24, 0.24), skin=Share(0.75, 0.79, 8)
            ),
        ),
        GroupOf(
            "HISP",
            "Hispanic, Latino",
            700,
            _shares(Share(0.71, 0.65), Share(0.87, 0.87), Share(0.23, 0.22)),
        ),
        GroupOf("MENA", "Middle Eastern", 130, _steady(0.73, 0.87, 0.25)),
        GroupOf("NHPI", "Pacific Islander", 14, _steady(0.72, 0.86, 0.24)),
        GroupOf(
            "WHITE", "White", 2500, _shares(Share(0.74, 0.83), Share(0.90, 0.94), Share(0.27, 0.30))
        ),
    ),
)
BY_AGE: Final = Export(
    name="by_age",
    column="age_band",
    stratifier="age",
    metrics=WITH_SKIN,
    per_metric=ASKED,
    groups=(
        GroupOf(
            "18-39",
            "18 to 39",
            620,
            _shares(Share(0.75, 0.80), Share(0.88, 0.90), Share(0.34, 0.36)),
        ),
        GroupOf(
            "40-64",
            "40 to 64",
            1350,
            _shares(Share(0.74, 0.80), Share(0.90, 0.92), Share(0.30, 0.31)),
        ),
        GroupOf(
            "65-79",
            "65 to 79",
            1480,
            _shares(Share(0.73, 0.79), Share(0.90, 0.92), Share(0.25, 0.26)),
        ),
        GroupOf(
            "80+",
            "80 and over",
            900,
            _shares(Share(0.71, 0.76), Share(0.89, 0.91), Share(0.19, 0.20)),
        ),
    ),
)
BY_DEPARTMENT: Final = Export(
    name="emergency_waits",
    column="department",
    stratifier="department_type",
    metrics=(BREACHES,),
    noise=0.05,
    swing=0.85,
    groups=(
        GroupOf("1", "Major", 8900, {BREACHES: Share(0.31, 0.27, 2, settled_months=7)}),
        GroupOf("2", "Eyes", 620, {BREACHES: Share(0.06, 0.06)}),
        GroupOf("3", "Minor injuries", 3700, {BREACHES: Share(0.045, 0.04)}),
    ),
)


def _of_the_hospital(export: Export) -> Export:
    """Return the same figures for the whole hospital: three services, a little above the first."""
    return replace(
        export,
        name=f"{export.name}_hospital",
        hospital=True,
        groups=tuple(
            replace(
                group,
                a_month=group.a_month * SERVICES,
                shares={key: _higher(share) for key, share in group.shares.items()},
            )
            for group in export.groups
        ),
    )


def _higher(share: Share) -> Share:
    return replace(share, before=share.before + ABOVE, now=share.now + ABOVE)


EXPORTS: Final = (
    BY_LANGUAGE,
    BY_ETHNICITY,
    BY_AGE,
    BY_DEPARTMENT,
    _of_the_hospital(BY_LANGUAGE),
    _of_the_hospital(BY_ETHNICITY),
)
