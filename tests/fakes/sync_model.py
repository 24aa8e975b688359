"""Sync as a few lists and sets: what central and every board must hold.

It is written from SYNC.md and shares no code with the product. Central has a list for each log. A board has the
beginning of those lists, what once stood in them, and a set of what it has to send.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tests.fakes.sync_screens import Did

LOCAL: Final = "local"
"""The timeline of a board that runs alone."""


@dataclass
class CentralModel:
    """What central has.

    Attributes:
        timeline: its name.
        logs: a list of change ids for each log.
        dead: what it will never take.
        wordless: changes whose words it does not have.
        devices: those that it lets in.
    """

    timeline: str
    logs: dict[str, list[str]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    wordless: set[str] = field(default_factory=set)
    devices: set[str] = field(default_factory=set)

    def log(self, name: str) -> list[str]:
        """Return a log."""
        return self.logs.setdefault(name, [])

    def take(self, did: Did, *, without_words: bool) -> int | None:
        """Take a change, once; return its number, or None for a dead one."""
        log = self.log(did.log)
        if did.id not in log and did.id not in self.dead:
            if did.permitted:
                log.append(did.id)
                if without_words:
                    self.wordless.add(did.id)
                if did.kind == "text.erased":
                    self.wordless.add(did.target)
            else:
                self.dead.add(did.id)
        return log.index(did.id) + 1 if did.id in log else None

    def has(self, change_id: str) -> bool:
        """Tell whether a change was ever taken, dead or alive."""
        return change_id in self.dead or any(change_id in log for log in self.logs.values())

    def copied(self) -> "CentralModel":
        """Return a backup."""
        return copy.deepcopy(self)


@dataclass
class BoardModel:
    """What a board has.

    Attributes:
        device: its name on the wire.
        timeline: whose numbers it has.
        confirmed: the beginning of each log, in order.
        former: what had a number on another timeline and has none on this one, in that order.
        written: what was done here and never had a number, in order.
        pending: what is to be sent.
        dead: what central will never take.
        wordless: changes whose words are not here.
    """

    device: str
    timeline: str
    confirmed: dict[str, list[str]] = field(default_factory=dict)
    former: dict[str, list[str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    wordless: set[str] = field(default_factory=set)

    def copied(self) -> "BoardModel":
        """Return a copy of the disk."""
        return copy.deepcopy(self)

    def numbered(self, log: str) -> list[str]:
        """Return what has a number, or had one."""
        return [*self.confirmed.get(log, ()), *self.former.get(log, ())]

    def order(self, log: str, told: Mapping[str, Did]) -> list[str]:
        """Return what is shown of a log, in order: with a number, once with one, then one's own."""
        known = self.numbered(log)
        here = set(known)
        return [*known, *(one for one in self.written if told[one].log == log and one not in here)]

    def history(self, entity: str, log: str, told: Mapping[str, Did]) -> list[Did]:
        """Return the changes of an entity, in the order in which they count."""
        return [told[one] for one in self.order(log, told) if told[one].entity == entity]

    def write(self, did: Did) -> None:
        """Keep what was done here; a board that belongs to nobody gives it a number by itself."""
        if self.timeline == LOCAL:
            self.confirmed.setdefault(did.log, []).append(did.id)
        else:
            self.written.append(did.id)
            self.pending.add(did.id)
        self._forget_words(did)

    def take(self, log: str, page: Sequence[Did], wordless: Iterable[str]) -> None:
        """Take the next page of a log."""
        here = self.confirmed.setdefault(log, [])
        here += [did.id for did in page if did.id not in here]
        self._settle(log, page, wordless)

    def take_snapshot(
        self, log: str, page: Sequence[Did], wordless: Iterable[str], told: Mapping[str, Did]
    ) -> None:
        """Take whole entities; others are let go unless something of this board waits in them."""
        whole = {did.entity for did in page} | {told[one].entity for one in self.pending}
        former = [*self.former.get(log, ()), *self.confirmed.get(log, ())]
        self.former[log] = [one for one in former if told[one].entity in whole]
        self.confirmed[log] = [did.id for did in page]
        self._settle(log, page, wordless)

    def bury(self, change_id: str) -> None:
        """Let go of a change that central will never take; it stands on the sheet."""
        if change_id in self.pending:
            self.pending.discard(change_id)
            self.dead.add(change_id)
            self.written = [one for one in self.written if one != change_id]
            for log, former in self.former.items():
                self.former[log] = [one for one in former if one != change_id]

    def begin_timeline(self, name: str, told: Mapping[str, Did]) -> None:
        """Follow another sequencer: no number counts, and what this device did is to be sent again."""
        for log in {*self.confirmed, *self.former}:
            self.former[log] = self.numbered(log)
            own = {one for one in self.former[log] if told[one].device == self.device}
            self.pending |= own
        self.confirmed, self.timeline = {}, name

    def enrol(self, timeline: str, device: str) -> None:
        """Belong to central from now on: all that was done alone is to be sent, in order."""
        for log in self.confirmed:
            self.former[log] = self.numbered(log)
            self.pending |= set(self.former[log])
        self.confirmed, self.timeline, self.device = {}, timeline, device

    def _settle(self, log: str, page: Sequence[Did], wordless: Iterable[str]) -> None:
        here = {did.id for did in page}
        silent = set(wordless)
        self.former[log] = [one for one in self.former.get(log, ()) if one not in here]
        self.written = [one for one in self.written if one not in here]
        self.pending -= here
        self.dead -= here
        self.wordless |= here & silent
        for did in page:
            self._forget_words(did)

    def _forget_words(self, did: Did) -> None:
        if did.kind == "text.erased":
            self.wordless.add(did.target)


@dataclass
class SyncModel:
    """All of it.

    Attributes:
        central: what central has.
        past: what it had at the end of each earlier timeline.
        told: every change, by its id.
        boards: what each board has, by its name.
        parted: devices whose disk is not the only one of its kind, or not the newest.
        greeting: devices that have to say hello again, since their unit has another name besides.
        revoked: devices that were turned away for good.
        vectors: by the name that a welcome gave them, a timeline and logs in order.
    """

    central: CentralModel
    past: dict[str, CentralModel] = field(default_factory=dict)
    told: dict[str, Did] = field(default_factory=dict)
    boards: dict[str, BoardModel] = field(default_factory=dict)
    parted: set[str] = field(default_factory=set)
    greeting: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    vectors: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def log_of(self, board: BoardModel, log: str) -> list[str]:
        """Return a log as it is, or was, on the timeline that a board follows."""
        central = self.past.get(board.timeline, self.central)
        assert central.timeline == board.timeline
        return central.log(log)

    def dids(self, ids: Iterable[str]) -> list[Did]:
        """Return changes by their ids."""
        return [self.told[one] for one in ids]

    def device(self, name: str) -> str:
        """Return the device that a board is."""
        return self.boards[name].device

    def has_news(self, name: str, follows: Iterable[str]) -> bool:
        """Tell whether central has something to say to a board that waits."""
        board = self.boards[name]
        if board.timeline != self.central.timeline or board.device not in self.central.devices:
            return True
        return any(self.central.log(log) != board.confirmed.get(log, []) for log in follows)

    def was_restored(self, backup: CentralModel, timeline: str) -> None:
        """Let central go on from a backup, on another timeline."""
        self.past[self.central.timeline] = self.central
        self.central = backup.copied()
        self.central.timeline = timeline
        self.parted |= {board.device for board in self.boards.values()}

    def enrol(self, name: str, alone: str, timeline: str, device: str) -> None:
        """Let a board belong to central: what it did alone was done by the device that it is now."""
        board = self.boards[name]
        if board.timeline == LOCAL:
            for did in [did for did in self.told.values() if did.device == alone]:
                self.told[did.id] = replace(did, device=device)
            board.enrol(timeline, device)
        elif board.timeline != timeline:
            board.begin_timeline(timeline, self.told)
