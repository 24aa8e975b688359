"""Months are taken together three by three from their published numbers, where these can be added up."""

from calendar import monthrange
from datetime import date

from kiosk.analytics.quarters import in_quarters
from kiosk.domain.metrics import MetricFacts, ValueKind
from kiosk.domain.releases import Cell, CellStatus, Release, Window

PAIN = MetricFacts(key="pain", title="Pain")
FALLS = MetricFacts(key="falls", title="Falls", unit="falls", value=ValueKind.COUNT, per=1)


def month(number: int, overall: Cell, *groups: Cell) -> Window:
    last = date(2026, number, monthrange(2026, number)[1])
    return Window(first=date(2026, number, 1), last=last, overall=overall, groups=groups)


def share(group: str | None, numerator: int, denominator: int) -> Cell:
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=100 * numerator / denominator,
        lower=0.0,
        upper=100.0,
        numerator=numerator,
        denominator=denominator,
    )


def count(group: str | None, events: int) -> Cell:
    return Cell(
        group=group,
        status=CellStatus.SHOWN,
        value=float(events),
        lower=0.5 * events,
        upper=2.0 * events,
        numerator=events,
    )


def released(facts: MetricFacts, *windows: Window) -> Release:
    return Release(metric=facts, stratifier="language", groups=("Spanish",), windows=windows)


def test_three_months_of_shares_are_one_share_of_everybody_counted_in_them() -> None:
    months = [
        month(number, share(None, 80, 100), share("Spanish", 10 + number, 20))
        for number in (1, 2, 3)
    ]

    (quarter,) = in_quarters(released(PAIN, *months)).windows

    assert (quarter.first, quarter.last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (quarter.overall.numerator, quarter.overall.denominator) == (240, 300)
    assert (quarter.groups[0].numerator, quarter.groups[0].value) == (36, 60.0)


def test_a_group_hidden_in_one_month_is_hidden_in_the_quarter() -> None:
    months = [month(number, share(None, 80, 100), share("Spanish", 12, 20)) for number in (1, 3)]
    hidden = Cell(group="Spanish", status=CellStatus.HIDDEN)
    months.insert(1, month(2, share(None, 80, 100), hidden))

    (quarter,) = in_quarters(released(PAIN, *months)).windows

    assert quarter.groups == (hidden,)


def test_counts_of_months_stay_counts_of_months() -> None:
    months = tuple(month(number, count(None, 40), count("Spanish", 12)) for number in (1, 2, 3))

    assert in_quarters(released(FALLS, *months)).windows == months


def test_a_group_that_is_unreliable_without_an_interval_stays_so() -> None:
    unreliable = Cell(group="Spanish", status=CellStatus.UNRELIABLE)
    months = [month(number, share(None, 80, 100), unreliable) for number in (1, 2, 3)]

    (quarter,) = in_quarters(released(PAIN, *months)).windows

    assert quarter.groups == (unreliable,)
