"""Which changes of an entity stand: their order, what takes back what, and what an author had not seen."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence

from kiosk.domain.changes import Record

WITHDRAWN = "change.withdrawn"
ERASED = "text.erased"


def place_in_order(record: Record) -> tuple[bool, int, int, int, str, str]:
    """Return what records are ordered by; no two changes have the same."""
    entry = record.entry
    place = (record.seq is None, record.seq or 0, entry.incarnation, entry.counter)
    return (*place, entry.device, entry.change.id)


def in_order(history: Iterable[Record]) -> list[Record]:
    """Return records as they are folded: confirmed by sequence number, then one's own pending by counter."""
    return sorted(history, key=place_in_order)


def unseen_kinds(
    ordered: Sequence[Record], withdrawn: Collection[str] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield for each record the kinds of standing changes before it that its author had not seen.

    x was not seen iff it precedes, follows `based_on`, and is not of the author's own stream or what that grew from
    (`Entry.wrote`).

    Args:
        ordered: an entity's records, in order.
        withdrawn: ids of the changes that are withdrawn.
    """
    if len(ordered) == 1:  # most entities have one change, and nothing is before it
        yield ()
        return
    positions = {record.change.id: position for position, record in enumerate(ordered)}
    newest: dict[tuple[str, str, int], tuple[int, int]] = {}
    for position, record in enumerate(ordered):
        entry, change = record.entry, record.change
        base = positions.get(change.based_on or "", -1)
        yield tuple(
            kind
            for (kind, device, incarnation), (last, counter) in newest.items()
            if last > base and not entry.wrote(device, incarnation, counter)
        )
        if change.id not in withdrawn:
            newest[change.kind, entry.device, entry.incarnation] = position, entry.counter


def withdrawals(ordered: Sequence[Record]) -> dict[str, str]:
    """Return withdrawn change id → withdrawing change id, for the withdrawals that stand.

    A withdrawal of one change stands iff the same device made it, it is not withdrawn itself, and no other device's
    standing change stands on the withdrawn one: had seen it, and not the withdrawal. Whichever of the two comes
    first in the log, the answer is the same.
    """
    if len(ordered) == 1:
        return {}
    positions = {record.change.id: position for position, record in enumerate(ordered)}
    tries: dict[int, list[int]] = {}
    for position, record in enumerate(ordered):
        target = positions.get(_taken_back(record) or "", position)
        if target < position and ordered[target].entry.device == record.entry.device:
            tries.setdefault(target, []).append(position)
    gone: dict[int, int] = {}
    built: dict[str, list[int]] = {}
    # From the end: whatever bears on a change comes after it, so it is known by then.
    for position in range(len(ordered) - 1, -1, -1):
        device = ordered[position].entry.device
        for withdrawal in tries.get(position, ()):
            on_it = any(
                _any_between(bases, position, withdrawal)
                for other, bases in built.items()
                if other != device
            )
            if withdrawal not in gone and not on_it:
                gone.setdefault(position, withdrawal)
        if position not in gone and _builds(ordered[position]):
            base = positions.get(ordered[position].change.based_on or "", -1)
            insort(built.setdefault(device, []), base)
    return {ordered[made].change.id: ordered[by].change.id for made, by in gone.items()}


def is_built_upon(ordered: Sequence[Record], change_id: str) -> bool:
    """Tell whether another device's standing change stands on a change, so that it cannot be taken back any more."""
    positions = {record.change.id: position for position, record in enumerate(ordered)}
    made, gone = positions[change_id], withdrawals(ordered)
    return any(
        positions.get(record.change.based_on or "", -1) >= made
        for record in ordered
        if record.entry.device != ordered[made].entry.device
        and record.change.id not in gone
        and _builds(record)
    )


def _any_between(numbers: Sequence[int], first: int, end: int) -> bool:
    """Whether any of sorted numbers is at least `first` and less than `end`."""
    place = bisect_left(numbers, first)
    return place < len(numbers) and numbers[place] < end


def _taken_back(record: Record) -> str | None:
    """Return the id of the one change that a record takes back; None for any other record."""
    if record.change.kind != WITHDRAWN:
        return None
    target = record.change.payload.get("change")
    return target if isinstance(target, str) else None


def _builds(record: Record) -> bool:
    """Whether a record adds to what was before: taking back and erasing do not."""
    return record.change.kind != ERASED and _taken_back(record) is None
