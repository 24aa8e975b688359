"""`run` and `try`: open the board; `try` opens a practice ward, or renders pictures where there is no screen."""

import argparse
import os
import sys
from pathlib import Path

from kiosk.cli.sizes import ALLOWED, size
from kiosk.config import THEMES, read_settings
from kiosk.domain.errors import KioskError
from kiosk.sync.links import read_code, read_link

PICTURES = Path("build")


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    parser.set_defaults(practice=command == "try")
    parser.add_argument("--data", help="folder of the ward's store and settings")
    parser.add_argument("--layout", help="name of a shipped layout, or the path of a layout file")
    parser.add_argument("--theme", choices=THEMES, help="colours")
    parser.add_argument(
        "--window", metavar="WxH", help="a window of that size instead of the screen"
    )
    if command == "run":
        parser.add_argument(
            "--enrol", metavar="LINK", help="connect the board first: huddle:https://…#CODE"
        )
        parser.add_argument(
            "--ca", metavar="FILE", help="certificate of the authority that central is trusted by"
        )


def carry_out(options: argparse.Namespace) -> int:
    """Open the board, and return when it is left."""
    if options.practice and not has_screen():
        from kiosk.app.pictures import render_every_layout  # noqa: PLC0415 - Qt only when needed

        print("There is no screen here. Rendering every layout instead.")
        for path in render_every_layout(PICTURES):
            print(path.resolve())
        return 0
    if not has_screen():
        print("There is no screen here: set DISPLAY or WAYLAND_DISPLAY.", file=sys.stderr)
        return 1
    if options.window is not None and size(options.window) is None:
        raise KioskError(f"--window: {options.window!r} is not a size.", to_do=ALLOWED)
    settings = read_settings(
        {
            "data": options.data,
            "layout": options.layout,
            "theme": options.theme,
            **_connection(options),
        }
    )
    from kiosk.app.start import run  # noqa: PLC0415 - Qt only when needed

    return run(settings, practice=options.practice, window=options.window)


def _connection(options: argparse.Namespace) -> dict[str, str | None]:
    """Return what the options say about central, as settings.

    Raises:
        BadLink: it is no address, or has no code.
    """
    if options.practice:
        return {}
    if options.enrol is None:
        return {"central_ca": options.ca}
    link = read_link(options.enrol)
    code = read_code(link.code)
    return {"central": link.central, "enrol_code": code, "central_ca": options.ca}


def has_screen() -> bool:
    """Tell whether a window can be shown: always on Windows and macOS, elsewhere if a display is named."""
    if sys.platform in {"win32", "darwin"}:
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return not chosen.startswith("offscreen") or "HUDDLE_OFFSCREEN" in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
