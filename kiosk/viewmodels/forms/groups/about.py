"""What the figures of a sheet by group are: everything that an analyst needs to work each of them out again."""

from datetime import date
from typing import assert_never

from kiosk.analytics.gap_verdicts import OVERALL_ERROR
from kiosk.analytics.gaps import Reference, ReferenceKind
from kiosk.analytics.multiplicity import FAMILY_ERROR
from kiosk.analytics.released import MOST_STRETCHES
from kiosk.domain.clock import local_day
from kiosk.domain.metrics import Direction, MetricFacts, ValueKind
from kiosk.domain.release_summaries import SUMMARY_RULES
from kiosk.domain.releases import Provenance, Release, WindowKind
from kiosk.viewmodels.forms.groups.figures import exact
from kiosk.viewmodels.forms.groups.over_time import series_of
from kiosk.viewmodels.forms.groups.subject import PageView, Subject
from kiosk.viewmodels.forms.metric_facts import method_facts, per_words, rows_said
from kiosk.viewmodels.reported import REPORTED
from kiosk.viewmodels.sheets import Facts
from kiosk.viewmodels.stratifiers import stratifier_title
from kiosk.viewmodels.words import clock_time, listed, plain_day, span_of_days

THIS_UNIT = "this unit alone"
WINDOWS = {
    WindowKind.DAY: "closed days",
    WindowKind.WEEK: "closed weeks",
    WindowKind.MONTH: "closed months",
    WindowKind.QUARTER: "closed quarters",
    WindowKind.ROLLING_12: "windows of twelve months, a new one each month",
}
PROFILES = {
    "CMS": "CMS: counts of 1 to 10, with and without, are hidden, and what would give them away",
    "NHS": "NHS sub-national: counts of 1 to 7 are hidden, and what would give them away",
}
INTERVALS = {
    ValueKind.PROPORTION: "95 %: Wilson; gaps by Newcombe, relative gaps log-normal",
    ValueKind.RATE: "95 %: exact Poisson under 10 events, Byar from 10; gaps by MOVER, relative gaps log-normal",
    ValueKind.COUNT: "95 %: exact Poisson under 10 events, Byar from 10; gaps by MOVER, relative gaps log-normal",
}
RELIABLE = (
    "at least 10 counted out of at least 10, and a 95 % interval at most 1.6 times the figure"
)


VERDICT = (
    f"straight lines through all windows, joined to at most {MOST_STRETCHES} where they are more, "
    "weighted by how many were counted; chance at most "
    f"{OVERALL_ERROR:.1%} for everyone, {FAMILY_ERROR:.0%} for all groups together; {SUMMARY_RULES}"
).replace("%", " %")


def about_page(subject: Subject) -> PageView:
    """Return what is counted and about whom, and beside it where it comes from and by which rules."""
    return PageView(
        columns=(
            (Facts(subject_facts(subject)),),
            (Facts(origin_facts(subject.published, subject)),),
        )
    )


def subject_facts(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return what the figures are, of whom, in which windows, and how they are compared."""
    facts, release = subject.facts, subject.published
    today = subject.scene.today
    together = subject.compared is not subject.published
    window = span_of_days(subject.window.first, subject.window.last, today)
    return rows_said(
        ("Definition", facts.definition),
        ("Counted", facts.numerator),
        ("Out of", listed((facts.denominator, per_words(facts)), ", ")),
        ("By", listed((stratifier_title(release.stratifier), release.stratifier_set))),
        ("About", release.scope or THIS_UNIT),
        ("Windows", windows_words(release, today)),
        ("Compared", f"{window}{', three months added up' if together else ''}"),
        ("Compared with", reference_facts(subject.said.reference, facts)),
        *method_facts(series_of(subject, "")),
        ("Verdict", VERDICT),
        ("People in several groups", "yes, so groups do not add up" if release.overlapping else ""),
        ("Voluntary", REPORTED if facts.voluntary else ""),
    )


def origin_facts(release: Release, subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return where the figures come from, how new they are, and by which rules they were made."""
    last = release.windows[-1]
    rounded = f"counts rounded to {release.rounded_to}" if release.rounded_to > 1 else ""
    return rows_said(
        ("Source", release.source),
        ("As of", span_of_days(last.first, last.last, subject.scene.today)),
        ("Intervals", INTERVALS[release.metric.value]),
        ("Reliable", RELIABLE),
        ("Privacy", listed((profile_words(release.profile), rounded))),
        ("Published", published_words(release.provenance, subject)),
        ("Release", _release_words(release)),
    )


def windows_words(release: Release, today: date) -> str:
    """Return how long the windows are, how many, and from when to when."""
    kind = WINDOWS[release.window] if release.window is not None else "closed windows"
    span = span_of_days(release.windows[0].first, release.windows[-1].last, today)
    return f"{len(release.windows)} {kind}, {span}"


def profile_words(profile: str) -> str:
    """Return what a privacy profile hides."""
    known = (words for start, words in PROFILES.items() if profile.upper().startswith(start))
    return next(known, f"{profile}: small numbers are hidden" if profile else "")


def published_words(provenance: Provenance | None, subject: Subject) -> str:
    """Return when and by whom a release was published: "24 November, 06:10, by quality office"."""
    if provenance is None:
        return ""
    ward = subject.scene.ward
    at = provenance.at
    day = local_day(at, ward.zone) if at else None
    when = f"{plain_day(day, ward.today)}, {clock_time(at, ward.zone)}" if at and day else ""
    return listed((when, f"by {provenance.by}" if provenance.by else ""), ", ")


def reference_facts(reference: Reference | None, facts: MetricFacts) -> str:
    """Return what groups are compared with and why it is that."""
    if reference is None and facts.value is ValueKind.COUNT:
        return "nothing: counts do not say out of how many"
    if reference is None:
        return "nothing: too few groups can be relied on"
    value = exact(reference.value, facts)
    match reference.kind:
        case ReferenceKind.GOAL:
            return f"the goal, {value}: it is set for this metric"
        case ReferenceKind.BEST_GROUP:
            return f"{reference.group}, {value}: the best group that can be relied on"
        case ReferenceKind.CHOSEN:
            return f"{reference.group}, {value}: chosen, {reference.reason.strip()}"
        case ReferenceKind.OVERALL if facts.direction is Direction.NEUTRAL:
            return f"everyone, {value}: neither more nor less is better, so no group is best"
        case ReferenceKind.OVERALL:
            return f"everyone, {value}: no group can be relied on"
        case _:
            assert_never(reference.kind)


def _release_words(release: Release) -> str:
    made = release.provenance
    return listed(
        (
            f"version {made.version}" if made else "",
            made.rules if made else "",
            f"schema {release.schema_version}",
        )
    )
