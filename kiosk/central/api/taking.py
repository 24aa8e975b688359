"""Taking in what a board wrote, over the network or from a file: read, checked, permitted or dead, then stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.central.api.directory import Directory
from kiosk.central.api.entries_in import read_entry
from kiosk.central.api.refusing import Refused
from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.device import Device, Devices
from kiosk.central.storage.protocol import ForkFound, GapFound, Incoming, Outcome, Storage
from kiosk.domain.changes import Json, Log
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
        batch = [self._permitted(device, log, one) for one in read]
        if any(one.dead is not before.dead for one, before in zip(batch, read, strict=True)):
            # No is final, and what is remembered of boards and units may be older than what this board was told.
            self.directory.forget()
            now = self.devices.read(device.id) or device
            batch = [self._permitted(now, log, one) for one in read]
        try:
            return self.storage.ingest(log, batch, at)
        except ForkFound as fork:
            raise _conflict(Code.FORK, log, fork.stream.incarnation, fork.counter) from fork
        except GapFound as gap:
            raise _conflict(Code.GAP, log, gap.stream.incarnation, gap.expected) from gap

    def _permitted(self, device: Device, log: Log, incoming: Incoming) -> Incoming:
        """Return an entry, dead if its board may not write it."""
        if incoming.dead is not None:
            return incoming
        change = incoming.entry.change
        if change.log != log and not self.aliases.includes(log.node, change.log.node):
            why: str | None = "The change names another unit than the log that it is for."
        else:
            refusals = [self.directory.refusal(node, log, change) for node in device.nodes]
            why = None if None in refusals else refusals[0]
        if why is None:
            return incoming
        return replace(incoming, dead=(DeadReason.NOT_PERMITTED.value, why))


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
