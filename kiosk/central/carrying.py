"""Changes that travel as files, at central: a board's file is taken in as if it were pushed, and answered by a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.central.api.directory import followed
from kiosk.central.api.entries_in import read_log
from kiosk.central.api.entries_out import cut_to, wire_entry
from kiosk.central.api.refusing import Refused
from kiosk.central.api.taking import Taking, answer_of
from kiosk.central.api.wire import standing
from kiosk.central.devices.device import Device, Devices
from kiosk.central.means import CentralMeans
from kiosk.central.storage.protocol import Outcome
from kiosk.domain.changes import Log
from kiosk.domain.clock import instant_text
from kiosk.domain.errors import KioskError
from kiosk.sync.change_files import (
    NOTHING_TAKEN,
    ChangeFile,
    Direction,
    Header,
    Piece,
    write_change_file,
)
from kiosk.sync.credentials import TO_BE_SEALED
from kiosk.sync.protocol import BODY_LIMIT_BYTES, PUSH_LIMIT, Answer, Code

AUDIT_TAKEN: Final = "changes.imported"
AUDIT_GIVEN: Final = "changes.exported"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a board's file did.

    Attributes:
        changes: how many were in it.
        new: how many central did not have.
        dead: those that central will never take.
    """

    changes: int
    new: int
    dead: tuple[Answer, ...]


class Carrying:
    """Takes boards' files in, and writes files for boards.

    Args:
        means: what central works with.
        devices: the boards.
        taking: takes entries in.
    """

    def __init__(self, means: CentralMeans, devices: Devices, taking: Taking) -> None:
        self._means = means
        self._devices = devices
        self._taking = taking

    def take_in(self, file: ChangeFile, who: str) -> tuple[Device, Taken]:
        """Take a board's file in; one that was taken before changes nothing.

        Raises:
            KioskError: it is not a board's, its seal is not the board's, or its streams do not go on from central's.
        """
        device = self._sealed_by(file)
        timeline = self._means.storage.timeline()
        if file.header.timeline != timeline:
            raise KioskError(
                "Central was restored since this board met it last.",
                NOTHING_TAKEN,
                "Connect the board to central once.",
            )
        now, changes, new, dead = self._means.clock.now(), 0, 0, []
        for piece in file.pieces:
            outcomes = self._outcomes(device, piece)
            changes += len(outcomes)
            new += sum(outcome.new for outcome in outcomes)
            dead += [Answer.model_validate(answer_of(one)) for one in outcomes if one.dead]
        detail = {"changes": changes, "new": new, "dead": len(dead)}
        self._means.storage.audit(now, who, AUDIT_TAKEN, device.id, detail)
        return device, Taken(changes, new, tuple(dead))

    def answer(
        self, device: Device, cursors: Mapping[str, int], dead: tuple[Answer, ...], who: str
    ) -> bytes:
        """Return a file with all that a board lacks.

        Args:
            device: the board.
            cursors: log → the last number that it has; 0 for a log that is missing.
            dead: what central will never take of the board's file.
            who: for the audit log.
        """
        storage, now = self._means.storage, self._means.clock.now()
        follow = followed(self._taking.directory, device)
        header = Header(
            direction=Direction.FROM_CENTRAL,
            device=device.id,
            node=device.node,
            timeline=storage.timeline(),
            made_at=instant_text(now),
            follow=[str(log) for log in follow],
            answers=list(dead),
        )
        pieces = [piece for log in follow for piece in self._pieces(log, cursors.get(str(log), 0))]
        storage.audit(now, who, AUDIT_GIVEN, device.id, {"pieces": len(pieces)})
        return write_change_file(header, pieces)

    def _outcomes(self, device: Device, piece: Piece) -> list[Outcome]:
        try:
            log = read_log(piece.log)
            return self._taking.take(device, log, piece.entries, self._means.clock.now())
        except Refused as refused:
            raise _in_words(refused) from refused

    def _sealed_by(self, file: ChangeFile) -> Device:
        """Return the board that sealed a file.

        Raises:
            KioskError: none did that may write.
        """
        if file.header.direction is not Direction.FROM_BOARD:
            raise KioskError(
                "This file was written by central, for a board.",
                NOTHING_TAKEN,
                "Take it in at the board.",
            )
        try:
            device = standing(self._devices.read(file.header.device))
        except Refused as refused:
            raise KioskError(refused.message, NOTHING_TAKEN) from refused
        said = TO_BE_SEALED.format(sha256=file.sha256).encode()
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(device.public_key))
            key.verify(bytes.fromhex(file.signature), said)
        except (InvalidSignature, ValueError) as problem:
            raise KioskError(
                "This file was not sealed by the board that it names.",
                NOTHING_TAKEN,
                "Write it anew at the board.",
            ) from problem
        return device

    def _pieces(self, log: Log, cursor: int) -> Iterator[Piece]:
        storage = self._means.storage
        head = storage.heads([log]).get(log, 0)
        while cursor < head:
            stored = cut_to(
                storage.page(log, cursor, PUSH_LIMIT, BODY_LIMIT_BYTES), BODY_LIMIT_BYTES
            )
            entries = orjson.loads(orjson.dumps([wire_entry(entry) for entry in stored]))
            yield Piece(log=str(log), entries=entries, head=max(head, stored[-1].seq))
            cursor = stored[-1].seq


def _in_words(refused: Refused) -> KioskError:
    if refused.code is Code.FORK:
        return KioskError(
            "This board's file contradicts what central has: the PC was copied, or restored from a backup.",
            "What was taken before stays, and nothing is lost.",
            "Connect the board to central once: it heals itself.",
        )
    if refused.code is Code.GAP:
        return KioskError(
            "This file goes on after one that was not taken yet.",
            "Nothing is lost.",
            "Take the earlier file first, or write a new one at the board.",
        )
    return KioskError(refused.message, "What was taken before stays, and nothing is lost.")
