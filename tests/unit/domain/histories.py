"""Histories for tests of the domain: records of an entity, confirmed or pending, by any board."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kiosk.domain.changes import (
    GENESIS,
    Actor,
    Change,
    Entry,
    Log,
    LogKind,
    Record,
    Words,
    words_mac,
)
from kiosk.domain.entities import Act, ChangeWithdrawn, Decision, Refusal

WARD = "node:ward"
SHARED = Log(WARD, LogKind.SHARED)
BEGIN = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KEY = bytes(32)


@dataclass
class History:
    """Writes one entity's history, change by change, a minute apart.

    Attributes:
        entity: its name.
        records: what was written so far.
    """

    entity: str
    records: list[Record] = field(default_factory=list)

    def add(
        self,
        act: Act,
        *,
        board: str = "a",
        based_on: str | None = "last",
        confirmed: bool = True,
        incarnation: int = 1,
    ) -> str:
        """Write an act; return the id of its change.

        Args:
            act: what was done.
            board: who did it.
            based_on: the last confirmed change that the board had seen; the newest unless told.
            confirmed: whether it has a place in the log.
            incarnation: which life of the board it was.
        """
        number = len(self.records) + 1
        seen = [record.change.id for record in self.records if record.seq is not None]
        payload = act.payload.model_dump(mode="json")
        words = Words(KEY, dict(act.words)) if act.words else None
        if words is not None:
            payload["words"] = {f: words_mac(KEY, f, text) for f, text in words.fields.items()}
        change = Change(
            id=f"change {number}",
            log=SHARED,
            entity=self.entity,
            kind=act.kind,
            payload=payload,
            actor=Actor(),
            based_on=(seen[-1] if seen else None) if based_on == "last" else based_on,
            occurred_at=BEGIN + timedelta(minutes=number),
            boot_id="boot",
        )
        entry = Entry(change, board, incarnation, number, GENESIS)
        self.records.append(Record(entry, number if confirmed else None, words))
        return change.id

    def withdraw(
        self,
        change: str | None,
        *,
        board: str = "a",
        reason: str = "",
        based_on: str | None = "last",
    ) -> str:
        """Write a withdrawal of one change, or of the whole."""
        words = {"reason": reason} if reason else {}
        act = Act(self.entity, "change.withdrawn", ChangeWithdrawn(change=change), words)
        return self.add(act, board=board, based_on=based_on)


def only(decision: Decision) -> Act:
    """Return the one act of a decision."""
    assert not isinstance(decision, Refusal), decision
    [act] = decision
    return act


def why_not(decision: Decision) -> str:
    """Return the words of a refusal."""
    assert isinstance(decision, Refusal), decision
    return decision.reason


def words_of(act: Act) -> Mapping[str, str]:
    """Return the words of an act."""
    return act.words
