"""The FHIR door: read-only R4 endpoints for integration accounts, with searches, pages and a capability statement."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.refusing import Refused
from kiosk.central.api.workers import Workers
from kiosk.central.bearers import Bearer, Bearers, token_in
from kiosk.central.interop.fhir_capability import capability
from kiosk.central.interop.fhir_reading import Reading
from kiosk.central.interop.fhir_search import BadSearchError, Page
from kiosk.central.interop.fhir_terms import Resource
from kiosk.central.means import CentralMeans
from kiosk.domain.clock import instant_text
from kiosk.sync.protocol import Code

PATH: Final = "/fhir/R4"
ACCOUNTS: Final = "integration-account"
"""The kind of account that reads. Grants: `words`, whether it is told what people wrote; `nodes`, whose logs (all)."""
MEDIA_TYPE: Final = "application/fhir+json"

Name = Callable[[str], str | None]
"""Returns what a node is called."""


class FhirRoom:
    """Answers systems that read cards and releases.

    Args:
        means: what central works with.
        workers: the threads that speak to the storage.
        name: what a node is called.
    """

    def __init__(self, means: CentralMeans, workers: Workers, name: Name) -> None:
        self._means = means
        self._workers = workers
        self._reading = Reading(means.storage, name)
        self._accounts = Bearers(means.storage, means.clock, means.ids, ACCOUNTS)

    def start(self) -> None:
        """Begin; there is nothing to do meanwhile."""

    def stop(self) -> None:
        """End; there is nothing to stop."""

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(tags=["FHIR"], prefix=PATH)
        router.get("/metadata", **_says("CapabilityStatement"))(self.metadata)
        for kind in self._reading.kinds:
            router.get(f"/{kind}", **_says("Bundle", _parameters()))(
                _named(partial(self.search, kind), f"search {kind}")
            )
        for kind in self._reading.readable:
            one = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            router.get(f"/{kind}/{{id}}", **_says(kind, [one], 404))(
                _named(partial(self.read, kind), f"read {kind}")
            )
        return router

    async def metadata(self, request: Request) -> Response:
        """Answer what is offered; anybody may ask."""
        found = capability(self._reading, self._base(request), self._means.clock.now())
        return _answer(found)

    async def search(self, kind: str, request: Request) -> Response:
        """Answer a search with a page."""
        bearer = await self._account(request)
        given = request.query_params.multi_items()
        try:
            search = self._reading.search(kind, given)
        except BadSearchError as problem:
            return _outcome(400, "invalid", str(problem))
        page = await self._workers.run(
            self._reading.page, kind, search, _nodes(bearer), words=_words(bearer)
        )
        return _answer(self._bundle(kind, page, request))

    async def read(self, kind: str, request: Request) -> Response:
        """Answer with one resource."""
        bearer = await self._account(request)
        found = await self._workers.run(
            self._reading.one,
            kind,
            request.path_params["id"],
            _nodes(bearer),
            words=_words(bearer),
        )
        if found is None:
            return _outcome(404, "not-found", f"There is no such {kind}.")
        return _answer(found)

    async def _account(self, request: Request) -> Bearer:
        token = token_in(request.headers.get("authorization", ""))
        bearer = await self._workers.run(self._accounts.of_token, token) if token else None
        if bearer is None:
            raise Refused(Code.TOKEN, "A token of an integration account is needed.")
        return bearer

    def _base(self, request: Request) -> str:
        public = self._means.settings.public_url or str(request.base_url)
        return public.rstrip("/") + PATH

    def _bundle(self, kind: str, page: Page, request: Request) -> Resource:
        base = self._base(request)
        asked = request.query_params.multi_items()
        links = [{"relation": "self", "url": _url(base, kind, asked)}]
        if page.cursor is not None:
            rest = [(name, value) for name, value in asked if name != "_page"]
            onwards = _url(base, kind, [*rest, ("_page", page.cursor.text())])
            links.append({"relation": "next", "url": onwards})
        entries = [
            {
                "fullUrl": f"{base}/{kind}/{resource['id']}",
                "resource": resource,
                "search": {"mode": "match"},
            }
            for resource in page.resources
        ]
        bundle: Resource = {
            "resourceType": "Bundle",
            "type": "searchset",
            "meta": {"lastUpdated": instant_text(self._means.clock.now())},
            "link": links,
        }
        if entries:  # FHIR knows no empty lists
            bundle["entry"] = entries
        return bundle


def _nodes(bearer: Bearer) -> frozenset[str] | None:
    nodes = bearer.grants.get("nodes")
    return None if nodes is None else frozenset(nodes)


def _words(bearer: Bearer) -> bool:
    return bearer.grants.get("words") is True


def _url(base: str, kind: str, asked: list[tuple[str, str]]) -> str:
    return f"{base}/{kind}" + (f"?{urlencode(asked)}" if asked else "")


def _answer(resource: Mapping[str, Any], status: int = 200) -> Response:
    body = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type=MEDIA_TYPE)


def _outcome(status: int, code: str, words: str) -> Response:
    issue = {"severity": "error", "code": code, "diagnostics": words}
    return _answer({"resourceType": "OperationOutcome", "issue": [issue]}, status)


def _named(handler: Any, name: str) -> Any:
    """Return a handler that the framework can name."""

    async def handle(request: Request) -> Response:
        answered: Response = await handler(request)
        return answered

    handle.__name__ = name.replace(" ", "_").lower()
    return handle


def _parameters() -> list[dict[str, Any]]:
    text = {"schema": {"type": "string"}, "in": "query"}
    return [{"name": name, **text} for name in ("node", "status", "_lastUpdated", "_page")] + [
        {"name": "_count", "in": "query", "schema": {"type": "integer", "minimum": 1}}
    ]


def _says(
    answers: str, parameters: list[dict[str, Any]] | None = None, *more: int
) -> dict[str, Any]:
    def resource(kind: str) -> dict[str, Any]:
        schema = {
            "type": "object",
            "properties": {"resourceType": {"const": kind}},
            "required": ["resourceType"],
        }
        return {"content": {MEDIA_TYPE: {"schema": schema}}, "description": kind}

    refusal = {"content": {"application/json": {"schema": {"type": "object"}}}}
    responses: dict[int, dict[str, Any]] = {200: resource(answers)}
    extra: dict[str, Any] = {}
    if parameters is not None:
        responses |= {400: resource("OperationOutcome")}
        responses |= {status: {**refusal, "description": "no"} for status in (401, 503)}
        responses |= {status: resource("OperationOutcome") for status in more}
        extra = {"parameters": parameters, "security": [{"device": []}]}
    return {"responses": responses, "openapi_extra": extra, "response_class": Response}
