"""Commands about what a ward did under an older name: they go to the entity that is there, and make no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk.domain.cards import Card, CloseCard
from kiosk.domain.equity_goals import DropEquityGoal, SetEquityGoal, equity_goal_id
from kiosk.domain.metrics import Metric, metric_id
from kiosk.domain.observations import RecordObservation, observation_id
from kiosk.domain.safety_days import CloseDay, ReopenDay, safety_day_id
from kiosk.services.deciding import Command, Read


@dataclass(frozen=True, slots=True)
class OlderNames:
    """The names that a node had before it was enrolled.

    Attributes:
        aliases: the names, oldest first.
        answers_for: tells whether what a node raised is this node's to close.
    """

    aliases: Sequence[str]
    answers_for: Callable[[str], bool]

    def meant(self, command: Command, read: Read) -> Command:
        """Return the command on the entity that is meant, which may carry an older name.

        Args:
            command: what somebody asked for.
            read: gives an entity as it stands, or None.
        """
        meant = command
        match command:
            case CloseCard(in_place_of=None):
                meant = self._closing(command, read)
            case CloseDay(day=day) | ReopenDay(day=day):
                meant = self._of_node(command, lambda node: safety_day_id(node, day), read)
            case (
                SetEquityGoal(metric=key, stratifier=by) | DropEquityGoal(metric=key, stratifier=by)
            ):
                meant = self._of_node(command, lambda node: equity_goal_id(node, key, by), read)
            case RecordObservation():
                meant = self._recording(command, read)
            case _:
                pass
        return meant

    def _closing(self, command: CloseCard, read: Read) -> Command:
        card = _state(command.card_id, read)
        if not isinstance(card, Card) or card.node == command.node:
            return command
        ours = self.answers_for(card.node)
        return replace(command, in_place_of=card.node) if ours else command

    def _of_node(self, command: Any, entity: Callable[[str], str], read: Read) -> Command:
        """Return a command on what exists once for each node and day, or node and goal."""
        if read(entity(command.node)) is None:
            for alias in self.aliases:
                if read(entity(alias)) is not None:
                    older: Command = replace(command, node=alias)
                    return older
        unchanged: Command = command
        return unchanged

    def _recording(self, command: RecordObservation, read: Read) -> Command:
        metric = _state(command.metric, read)
        if (
            not isinstance(metric, Metric)
            or read(observation_id(command.metric, command.day)) is not None
        ):
            return command
        for alias in self.aliases:
            older = metric_id(alias, metric.facts.key)
            if read(observation_id(older, command.day)) is not None:
                return replace(command, metric=older)
        return command


def _state(entity: str, read: Read) -> object:
    folded = read(entity)
    return None if folded is None else folded.state
