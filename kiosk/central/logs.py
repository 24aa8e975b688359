"""Central's log: one JSON object a line, on the error output, without a word that somebody wrote."""

import logging
import logging.config
from datetime import UTC, datetime
from typing import Any, Final

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

from kiosk.domain.clock import instant_text
from kiosk.host.logs import ErrorInfo, WithoutWords

OURS: Final = ("kiosk", "uvicorn")
"""Loggers whose messages are fixed words; what others say may quote a request or a row, and is left out."""
COLOURED: Final = "color_message"
"""uvicorn says it again for terminals."""
FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"


class JsonLines(JsonFormatter):
    """Writes records as JSON: an error as its type and the places it passed, never what it says."""

    def __init__(self) -> None:
        names = {"asctime": "at", "levelname": "level", "name": "from"}
        super().__init__(FIELDS, rename_fields=names, reserved_attrs=[*RESERVED_ATTRS, COLOURED])
        self._errors = WithoutWords()

    @override
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return instant_text(datetime.fromtimestamp(record.created, UTC))

    @override
    def formatException(self, ei: ErrorInfo) -> str:
        return self._errors.formatException(ei)

    @override
    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] in OURS:
            return super().format(record)
        said = logging.makeLogRecord(vars(record))
        said.msg, said.args = f"{record.module}:{record.lineno}", None
        return super().format(said)


def log_settings(level: str = "INFO") -> dict[str, Any]:
    """Return what `logging.config.dictConfig` takes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {name: {"level": level} for name in OURS},
    }


def keep_log(level: str = "INFO") -> None:
    """Write the process's log as JSON lines."""
    logging.config.dictConfig(log_settings(level))
