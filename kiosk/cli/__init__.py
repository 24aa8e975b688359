"""The command line: a thin skin that names the commands and loads the module of the one that was asked for."""

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "run": "open the ward's board",
    "try": "open a practice ward with invented figures",
    "import": "bring figures or a release file onto the board",
    "publish": "write release files of every ward in a file of figures",
    "layouts": "check a layout file, list the shipped ones",
    "sync": "connect to the hospital's central system, sync once, or carry changes by file",
    "verify": "recompute recorded cases and list where our numbers differ",
    "export": "write what the board knows into a file",
    "snapshot": "render a board into a picture",
    "demo": "write a demo hospital into a folder",
    "pin": "take a forgotten administrator's PIN away",
}
MODULES = {
    "run": "running",
    "try": "running",
    "import": "importing",
    "publish": "publishing",
    "layouts": "checking_layouts",
    "sync": "syncing",
    "verify": "verifying",
    "export": "exporting",
    "snapshot": "snapshots",
    "demo": "demonstrating",
    "pin": "pins",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after the program's name; the process's own by default.

    Returns:
        0 when it did what was asked, 1 when it could not and said why, 2 for words it does not know.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or a pipe may not know every letter
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "run")
    if words[0] in MODULES:
        module = import_module(f"kiosk.cli.{MODULES[words[0]]}")
        parser = argparse.ArgumentParser(
            prog=f"huddle-kiosk {words[0]}",
            description=f"{COMMANDS[words[0]][0].upper()}{COMMANDS[words[0]][1:]}.",
        )
        module.describe(parser, words[0])
        return _carry_out(module.carry_out, parser.parse_args(words[1:]))
    return _about(words)


def _carry_out(carry_out: object, options: argparse.Namespace) -> int:
    from kiosk.domain.errors import KioskError  # noqa: PLC0415 - only when something runs

    try:
        return int(carry_out(options))  # type: ignore[operator]
    except KioskError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or "A file"
        print(f"{where} cannot be read or written: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _about(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="huddle-kiosk",
        description="A huddle board for hospital wards.",
        epilog="\n".join(f"  {name:<10} {what}" for name, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("command", nargs="?", choices=sorted(COMMANDS), help="what to do")
    options = parser.parse_args(words)
    if options.version:
        from importlib.metadata import version  # noqa: PLC0415 - slow, and rarely asked for

        print(version("huddle-kiosk"))
    return 0
