"""The sides of a metric tile: the whole, then by each stratifier that is published and turned on; staff face only."""

from dataclasses import replace

from kiosk.analytics.equity_focus import most_in_need
from kiosk.domain.nodes import plain_name
from kiosk.layouts.tiles import GroupsTile, MetricTile
from kiosk.viewmodels.groups_tile import groups_tile
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.tiles import BySide, MetricTileView
from kiosk.viewmodels.wall_groups import stratifiers_shown

MOST_NAMED = 4
"""So many sides a layout may name for a tile; more nobody turns through, and the sheet has them all."""

MOST_SIDES = 2
"""So many a tile has whose layout names none: those where a group needs us most."""


def with_sides(view: MetricTileView, tile: MetricTile, scene: Scene) -> MetricTileView:
    """Return a metric tile that can be turned to its groups where the wall may show any."""
    if scene.public or view.frame.empty:
        return view
    return replace(view, by=tuple(_side(name, tile, scene) for name in sides_of(tile, scene)))


def sides_of(tile: MetricTile, scene: Scene) -> tuple[str, ...]:
    """Return the stratifiers that a metric tile turns through: those that its layout names, else those most in need."""
    shown = stratifiers_shown(tile.metric, scene)
    if tile.by is not None:
        return tuple(name for name in map(plain_name, tile.by) if name in shown)[:MOST_NAMED]
    needs = {
        plain_name(by): most_in_need(summary)
        for (key, by), summary in scene.ward.summaries.items()
        if key == tile.metric
    }
    in_need = sorted((name for name in shown if name in needs), key=lambda name: needs[name])
    return (*in_need, *(name for name in shown if name not in needs))[:MOST_SIDES]


def by_words(stratifier: str) -> str:
    """Return "by language"."""
    return f"by {stratifier_words(stratifier)}"


def _side(stratifier: str, tile: MetricTile, scene: Scene) -> BySide:
    groups = GroupsTile(
        id=tile.id, title=tile.title, type="groups", metric=tile.metric, stratifier=stratifier
    )
    view = groups_tile(groups, scene)
    words = by_words(stratifier)
    frame = replace(
        view.frame,
        foot_left=view.frame.foot_left.replace(" · ", "\n"),  # it stands beside the button
        spoken=f"{words.capitalize()}. {view.frame.spoken}",
    )
    return BySide(
        stratifier=stratifier,
        words=words,
        button=f"{words.capitalize()} ›",
        spoken=f"{view.frame.title}: show {words}",
        view=replace(view, frame=frame),
    )
