"""How we recompute the families about disparity, with the choices that their references make."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from kiosk.analytics.disparity.attributable import (
    population_attributable_fraction,
    population_attributable_risk,
)
from kiosk.analytics.disparity.concentration import (
    absolute_concentration_index,
    erreygers_index,
    relative_concentration_index,
    wagstaff_index,
)
from kiosk.analytics.disparity.entropy import mean_log_deviation, theil_index
from kiosk.analytics.disparity.measures import CompleteFigures, GroupFigures, Measure, complete
from kiosk.analytics.disparity.pairs import difference, ratio
from kiosk.analytics.disparity.slopes import Link, quantile_slope, relative_index, slope_index
from kiosk.analytics.disparity.spread import (
    Weighting,
    between_group_sd,
    between_group_variance,
    coefficient_of_variation,
    index_of_disparity,
    mean_difference_from_average,
    mean_difference_from_best,
    mean_difference_from_reference,
)
from kiosk.analytics.verification.cases import MalformedCaseError
from kiosk.analytics.verification.differences import Compute
from kiosk.analytics.verification.inputs import Inputs

PER_CENT = 100.0
LARGEST_SHARE = 1.0
TENFOLD = 10.0

NOT_COMPUTED: Mapping[str, object] = MappingProxyType({"error": True})

Spread = Callable[[CompleteFigures], Measure]


def disparity(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `disparity`: all measures of one set of groups; each that refuses has an error."""
    order = _order(inputs)
    figures = _figures(inputs, order)
    favourable = inputs.flag("favourable", default=True)
    ordered = inputs.flag("ordered", default=False)
    reference = inputs.whole("reference_index")
    if reference is not None:
        if not 0 <= reference < len(order):
            raise MalformedCaseError(
                f"inputs.reference_index is {reference}: there is no such group."
            )
        reference = order.index(reference)

    def pair(measure: Callable[..., Measure]) -> Mapping[str, object]:
        return _entry(
            lambda: measure(figures, favourable=favourable, ordered=ordered, reference=reference)
        )

    spread = _spread_measures(
        favourable=favourable, ordered=ordered, reference=reference, scale=_scale(inputs)
    )
    if ordered:
        spread |= _ordered_measures(_scale_of_fit(figures))
    found: dict[str, object] = {"d": pair(difference), "r": pair(ratio)}
    for key, measure in spread.items():
        found[key] = _entry(partial(_of_complete, measure, figures))
    return found


def _of_complete(measure: Spread, figures: GroupFigures) -> Measure:
    return measure(complete(figures))


def _spread_measures(
    *, favourable: bool, ordered: bool, reference: int | None, scale: float
) -> dict[str, Spread]:
    people = Weighting.PEOPLE
    measures: dict[str, Spread] = {
        "bgv": between_group_variance,
        "bgsd": between_group_sd,
        "covar": coefficient_of_variation,
        "idisu": index_of_disparity,
        "idisw": lambda them: index_of_disparity(them, people),
        "mdbu": lambda them: mean_difference_from_best(them, favourable=favourable),
        "mdbw": lambda them: mean_difference_from_best(
            them, favourable=favourable, weighting=people
        ),
        "mdmu": mean_difference_from_average,
        "mdmw": lambda them: mean_difference_from_average(them, people),
        "mld": mean_log_deviation,
        "ti": theil_index,
        "par": lambda them: population_attributable_risk(
            them, favourable=favourable, ordered=ordered, scale=scale
        ),
        "paf": lambda them: population_attributable_fraction(
            them, favourable=favourable, ordered=ordered, scale=scale
        ),
    }
    if reference is not None:
        measures["mdru"] = lambda them: mean_difference_from_reference(them, reference)
        measures["mdrw"] = lambda them: mean_difference_from_reference(them, reference, people)
    return measures


def _ordered_measures(scale: float) -> dict[str, Spread]:
    return {
        "aci": absolute_concentration_index,
        "rci": relative_concentration_index,
        "sii_linear": lambda them: slope_index(them, Link.LINEAR, scale=scale),
        "sii_logit": lambda them: slope_index(them, Link.LOGIT, scale=scale),
        "rii_linear": lambda them: relative_index(them, Link.LINEAR, scale=scale),
        "rii_logit": lambda them: relative_index(them, Link.LOGIT, scale=scale),
    }


def bounded(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `disparity_rci_bounded`: concentration of a figure between two bounds."""
    figures = _figures(inputs, _order(inputs))
    lower, upper = inputs.number("lower_bound"), inputs.number("upper_bound")
    return {
        "rci": _entry(lambda: relative_concentration_index(complete(figures))),
        "rci_wagstaff": _entry(lambda: wagstaff_index(complete(figures), lower, upper)),
        "rci_erreygers": _entry(lambda: erreygers_index(complete(figures), lower, upper)),
    }


def quantiles(inputs: Inputs) -> Mapping[str, object]:
    """Recompute `sii_phe`: slope and relative index of quantiles of deprivation."""
    transform = inputs.text("transform", "none")
    if transform not in {"none", "logit"}:
        raise MalformedCaseError(f"inputs.transform is {transform!r}, not none or logit.")
    order = sorted(
        range(len(inputs.numbers("quantile"))), key=inputs.all_numbers("quantile").__getitem__
    )
    columns = [inputs.all_numbers(key) for key in ("value", "population", "lower_95", "upper_95")]
    if any(len(column) != len(order) for column in columns):
        raise MalformedCaseError("quantile, value, population and limits have different lengths.")
    values, populations, lower, upper = (
        tuple(column[each] for each in order) for column in columns
    )
    found = quantile_slope(
        values,
        populations,
        tuple(zip(lower, upper, strict=True)),
        Link.LOGIT if transform == "logit" else Link.LINEAR,
    )
    around, relative = found.slope_interval, found.relative_interval
    return {
        "sii": found.slope,
        "rii": found.relative,
        "intercept": found.intercept,
        "sii_lower_simulated": around and around.lower,
        "sii_upper_simulated": around and around.upper,
        "rii_lower_simulated": relative and relative.lower,
        "rii_upper_simulated": relative and relative.upper,
    }


def _order(inputs: Inputs) -> list[int]:
    """Return the positions of the groups from the most disadvantaged."""
    count = len(inputs.numbers("estimate"))
    if not inputs.has("order"):
        return list(range(count))
    places = inputs.all_numbers("order")
    if len(places) != count:
        raise MalformedCaseError("inputs.order and inputs.estimate have different lengths.")
    return sorted(range(count), key=places.__getitem__)


def _figures(inputs: Inputs, order: list[int]) -> GroupFigures:
    values, populations = inputs.numbers("estimate"), inputs.numbers("population")
    errors = inputs.optional_numbers("se") or (None,) * len(values)
    if not len(values) == len(populations) == len(errors):
        raise MalformedCaseError("estimate, se and population have different lengths.")
    return GroupFigures.of(
        [values[each] for each in order],
        [populations[each] for each in order],
        [errors[each] for each in order],
    )


def _scale(inputs: Inputs) -> float:
    scale = inputs.optional_number("scale")
    return PER_CENT if scale is None else scale


def _scale_of_fit(figures: GroupFigures) -> float:
    """Return the scale that the reference guesses for its fits: 1, 100, 1,000, ... from the largest value."""
    largest = max((value for value in figures.values if value is not None), default=0.0)
    if largest <= LARGEST_SHARE:
        return LARGEST_SHARE
    scale = PER_CENT
    while largest > scale:
        scale *= TENFOLD
    return scale


def _entry(compute: Callable[[], Measure]) -> Mapping[str, object]:
    try:
        measure = compute()
    except (ValueError, ArithmeticError):
        return NOT_COMPUTED
    interval = measure.interval
    return {
        "error": False,
        "estimate": measure.estimate,
        "se": measure.se,
        "lower": interval and interval.lower,
        "upper": interval and interval.upper,
    }


DISPARITY_FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {"disparity": disparity, "disparity_rci_bounded": bounded, "sii_phe": quantiles}
)
"""Every family about disparity, by name."""
