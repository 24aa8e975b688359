"""What a disk may hold after a power cut: all that was synced, and any part of what was written since."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SECTOR = 512
"""What a disk writes whole or not at all."""

Image = dict[str, bytes]
"""File name → what is in it."""


class Did(StrEnum):
    """What a process did to a file, as `tests/end2end/recorder.c` records it."""

    CREATED = "C"
    WROTE = "W"
    CUT = "T"
    SYNCED = "S"
    FOLDER_SYNCED = "D"
    UNLINKED = "U"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a process did.

    Attributes:
        did: what.
        name: the file's name.
        offset: where it wrote, or to what length the file was cut.
        data: what it wrote.
    """

    did: Did
    name: str
    offset: int = 0
    data: bytes = b""


def read_events(recording: Path) -> list[Event]:
    """Return what the recorder recorded, in order."""
    body, at, events = recording.read_bytes(), 0, list[Event]()
    head = struct.Struct("<cIQQ")
    while at < len(body):
        kind, path_length, offset, size = head.unpack_from(body, at)
        at += head.size
        path = body[at : at + path_length].decode()
        at += path_length
        did = Did(kind.decode())
        events.append(Event(did, Path(path).name, offset, body[at : at + size]))
        at += size
    return events


@dataclass
class _File:
    """One file on the disk: what is sure, and what happened since."""

    sure: bytearray = field(default_factory=bytearray)
    there: bool = False
    since: list[Event] = field(default_factory=list)


def image_after(events: Sequence[Event], cut: int, luck: str) -> Image:
    """Return one disk that is legal after a power cut.

    Args:
        events: what the process did.
        cut: how many of them had happened.
        luck: decides what of the writes that were not synced is there: `none`, `all`, or any other word for a mixture
            of its own, down to single sectors.
    """
    files: dict[str, _File] = {}
    for event in events[:cut]:
        file = files.setdefault(event.name, _File())
        if event.did is Did.SYNCED:
            _settle(file)
        elif event.did is Did.FOLDER_SYNCED:
            for other in files.values():
                _settle_name(other)
        else:
            file.since.append(event)
    image: Image = {}
    for name, file in files.items():
        body = _chosen(file, f"{luck} {cut} {name}", luck)
        if body is not None:
            image[name] = body
    return image


def coin(*parts: object) -> int:
    """Return a number from 0 to 255 that is as good as thrown, and the same for the same parts."""
    return hashlib.sha256(" ".join(map(str, parts)).encode()).digest()[0]


def _settle(file: _File) -> None:
    """Make sure of everything that happened to a file: it was synced."""
    for event in file.since:
        _happen(file, event)
    file.since = []


def _settle_name(file: _File) -> None:
    """Make sure of what happened to a file's name: its folder was synced."""
    names = [event for event in file.since if event.did in {Did.CREATED, Did.UNLINKED}]
    if not names:
        return
    last = max(place for place, event in enumerate(file.since) if event in names)
    if file.since[last].did is Did.UNLINKED:
        file.since = file.since[last + 1 :]
        file.sure, file.there = bytearray(), False
    else:
        file.there = True


def _happen(file: _File, event: Event) -> None:
    if event.did is Did.UNLINKED:
        file.sure, file.there = bytearray(), False
        return
    file.there = True
    if event.did is Did.WROTE:
        _write(file.sure, event.offset, event.data)
    elif event.did is Did.CUT:
        _lengthen(file.sure, event.offset)
        del file.sure[event.offset :]


def _chosen(file: _File, throw: str, luck: str) -> bytes | None:
    """Return what is in a file after the cut, or None when it is not there."""
    after = _File(bytearray(file.sure), file.there)
    for number, event in enumerate(file.since):
        if luck == "all":
            _happen(after, event)
        elif luck != "none":
            for part in _parts(event, f"{throw} {number}"):
                _happen(after, part)
    return bytes(after.sure) if after.there else None


def _parts(event: Event, throw: str) -> Iterable[Event]:
    """Return what of an event is on the disk: all, nothing, or some sectors."""
    fate = coin(throw) % 4
    if fate == 0:
        return
    if fate == 1 or event.did is not Did.WROTE:
        yield event
        return
    for start in range(0, len(event.data), SECTOR):
        if coin(throw, start) % 2:
            piece = event.data[start : start + SECTOR]
            yield Event(event.did, event.name, event.offset + start, piece)


def _write(body: bytearray, offset: int, data: bytes) -> None:
    _lengthen(body, offset)
    body[offset : offset + len(data)] = data


def _lengthen(body: bytearray, length: int) -> None:
    body.extend(bytes(max(length - len(body), 0)))
