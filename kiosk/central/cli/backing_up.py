"""`huddle-central backup`, `restore`, `failover` and `verify`: all in one file, put back, and whether it holds."""

import argparse
from itertools import islice
from pathlib import Path

from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.means import CentralMeans
from kiosk.central.storage import backup_files
from kiosk.domain.errors import KioskError

SHOWN_MOST = 20
"""Contradictions that are printed one by one."""


def describe(parser: argparse.ArgumentParser, name: str) -> None:
    """Say which options there are."""
    describe_storage(parser)
    if name == "backup":
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            help="the file to write; a folder, or nothing, gives it a name with the time",
        )
        parser.add_argument(
            "--keep-days",
            type=int,
            default=backup_files.KEEP_DAYS,
            help=f"delete older backups in its folder, 1 to {backup_files.KEEP_DAYS_MOST} days"
            f" ({backup_files.KEEP_DAYS})",
        )
    elif name == "restore":
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file that `huddle-central backup` wrote"
        )
    parser.set_defaults(command=name)


def carry_out(options: argparse.Namespace) -> int:
    """Do what was asked.

    Raises:
        KioskError: it could not be done; says what is as before.
    """
    _demand_days(options)
    with opened(options, begins=options.command == "restore") as means:
        if options.command == "backup":
            return _back_up(means, options)
        if options.command == "failover":
            return _fail_over(means)
        return _restore(means, options) if options.command == "restore" else _verify(means)


def _demand_days(options: argparse.Namespace) -> None:
    most = backup_files.KEEP_DAYS_MOST
    days = getattr(options, "keep_days", most)
    if not 1 <= days <= most:
        raise KioskError(
            f"--keep-days is {days}. Allowed: 1 to {most}.",
            to_do="What was erased on the wards may not live on in older backups.",
        )


def _back_up(means: CentralMeans, options: argparse.Namespace) -> int:
    now = means.clock.now()
    path: Path = options.file or means.settings.data / "backups"
    if options.file is None or path.is_dir():
        path /= backup_files.name_at(now)
    written = backup_files.write_file(path, means.storage.dump())
    print(f"{path}: {written:,} bytes.")
    gone = backup_files.forget_before(path.parent, backup_files.kept_since(now, options.keep_days))
    for old in gone:
        print(f"{old}: deleted, it is older than {options.keep_days} days.")
    means.storage.audit(now, WHO, "backup.taken", "", {"bytes": written, "deleted": len(gone)})
    return 0


def _restore(means: CentralMeans, options: argparse.Namespace) -> int:
    timeline = means.ids.new_id()
    means.storage.load(backup_files.read_file(options.file), timeline)
    logs = means.storage.all_logs()
    means.storage.audit(means.clock.now(), WHO, "backup.restored", "", {"timeline": timeline})
    print(f"Restored {sum(logs.values()):,} changes in {len(logs):,} logs.")
    print("Start central: boards send again what the backup does not have.")
    print("Devices that were revoked since the backup are let in again: revoke them now.")
    return 0


def _fail_over(means: CentralMeans) -> int:
    timeline = means.ids.new_id()
    means.storage.begin_timeline(timeline)
    means.storage.audit(means.clock.now(), WHO, "timeline.begun", "", {"timeline": timeline})
    print("A new timeline has begun: boards send again what the database does not have.")
    return 0


def _verify(means: CentralMeans) -> int:
    found = means.storage.contradictions()
    shown = list(islice(found, SHOWN_MOST))
    for contradiction in shown:
        print(contradiction)
    more = sum(1 for _ in found)
    if more:
        print(f"… and {more:,} more.")
    if shown:
        print("Restore a backup into a new database; boards send again what it does not have.")
        return 1
    print("Every hash, chain and number holds.")
    return 0
