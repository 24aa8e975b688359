"""The program's log: a file in the data folder that cannot grow without end and holds no words of a person."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from typing_extensions import override

FILE_NAME: Final = "huddle-kiosk.log"
FILE_LIMIT_BYTES: Final = 1_000_000
FILES_KEPT: Final = 3
LINE: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"

ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class WithoutWords(logging.Formatter):
    """Writes an error as its type and the places it passed; its message may quote what somebody wrote."""

    @override
    def formatException(self, ei: ErrorInfo) -> str:
        kind, _, passed = ei
        places = "".join(traceback.format_tb(passed)).rstrip()
        return f"{places}\n{kind.__name__ if kind else 'no error'}"


def keep_log(folder: Path) -> None:
    """Write warnings and errors of the program into a file of the data folder; once per process.

    A folder that cannot be written leaves them on the error output, as they were.
    """
    root = logging.getLogger("kiosk")
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    try:
        handler = RotatingFileHandler(
            folder / FILE_NAME,
            maxBytes=FILE_LIMIT_BYTES,
            backupCount=FILES_KEPT - 1,
            encoding="utf-8",
            delay=True,
        )
        handler.setFormatter(WithoutWords(LINE))
        root.addHandler(handler)
        root.setLevel(logging.INFO)
    except OSError:
        root.warning("no log can be kept in the data folder")


def kept_log(folder: Path, limit_bytes: int) -> str:
    """Return the end of what the log in a data folder says, oldest first; what cannot be read is left out.

    Args:
        folder: the data folder.
        limit_bytes: the most that is returned, in bytes of UTF-8.
    """
    names = [f"{FILE_NAME}.{number}" for number in range(FILES_KEPT - 1, 0, -1)]
    pieces = [_read(folder / name) for name in (*names, FILE_NAME)]
    end = b"".join(pieces)[-limit_bytes:]
    return end.decode("utf-8", errors="ignore")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
