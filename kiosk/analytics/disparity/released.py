"""The measures of disparity of one released window: from the cells that are shown, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random  # noqa: TID251 - the caller builds it from a recorded seed

from kiosk.analytics.disparity.attributable import (
    population_attributable_fraction,
    population_attributable_risk,
)
from kiosk.analytics.disparity.bootstrap import bootstrap_interval
from kiosk.analytics.disparity.entropy import mean_log_deviation, theil_index
from kiosk.analytics.disparity.measures import (
    NO_FORMULA,
    CompleteFigures,
    GroupFigures,
    Measure,
    TooFewGroupsError,
    complete,
    undefined,
)
from kiosk.analytics.disparity.pairs import difference, ratio
from kiosk.analytics.disparity.spread import (
    Weighting,
    between_group_sd,
    between_group_variance,
    coefficient_of_variation,
    index_of_disparity,
    mean_difference_from_average,
    mean_difference_from_best,
)
from kiosk.analytics.intervals import CONFIDENCE, standard_normal_quantile
from kiosk.domain.metrics import Direction, MetricFacts
from kiosk.domain.releases import Cell, CellStatus, GroupRole, Window

OVERLAP = "groups overlap, so they have no shares of a whole"
NO_BETTER_WAY = "neither way is better"


class Disparity(StrEnum):
    """The measures of a window, in their order of display; the value is the field's abbreviation."""

    DIFFERENCE = "d"
    RATIO = "r"
    BEST = "mdbu"
    BEST_WEIGHTED = "mdbw"
    AVERAGE = "mdmu"
    AVERAGE_WEIGHTED = "mdmw"
    INDEX = "idisu"
    INDEX_WEIGHTED = "idisw"
    VARIANCE = "bgv"
    DEVIATION = "bgsd"
    VARIATION = "covar"
    THEIL = "ti"
    LOG_DEVIATION = "mld"
    ATTRIBUTABLE_RISK = "par"
    ATTRIBUTABLE_FRACTION = "paf"


@dataclass(frozen=True, slots=True)
class ReleasedFigures:
    """The groups of people of a window, and their figures; None where a group is not shown."""

    groups: tuple[str, ...]
    figures: GroupFigures


def figures_of(window: Window, roles: Mapping[str, GroupRole]) -> ReleasedFigures:
    """Return the figures of the groups of people of a window, in the metric's unit.

    Standard errors are half the width of the released 95 % interval over 1.96, so that a figure of
    0 % or 100 % has one. Groups that are hidden, unreliable or without data count as missing.

    Args:
        window: released cells.
        roles: what stands under names that are no group of people.
    """
    cells = [
        cell
        for cell in window.groups
        if roles.get(cell.group or "", GroupRole.GROUP) is GroupRole.GROUP
    ]
    shown = [cell.status is CellStatus.SHOWN for cell in cells]
    rows = list(zip(cells, shown, strict=True))
    return ReleasedFigures(
        groups=tuple(cell.group or "" for cell in cells),
        figures=GroupFigures.of(
            [cell.value if is_shown else None for cell, is_shown in rows],
            [cell.denominator if is_shown else None for cell, is_shown in rows],
            [_standard_error(cell) if is_shown else None for cell, is_shown in rows],
        ),
    )


def disparity_of(
    window: Window,
    facts: MetricFacts,
    roles: Mapping[str, GroupRole],
    *,
    overlapping: bool,
    rng: Random | None = None,
) -> dict[Disparity, Measure]:
    """Return every measure of a window; one that cannot be had is undefined, with the reason.

    Args:
        window: released cells.
        facts: the metric, for its direction and its multiplier.
        roles: what stands under names that are no group of people.
        overlapping: whether people may stand in several groups.
        rng: made from a recorded seed; without it, measures that have no formula have no interval.
    """
    figures = figures_of(window, roles).figures
    favourable = facts.direction is not Direction.DECREASE
    found = {
        Disparity.DIFFERENCE: _guarded(lambda: difference(figures, favourable=favourable)),
        Disparity.RATIO: _guarded(lambda: ratio(figures, favourable=favourable)),
    }
    for name, measure in _measures(facts, favourable=favourable).items():
        if overlapping:
            found[name] = undefined(OVERLAP)
        elif name in _TOWARDS_BEST and facts.direction is Direction.NEUTRAL:
            found[name] = undefined(NO_BETTER_WAY)
        else:
            found[name] = _with_interval(measure, figures, rng)
    return {name: found[name] for name in Disparity}


_TOWARDS_BEST = (
    Disparity.BEST,
    Disparity.BEST_WEIGHTED,
    Disparity.ATTRIBUTABLE_RISK,
    Disparity.ATTRIBUTABLE_FRACTION,
)


def _measures(
    facts: MetricFacts, *, favourable: bool
) -> Mapping[Disparity, Callable[[CompleteFigures], Measure]]:
    people = Weighting.PEOPLE
    return {
        Disparity.BEST: lambda them: mean_difference_from_best(them, favourable=favourable),
        Disparity.BEST_WEIGHTED: lambda them: mean_difference_from_best(
            them, favourable=favourable, weighting=people
        ),
        Disparity.AVERAGE: mean_difference_from_average,
        Disparity.AVERAGE_WEIGHTED: lambda them: mean_difference_from_average(them, people),
        Disparity.INDEX: index_of_disparity,
        Disparity.INDEX_WEIGHTED: lambda them: index_of_disparity(them, people),
        Disparity.VARIANCE: between_group_variance,
        Disparity.DEVIATION: between_group_sd,
        Disparity.VARIATION: coefficient_of_variation,
        Disparity.THEIL: theil_index,
        Disparity.LOG_DEVIATION: mean_log_deviation,
        Disparity.ATTRIBUTABLE_RISK: lambda them: population_attributable_risk(
            them, favourable=favourable, scale=facts.per
        ),
        Disparity.ATTRIBUTABLE_FRACTION: lambda them: population_attributable_fraction(
            them, favourable=favourable, scale=facts.per
        ),
    }


def _with_interval(
    measure: Callable[[CompleteFigures], Measure], figures: GroupFigures, rng: Random | None
) -> Measure:
    def computed() -> Measure:
        them = complete(figures)
        found = measure(them)
        if rng is None or found.reason != NO_FORMULA:
            return found
        return bootstrap_interval(measure, them, rng)

    return _guarded(computed)


def _guarded(compute: Callable[[], Measure]) -> Measure:
    try:
        return compute()
    except TooFewGroupsError:
        return undefined("too few groups are shown")
    except ValueError as error:
        return undefined(str(error))


def _standard_error(cell: Cell) -> float | None:
    if cell.lower is None or cell.upper is None:
        return None
    return (cell.upper - cell.lower) / (2 * standard_normal_quantile(CONFIDENCE))
