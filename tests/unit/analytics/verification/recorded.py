"""Finds the recorded cases of the reference programs: the copies in the tests, else beside the checkout."""

import json
from functools import cache
from pathlib import Path

import pytest

from kiosk.analytics.verification.cases import Case, read_cases

CHECKOUT = Path(__file__).parents[4]
COPIED = CHECKOUT / "tests" / "data" / "oracles"
SHARED = CHECKOUT.parent / "shared" / "oracles"


@cache
def recorded(family: str) -> tuple[Case, ...]:
    """Return the cases of a family; skips the calling test where neither place has the file."""
    for folder in (COPIED, SHARED):
        path = folder / f"{family}.json"
        if path.is_file():
            file = read_cases(json.loads(path.read_text(encoding="utf-8")))
            assert not file.malformed
            return file.cases
    pytest.skip(f"the recorded numbers {family}.json are not beside this checkout")
