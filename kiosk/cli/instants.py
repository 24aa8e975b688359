"""Instants as they are said on the command line."""

import argparse
from datetime import UTC, datetime

EARLIEST_YEAR = 1980
LATEST_YEAR = 2199


def instant(text: str) -> datetime:
    """Read `2026-11-24T07:03Z`; without a time zone it is UTC.

    Raises:
        argparse.ArgumentTypeError: the text is not a time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        message = f"{text!r} is not a time; say 2026-11-24T07:03Z"
        raise argparse.ArgumentTypeError(message) from problem
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        message = f"{text!r} is not of a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
        raise argparse.ArgumentTypeError(message)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
