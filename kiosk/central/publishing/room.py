"""The door of the warehouse: `POST /v1/warehouse/{map}` takes a file of raw counts and says what was published."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from kiosk.central.api.refusing import Busy, Refused
from kiosk.central.api.workers import Workers
from kiosk.central.bearers import Bearer, Bearers, token_in
from kiosk.central.means import CentralMeans
from kiosk.central.publishing.accounts import ACCOUNTS
from kiosk.central.publishing.drop_folder import MOST_BYTES
from kiosk.central.publishing.jobs import NotNowError, Work, WorkFailedError
from kiosk.central.publishing.maps import NoSuchMapError
from kiosk.central.publishing.runner import INCOMING, WarehouseRunner, drop_folder_of
from kiosk.central.publishing.uploads import Receipt, Upload
from kiosk.central.publishing.warehouse import Warehouse
from kiosk.central.publishing.work import ProcessWork
from kiosk.domain.errors import KioskError
from kiosk.sync.protocol import Code, Refusal

PATH: Final = "/v1/warehouse/"
MOST_WAITING: Final = 4
"""Uploads that wait for the one at hand; one more is asked to come back."""
COME_BACK_S: Final = 60.0
ENDINGS: Final = {
    "text/csv": ".csv",
    "application/csv": ".csv",
    "application/fhir+json": ".json",
    "application/json": ".json",
    "application/fhir+ndjson": ".ndjson",
    "application/x-ndjson": ".ndjson",
}
"""What a file is, by its content type."""
REFUSED: Final = 422
UNKNOWN_TYPE: Final = 415
NO_SUCH_MAP: Final = 404


class Published(BaseModel):
    """What came of an upload: how many figures have which status, and no figure."""

    model_config = ConfigDict(defer_build=True)

    upload: str | None
    map: str
    releases: int
    as_before: int
    nodes: int
    figures: dict[str, int]
    audited: int
    notes: list[str]


class WarehouseRoom:
    """Takes uploads over the network, and keeps the warehouse's own thread.

    Args:
        means: what central works with.
        workers: the threads that speak to the storage.
        work: reads, hides and audits; a process of its own unless told.
    """

    def __init__(self, means: CentralMeans, workers: Workers, work: Work | None = None) -> None:
        self._means = means
        self._workers = workers
        self._process = ProcessWork()
        self._warehouse = Warehouse(means, work or self._process)
        self._accounts = Bearers(means.storage, means.clock, means.ids, ACCOUNTS)
        self._runner = WarehouseRunner(means, self._warehouse)
        self._publishing = ThreadPoolExecutor(1, thread_name_prefix="publishing")
        self._at_hand = 0

    def start(self) -> None:
        """Begin to look after the drop folder."""
        self._runner.start()

    def stop(self) -> None:
        """End; an upload that has not been announced yet is refused, and can be sent again."""
        self._process.close()
        self._runner.stop()
        self._publishing.shutdown(wait=True, cancel_futures=True)

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(tags=["warehouse"])
        router.post(PATH + "{map}", **_says())(self.take)
        return router

    async def take(self, request: Request) -> Response:
        """Publish what the request carries, all of it or nothing."""
        map_name = request.path_params["map"]
        bearer = await self._account(request, map_name)
        ending = ENDINGS.get(request.headers.get("content-type", "").partition(";")[0].strip())
        if ending is None or request.headers.get("content-encoding", "identity") != "identity":
            known = ", ".join(ENDINGS)
            return _refusal(UNKNOWN_TYPE, f"Send it unpacked, as one of: {known}.")
        if self._at_hand >= MOST_WAITING:
            raise Busy(COME_BACK_S)
        self._at_hand += 1
        try:
            return await self._received(request, map_name, ending, bearer)
        finally:
            self._at_hand -= 1

    async def _account(self, request: Request, map_name: str) -> Bearer:
        token = token_in(request.headers.get("authorization", ""))
        bearer = await self._workers.run(self._accounts.of_token, token) if token else None
        if bearer is None:
            raise Refused(Code.TOKEN, "A token of a warehouse account is needed.")
        if map_name not in bearer.grants.get("maps", ()):
            raise Refused(Code.NOT_PERMITTED, "This account may not publish by that map.")
        return bearer

    async def _received(
        self, request: Request, map_name: str, ending: str, bearer: Bearer
    ) -> Response:
        incoming = drop_folder_of(self._means) / INCOMING
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryDirectory(dir=incoming) as folder:
            path = Path(folder) / f"{map_name}{ending}"
            await _write(request, path)
            upload = Upload(map_name, path, bearer.name)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._publishing, self._answer, upload)

    def _answer(self, upload: Upload) -> Response:
        try:
            return _answered(self._warehouse.take(upload))
        except NoSuchMapError as missing:
            return _refusal(NO_SUCH_MAP, str(missing))
        except (NotNowError, WorkFailedError):
            raise Busy(COME_BACK_S) from None
        except KioskError as refusal:
            return _refusal(REFUSED, str(refusal))


async def _write(request: Request, path: Path) -> None:
    """Write a body to disk, piece by piece.

    Raises:
        Refused: it is too large, or was cut.
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > MOST_BYTES:
        raise _too_large()
    size = 0
    try:
        with path.open("xb") as file:
            async for piece in request.stream():
                size += len(piece)
                if size > MOST_BYTES:
                    raise _too_large()
                file.write(piece)
    except ClientDisconnect as cut:
        raise Refused(Code.MALFORMED, "The body was cut in the middle.") from cut


def _too_large() -> Refused:
    limit = MOST_BYTES // 1024 // 1024
    return Refused(Code.TOO_LARGE, f"At most {limit} MiB at once. Part the file by year.")


def _answered(receipt: Receipt) -> Response:
    return JSONResponse(receipt.as_json())


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"error": "refused", "message": message}, status)


def _says() -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ENDINGS}
    refused = {
        "description": "Nothing was kept; the message says why, with row and column.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"error": {"const": "refused"}, "message": {"type": "string"}},
                    "required": ["error", "message"],
                }
            }
        },
    }
    statuses = (400, 401, 403, 413, 503)
    name = {"name": "map", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "response_model": Published,
        "responses": {
            **{status: {"model": Refusal} for status in statuses},
            **dict.fromkeys((NO_SUCH_MAP, UNKNOWN_TYPE, REFUSED), refused),
        },
        "openapi_extra": {
            "parameters": [name],
            "requestBody": {"required": True, "content": content},
            "security": [{"device": []}],
        },
    }
