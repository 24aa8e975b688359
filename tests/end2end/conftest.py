"""What end-to-end tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def pictures() -> Path | None:
    """Where pictures of pages are kept, for people to look at; nowhere unless HUDDLE_PICTURES names a folder."""
    folder = os.environ.get("HUDDLE_PICTURES")
    if not folder:
        return None
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return path
