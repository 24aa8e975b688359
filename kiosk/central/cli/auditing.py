"""`huddle-central audit`: who did what to the administration, newest first."""

import argparse
import json
from datetime import datetime

from kiosk.central.cli.opening import describe_storage, opened
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.errors import KioskError

MOST = 10_000


def describe(parser: argparse.ArgumentParser, _name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    parser.add_argument("--since", metavar="WHEN", help="2026-11-27T00:00:00Z")
    parser.add_argument(
        "--lines", type=int, default=100, help=f"at most so many, up to {MOST} (100)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def carry_out(options: argparse.Namespace) -> int:
    """Print the lines.

    Raises:
        KioskError: an option cannot be.
    """
    if not 1 <= options.lines <= MOST:
        raise KioskError(f"--lines is {options.lines}. Allowed: 1 to {MOST}.")
    since = _since(options.since)
    with opened(options) as means:
        for line in means.storage.audited(since=since, limit=options.lines):
            if options.json:
                print(json.dumps(line, default=str, sort_keys=True))
            else:
                detail = " ".join(f"{name}={value}" for name, value in line["detail"].items())
                print(
                    f"{_when(line['at'])}  {line['who']}  {line['what']}  {line['about']}  {detail}".rstrip()
                )
    return 0


def _when(at: datetime | str) -> str:
    return instant_text(at) if isinstance(at, datetime) else at


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return instant_from(text)
    except ValueError as problem:
        raise KioskError(
            f"--since is {text!r}.", to_do="Write it like 2026-11-27T00:00:00Z."
        ) from problem
