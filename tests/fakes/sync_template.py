"""A ward to begin with, made once and copied for every run: its tree stands, and its first boards are enrolled."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.central.settings import CentralSettings
from kiosk.domain.changes import Log, LogKind
from tests.fakes.asgi_central import AsgiCentral, Databases
from tests.fakes.ids import SeededIds
from tests.fakes.sync_answers import SNAPSHOT_BEHIND
from tests.fakes.sync_compared import EVERY_BYTE, EVERYTHING
from tests.fakes.sync_model import LOCAL, BoardModel, CentralModel, SyncModel
from tests.fakes.sync_post import Watched
from tests.fakes.sync_screens import Did
from tests.fakes.sync_ward import NODES, SyncWard
from tests.simulation.hospital import HOSPITAL, hospital
from tests.simulation.world import World

SEED: Final = 7


@dataclass(frozen=True)
class Template:
    """What a ward begins with: a database, the folder with its boards' files, the time, and what the model knows."""

    central: CentralSettings
    folder: Path
    now_s: float
    model: SyncModel
    enrolled: Mapping[str, tuple[str, str]]


def begin(
    folder: Path, databases: Databases, settings: CentralSettings, now_s: float = 0.0
) -> SyncWard:
    """Open central, with no board yet."""
    folder.mkdir(parents=True)
    watched = Watched()
    world = World(SEED, watched)
    world.now_s = now_s
    tree = hospital(["ward 1"])
    central = AsgiCentral(world, tree, databases, settings, SNAPSHOT_BEHIND)
    model = SyncModel(CentralModel(central.storage.timeline()))
    ward = SyncWard(folder, databases, central, world, tree, model)
    watched.heard = ward.heard
    return ward


def template(folder: Path, databases: Databases) -> Template:
    """Make what every ward begins with."""
    ward = begin(folder, databases, databases.empty())
    ward.central.place_nodes()
    log = Log(HOSPITAL, LogKind.CONFIG)
    for stored in ward.central.storage.page(log, 0, EVERYTHING, EVERY_BYTE):
        said = json.loads(stored.body)
        did = Did(said["id"], str(log), said["entity"], said["kind"], stored.device, None)
        ward.model.told[did.id] = did
        ward.model.central.log(did.log).append(did.id)
    for name in NODES:
        ward.add(ward.new_kiosk(name), BoardModel("", LOCAL))
    for name in ("ward", "service"):
        ward.enrol(name)
    ward.settle()
    enrolled = {name: one.enrolled_as for name, one in ward.kiosks.items() if one.enrolled_as}
    for name in NODES:
        ward.switch_off(name, cut=False)
    ward.central.close()
    return Template(ward.central.settings, folder, ward.world.now_s, ward.model, enrolled)


def ward_of(made: Template, folder: Path, databases: Databases) -> SyncWard:
    """Begin with a copy of a template."""
    ward = begin(folder, databases, databases.copy(made.central), made.now_s)
    ward.model = copy.deepcopy(made.model)
    for name, board in made.model.boards.items():
        kiosk = ward.new_kiosk(name)
        kiosk.put_back(made.folder / name / "huddle.sqlite")
        kiosk.enrolled_as = made.enrolled.get(name)
        kiosk._ids = SeededIds(f"{name} again")  # noqa: SLF001 - those of the template are used up
        ward.add(kiosk, board.copied())
    return ward
