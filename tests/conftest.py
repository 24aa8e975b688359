"""What every test stands on: no screen, one style, one clock zone, and a seed that is printed.

Three profiles, chosen by HUDDLE_TEST_PROFILE: `dev` (few examples, the default), `ci` (the same
examples in every run) and `long` (`make soak`). HUDDLE_TEST_SEED repeats a run that failed.
"""

import os
import secrets
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:  # a board's tests load nothing of a server
    from tests.fakes.databases import PostgresDatabases
    from tests.simulation.postgres import PostgresServer

# Before anything starts Qt: draw in memory, one pixel for one pixel, whatever the desktop says.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for desktop_wish in ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(desktop_wish, None)

# No ward lives in this zone: a day that belongs to the machine instead of the ward shows itself.
os.environ["TZ"] = "Pacific/Chatham"
if hasattr(time, "tzset"):
    time.tzset()

PROFILE = os.environ.setdefault("HUDDLE_TEST_PROFILE", "dev")
SEED = int(os.environ.setdefault("HUDDLE_TEST_SEED", str(secrets.randbelow(2**32))))

hypothesis.settings.register_profile("dev", max_examples=30, deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
hypothesis.settings.register_profile(
    "long",
    max_examples=3_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile(PROFILE)


def pytest_report_header() -> str:
    """Say what repeats this run."""
    return f"huddle: HUDDLE_TEST_PROFILE={PROFILE} HUDDLE_TEST_SEED={SEED}"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seed once more beside the failures, where it is looked for."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(
            f"This run again: HUDDLE_TEST_SEED={SEED} HUDDLE_TEST_PROFILE={PROFILE}"
        )


@pytest.fixture(scope="session")
def seed() -> int:
    """A number to build `random.Random` from; printed at the top of the run and beside failures."""
    return SEED


@pytest.fixture(scope="session")
def long_run() -> bool:
    """Whether this is the run that takes its time: many kills, many crashes, many years."""
    return PROFILE == "long"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    """A PostgreSQL server of this worker's own; it does not wait for the disk."""
    from tests.simulation.postgres import NoPostgres, PostgresServer  # noqa: PLC0415

    try:
        server = PostgresServer(durable=False)
        server.start()
    except NoPostgres as missing:
        pytest.skip(str(missing))
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: "PostgresServer") -> "PostgresDatabases":
    """New and empty databases for central, on PostgreSQL."""
    from tests.fakes.databases import PostgresDatabases  # noqa: PLC0415

    return PostgresDatabases(postgres_server)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Start the application in the one style that draws the same everywhere."""
    return ["huddle-kiosk", "-style", "Fusion"]
