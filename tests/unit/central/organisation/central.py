"""An administrator at an empty central in memory, for tests of the organisation."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.central.means import CentralMeans
from kiosk.central.organisation.applying import Plan, carry_out, plan
from kiosk.central.organisation.checking import Shipped, check_organisation
from kiosk.central.organisation.configured import Configured, configured
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.writing import Administration
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.changes import Record
from kiosk.domain.organisation import Organisation
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.domain.trees import AT, DAY

EXAMPLE = Path(__file__).parents[4] / "packaging" / "central" / "org.example.toml"
SMALL = """
[[nodes]]
key = "hospital"
name = "St Elsewhere"
kind = "hospital"
tier = 3

[[nodes]]
key = "medicine"
name = "Medicine"
kind = "service"
tier = 2
parent = "hospital"

[[nodes]]
key = "ward-7"
name = "Ward 7"
kind = "unit"
tier = 1
parent = "medicine"
"""


@dataclass
class Central:
    """A central in memory, and somebody who administers it."""

    shipped: Shipped = field(default_factory=read_shipped)
    folder: Path = Path()

    def __post_init__(self) -> None:
        self.clock, self.ids = FixedClock(AT), SeededIds()
        self.storage = MemoryStorage(self.clock, self.ids)
        self.means = CentralMeans(self.storage, self.clock, self.ids, CentralSettings())
        self.administration = Administration(self.means, "tester")

    def plan(self, text: str, *, prune: bool = False, today: date = DAY) -> Plan:
        """Return what a text would change."""
        declared = check_organisation(text, "org.toml", self.shipped, self.folder)
        self.administration.tree.forget()
        return plan(declared, self.administration, self.storage, today, prune=prune)

    def apply(self, text: str, *, prune: bool = False, today: date = DAY) -> Plan:
        """Apply a text; return what it changed."""
        planned = self.plan(text, prune=prune, today=today)
        declared = check_organisation(text, "org.toml", self.shipped, self.folder)
        carry_out(self.administration, planned, declared)
        return planned

    @property
    def organisation(self) -> Organisation:
        """The tree."""
        self.administration.tree.forget()
        return self.administration.tree.organisation()

    def configured(self, key: str) -> Configured:
        """Return how a node is set up."""
        return configured(self.storage, node_of(key))

    def records(self) -> dict[str, list[Record]]:
        """Return everything that is in any log, by entity."""
        return {
            touched.entity: self.storage.history(log, touched.entity)
            for log in self.storage.all_logs()
            for touched in self.storage.touched(log)
        }
