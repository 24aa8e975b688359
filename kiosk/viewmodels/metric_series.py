"""Where a metric's figures come from: a release, entries at the board, or the events it counts."""

from kiosk.domain.metrics import Entered
from kiosk.viewmodels.counted_events import counting_of_metric
from kiosk.viewmodels.entered_figures import from_events, from_observations
from kiosk.viewmodels.released_figures import from_release, newest_release
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series


def metric_series(key: str, months: int, scene: Scene) -> Series | None:
    """Return a metric's figures of the last so many months, or None when nobody follows it.

    Published figures come first for a metric that is published; else those entered at the board;
    else the events that the metric counts.
    """
    metric = scene.ward.metric_by_key(key)
    release = newest_release(key, scene)
    published = metric is None or metric.facts.entered is Entered.RELEASE
    if release is not None and published:
        return from_release(release, metric, months, scene)
    if metric is None:
        return None
    series = from_observations(key, metric, months, scene)
    counting = counting_of_metric(key, scene)
    if series.until is None and counting is not None:
        series = from_events(counting, metric, months, scene)
    elif series.until is None and release is not None:
        series = from_release(release, metric, months, scene)
    return series
