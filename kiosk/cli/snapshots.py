"""`snapshot`: render a board into a picture, without a screen."""

import argparse
from dataclasses import replace
from itertools import product
from pathlib import Path

from kiosk.cli.instants import instant
from kiosk.cli.sizes import ALLOWED, size
from kiosk.config import THEMES
from kiosk.domain.errors import KioskError
from kiosk.host.resources import resource_folder


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument("--layout", help="name of a shipped layout, or the path of a layout file")
    parser.add_argument("--size", metavar="WxH", default="1920x1080", help="in pixels")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--face", choices=("public", "staff"), default="public")
    parser.add_argument(
        "--out", type=Path, required=True, help="the picture, or with --all a folder"
    )
    parser.add_argument("--data", type=Path, help="folder of a ward's store; left out: the demo")
    parser.add_argument("--at", type=instant, metavar="INSTANT", help="the time on the board; now")
    parser.add_argument("--all", action="store_true", help="every layout in three sizes and themes")


def carry_out(options: argparse.Namespace) -> int:
    """Render, and print the paths."""
    from kiosk.app.means import StandingClock, machine_means  # noqa: PLC0415 - Qt only when needed
    from kiosk.app.pictures import SIZES, Wanted, render  # noqa: PLC0415
    from kiosk.viewmodels.boards import Face  # noqa: PLC0415

    means = machine_means()
    if options.at:
        means = replace(means, clock=StandingClock(options.at))
    face = Face(options.face)
    if options.all:
        wanted = [
            Wanted(
                path,
                size,
                theme,
                face,
                options.out / f"{path.stem}-{size[0]}x{size[1]}-{theme}-{face}.png",
            )
            for path, size, theme in product(_shipped(), SIZES, THEMES)
        ]
    else:
        wanted = [
            Wanted(_layout(options.layout), _size(options.size), options.theme, face, options.out)
        ]
    for path in render(wanted, data=options.data, means=means):
        print(path)
    return 0


def _shipped() -> list[Path]:
    return sorted(resource_folder("board_layouts").glob("*.toml"))


def _layout(named: str | None) -> Path:
    if named and (named.endswith(".toml") or "/" in named or "\\" in named):
        return Path(named)
    known = {path.stem: path for path in _shipped()}
    if (named or "ward_sqcdp") not in known:
        raise KioskError(f"There is no layout {named!r}.", to_do=f"Shipped: {', '.join(known)}.")
    return known[named or "ward_sqcdp"]


def _size(text: str) -> tuple[int, int]:
    found = size(text)
    if found is None:
        raise KioskError(f"{text!r} is not a size.", to_do=ALLOWED)
    return found
