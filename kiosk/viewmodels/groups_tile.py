"""The groups tile: a metric by group from a release, each hidden group part of one unnamed row."""

from kiosk.analytics.completeness import Bounds
from kiosk.analytics.gaps import Reference, ReferenceKind
from kiosk.analytics.quarters import in_quarters
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Release, Window
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.charts import GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.group_chips import verdict_chip
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.metric_tile import metric_title
from kiosk.viewmodels.process_chart_view import scale_of
from kiosk.viewmodels.released_figures import release_is_stale
from kiosk.viewmodels.reported import scope_words
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, GroupsTileView
from kiosk.viewmodels.wall_groups import not_turned_on, release_by, shows_by
from kiosk.viewmodels.words import RANGE, figure, listed, number, plain_day, span_of_days
from kiosk.viewmodels.words import sentence as as_sentence

NO_RELEASE = "No published figures by group yet."
SEVERAL_GROUPS = "people may be in several groups"
OTHERS = "Others"
TOO_FEW = "too few to show"
NO_DATA = "no data"


def groups_tile(tile: GroupsTile, scene: Scene) -> GroupsTileView:
    """Return a metric by group; the public face has the verdict and no group's name."""
    published = release_by(tile.metric, tile.stratifier, scene)
    if published is None:
        return _without(tile, scene)
    release = in_quarters(published)
    window, facts = release.windows[-1], release.metric
    goal = scene.ward.goal_of(facts)
    said = groups_verdict(published, goal, scene.today)
    found = said.findings.completeness
    known = found is None or found.enough()
    title = tile.title or facts.title
    sentence = _everyone(window, facts, goal) if scene.public else said.sentence
    stale = release_is_stale(published.windows[-1], scene.today)
    when = span_of_days(window.first, window.last, scene.today)
    known_words = f"{share_words(found.known)} known" if found else ""
    told = sentence if scene.public else said.told
    return GroupsTileView(
        frame=Frame(
            tile.id,
            title,
            subtitle=scope_words(release.scope, facts),
            foot_left=listed((when, known_words)),
            stale=stale,
            stale_label=f"last figures {plain_day(window.last, scene.today)}" if stale else "",
            spoken=listed((f"{title}.", said.verdict, told, as_sentence(known_words)), " "),
        ),
        verdict=said.verdict,
        sentence=sentence,
        groups=None if scene.public else groups_view(release, said, stale=stale),
        chip=verdict_chip(said, known=known),
        note=SEVERAL_GROUPS if release.overlapping and not scene.public else "",
    )


def _without(tile: GroupsTile, scene: Scene) -> GroupsTileView:
    """Return a tile that says why there is nothing by group."""
    title = tile.title or metric_title(tile.metric, scene)
    on = shows_by(tile.stratifier, scene)
    words = NO_RELEASE if on else not_turned_on(tile.stratifier)
    frame = Frame(tile.id, title, empty=words, spoken=f"{title}. {words}")
    return GroupsTileView(frame, verdict="", sentence="", groups=None)


def share_words(share: Bounds) -> str:
    """Return "94 %", or both bounds where hidden figures leave it open: "82-90 %"."""
    lower, upper = share.whole_per_cent()
    return f"{lower} %" if lower == upper else f"{lower}{RANGE}{upper} %"


def groups_view(release: Release, said: GroupsVerdict, *, stale: bool) -> GroupsView:
    """Return the groups of the newest window as intervals on one scale, grey when they are stale.

    Those who declined and those of whom it is not known are no group: they stand in how much is known.
    """
    window, facts = release.windows[-1], release.metric
    cells = [c for c in window.groups if release.role_of(c.group or "") is GroupRole.GROUP]
    hidden = any(cell.status is CellStatus.HIDDEN for cell in cells)
    rows = tuple(_row(cell, facts, said) for cell in cells if cell.status is not CellStatus.HIDDEN)
    if hidden:
        rows += (Interval(OTHERS, None, None, None, TOO_FEW, Tone.MUTED, Mark.STAR),)
    reference = said.reference
    low, high = _scale(rows, reference, facts)
    return GroupsView(
        rows=rows,
        reference=reference.value if reference is not None else None,
        reference_label=_reference_label(reference, facts),
        minimum=low,
        maximum=high,
        stale=stale,
    )


def _row(cell: Cell, facts: MetricFacts, said: GroupsVerdict) -> Interval:
    name = cell.group or ""
    if cell.status is CellStatus.NO_DATA:
        return Interval(name, None, None, None, NO_DATA, Tone.MUTED, Mark.DASHES)
    if cell.status is CellStatus.UNRELIABLE or cell.value is None:
        ends = (cell.lower, cell.upper)
        words = RANGE.join(_end(end, facts) for end in ends if end is not None)
        return Interval(name, None, *ends, text=words, tone=Tone.COMMON, mark=Mark.HATCH)
    worse = name in said.worse
    return Interval(
        name=name,
        value=cell.value,
        lower=cell.lower,
        upper=cell.upper,
        text=figure(cell.value, facts),
        tone=Tone.WORSE if worse else Tone.COMMON,
        mark=Mark.DIAMOND if worse else Mark.DOT,
        bold=name == said.spoken_of,
    )


def _end(value: float, facts: MetricFacts) -> str:
    return f"{value:.0f}" if facts.value is ValueKind.PROPORTION else number(value)


def _reference_label(reference: Reference | None, facts: MetricFacts) -> str:
    """Return the name of what groups are compared with: "goal 80 %"."""
    if reference is None:
        return ""
    name = {
        ReferenceKind.GOAL: "goal",
        ReferenceKind.BEST_GROUP: reference.group,
        ReferenceKind.CHOSEN: reference.group,
        ReferenceKind.OVERALL: "everyone",
    }[reference.kind]
    value = number(reference.value) if reference.kind is ReferenceKind.GOAL else ""
    unit = " %" if value and facts.value is ValueKind.PROPORTION else ""
    return f"{name} {value}{unit}".strip()


def _scale(
    rows: tuple[Interval, ...], reference: Reference | None, facts: MetricFacts
) -> tuple[float, float]:
    ends = [end for row in rows for end in (row.value, row.lower, row.upper) if end is not None]
    if reference is not None:
        ends.append(reference.value)
    return scale_of(ends or [0.0], facts)


def _everyone(window: Window, facts: MetricFacts, goal: float | None) -> str:
    """Return the figure of everyone together, which names no group: "76 %, goal 80 %."."""
    cell = window.overall
    if cell.status is not CellStatus.SHOWN or cell.value is None:
        return ""
    ends = f", goal {figure(goal, facts)}" if goal is not None else ""
    return f"{figure(cell.value, facts)} for everyone together{ends}."
