"""What a serving central does not load: each of these costs megabytes that only a command or a rare page needs."""

import subprocess
import sys
from pathlib import Path

LAZY = (
    "alembic", "argon2", "cloudevents", "fhirclient", "jinja2", "mako", "numpy", "psycopg", "PySide6", "scipy",
    "segno", "sqlalchemy.orm", "sqlite_utils", "tomlkit", "truststore", "trustme", "urllib3",
)  # fmt: skip

SERVES = """
import asyncio, sys
from pathlib import Path
from kiosk.central.app import create_app
from kiosk.central.cli import serving
from kiosk.central.first_steps import first_node
from kiosk.central.means import CentralMeans
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

settings, clock, ids = CentralSettings(data=Path(sys.argv[1])), FixedClock(), SeededIds()
means = CentralMeans(open_storage(settings, clock, ids), clock, ids, settings)
first_node(means)
app = create_app(means)

async def serve():
    async with app.router.lifespan_context(app):
        pass

asyncio.run(serve())
means.storage.close()
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_serving_on_a_new_folder_loads_nothing_that_only_commands_and_rare_pages_need(
    tmp_path: Path,
) -> None:
    served = subprocess.run(  # noqa: S603 - our own Python, our own program
        [sys.executable, "-c", SERVES, str(tmp_path), *LAZY],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert served.stdout.split() == []
