"""A hospital's own board layouts: the text of a layout file, which every board below takes before a shipped one."""

import re
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from kiosk.domain.changes import LogKind
from kiosk.domain.entities import (
    Act,
    Decision,
    EntityKind,
    Happened,
    Outcome,
    Payload,
    Refusal,
    State,
)
from kiosk.domain.ids import natural_id
from kiosk.domain.sentences import CHOICE_LIMIT

TEXT_LIMIT: Final = 64 * 1024
"""Characters of one layout; a board reads no larger file."""


NAME: Final = r"^[a-z0-9][a-z0-9_-]*$"
"""What a layout is called: it becomes the name of a file."""


class LayoutKept(Payload):
    """A layout, whole; a later one of the same name replaces it. It is configuration, and about nobody."""

    name: str = Field(pattern=NAME, max_length=CHOICE_LIMIT)
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)


class LayoutDropped(Payload):
    """The layout is not there any more; a board that shows it shows the usual one."""


class BoardLayout(State):
    """A layout by name, as its file has it."""

    name: str
    text: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class LayoutFile:
    """A layout file: its name without the ending, and what is in it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class KeepLayout:
    """Give a layout to a node and all below it."""

    node: str
    file: LayoutFile


@dataclass(frozen=True, slots=True)
class DropLayout:
    """Take a layout back."""

    node: str
    file: LayoutFile


LayoutCommand = KeepLayout | DropLayout


def layout_id(node: str, name: str) -> str:
    """Return the entity id of a node's layout of that name."""
    return "layout:" + natural_id(node, "layout", name)


def decide(layout: BoardLayout | None, command: LayoutCommand) -> Decision:
    """Return the change that a command makes, or why it cannot."""
    file = command.file
    entity = layout_id(command.node, file.name)
    there = layout is not None and layout.active
    if isinstance(command, DropLayout):
        if not there:
            return Refusal("There is no such layout.")
        return (Act(entity, "layout.dropped", LayoutDropped()),)
    if re.fullmatch(NAME, file.name) is None or len(file.name) > CHOICE_LIMIT:
        return Refusal(
            f"A layout's name has 1 to {CHOICE_LIMIT} small letters, digits, - and _: as in icu_north."
        )
    if not 1 <= len(file.text) <= TEXT_LIMIT:
        return Refusal(f"A layout has 1 to {TEXT_LIMIT} characters.")
    if layout is not None and there and layout.text == file.text:
        return ()
    return (Act(entity, "layout.kept", LayoutKept(name=file.name, text=file.text)),)


def evolve(layout: BoardLayout | None, happened: Happened) -> Outcome[BoardLayout]:
    """Return the layout after a change."""
    payload = happened.payload
    if isinstance(payload, LayoutKept):
        return Outcome(BoardLayout(name=payload.name, text=payload.text))
    if layout is None:
        return Outcome(None, "there is no such layout")
    if isinstance(payload, LayoutDropped):
        return Outcome(layout.model_copy(update={"active": False}))
    return Outcome(layout, "needs an update of this board")


BOARD_LAYOUT = EntityKind(
    name="layout",
    log=LogKind.CONFIG,
    state=BoardLayout,
    payloads={"layout.kept": LayoutKept, "layout.dropped": LayoutDropped},
    evolve=evolve,
)
