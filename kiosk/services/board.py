"""What people do at a board: check a command, keep what it makes, say what changed; and take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, repeat, takewhile

from kiosk.domain.authority import set_centrally
from kiosk.domain.cards import Card
from kiosk.domain.changes import Actor, Record
from kiosk.domain.clock import local_day
from kiosk.domain.entities import Act, ChangeWithdrawn, TextErased, fold, says
from kiosk.domain.ids import entity_kind, natural_id
from kiosk.domain.kinds import KINDS
from kiosk.domain.placed_nodes import Placement, placement_id
from kiosk.domain.releases import PublishRelease, Release, announcement, release_body
from kiosk.domain.sentences import SENTENCE_LIMIT
from kiosk.domain.standing import ERASED, WITHDRAWN, in_order, is_built_upon
from kiosk.services.deciding import Command, Deciding, Read
from kiosk.services.entering_again import act_again
from kiosk.services.older_names import OlderNames
from kiosk.services.refused import Refused
from kiosk.services.sight import Sight
from kiosk.services.ward_store import AnyFolded

BOARD = Actor()
"""The board itself: raising a card, a thank-you, a figure ask for no log-in."""

NOT_HERE = "That is not here any more."
ANOTHER = "That was already saved; this is another. Start again."


@dataclass(frozen=True, slots=True)
class UndoOf:
    """What to take back.

    Attributes:
        steps: entity and change, in the order in which they were made.
    """

    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Performed:
    """What a command did.

    Attributes:
        changed: the entities that changed; empty when it was so already.
        undo: how to take it back, or None when there is nothing to take back.
    """

    changed: tuple[str, ...]
    undo: UndoOf | None = None


class BoardService(Sight):
    """The use cases of one board, in the thread that owns its store."""

    def perform(self, command: Command, command_id: str, actor: Actor = BOARD) -> Performed:
        """Do what somebody asked for; when it returns, it is on disk.

        Args:
            command: what is asked for.
            command_id: names this touch; the same one again is answered alike and adds nothing, another is refused.
            actor: who asks.

        Raises:
            Refused: the rules of the board do not allow it.
            StoreError: it could not be kept.
        """
        return self.perform_all((command,), command_id, actor)

    def perform_all(
        self, commands: Sequence[Command], command_id: str, actor: Actor = BOARD
    ) -> Performed:
        """Do several things in one transaction, each on what the ones before it made; all or none.

        Raises:
            Refused: the rules of the board do not allow one of them.
            StoreError: it could not be kept.
        """
        repeated = self._made_by(command_id)
        if not repeated:
            acts = self._decide(commands, self._store.entity, self._clock.now())
            return self._keep(acts, command_id, actor)
        if not self._said(repeated, commands, actor):
            raise Refused(ANOTHER)
        return _performed(repeated)

    def undo(self, undo: UndoOf, actor: Actor = BOARD) -> Performed:
        """Take back what was just done, as long as nobody else has built on it.

        Raises:
            Refused: somebody else has.
            StoreError: it could not be kept.
        """
        command_id = natural_id("undo", *(change_id for _, change_id in undo.steps))
        repeated = self._made_by(command_id)
        if repeated:
            return Performed(_performed(repeated).changed)
        acts = []
        for entity, change_id in reversed(undo.steps):
            self._demand_ours_alone(entity, change_id)
            acts.append(Act(entity, WITHDRAWN, ChangeWithdrawn(change=change_id)))
        return Performed(self._keep(acts, command_id, actor).changed)

    def withdraw(self, entity: str, reason: str, actor: Actor = BOARD) -> Performed:
        """Take a whole entity off the board, with a reason; its history stays.

        Raises:
            Refused: it is not there, or no reason is given.
            StoreError: it could not be kept.
        """
        entity = self._mirror.kept_as(entity)
        folded = self._store.entity(entity)
        if folded is None:
            raise Refused(NOT_HERE)
        if folded.withdrawn is not None:
            return Performed(())
        why = reason.strip()
        if not 1 <= len(why) <= SENTENCE_LIMIT:
            raise Refused(f"Say why, in at most {SENTENCE_LIMIT} characters.")
        return self._keep(
            [Act(entity, WITHDRAWN, ChangeWithdrawn(), {"reason": why})],
            self._ids.new_id(),
            actor,
        )

    def enter_again(self, record: Record, actor: Actor = BOARD) -> Performed:
        """Enter once more, as of now, what a change said that was not taken; the same one again adds nothing.

        Raises:
            Refused: it does not fit any more.
            StoreError: it could not be kept.
        """
        command_id = natural_id("again", record.change.id)
        repeated = self._made_by(command_id)
        if repeated:
            return _performed(repeated)
        act = act_again(record, self._store.entity(record.change.entity))
        return self._keep([act], command_id, actor)

    def erase_words(self, entity: str, actor: Actor = BOARD) -> Performed:
        """Delete every word that was written about an entity, here and on every replica, for good.

        Raises:
            Refused: it is not there.
            StoreError: it could not be kept.
        """
        entity = self._mirror.kept_as(entity)
        history = self._store.history(entity)
        if not history:
            raise Refused(NOT_HERE)
        acts = [
            Act(entity, ERASED, TextErased(change=record.change.id))
            for record in history
            if record.words is not None
        ]
        return Performed(self._keep(acts, self._ids.new_id(), actor).changed)

    def import_release(self, release: Release, actor: Actor = BOARD) -> Performed:
        """Show published figures: keep their body, then announce them.

        Raises:
            Refused: they say nothing, or the ward is enrolled: a metric has one publisher.
            StoreError: they could not be kept.
        """
        if release.windows:
            self._demand_ours_to_set([Act("release:", "release.published", announcement(release))])
        self._store.put_release(release_body(release))
        command = PublishRelease(self._node_id, release)
        return Performed(self.perform(command, self._ids.new_id(), actor).changed)

    def expire_releases(self) -> int:
        """Let go of releases that were replaced, once their figures can overlap with no new ones; return how many.

        Raises:
            StoreError: they could not be let go.
        """
        published = self._mirror.published.values()
        return self._store.expire_releases(frozenset(each.sha256 for each in published))

    def let_go_of_old_cards(self) -> int:
        """Let go of other nodes' cards that were closed, or taken off, and not touched for 90 days; return how many.

        Raises:
            StoreError: they could not be let go.
        """
        gone = self._store.prune(_is_done_with).changed
        self._mirror.take(gone)
        return len(gone)

    def summarise_some_releases(self) -> int:
        """Work out what a few releases by group say about the group most in need; return of how many.

        It is 0 when nothing is due any more. Something is due after an import, another goal, an update.

        Raises:
            StoreError: it could not be kept.
        """
        return self._summaries.work_out(self.ward())

    def summarise_releases(self) -> None:
        """Work out what is due of all releases by group, however long it takes.

        Raises:
            StoreError: it could not be kept.
        """
        while self.summarise_some_releases():
            pass

    def _made_by(self, command_id: str) -> tuple[Record, ...]:
        """Return the records of a command that was kept before; none when it is new."""
        made: list[Record] = []
        for position in count():
            record = self._store.record(_change_id(command_id, position))
            if record is None:
                return tuple(made)
            made.append(record)
        return ()

    def _decide(self, commands: Sequence[Command], read: Read, at: datetime) -> list[Act]:
        deciding, acts, node = Deciding(read), list[Act](), self._mirror.node
        today = local_day(at, node.facts.time_zone if node else "UTC")
        names = OlderNames(self._mirror.aliases, self._mirror.is_ours)
        for command in commands:
            acts += deciding.decide(names.meant(command, read), today, at)
        return acts

    def _said(self, made: Sequence[Record], commands: Sequence[Command], actor: Actor) -> bool:
        """Tell whether commands say what was kept, on the ward as it was then."""
        kept = {record.change.id for record in made}

        def before(entity: str) -> AnyFolded | None:
            history = self._store.history(entity)
            earlier = list(takewhile(lambda record: record.change.id not in kept, history))
            return fold(KINDS[entity_kind(entity)], entity, earlier) if earlier else None

        try:
            acts = self._decide(commands, before, made[0].change.occurred_at)
        except Refused:
            return False
        return len(acts) == len(made) and all(map(says, made, acts, repeat(actor)))

    def _keep(self, acts: Sequence[Act], command_id: str, actor: Actor) -> Performed:
        if not acts:
            return Performed(())
        self._demand_ours_to_set(acts)
        change_ids = [_change_id(command_id, position) for position in range(len(acts))]
        kept = self._store.append(acts, actor=actor, change_ids=change_ids)
        self._mirror.take(kept.changed)
        return _performed(kept.records)

    def _demand_ours_to_set(self, acts: Sequence[Act]) -> None:
        """Refuse what central sets, once the ward is enrolled: it would only be refused there, days later."""
        if self._store.identity.sequences_itself:
            return
        placed = self._store.entity(placement_id(self._node_id))
        placement = placed.state if placed is not None else None
        for act in acts:
            known = placement if isinstance(placement, Placement) else None
            said = act.payload.model_dump(mode="json")
            reason = set_centrally(act.entity, act.kind, said, known)
            if reason is not None:
                raise Refused(reason)

    def _demand_ours_alone(self, entity: str, change_id: str) -> None:
        history = in_order(self._store.history(entity))
        if all(record.change.id != change_id for record in history):
            raise Refused(NOT_HERE)
        if is_built_upon(history, change_id):
            raise Refused("Too late to undo: somebody else has built on it.")


def _is_done_with(folded: AnyFolded) -> bool:
    """Tell whether nobody waits for anything of an entity any more."""
    if not folded.stands:
        return True
    return isinstance(folded.state, Card) and not folded.state.is_open


def _change_id(command_id: str, position: int) -> str:
    return natural_id("command", command_id, str(position))


def _performed(records: Sequence[Record]) -> Performed:
    steps = tuple((record.change.entity, record.change.id) for record in records)
    return Performed(tuple(dict.fromkeys(entity for entity, _ in steps)), UndoOf(steps))
