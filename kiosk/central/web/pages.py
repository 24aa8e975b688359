"""Pages as answers: a template filled in, with headers that let a browser run and load nothing else."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from kiosk.central.web.charts import DESK, PHONE, groups_chart, process_chart
from kiosk.central.web.statics import Statics
from kiosk.central.web.svg_marks import hatch_pattern

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parent / "templates"
LANGUAGE: Final = "en-GB"
SECURITY: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Pages:
    """Fills templates in."""

    def __init__(self, statics: Statics) -> None:
        self._statics = statics

    def page(self, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """Return a page.

        Args:
            template: the name of the template, without its ending.
            values: what it is filled in with; `caller` may be missing.
            status: of the answer.
        """
        body = self._environment.get_template(f"{template}.html").render(
            {"caller": None, "said": "", "here": "", **values}
        )
        return HTMLResponse(body, status, dict(SECURITY))

    @cached_property
    def _environment(self) -> "Environment":
        # A central that no leader asks does without the library.
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            static=self._statics.url,
            language=LANGUAGE,
            process_chart=process_chart,
            groups_chart=groups_chart,
            chart_sizes=(DESK, PHONE),
            hatch_pattern=hatch_pattern,
        )
        return environment
