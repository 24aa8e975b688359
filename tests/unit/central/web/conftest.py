"""A hospital and a browser for the tests of the leaders' page."""

import pytest

from tests.fakes.leaders_hospital import Hospital


@pytest.fixture
def anyio_backend() -> str:
    """Run the asynchronous tests on asyncio."""
    return "asyncio"


@pytest.fixture
def hospital() -> Hospital:
    """A hospital whose boards have written nothing yet."""
    return Hospital()
