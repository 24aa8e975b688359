"""`export pdf` and `export plan`: paper by command, one page about a metric and the equity action plan."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.instants import instant
from kiosk.config import PAPERS, Settings, read_settings
from kiosk.domain.errors import KioskError

if TYPE_CHECKING:
    from kiosk.app.means import Means


def describe_pdf(parser: argparse.ArgumentParser) -> None:
    """Add the words of `export pdf`."""
    parser.add_argument("--metric", required=True, metavar="KEY", help="the metric's key")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help="the file")
    _describe_where(parser)


def carry_out_pdf(options: argparse.Namespace) -> int:
    """Write one page about a metric, and print where it is."""
    from kiosk.app.paper import metric_page  # noqa: PLC0415 - Qt only when needed
    from kiosk.app.pictures import offscreen  # noqa: PLC0415
    from kiosk.app.reading import reading_ward, shipped_catalogue  # noqa: PLC0415
    from kiosk.ui.paper.pdf import Paper  # noqa: PLC0415

    _demand_ending(options.out, (".pdf",))
    settings = _settings(options)
    with offscreen(), reading_ward(_folder(options, settings), _means(options)) as ward:
        page = metric_page(options.metric, ward, shipped_catalogue(), Paper(settings.paper))
    return _write(options.out, page)


def describe_plan(parser: argparse.ArgumentParser) -> None:
    """Add the words of `export plan`."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .pdf or a .csv")
    parser.add_argument(
        "--labels", metavar="FILE.toml", help="your own words; the setting plan_words, else ours"
    )
    _describe_where(parser)


def carry_out_plan(options: argparse.Namespace) -> int:
    """Write the equity action plan, and print where it is."""
    from kiosk.app.paper import plan_files  # noqa: PLC0415 - Qt only when needed
    from kiosk.app.pictures import offscreen  # noqa: PLC0415
    from kiosk.app.reading import reading_ward, shipped_catalogue  # noqa: PLC0415

    _demand_ending(options.out, (".pdf", ".csv"))
    settings = _settings(options)
    with offscreen(), reading_ward(_folder(options, settings), _means(options)) as ward:
        files = plan_files(ward, shipped_catalogue(), settings)
    return _write(options.out, files[options.out.suffix.lower().removeprefix(".")])


def _describe_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--paper", choices=PAPERS, help="size of the paper; the setting, else a4")
    parser.add_argument("--data", help="folder of the ward's store and settings")
    parser.add_argument("--node", help="folder of the ward inside --data, where it holds several")
    parser.add_argument("--at", type=instant, metavar="INSTANT", help="the time on the page; now")


def _settings(options: argparse.Namespace) -> Settings:
    flags = {"data": options.data, "paper": options.paper}
    labels = getattr(options, "labels", None)
    return read_settings({**flags, "plan_words": labels})


def _folder(options: argparse.Namespace, settings: Settings) -> Path:
    return settings.data / (options.node or "")


def _means(options: argparse.Namespace) -> "Means":
    from kiosk.app.means import StandingClock, machine_means  # noqa: PLC0415 - as above

    means = machine_means()
    return replace(means, clock=StandingClock(options.at)) if options.at else means


def _demand_ending(out: Path, endings: tuple[str, ...]) -> None:
    if out.suffix.lower() not in endings:
        raise KioskError(f"{out} is not a name for it.", to_do=f"End it in {' or '.join(endings)}.")


def _write(out: Path, body: bytes) -> int:
    from kiosk.host.files import write_atomically  # noqa: PLC0415 - as above

    write_atomically(out, body)
    print(out)
    return 0
