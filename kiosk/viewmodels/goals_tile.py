"""The goals tile: each of the unit's goals and equity goals, where it stands, and whether the process changes."""

from kiosk.analytics.verdicts import Variation
from kiosk.domain.metrics import Direction, Metric
from kiosk.layouts.tiles import GoalsTile
from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.equity_standing import NO_FIGURES, Standing, standing_of
from kiosk.viewmodels.metric_series import metric_series
from kiosk.viewmodels.metric_tile import stale_label
from kiosk.viewmodels.process_chart_view import VERDICTS, chart_of, goal_chip
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.series import Series
from kiosk.viewmodels.tiles import Chip, Frame, GoalRow, GoalsTileView
from kiosk.viewmodels.words import figure, listed, plain_day

TITLE = "Goals"
NOTHING = "No goal is set yet."
MONTHS = 24


def goals_tile(tile: GoalsTile, scene: Scene) -> GoalsTileView:
    """Return the goals in the order in which the unit follows its metrics, then the equity goals.

    Where there is not room for all, each kind keeps a row.
    """
    goals = [each for each in scene.ward.metrics.values() if each.active and each.goal is not None]
    equity = equity_standings(scene)
    title = tile.title or TITLE
    kept = max(tile.limit - len(equity), tile.limit - tile.limit // 2)
    rows = tuple(_row(each, scene) for each in goals[:kept])
    rows += tuple(_equity_row(each) for each in equity[: tile.limit - len(rows)])
    said = "; ".join(f"{row.text}: {row.now or '–'}, {row.goal}, {row.chip.text}" for row in rows)
    return GoalsTileView(
        frame=Frame(
            tile.id,
            title,
            empty="" if rows else NOTHING,
            spoken=f"{title}. {said}." if rows else f"{title}. {NOTHING}",
        ),
        rows=rows,
        beyond=len(goals) + len(equity) - len(rows),
    )


def equity_standings(scene: Scene) -> tuple[Standing, ...]:
    """Return where each equity goal stands that this wall may show, oldest first."""
    active = (goal for goal in scene.ward.equity_goals.values() if goal.active)
    standings = (standing_of(goal, scene) for goal in active)
    return tuple(each for each in standings if each is not None)


def _equity_row(standing: Standing) -> GoalRow:
    return GoalRow(
        text=standing.title,
        now=standing.now,
        goal=listed((standing.target, standing.owner)),
        fraction=standing.fraction,
        chip=standing.chip,
    )


def _row(metric: Metric, scene: Scene) -> GoalRow:
    series = metric_series(metric.facts.key, MONTHS, scene)
    latest = series.latest if series is not None else None
    goal = figure(metric.goal or 0.0, metric.facts)
    by = f" by {plain_day(metric.goal_by, scene.today)}" if metric.goal_by else ""
    return GoalRow(
        text=metric.facts.title,
        now=figure(latest[1], metric.facts) if latest else "",
        goal=f"goal {goal}{by}",
        fraction=_fraction(latest[1], metric) if latest else None,
        chip=_chip(series, scene) if series is not None and latest else NO_FIGURES,
    )


def _chip(series: Series, scene: Scene) -> Chip:
    """Return the one thing to know: too old, changing for a reason, or where the goal lies."""
    if series.stale:
        return Chip(stale_label(series, scene), mark=Mark.HATCH)
    chart = chart_of(series)
    if chart.variation is not None and chart.variation is not Variation.COMMON_CAUSE:
        return VERDICTS[chart.variation]
    return goal_chip(series, chart) or VERDICTS[Variation.COMMON_CAUSE]


def _fraction(value: float, metric: Metric) -> float | None:
    """Return how far along the bar a figure is: the end of the bar is the goal."""
    goal = metric.goal or 0.0
    if metric.facts.direction is Direction.DECREASE:
        return 1.0 if value <= goal else goal / value
    return min(max(value / goal, 0.0), 1.0) if goal > 0 else None
