"""Every command that the domain knows can be given at a board."""

from typing import get_args

from kiosk.domain.kinds import KINDS
from kiosk.services.deciding import RULES, Command


def test_every_command_has_a_rule() -> None:
    assert set(RULES) == set(get_args(Command))


def test_there_is_a_command_for_every_kind_of_entity() -> None:
    modules = {command.__module__ for command in RULES}
    assert modules == {kind.evolve.__module__ for kind in KINDS.values()}
