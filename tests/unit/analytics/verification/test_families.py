"""Every recorded case of every family, recomputed and compared."""

import pytest

from kiosk.analytics.verification.differences import verify
from kiosk.analytics.verification.families import FAMILIES
from tests.unit.analytics.verification.recorded import recorded


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_we_agree_with_the_reference_on_every_recorded_case(family: str) -> None:
    cases = recorded(family)
    assert cases
    found = [difference for case in cases for difference in verify(case, FAMILIES[family])]
    assert found == []
