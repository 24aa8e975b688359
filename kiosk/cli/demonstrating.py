"""`demo`: write a demo hospital into a folder."""

import argparse
from pathlib import Path

from kiosk.app.demo import make_demo
from kiosk.app.means import machine_means
from kiosk.cli.instants import instant
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue


def describe(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the words that the command knows."""
    del command
    parser.add_argument("folder", type=Path, metavar="DIR", help="where; it must hold no demo yet")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same hospital")
    parser.add_argument(
        "--until", type=instant, metavar="INSTANT", help="where the story stops; now"
    )


def carry_out(options: argparse.Namespace) -> int:
    """Write it, and say what was written."""
    boards = make_demo(
        options.folder,
        seed=options.seed,
        until=options.until or machine_means().clock.now(),
        catalogue=load_catalogue(resource_folder("assets") / "catalogue"),
    )
    for board in boards:
        print(f"{board.store.parent}  {board.unit.name}, {board.changes:,} changes")
    print(f"Look at one: huddle-kiosk run --data {boards[0].store.parent}")
    return 0
