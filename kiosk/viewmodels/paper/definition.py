"""What a figure on paper is: definition, goal, source, rules, privacy and release, so that it can be recomputed."""

from kiosk.domain.clock import local_day
from kiosk.domain.metrics import Direction, MetricFacts, ValueKind
from kiosk.domain.releases import Release, release_body, release_sha256
from kiosk.viewmodels.paper.made import whole_day
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.words import figure_and_unit, listed

BETTER = {
    Direction.INCREASE: "more is better",
    Direction.DECREASE: "less is better",
    Direction.NEUTRAL: "neither way is better",
}
HASH_LETTERS = 12
"""Letters of a release's name that stand on paper."""

VOLUNTARY = "reported, not occurred: what nobody reports is not in it"


def facts_of(
    series: Series, rules: str, releases: tuple[Release, ...], scene: Scene
) -> tuple[tuple[str, str], ...]:
    """Return everything that says what the figures are, as label and words.

    Args:
        series: the figures over time.
        rules: the kind of chart and its rule set, in words.
        releases: what was published; none where the board counts itself.
        scene: the ward.
    """
    facts = series.facts
    rows = (
        ("Definition", facts.definition),
        ("Numerator", facts.numerator),
        ("Denominator", _denominator(facts)),
        ("Way", BETTER[facts.direction]),
        ("Goal", _goal(series, scene)),
        ("Counted", VOLUNTARY if facts.voluntary else ""),
        ("Source", series.source),
        ("As of", _as_of(series)),
        ("Chart, rules", rules),
        ("Privacy", listed(dict.fromkeys(map(privacy_words, releases)))),
        (
            "Release",
            "; ".join(dict.fromkeys(release_words(one, scene.ward.zone) for one in releases)),
        ),
    )
    return tuple((label, words) for label, words in rows if words)


def privacy_words(release: Release) -> str:
    """Return which privacy profile was applied: "CMS: small numbers hidden, counts rounded to 5"."""
    if not release.profile:
        return ""
    rounded = f"counts rounded to {release.rounded_to}" if release.rounded_to > 1 else ""
    return listed((f"{release.profile}: small numbers hidden", rounded), ", ")


def release_words(release: Release, zone: str) -> str:
    """Return which release it is: by what, version, rules, when, and the beginning of its SHA-256."""
    made = release.provenance
    name = release_sha256(release_body(release))[:HASH_LETTERS]
    version = f"version {made.version}" if made is not None else "version 1"
    when = whole_day(local_day(made.at, zone)) if made and made.at else ""
    by = f"by {stratifier_words(release.stratifier)}" if release.stratifier else "everyone"
    return listed((by, version, made.rules if made else "", when, name), ", ")


def _denominator(facts: MetricFacts) -> str:
    if facts.value is not ValueKind.RATE or not facts.denominator:
        return facts.denominator
    return f"{facts.denominator}, per {facts.per:,}"


def _goal(series: Series, scene: Scene) -> str:
    if series.goal is None:
        return "none"
    metric = scene.ward.metric_by_key(series.facts.key)
    by = metric.goal_by if metric is not None else None
    until = f" by {whole_day(by)}" if by is not None else ""
    return figure_and_unit(series.goal, series.facts) + until


def _as_of(series: Series) -> str:
    return whole_day(series.until) if series.until else "no figures"
