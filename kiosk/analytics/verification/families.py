"""The families of cases that can be recomputed, and the verification of a whole file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.analytics.verification.cases import CaseFile, MalformedCaseError
from kiosk.analytics.verification.chart_cases import CHART_FAMILIES
from kiosk.analytics.verification.differences import Compute, Difference, verify
from kiosk.analytics.verification.funnel_cases import FUNNEL_FAMILIES
from kiosk.analytics.verification.group_cases import GROUP_FAMILIES

FAMILIES: Mapping[str, Compute] = MappingProxyType(
    {**CHART_FAMILIES, **FUNNEL_FAMILIES, **GROUP_FAMILIES}
)
"""How each family is recomputed, by name."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of one file of cases.

    Attributes:
        passed: how many cases agree.
        failed: how many differ or are malformed.
        differences: of the cases that differ, in order.
        malformed: name and reason of each case that could not be read.
    """

    passed: int
    failed: int
    differences: tuple[Difference, ...]
    malformed: tuple[tuple[str, str], ...] = ()


def verify_file(file: CaseFile) -> Verification:
    """Recompute every case of a file.

    Raises:
        MalformedCaseError: the family is none that we compute.
    """
    compute = FAMILIES.get(file.family)
    if compute is None:
        raise MalformedCaseError(
            f"Its family is {file.family!r}; these are computed here: {', '.join(sorted(FAMILIES))}."
        )
    found = [verify(case, compute) for case in file.cases]
    passed = sum(not each for each in found)
    return Verification(
        passed=passed,
        failed=len(file.cases) - passed + len(file.malformed),
        differences=tuple(difference for each in found for difference in each),
        malformed=file.malformed,
    )
