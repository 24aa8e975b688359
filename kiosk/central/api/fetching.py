"""Bodies of releases for the boards that were told of them, and boards' own logs for IT."""

from datetime import timedelta
from re import compile as pattern
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import accepted, packed
from kiosk.central.api.directory import followed
from kiosk.central.api.entries_in import malformed
from kiosk.central.api.messages import read_message
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire
from kiosk.central.devices.device import Device
from kiosk.central.storage.protocol import Storage
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import instant_text
from kiosk.sync.protocol import SHA256, SUPPORT_LOG_LIMIT_BYTES, Code, SupportLog

RELEASE: Final = "release"
SUPPORT_LOG: Final = "support_log"
SUPPORT_LOG_DAYS: Final = 30
SUPPORT_LOGS_KEPT: Final = 10
"""Of one board; the oldest give way."""
SUPPORT_LOG_BODY_BYTES: Final = 2 * SUPPORT_LOG_LIMIT_BYTES + 1024
"""JSON writes a line's end as two letters."""
LOGS_KNOWN: Final = 10_000
NAME: Final = pattern(SHA256)


class Fetches:
    """Gives out releases, and takes logs for IT."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._announced = Announced(wire.means.storage)

    async def release(self, request: Request) -> Response:
        """Answer with the body of a release that was announced in a log that the board follows."""
        device = await self._wire.asking(request)
        name = request.path_params["sha256"]
        if NAME.fullmatch(name) is None:
            raise malformed("A release is named by 64 hexadecimal digits.")
        return await self._wire.workers.run(self._release, device, name, accepted(request))

    async def support_log(self, request: Request) -> Response:
        """Keep a board's log for IT."""
        device = await self._wire.asking(request)
        asked = await read_message(request, SupportLog, SUPPORT_LOG_BODY_BYTES)
        await self._wire.workers.run(self._keep, device, asked.text)
        return Response(status_code=204)

    def _release(self, device: Device, name: str, unpacks: str) -> Response:
        body = self._wire.means.storage.blob(RELEASE, name)
        if body is None or not self._was_announced(device, name):
            raise Refused(Code.NOT_PERMITTED, "This board was not told of such a release.")
        return packed(body, unpacks)

    def _was_announced(self, device: Device, name: str) -> bool:
        return any(
            name in self._announced.in_log(log)
            for log in followed(self._wire.directory, device)
            if log.kind is LogKind.SHARED
        )

    def _keep(self, device: Device, text: str) -> None:
        storage, now = self._wire.means.storage, self._wire.means.clock.now()
        mine = f"{device.id}/"
        names = [
            name
            for name, _ in storage.blob_names(SUPPORT_LOG, node=device.node)
            if name.startswith(mine)
        ]
        for name in names[: max(0, len(names) - SUPPORT_LOGS_KEPT + 1)]:
            storage.delete_blob(SUPPORT_LOG, name)
        storage.put_blob(
            SUPPORT_LOG,
            mine + instant_text(now),
            text.encode("utf-8", "replace"),
            node=device.node,
            at=now,
            expires_at=now + timedelta(days=SUPPORT_LOG_DAYS),
        )
        storage.audit(now, "device", "support_log.sent", device.id, {"bytes": len(text)})


class Announced:
    """The names of the releases that each log announced; only what is new in a log is read."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._known: dict[Log, tuple[int, frozenset[str]]] = {}

    def in_log(self, log: Log) -> frozenset[str]:
        """Return the SHA-256 of every release that a log announced."""
        read, names = self._known.get(log, (0, frozenset()))
        touched = self._storage.touched(log, read)
        if not touched:
            return names
        told = [one.entity for one in touched if one.kind == RELEASE]
        histories = self._storage.histories(log, told) if told else {}
        new = {
            str(record.change.payload.get("sha256"))
            for records in histories.values()
            for record in records
        }
        names |= new
        if len(self._known) >= LOGS_KNOWN:
            self._known.clear()
        self._known[log] = max(one.last_seq for one in touched), names
        return names
