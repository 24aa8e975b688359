"""The equity focus tile: for whom our care needs us most, of all that the wall may show by group, and why."""

from datetime import date

from kiosk.analytics.equity_focus import equity_focus
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.release_summaries import GapVerdict, ReleaseSummary, Told
from kiosk.layouts.tiles import EquityFocusTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.gap_words import gap_words, short_size
from kiosk.viewmodels.released_figures import release_is_stale
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import Chip, EquityFocusTileView, Frame
from kiosk.viewmodels.wall_groups import release_by, shows_by
from kiosk.viewmodels.words import figure, number, plain_day, points, span_of_days

TITLE = "Equity focus"
IN_PUBLIC = "For whom our care has to get better stands on the staff face."
NOTHING_TURNED_ON = (
    "No numbers by group are turned on for this wall. "
    "The administrator turns them on in Settings, behind the PIN."
)
LOOKING = "The published figures by group are being looked through."
NOTHING_PUBLISHED = "No published figures by group yet."
NOBODY = "No group falls behind by more than chance, in what is published here."


WHY = {
    GapVerdict.HIDDEN_DECLINE: "Overall we improved{overall}. Here we fell behind everyone else{by}.",
    GapVerdict.LEFT_BEHIND: "Overall we improved{overall}. Here we fell behind everyone else{by}.",
    GapVerdict.WIDENED: "It widened the most{by}, more than by chance.",
}
A_GAP_NOW = "The largest gap{by}, more than by chance."


def equity_focus_tile(tile: EquityFocusTile, scene: Scene) -> EquityFocusTileView:
    """Return the metric and the group most in need, with the reason; in public only that there is such a tile."""
    title = tile.title or TITLE
    if scene.public:
        return _nothing(tile, title, IN_PUBLIC)
    compared = summaries_on_wall(scene)
    focus = equity_focus(compared)
    if focus is None:
        return _nothing(tile, title, NOBODY if compared else _why_nothing(scene))
    words, why, old = gap_words(focus, scene.today), _why(focus), _old(focus, scene)
    by = f"by {stratifier_words(focus.stratifier)}"
    return EquityFocusTileView(
        frame=Frame(
            tile.id,
            title,
            subtitle=focus.scope,
            foot_left=_newest(focus, scene.today),
            foot_right=f"most in need of {len(compared)}",
            stale=bool(old),
            stale_label=old,
            spoken=f"{title}. {focus.title}, {by}. {words.verdict} {words.told} {why}",
        ),
        metric=focus.title,
        chip=Chip(words.verdict.rstrip("."), Tone.WORSE, Mark.DIAMOND),
        sentence=words.sentence,
        why=why,
        opens=f"{tile.id}/{focus.metric}/{focus.stratifier}",
    )


def summaries_on_wall(scene: Scene) -> list[ReleaseSummary]:
    """Return what each release that the wall may show says about the group most in need."""
    summaries = scene.ward.summaries.items()
    return [summary for (_, stratifier), summary in summaries if shows_by(stratifier, scene)]


def _nothing(tile: EquityFocusTile, title: str, words: str) -> EquityFocusTileView:
    frame = Frame(tile.id, title, empty=words, spoken=f"{title}. {words}")
    return EquityFocusTileView(frame, metric="", chip=None, sentence="", why="", opens=tile.id)


def _why_nothing(scene: Scene) -> str:
    node = scene.ward.node
    if node is None or not node.wall_stratifiers:
        return NOTHING_TURNED_ON
    published = scene.ward.published or scene.ward.releases
    due = any(shows_by(stratifier, scene) for _, stratifier in published)
    return LOOKING if due else NOTHING_PUBLISHED


def _why(focus: ReleaseSummary) -> str:
    """Return why this one was picked, with the figures behind it."""
    overall = _arrow(focus.overall_before, focus.overall_after, focus)
    words = WHY.get(focus.verdict, A_GAP_NOW)
    return words.format(overall=f", {overall}" if overall else "", by=_by(focus))


def _arrow(before: Told | None, after: Told | None, focus: ReleaseSummary) -> str:
    """Return "70 → 61 %"."""
    if after is None:
        return ""
    now = _figure(after.value, focus)
    then = f"{_figure(before.value, focus).removesuffix(' %')} → " if before is not None else ""
    return f"{then}{now}"


def _figure(value: float, focus: ReleaseSummary) -> str:
    facts = MetricFacts(key=focus.metric, title=focus.title, value=focus.value, unit=focus.unit)
    return figure(value, facts)


def _by(focus: ReleaseSummary) -> str:
    """Return by how much: " by 21 points"."""
    told = focus.widening if focus.verdict in WHY else focus.gap
    if told is None:
        return ""
    if focus.value is not ValueKind.PROPORTION:
        return f" by {number(abs(told.value))} {focus.unit}".rstrip()
    return f" by {points(short_size(told.value))}"


def _old(focus: ReleaseSummary, scene: Scene) -> str:
    """Return since when there are no newer figures, where there should be some, else nothing."""
    release = release_by(focus.metric, focus.stratifier, scene)
    if release is None or not release_is_stale(release.windows[-1], scene.today):
        return ""
    return f"last figures {plain_day(release.windows[-1].last, scene.today)}"


def _newest(focus: ReleaseSummary, today: date) -> str:
    """Return which figures are the newest: "Aug–Oct"."""
    if focus.last is None:
        return ""
    return span_of_days(focus.last_begin or focus.last, focus.last, today)
