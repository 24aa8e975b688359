"""Two years of closed months by language: two groups that rise, one that falls, one hidden, and who declined."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.equity_goals import EquityGoal, equity_goal_id
from kiosk.domain.releases import (
    Cell,
    CellStatus,
    GroupRole,
    Provenance,
    Release,
    Window,
    WindowKind,
)
from kiosk.domain.wards import Ward
from tests.unit.viewmodels.sample_wards import NODE, PAIN, full_ward, hidden, shown, window

KEY, BY = "pain_reassessed_1h", "language"
GROUPS = ("English", "Spanish", "Portuguese", "Mandarin", "Tagalog", "Declined", "Not known")
MONTHS = 24
FACTS = PAIN.model_copy(
    update={
        "definition": "Of pain treatments given, those where we asked again within 1 hour.",
        "numerator": "treatments with pain asked again",
        "denominator": "pain treatments given",
    }
)
GOAL_ID = equity_goal_id(NODE, KEY, BY)
GOAL = EquityGoal(
    metric=KEY,
    stratifier=BY,
    gap=5.0,
    by=date(2027, 6, 1),
    owner="Quality lead",
    set_on=date(2026, 5, 2),
)


def month(back: int) -> Window:
    """Return the month so many before October 2026, the newest."""
    index = 2026 * 12 + 9 - back
    first = date(index // 12, index % 12 + 1, 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    at, wave = MONTHS - 1 - back, (back * 7) % 5 - 2
    english, spanish, portuguese = 560 + 4 * at + wave, 108 - at + wave, 80 + wave
    unreliable = Cell(group="Mandarin", status=CellStatus.UNRELIABLE, lower=48.0, upper=88.0)
    return window(
        first,
        last,
        shown(None, english + spanish + portuguese + 60, 1160),
        shown("English", english, 800),
        shown("Spanish", spanish, 150),
        shown("Portuguese", portuguese, 120),
        unreliable,
        hidden("Tagalog"),
        shown("Declined", 21, 30),
        Cell(group="Not known", status=CellStatus.NO_DATA, reason="nobody was asked"),
    )


def monthly_release() -> Release:
    """Return the release."""
    return Release(
        metric=FACTS,
        scope="Medicine service, not this ward alone",
        stratifier=BY,
        stratifier_set="language@2026",
        groups=GROUPS,
        roles={"Declined": GroupRole.DECLINED, "Not known": GroupRole.NOT_KNOWN},
        window=WindowKind.MONTH,
        source="electronic record",
        provenance=Provenance(
            source_id="one-reading",
            rules="huddle-kiosk 1",
            version=3,
            by="quality office",
            at=datetime(2026, 11, 3, 6, 10, tzinfo=UTC),
        ),
        windows=tuple(month(back) for back in range(MONTHS - 1, -1, -1)),
    )


def ward_by_language(release: Release | None = None, **parts: object) -> Ward:
    """Return the ward of the picture with this release, by language turned on."""
    made = replace(full_ward(), releases={(KEY, BY): release or monthly_release()})
    return replace(made, **parts)  # type: ignore[arg-type]
