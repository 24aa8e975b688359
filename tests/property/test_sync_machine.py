"""Real boards and the real central against a model of a few lists: after every step they are the same."""
# ruff: noqa: D102 - the names of rules are sentences

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from kiosk.domain.cards import (
    AcknowledgeCard,
    AnswerCard,
    CloseCard,
    Criterion,
    EditCard,
    Need,
    OwnCard,
    RaiseCard,
    ReopenCard,
)
from kiosk.domain.ids import natural_id
from kiosk.domain.recognitions import GiveRecognition
from kiosk.services.board import UndoOf
from kiosk.services.deciding import Command
from tests.fakes.asgi_central import Databases, EmbeddedDatabases, SharedDatabases
from tests.fakes.sync_model import LOCAL, CentralModel
from tests.fakes.sync_post import Fate
from tests.fakes.sync_template import Template, template, ward_of

if TYPE_CHECKING:
    from tests.fakes.sync_ward import Saved

NAMES = st.sampled_from(["ward", "service", "alone", "twin"])
CARDS = st.integers(0, 3)
MOVES = st.sampled_from(["acknowledge", "own", "answer", "answer", "overstep", "close", "reopen"])


class Ward(RuleBasedStateMachine):
    """What people, disks, networks and administrators do to three boards and central."""

    def __init__(self, made: Template, databases: Databases) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        self.ward = ward_of(made, Path(self._temporary.name) / "ward", databases)
        self.backups: list[tuple[bytes, CentralModel]] = []
        self.disks: dict[str, Saved] = {}
        self.count = 0

    # People

    @rule(name=NAMES)
    def somebody_raises_a_card(self, name: str) -> None:
        self._do(name, self._card_of)

    @rule(name=NAMES, card=CARDS, move=MOVES)
    def somebody_moves_a_card(self, name: str, card: int, move: str) -> None:
        card_id = self._card(name, card)
        tier = 2 if name == "service" else 1
        commands: dict[str, Callable[[str], Command]] = {
            "acknowledge": lambda _: AcknowledgeCard(card_id, name),
            "own": lambda _: OwnCard(card_id, name, tier=tier),
            "answer": lambda _: AnswerCard(card_id, name, self._words(), tier=tier),
            "overstep": lambda _: AnswerCard(card_id, name, self._words(), tier=tier + 1),
            "close": lambda node: CloseCard(card_id, node),
            "reopen": lambda _: ReopenCard(card_id, self._words()),
        }
        if name == "service" and move in {"close", "reopen"}:
            return
        says = {"own": tier, "answer": tier, "overstep": tier + 1}.get(move, 1)
        self._do(name, commands[move], says)

    @rule(name=st.sampled_from(["ward", "alone"]), card=CARDS)
    def somebody_corrects_a_card(self, name: str, card: int) -> None:
        self._do(
            name,
            lambda _: EditCard(
                self._card(name, card),
                "staffing",
                None,
                self._words(),
                Need.ACTION,
                Criterion.BARRIER,
            ),
        )

    @rule(name=NAMES)
    def somebody_is_thanked(self, name: str) -> None:
        today = self.ward.world.now.date()
        self._do(
            name,
            lambda _: GiveRecognition(
                f"recognition:{self._id()}", "nursing", None, today, self._words()
            ),
        )

    @rule(name=NAMES, card=CARDS)
    def somebody_takes_a_card_off(self, name: str, card: int) -> None:
        card_id = self._card(name, card)
        self.ward.do(name, lambda service: service.withdraw(card_id, self._words()))

    @rule(name=NAMES, card=CARDS)
    def somebody_takes_back_what_was_done_last(self, name: str, card: int) -> None:
        card_id = self._card(name, card)
        last = self.ward.last_of(name, card_id)
        if last is not None:
            self.ward.do(name, lambda service: service.undo(UndoOf(((card_id, last),))))

    @rule(name=NAMES, card=CARDS)
    def somebody_has_words_erased(self, name: str, card: int) -> None:
        card_id = self._card(name, card)
        self.ward.do(name, lambda service: service.erase_words(card_id))

    @rule(name=NAMES)
    def somebody_enters_again_what_was_not_taken(self, name: str) -> None:
        store = self.ward.store(name)
        dead = store.dead() if store is not None else []
        if dead:
            tier = self.ward.model.told[dead[0].record.change.id].tier
            self.ward.do(name, lambda service: service.enter_again(dead[0].record), tier)

    # Network

    @rule(name=NAMES, messages=st.integers(1, 9), fate=st.sampled_from(Fate))
    def a_board_talks(self, name: str, messages: int, fate: Fate) -> None:
        self.ward.hand_over_late()
        if name in self.ward.kiosks and self.ward.talk(name, messages) == messages:
            self.ward.carry(name, fate)

    @rule()
    def everybody_talks(self) -> None:
        self.ward.settle()

    @precondition(lambda self: self.ward.echoes)
    @rule(which=st.integers(0, 20))
    def an_old_request_arrives_again(self, which: int) -> None:
        self.ward.echo(which)

    @rule(name=NAMES)
    def a_change_is_sent_before_the_one_before_it(self, name: str) -> None:
        self.ward.push_with_a_hole(name)

    @rule(name=st.sampled_from(["service", "alone"]))
    def a_board_is_waiting_when_another_sends(self, name: str) -> None:
        self.ward.answer_a_long_poll(
            name, lambda service: service.perform(self._card_of(service.node_id), self._id())
        )

    # Boards

    @rule(name=NAMES)
    def a_board_restarts(self, name: str) -> None:
        self.ward.switch_off(name, cut=False)
        self.ward.switch_on(name)

    @rule(name=NAMES)
    def a_board_loses_power(self, name: str) -> None:
        if self.ward.store(name) is None:
            self.ward.switch_on(name)
        else:
            self.ward.switch_off(name, cut=True)

    @rule(name=NAMES)
    def a_disk_is_copied(self, name: str) -> None:
        if self.ward.store(name) is not None:
            self.disks[name] = self.ward.copy_disk(name)

    @rule(name=NAMES)
    def a_disk_is_put_back(self, name: str) -> None:
        if name in self.disks:
            self.ward.put_back(name, self.disks[name])

    @precondition(lambda self: "twin" not in self.ward.kiosks)
    @rule()
    def a_pc_is_set_up_as_a_copy(self) -> None:
        self.ward.clone("ward", "twin")

    @rule(name=NAMES, hours=st.sampled_from([-9_600, -1, 0, 48]))
    def a_clock_is_wrong(self, name: str, hours: int) -> None:
        if name in self.ward.kiosks:
            self.ward.kiosks[name].clock.off = timedelta(hours=hours)

    @rule()
    def a_ward_that_ran_alone_enrols(self) -> None:
        if (
            self.ward.model.boards["alone"].timeline == LOCAL
            and self.ward.store("alone") is not None
        ):
            self.ward.enrol("alone")

    # Central

    @rule()
    def central_restarts(self) -> None:
        self.ward.central.restart()

    @rule()
    def central_is_backed_up(self) -> None:
        self.backups.append((self.ward.central.dump(), self.ward.model.central.copied()))

    @precondition(lambda self: self.backups)
    @rule()
    def central_is_restored(self) -> None:
        self.ward.restore_central(self.backups[-1])

    @rule(name=st.sampled_from(["service", "alone"]))
    def a_board_is_turned_away(self, name: str) -> None:
        self.ward.revoke(name)

    @rule(minutes=st.sampled_from([1, 20, 3_000]))
    def time_passes(self, minutes: int) -> None:
        self.ward.world.run_until(self.ward.world.now_s + 60.0 * minutes)

    # Inside

    def _do(self, name: str, command: Callable[[str], Command], tier: int = 1) -> None:
        self.ward.do(
            name,
            lambda service: service.perform(command(service.node_id), self._id()),
            tier,
        )

    def _card_of(self, node: str) -> RaiseCard:
        return RaiseCard(
            card_id=f"card:{self._id()}",
            node=node,
            category="equipment",
            phrase=None,
            sentence=self._words(),
            need=Need.ACTION,
            criterion=Criterion.BARRIER,
            serious_harm=False,
        )

    def _card(self, name: str, number: int) -> str:
        kiosk = self.ward.kiosks.get(name)
        service = kiosk.service if kiosk is not None else None
        cards = list(service.ward().cards) if service is not None else []
        return cards[number % len(cards)] if cards else "card:none"

    def _words(self) -> str:
        return f"Sentence {self.count}"

    def _id(self) -> str:
        self.count += 1
        return natural_id("machine", str(self.count))

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        assert self.ward.differences() == []

    @override
    def teardown(self) -> None:
        """Let everything arrive, unless something was wrong on the way."""
        try:
            if sys.exc_info()[0] is None:
                self.ward.settle()
                assert self.ward.differences() == []
        finally:
            self.ward.close()
            self._temporary.cleanup()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Databases for central."""
    folder = tmp_path_factory.mktemp("central")
    if request.param == "sqlite":
        return EmbeddedDatabases(folder)
    return SharedDatabases(folder, request.getfixturevalue("postgres_databases"))


@pytest.fixture(scope="module")
def made(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The ward that every run begins with."""
    return template(tmp_path_factory.mktemp("boards") / "template", databases)


EXAMPLES = max(8, settings().max_examples // 10)
"""Every example opens three boards and a central, and lets them talk."""


@pytest.mark.timeout(600)
def test_boards_and_central_are_what_the_model_says(made: Template, databases: Databases) -> None:
    class Here(Ward):
        def __init__(self) -> None:
            super().__init__(made, databases)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
        ),
    )
