"""The audit on its own: what it says of patterns that are not safe, and without SciPy."""

import sys

import pytest

from kiosk.analytics.publishing.audit import attack
from kiosk.analytics.publishing.exposure import Exposure, Known
from kiosk.analytics.publishing.organisation import Tree
from kiosk.analytics.publishing.pattern import EVERYONE
from kiosk.analytics.publishing.profiles import CMS
from kiosk.analytics.publishing.programme import range_of
from kiosk.analytics.publishing.tables import PublishingRefusedError
from kiosk.analytics.publishing.target import Range, Target

ALONE = Tree((-1,))


def one_ward(*groups: float, hidden: int) -> Exposure:
    truth = tuple((group,) for group in groups)
    totals = Known(1, ((sum(groups),),), 0, 0)
    return Exposure(ALONE, 1, totals, (Known(len(groups), truth, hidden, hidden, adds_up=True),))


def test_a_group_hidden_alone_is_found_out_by_subtraction() -> None:
    exposure = one_ward(5, 40, 80, hidden=0b001)
    assert range_of(exposure, Target(0, 0, 0), CMS) == Range(5, 5)
    narrow, report = attack(exposure, CMS)
    assert narrow == [Target(0, 0, 0)]
    assert report.narrowest == 0


def test_two_small_groups_hidden_together_are_found_to_be_small() -> None:
    narrow, _ = attack(one_ward(3, 4, 80, hidden=0b011), CMS)
    assert len(narrow) == 2


def test_a_small_group_beside_a_large_one_is_safe_without_a_programme() -> None:
    narrow, report = attack(one_ward(3, 40, 80, hidden=0b011), CMS)
    assert not narrow
    assert report.by_programme == 0


def test_a_real_zero_is_no_secret() -> None:
    narrow, _ = attack(one_ward(0, 0, 80, hidden=0b011), CMS)
    assert not narrow


@pytest.mark.parametrize("ends", [(0, 11), (1, 11), (0, 0), (40, 50)])
def test_a_range_that_is_ten_wide_and_reaches_above_ten_is_wide_enough(
    ends: tuple[float, float],
) -> None:
    assert Range(*ends).is_wide_enough(CMS)


@pytest.mark.parametrize("ends", [(0, 10), (2, 11), (5, 5), (11, 11)])
def test_a_range_that_tells_more_is_not(ends: tuple[float, float]) -> None:
    assert not Range(*ends).is_wide_enough(CMS)


def test_a_total_may_be_anything_above_its_groups_when_it_is_hidden_with_one_of_them() -> None:
    totals = Known(1, ((8.0,),), 1, 1)
    table = Known(2, ((5.0,), (3.0,)), 0b01, 0b01, adds_up=True)
    found = range_of(Exposure(ALONE, 1, totals, (table,)), Target(EVERYONE, 0, 0), CMS)
    assert found.lower == pytest.approx(3)
    assert found.upper > 50


def test_without_scipy_it_names_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(PublishingRefusedError, match="publish"):
        attack(one_ward(5, 40, 80, hidden=0b001), CMS)
