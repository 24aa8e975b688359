"""What stands in small words over a chart of groups: the gap with its intervals, and how much of it is known."""

from kiosk.analytics.gap_findings import CannotTell, GapFindings
from kiosk.analytics.gaps import Gap
from kiosk.analytics.intervals import Interval
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Release, Window
from kiosk.viewmodels.equity_goal_words import gap_unit
from kiosk.viewmodels.forms.groups.completeness import (
    NOT_SAID,
    TOO_FEW_KNOWN,
    completeness_in,
)
from kiosk.viewmodels.forms.groups.gap import reference_name
from kiosk.viewmodels.groups_tile import share_words
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.words import MINUS, listed, number

PER_CENT = 100


def gap_note(found: GapFindings, facts: MetricFacts) -> str:
    """Return the gap that matters most, absolute and relative, each with its 95 % interval.

    It is that of the group most in need, else the largest on the bad side; nothing where there is none,
    or where the group is known for too few to single one out.
    """
    gap = _gap_of(found)
    incomplete = found.reason is CannotTell.INCOMPLETE
    if gap is None or found.reference is None or incomplete:
        return ""
    to = reference_name(found.reference)
    unit = gap_unit(facts)
    absolute = f"{signed(gap.absolute)} {unit} ({_ends(gap.interval)})"
    return f"Gap of {gap.group} to {to}: {listed((absolute, _relative(gap)), ', ')}, with 95 % intervals."


def completeness_note(release: Release, window: Window) -> str:
    """Return of how many people the group is known, who declined, and of whom it is not known."""
    found = completeness_in(release, window)
    if found is None:
        return NOT_SAID
    by = stratifier_words(release.stratifier)
    shares = (
        f"{by.capitalize()} known for {share_words(found.known)}, declined "
        f"{share_words(found.declined)}, not known {share_words(found.unknown)}."
    )
    return shares if found.enough() else f"{shares} {TOO_FEW_KNOWN}"


def signed(value: float) -> str:
    """Return a difference with its sign: "−19", "+0.4", "0"."""
    rounded = round(value, 1)
    sign = MINUS if rounded < 0 else "+" if rounded > 0 else ""
    return f"{sign}{number(abs(rounded))}"


def _gap_of(found: GapFindings) -> Gap | None:
    if found.worst is not None and found.worst.gap is not None:
        return found.worst.gap
    worse = [each.gap for each in found.groups if each.gap is not None and each.gap.worse]
    return max(worse, key=lambda gap: abs(gap.absolute), default=None)


def _relative(gap: Gap) -> str:
    if gap.relative is None:
        return ""
    words = f"{signed(round(gap.relative * PER_CENT))} %"
    ends = gap.relative_interval
    if ends is None:
        return words
    return f"{words} ({_ends(Interval(ends.lower * PER_CENT, ends.upper * PER_CENT))} %)"


def _ends(interval: Interval) -> str:
    return f"{signed(interval.lower)} to {signed(interval.upper)}"
