"""The audit: what every hidden count could be, given everything that is published, and whether that is wide enough.

Two proofs, the quicker first. A *witness*: another world, in which everything published is the same and the
hidden count differs by enough, found by moving people between hidden cells of the true one. Where there is
none, a linear programme (`programme`) finds the least and the greatest count that all published figures allow.
"""

from collections.abc import Iterator, Sequence

from kiosk.analytics.publishing.exposure import Exposure, Known
from kiosk.analytics.publishing.organisation import (
    Move,
    Tree,
    bits_of,
    moves_between_groups,
    moves_with_totals,
    pooled_moves,
)
from kiosk.analytics.publishing.pattern import EVERYONE
from kiosk.analytics.publishing.profiles import PrivacyProfile
from kiosk.analytics.publishing.programme import range_of
from kiosk.analytics.publishing.tables import AuditReport
from kiosk.analytics.publishing.target import TOLERANCE, Range, Target


def targets_of(exposure: Exposure) -> list[Target]:
    """Return everything that must stay unknown."""
    tables = [(EVERYONE, exposure.totals)]
    tables += [(number, known) for number, known in enumerate(exposure.tables) if known is not None]
    return [
        Target(number, cell, quantity)
        for number, known in tables
        for cell in bits_of(known.targets)
        for quantity in range(exposure.quantities)
    ]


def attack(exposure: Exposure, profile: PrivacyProfile) -> tuple[list[Target], AuditReport]:
    """Return the hidden counts that an adversary would know too well, and what was done to find them.

    Raises:
        PublishingRefusedError: a linear programme is needed and SciPy is not installed.
    """
    targets = targets_of(exposure)
    doubtful = [target for target in targets if not has_witness(exposure, target, profile)]
    narrow, widths = [], []
    for target in doubtful:
        found = range_of(exposure, target, profile)
        if found.upper > TOLERANCE:
            widths.append(found.upper - found.lower)
        if not found.is_wide_enough(profile):
            narrow.append(target)
    return narrow, AuditReport(len(targets), len(doubtful), min(widths, default=None))


def doubtful_without_programmes(exposure: Exposure, profile: PrivacyProfile) -> list[Target]:
    """Return the hidden counts of which neither a witness nor one sum of one ward says that they are safe."""
    return [
        target
        for target in targets_of(exposure)
        if not has_witness(exposure, target, profile)
        and not _in_one_row(exposure, target).is_wide_enough(profile)
    ]


def _in_one_row(exposure: Exposure, target: Target) -> Range:
    """Return the range of a hidden count of a node that is no part of others; of other nodes a single point."""
    infinite = float("inf")
    totals, quantity = exposure.totals, target.quantity
    if len(exposure.tree.parents) > 1:
        return Range(infinite, infinite)
    adding = [known for known in exposure.tables if known is not None and known.adds_up]
    if totals.unknown:
        free = all(known.unknown for known in adding)
        return Range(0.0, infinite) if free else Range(infinite, infinite)
    known = exposure.tables[target.table]
    assert known is not None  # noqa: S101 - the total is shown
    everyone = totals.truth[0][quantity]
    shown = sum(
        parts[quantity] for cell, parts in enumerate(known.truth) if not known.unknown >> cell & 1
    )
    alone = known.unknown.bit_count() == 1
    if known.adds_up:
        return Range(everyone - shown if alone else 0.0, everyone - shown)
    return Range(max(0.0, everyone - shown) if alone else 0.0, everyone)


def has_witness(exposure: Exposure, target: Target, profile: PrivacyProfile) -> bool:
    """Return whether one move of people shows that a hidden count could differ by enough."""
    known = exposure.totals if target.table == EVERYONE else exposure.tables[target.table]
    assert known is not None  # noqa: S101 - targets are of published tables
    bit = 1 << target.cell
    now = known.truth[target.cell][target.quantity]
    for move in _moves(exposure, target.table):
        if not move.support & bit or move.support & ~known.unknown:
            continue
        gain, loss = (
            _least(known, move.minus, target.quantity),
            _least(known, move.plus, target.quantity),
        )
        if move.minus & bit:
            gain, loss = loss, gain
        if Range(now - loss, now + gain).is_wide_enough(profile) and now + gain > 0:
            return True
    return (
        target.table != EVERYONE
        and known.adds_up
        and any(
            found.is_wide_enough(profile) and found.upper > 0
            for found in _shared_out(exposure.tree, known, target)
        )
    )


def _shared_out(tree: Tree, known: Known, target: Target) -> Iterator[Range]:
    """Yield what a hidden count could be if the parts of a node shared out anew what they hold of a group."""
    width, quantity = known.width, target.quantity
    node = target.cell // width
    empty = sum(
        1 << cell
        for cell, parts in enumerate(known.truth)
        if not any(parts) and not known.unknown >> cell & 1
    )
    now = known.truth[target.cell][quantity]
    for move in pooled_moves(tree, width, empty, exchanged=True):
        if not move.support >> target.cell & 1 or move.support & ~known.unknown:
            continue
        held = {True: [0.0, 0.0], False: [0.0, 0.0]}
        for leaf in tree.leaves:
            row = (1 << width) - 1 << leaf * width
            if not move.support & row:
                continue
            here = held[node in tree.path(leaf)]
            for place, cells in enumerate((move.plus & row, move.minus & row)):
                here[place] += known.truth[bits_of(cells)[0]][quantity]
        more, fewer = min(held[False][0], held[True][1]), min(held[True][0], held[False][1])
        if move.minus >> target.cell & 1:
            more, fewer = fewer, more
        yield Range(now - fewer, now + more)


def _least(known: Known, cells: int, quantity: int) -> float:
    return min((known.truth[cell][quantity] for cell in bits_of(cells)), default=float("inf"))


def _moves(exposure: Exposure, table: int) -> Sequence[Move]:
    """Return the moves that leave every total as it is."""
    tree = exposure.tree
    if table == EVERYONE:
        if any(known is not None for known in exposure.tables):
            return ()  # its groups limit it too
        return [
            move
            for here, there in tree.exchanges()
            for move in moves_with_totals(here, there, 1, -1, -1)
        ]
    known = exposure.tables[table]
    if known is not None and known.adds_up:
        return moves_between_groups(tree, known.width)
    return ()
