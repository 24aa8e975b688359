"""Taking in what a board wrote, over the network or from a file: read, checked, permitted or dead, then stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.central.api.directory import Directory, Refusals
from kiosk.central.api.entries_in import read_entry
from kiosk.central.api.refusing import Refused
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.device import Device, Devices
from kiosk.central.storage.protocol import ForkFound, GapFound, Incoming, Outcome, Storage
from kiosk.domain.authority import Authority, rulings_of
from kiosk.domain.changes import Change, Json, Log, LogKind
from kiosk.sync.protocol import Code, DeadReason


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes entries in.

    Attributes:
        storage: where they go.
        directory: says what a board may write.
        devices: the boards.
        aliases: under which other ids a node ran alone.
    """

    storage: Storage
    directory: Directory
    devices: Devices
    aliases: Aliases

    def take(
        self, device: Device, log: Log, entries: Sequence[Mapping[str, Json]], at: datetime
    ) -> list[Outcome]:
        """Take entries of one log in; each has an outcome, none stops those behind it.

        Raises:
            Refused: an entry has no place in its stream, or its stream has forked or has a gap.
            StorageBusy: try again later.
        """
        read = [read_entry(entry, log, device.id) for entry in entries]
        batch = self._all_permitted(device, log, read)
        if any(one.dead is not before.dead for one, before in zip(batch, read, strict=True)):
            # No is final, and what is remembered of boards and units may be older than what this board was told.
            self.directory.forget()
            now = self.devices.read(device.id) or device
            batch = self._all_permitted(now, log, read)
        try:
            outcomes = self.storage.ingest(log, batch, at)
        except ForkFound as fork:
            raise _conflict(Code.FORK, log, fork.stream.incarnation, fork.counter) from fork
        except GapFound as gap:
            raise _conflict(Code.GAP, log, gap.stream.incarnation, gap.expected) from gap
        if _writes_as_its_unit(device, log, batch):
            self.devices.change(device.id, came_along=True)
        return outcomes

    def _all_permitted(
        self, device: Device, log: Log, entries: Sequence[Incoming]
    ) -> list[Incoming]:
        """Return entries in their order, dead where their board may not write them."""
        batch: list[Incoming] = []
        rules = [self.directory.refusals(node, log) for node in device.nodes]
        for one in entries:
            batch.append(self._permitted(device, log, rules, one))
            if _writes_as_its_unit(device, log, batch[-1:]):
                device = replace(device, came_along=True)
        return batch

    def _permitted(
        self, device: Device, log: Log, rules: Sequence[Refusals], incoming: Incoming
    ) -> Incoming:
        """Return an entry, dead if its board may not write it as any of its units."""
        if incoming.dead is not None:
            return incoming
        change = incoming.entry.change
        why = self._misnamed(device, log, change)
        if why is None:
            refusals = [refused(change) for refused in rules]
            why = None if None in refusals else refusals[0]
        if why is None:
            return incoming
        return replace(incoming, dead=(DeadReason.NOT_PERMITTED.value, why))

    def _misnamed(self, device: Device, log: Log, change: Change) -> str | None:
        """Return why a change may not use a name that its unit, or another, had alone; None when it may."""
        if change.log != log and not self.aliases.includes(log.node, change.log.node):
            return "The change names another unit than the log that it is for."
        if change.log != log and _is_centrals(change):
            # Only its own time alone comes along, and that is before anything else that it writes.
            mine = change.log.node == device.local_node and not device.came_along
            return None if mine else "Figures are published by the hospital."
        if change.kind == "card.closed":
            of_card = self._is_called(change.payload.get("node"), (log.node,))
            by = change.payload.get("closed_by")
            if not of_card or not (by is None or self._is_called(by, device.nodes)):
                return "Only the unit that raised a card can close it."
        return None

    def _is_called(self, name: object, nodes: Sequence[str]) -> bool:
        """Tell whether something is the name of one of some units, or one that it had alone."""
        return name in nodes or (
            isinstance(name, str) and any(self.aliases.includes(node, name) for node in nodes)
        )


def _is_centrals(change: Change) -> bool:
    """Tell whether only central sets what a change is about."""
    rulings = rulings_of(change.entity_kind).values()
    return any(ruling.authority is Authority.CENTRAL for ruling in rulings)


def _writes_as_its_unit(device: Device, log: Log, batch: Sequence[Incoming]) -> bool:
    """Tell whether a board that ran alone writes under its unit's name now: what it did alone has come in before."""
    if device.came_along or not device.local_node or log.kind is not LogKind.SHARED:
        return False
    return any(one.dead is None and one.entry.change.log == log for one in batch)


def answer_of(outcome: Outcome) -> dict[str, Json]:
    """Return what a board is told of one entry."""
    if outcome.dead is None:
        return {"id": outcome.id, "seq": outcome.seq}
    reason, detail = outcome.dead
    return {"id": outcome.id, "dead": reason, "detail": detail}


def _conflict(code: Code, log: Log, incarnation: int, counter: int) -> Refused:
    words = {
        Code.FORK: "Something else stands at this place. Begin a new incarnation.",
        Code.GAP: "An entry before it is missing. Send again from there.",
    }
    return Refused(code, words[code], log=str(log), incarnation=incarnation, counter=counter)
