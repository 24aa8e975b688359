"""What people type or pick, in every command: stripped, and no longer than its field may be."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from kiosk.domain.entities import Decision, Refusal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SENTENCE_LIMIT = 140
"""Characters in one short sentence, everywhere on the board."""

NAME_LIMIT = 40
"""Characters in somebody's name."""

CHOICE_LIMIT = 60
"""Characters in what is picked from a list: a category, a group, the role that stands behind an answer."""

SHIFT_LIMIT = 30
"""Characters in the name of a shift."""

WORDS_ERASED = "words erased"
"""What stands in the place of words that were erased."""

LIMITS = {
    **dict.fromkeys(
        ("sentence", "answer", "question", "reply", "reason", "you_said", "we_did"), SENTENCE_LIMIT
    ),
    "phrase": SENTENCE_LIMIT,
    **dict.fromkeys(("by", "what", "category", "layout"), CHOICE_LIMIT),
    **dict.fromkeys(("name", "theme", "group", "owner", "stratifier", "time_zone"), NAME_LIMIT),
    "shift": SHIFT_LIMIT,
}
"""The longest text that a field of a command takes, by the field's name."""

StateT = TypeVar("StateT")
CommandT = TypeVar("CommandT", bound="DataclassInstance")
MoreP = ParamSpec("MoreP")


def tidied(
    decide: Callable[Concatenate[StateT, CommandT, MoreP], Decision],
) -> Callable[Concatenate[StateT, CommandT, MoreP], Decision]:
    """Let a rule see a command with its texts stripped, and refuse one that is too long."""

    @wraps(decide)
    def decide_tidied(
        state: StateT, command: CommandT, /, *more: MoreP.args, **named: MoreP.kwargs
    ) -> Decision:
        texts = {
            field.name: _plain(value)
            for field in fields(command)
            if field.name in LIMITS and type(value := getattr(command, field.name)) is str
        }
        too_long = [LIMITS[name] for name, text in texts.items() if len(text) > LIMITS[name]]
        if too_long:
            return Refusal(f"Keep it to {too_long[0]} characters.")
        return decide(state, replace(command, **texts), *more, **named)

    return decide_tidied


def given(**texts: str | None) -> dict[str, str]:
    """Return the words of an act: the texts that say something, by field."""
    return {field: text for field, text in texts.items() if text}


def _plain(text: str) -> str:
    """Return a text without spaces around it, and without halves of characters, which cannot be stored."""
    return text.encode("utf-8", "ignore").decode().strip()
