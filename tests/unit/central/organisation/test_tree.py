"""The tree as central reads it: from the root's log, again only where it has changed, also by another process."""

from datetime import timedelta
from functools import partial

from kiosk.central.authoring import Look, Scribe
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.tree import LOOKED_FOR_S, ORGANISATION, ROOT, Tree
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.entities import Decision
from kiosk.domain.placed_nodes import placement_id
from kiosk.domain.placements import PlacementCommand, RenameNode, decide
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.domain import trees


def central() -> CentralMeans:
    """Return an empty central in memory."""
    clock, ids = FixedClock(trees.AT), SeededIds()
    return CentralMeans(MemoryStorage(clock, ids), clock, ids, CentralSettings())


def write(means: CentralMeans, *commands: PlacementCommand) -> None:
    """Write commands as another process would."""
    for command in commands:
        Scribe(means).write(Log(trees.ROOT, LogKind.CONFIG), partial(decided, command))


def decided(command: PlacementCommand, look: Look) -> Decision:
    """Decide a command on what stands."""
    return decide(look(placement_id(command.node_id)).state, command)


def test_an_empty_central_has_no_nodes() -> None:
    means = central()
    tree = Tree(means.storage, means.clock)
    assert tree.organisation().placements == {}
    assert tree.name(trees.WARD_7) is None
    assert tree.follows(trees.WARD_7) == tuple(Log(trees.WARD_7, kind) for kind in LogKind)


def test_the_tree_is_what_the_roots_log_says() -> None:
    means = central()
    write(means, *trees.HOSPITAL)
    means.storage.put(ORGANISATION, ROOT, {"node": trees.ROOT})
    tree = Tree(means.storage, means.clock)
    assert tree.organisation().placements == trees.organised(*trees.HOSPITAL).placements
    assert tree.name(trees.WARD_7) == "Ward-7"
    assert tree.is_within(trees.WARD_7, trees.ROOT)
    assert not tree.is_within(trees.WARD_7, trees.SURGERY)
    assert Log(trees.WARD_8, LogKind.SHARED) in tree.follows(trees.WARD_7)


def test_what_another_process_changed_is_seen_within_a_second_or_when_told() -> None:
    means = central()
    write(means, *trees.HOSPITAL)
    means.storage.put(ORGANISATION, ROOT, {"node": trees.ROOT})
    tree = Tree(means.storage, means.clock)
    before = tree.organisation()
    write(means, RenameNode(trees.WARD_7, "Ward Seven"))
    assert tree.name(trees.WARD_7) == "Ward-7"
    assert isinstance(means.clock, FixedClock)
    means.clock.advance(timedelta(seconds=LOOKED_FOR_S + 0.1))
    assert tree.name(trees.WARD_7) == "Ward Seven"
    write(means, RenameNode(trees.WARD_7, "Ward 7"))
    tree.forget()
    assert tree.name(trees.WARD_7) == "Ward 7"
    assert list(tree.organisation().placements) == list(before.placements)


def test_after_another_timeline_has_begun_the_tree_is_read_anew() -> None:
    means = central()
    write(means, *trees.HOSPITAL)
    means.storage.put(ORGANISATION, ROOT, {"node": trees.ROOT})
    tree = Tree(means.storage, means.clock)
    before = tree.organisation()
    means.storage.begin_timeline("restored")
    tree.forget()
    assert tree.organisation() is not before
    assert tree.organisation().placements == before.placements
