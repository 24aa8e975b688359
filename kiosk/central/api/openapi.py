"""The OpenAPI document: generated from the routes and from the wire's own models."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from kiosk.central.api.routes import ASKED, SECURITY

TITLE = "Huddle central"
REFS = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Have an application's OpenAPI document include the models that handlers read by hand."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=TITLE, version=app.version, routes=app.routes)
    _, schemas = models_json_schema([(model, "validation") for model in ASKED], ref_template=REFS)
    components = found.setdefault("components", {})
    known = components.setdefault("schemas", {})
    for name, schema in schemas["$defs"].items():
        known.setdefault(name, schema)
    components["securitySchemes"] = {SECURITY: {"type": "http", "scheme": "bearer"}}
    return found
