"""Every recorded case of every family, recomputed and compared."""

import pytest

from kiosk.analytics.verification.differences import verify
from kiosk.analytics.verification.families import FAMILIES
from tests.unit.analytics.verification.recorded import COPIED, recorded


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_we_agree_with_the_reference_on_every_recorded_case(family: str) -> None:
    cases = recorded(family)
    assert cases
    found = [difference for case in cases for difference in verify(case, FAMILIES[family])]
    assert found == []


def test_every_file_of_recorded_cases_is_of_a_family_that_we_recompute() -> None:
    assert {path.stem for path in COPIED.glob("*.json")} <= set(FAMILIES)
    assert len(list(COPIED.glob("*.json"))) >= len(FAMILIES) - 1
