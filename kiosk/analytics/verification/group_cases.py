"""How we recompute the families about groups: intervals, comparisons of two, disparity."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.analytics.verification.differences import Compute

GROUP_FAMILIES: Mapping[str, Compute] = MappingProxyType({})
"""Every family about groups, by name."""
