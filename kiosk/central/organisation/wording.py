"""The difference between what is and what a file says, in lines that a person reads before it is applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from kiosk.domain.agendas import Agenda
from kiosk.domain.calendars import Calendar, HuddleSlot, Shift
from kiosk.domain.placements import in_words

LONGEST_VALUE: Final = 160
"""Characters of one value in a line."""
NOTHING: Final = "nothing"


class Mark(StrEnum):
    """What becomes of something: the sign at the beginning of its line."""

    NEW = "+"
    CHANGED = "~"
    MOVED = ">"
    CLOSED = "-"
    LEFT = "?"


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: on which node, what becomes of it, in words."""

    subject: str
    mark: Mark
    words: str


def printed(lines: Iterable[Line]) -> str:
    """Return lines under the nodes that they are about, in the order in which these come first."""
    under: dict[str, list[Line]] = {}
    for line in lines:
        under.setdefault(line.subject, []).append(line)
    blocks = (
        "\n".join((subject, *(f"  {line.mark} {line.words}" for line in some)))
        for subject, some in under.items()
    )
    return "\n".join(blocks)


def differences(before: BaseModel | None, after: BaseModel) -> str:
    """Return the fields that differ: "out of hours phone 4321 (was 4322), tier 2 (was 1)".

    Args:
        before: what was, or None.
        after: what is to be, of the same kind.
    """
    new = dict(after)
    old: Mapping[str, object] = {} if before is None else dict(before)
    return ", ".join(
        f"{name.replace('_', ' ')} {said(value)}" + (f" (was {said(old[name])})" if old else "")
        for name, value in new.items()
        if old.get(name) != value
    )


def was(after: object, before: object) -> str:
    """Return what is to be and what was."""
    return said(after) if before is None else f"{said(after)} (was {said(before)})"


def said(value: object) -> str:
    """Return a value as a person writes it; a long one is cut."""
    words = _said(value)
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"


def _said(value: object) -> str:
    match value:
        case None | "" | ():
            words = NOTHING
        case BaseModel():
            words = _part_said(value)
        case date():
            words = in_words(value)
        case tuple():
            words = ", ".join(map(_said, value))
        case _:
            words = f"{value:g}" if isinstance(value, float) else str(value)
    return words


def _part_said(part: BaseModel) -> str:
    match part:
        case Shift() | HuddleSlot():
            return f"{part.starts:%H:%M} {part.name}"
        case Agenda():
            return f"{len(part.items)} items, {round(part.seconds / 60)} min"
        case Calendar():
            return f"{_said(part.shifts)}; {_said(part.huddles)}"
        case _:
            return ", ".join(f"{name.replace('_', ' ')} {_said(value)}" for name, value in part)
