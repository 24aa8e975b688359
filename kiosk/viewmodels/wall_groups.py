"""Which releases by group a wall may show: published, and by what the node turned on; nothing else is looked at."""

from kiosk.domain.nodes import plain_name
from kiosk.domain.releases import Release
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.stratifiers import is_cross, stratifier_words

NOT_TURNED_ON = (
    "Numbers by {words} are not turned on for this wall. "
    "The administrator turns them on in Settings, behind the PIN."
)


def shows_by(stratifier: str, scene: Scene) -> bool:
    """Tell whether this wall may show figures by a stratifier; two at once it never may."""
    node = scene.ward.node
    return node is not None and node.shows_by(stratifier) and not is_cross(stratifier)


def not_turned_on(stratifier: str) -> str:
    """Return why there is nothing by a stratifier, and where to change that."""
    return NOT_TURNED_ON.format(words=stratifier_words(stratifier))


def release_by(metric: str, stratifier: str, scene: Scene) -> Release | None:
    """Return the newest release of a metric by a stratifier that the wall may show, however its name is spelt."""
    if not shows_by(stratifier, scene):
        return None
    wanted = plain_name(stratifier)
    known = [
        release
        for by in scene.ward.stratifiers_of(metric)
        if plain_name(by) == wanted
        and (release := scene.ward.releases.get((metric, by))) is not None
        and release.windows
    ]
    return max(known, key=lambda release: release.windows[-1].last, default=None)


def stratifiers_shown(metric: str, scene: Scene) -> tuple[str, ...]:
    """Return what a metric is published by and the wall may show, in the order in which it was turned on."""
    node = scene.ward.node
    published = {plain_name(by) for by in scene.ward.stratifiers_of(metric)}
    turned_on = node.wall_stratifiers if node is not None else ()
    return tuple(name for name in turned_on if name in published and not is_cross(name))
