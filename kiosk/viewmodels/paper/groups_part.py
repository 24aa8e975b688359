"""The part of a page about groups: verdict, chart, gaps and earlier windows; hidden groups are one unnamed row."""

from dataclasses import dataclass

from kiosk.analytics.quarters import in_quarters
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import GroupsTile
from kiosk.viewmodels.charts import GroupsView, Interval
from kiosk.viewmodels.forms.groups.figures import rows_by_window
from kiosk.viewmodels.gap_words import short_size
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.groups_verdict import GroupsVerdict, groups_verdict
from kiosk.viewmodels.paper.made import ANOTHER_YEAR
from kiosk.viewmodels.paper.notes import completeness_note, gap_note
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Table
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.wall_groups import release_by
from kiosk.viewmodels.words import MINUS, span_of_days

WINDOWS = 3
WHOLE = 100


@dataclass(frozen=True, slots=True)
class GroupsPart:
    """A metric by one stratifier.

    Attributes:
        title: by what, and of which days ("By language, Aug-Oct").
        verdict: the one thing to know.
        sentence: for whom.
        view: the groups of the newest window.
        table: everyone and each group over the last windows, with its gap in the newest.
        notes: the reference, how complete the groups are; each a short sentence.
    """

    title: str
    verdict: str
    sentence: str
    view: GroupsView
    table: Table
    notes: tuple[str, ...]


def groups_part(key: str, stratifier: str, scene: Scene) -> GroupsPart | None:
    """Return the part of a page about one stratifier, or None where nothing by it is published.

    Args:
        key: the metric's key.
        stratifier: what the groups are by.
        scene: the ward, with the staff face.
    """
    tile = GroupsTile.model_construct(id=key, type="groups", metric=key, stratifier=stratifier)
    published = release_by(key, stratifier, scene)
    seen = groups_tile(tile, scene)
    if published is None or seen.groups is None:
        return None
    release = in_quarters(published)
    windows = release.windows[-WINDOWS:]
    gaps = {row.name: gap for row in seen.groups.rows if (gap := _gap(row, seen.groups))}
    rows = rows_by_window(release, windows)
    newest = windows[-1]
    heads = tuple(span_of_days(one.first, one.last, newest.last) for one in windows)
    compared = span_of_days(newest.first, newest.last, ANOTHER_YEAR)
    gap_head = ("Gap",) if gaps else ()
    said = _said(published, scene)
    notes = (gap_note(said.findings, release.metric), completeness_note(published, newest))
    return GroupsPart(
        title=f"By {stratifier_words(release.stratifier)}, {compared}",
        verdict=seen.verdict,
        sentence=said.told or seen.sentence,
        view=seen.groups,
        table=Table(
            ("", *heads, *gap_head),
            tuple((*row, *((gaps.get(row[0], ""),) if gaps else ())) for row in rows),
        ),
        notes=tuple(words for words in notes if words),
    )


def _said(release: Release, scene: Scene) -> GroupsVerdict:
    """Return what a published release says, against the ward's goal for the metric."""
    return groups_verdict(release, scene.ward.goal_of(release.metric), scene.today)


def _gap(row: Interval, view: GroupsView) -> str:
    """Return how far a group is from the reference, absolute and relative: "−19 (24 %)"."""
    if row.value is None or view.reference is None:
        return ""
    gap = round(row.value - view.reference, 1)
    if not gap:
        return "none"
    sign = "+" if gap > 0 else MINUS
    relative = f" ({abs(gap) / view.reference * WHOLE:.0f} %)" if view.reference else ""
    return f"{sign}{short_size(gap)}{relative}"
