"""The hospital of a chaos run: made in central's database before anything is started."""

from dataclasses import dataclass

from kiosk.central.devices.codes import Codes
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.applying import carry_out, file_day, plan
from kiosk.central.organisation.checking import check_organisation
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.writing import Administration
from tests.simulation.chaos.plan import Plan

WHO = "chaos"
TIERS = {"unit": 1, "service": 2, "hospital": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a board hangs.

    Attributes:
        board: its name.
        tier: for which its people speak.
        code: lets it in.
    """

    board: str
    tier: int
    code: str


def make_organisation(means: CentralMeans, planned: Plan) -> list[Place]:
    """Make a hospital, its services and their wards; return the places of their boards."""
    nodes = [_node("hospital", "hospital")]
    boards = [("hospital-left", "hospital"), ("hospital-right", "hospital")]
    for service in "abcdefgh"[: planned.services]:
        nodes.append(_node(f"service-{service}", "service", "hospital"))
        boards.append((f"service-{service}", f"service-{service}"))
        for number in range(planned.wards):
            ward = f"ward-{service}{number}"
            nodes.append(_node(ward, "unit", f"service-{service}"))
            boards += [(f"{ward}-left", ward), (f"{ward}-right", ward)]
    declared = check_organisation('time_zone = "UTC"\n' + "\n".join(nodes), WHO, read_shipped())
    administration = Administration(means, WHO)
    with administration.alone():
        today = file_day(declared.document, administration)
        carry_out(administration, plan(declared, administration, means.storage, today), declared)
    codes = Codes(means.storage, means.clock, means.ids)
    return [Place(board, _tier(node), codes.once(node_of(node))) for board, node in boards]


def _node(key: str, kind: str, parent: str = "") -> str:
    above = f'parent = "{parent}"\n' if parent else ""
    said = f'key = "{key}"\nname = "{key}"\nkind = "{kind}"\ntier = {TIERS[kind]}\n'
    return f"[[nodes]]\n{said}{above}"


def _tier(node: str) -> int:
    kind = node.partition("-")[0]
    return TIERS["unit" if kind == "ward" else kind]
