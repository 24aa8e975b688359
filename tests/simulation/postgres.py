"""A PostgreSQL server of our own, for tests and for runs that kill it; it runs as an ordinary user, and ends with us.

It listens on a socket in its folder, and on a port of the loopback where one is given. It ends with the process that
started it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian puts a folder for each version."""
OLDEST = 15
ORDINARY_USERS = ("postgres", "nobody")
"""Whom root becomes: the server refuses to run as root."""
START_S, STOP_S = 60.0, 60.0
PAUSE_S = 0.05

CAREFUL = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SMALL = {
    "shared_buffers": "64MB",
    "max_connections": "120",
    "max_wal_size": "512MB",
    "log_min_messages": "fatal",
    "logging_collector": "off",
    "jit": "off",
    "recovery_init_sync_method": "syncfs",
    "timezone": "UTC",
}


class NoPostgres(Exception):  # noqa: N818 - what is missing
    """There is no server to be had here, and why."""


class PostgresServer:
    """One server with its own data, in a folder of its own.

    Attributes:
        folder: where everything of it lies.
        port: on the loopback, or of its socket alone.
    """

    def __init__(self, *, port: int | None = None, durable: bool = True) -> None:
        """Make a new and empty server; it is not started yet.

        Args:
            port: on 127.0.0.1; None listens on the socket only.
            durable: whether it waits for the disk.

        Raises:
            NoPostgres: it is not installed, or cannot be started by this user.
        """
        self._programs = find_programs()
        self._user = ordinary_user()
        self._listens, self.port = port is not None, port or 5432
        self._settings = {**SMALL, **(CAREFUL if durable else QUICK)}
        self._process: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="huddle-pg-"))
        if self._user is not None:
            shutil.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        try:
            self._run(
                "initdb", "-D", str(self._data), "-U", "huddle", "--auth=trust", "--no-sync",
                "--encoding=UTF8", "--locale=C.UTF-8",
            )  # fmt: skip
        except NoPostgres:
            self.remove()
            raise

    def start(self) -> None:
        """Start it, and wait until it answers; after a crash it recovers first.

        Raises:
            NoPostgres: it did not come up.
        """
        address = "127.0.0.1" if self._listens else ""
        options = {**self._settings, "listen_addresses": address, "port": str(self.port)}
        options["unix_socket_directories"] = str(self.folder)
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._as_user("postgres", "-D", str(self._data), *words),
                stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                said = (self.folder / "log").read_text(errors="replace")[-2_000:]
                self.crash()
                raise NoPostgres(f"PostgreSQL did not start: {said}")
            time.sleep(PAUSE_S)

    def crash(self) -> None:
        """Stop it at once, as `pg_ctl -m immediate` does: nothing is written, the next start recovers."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """Kill it and everything that it started, as a power cut would, save for the disk."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it in order; whoever is connected is cut off."""
        self._end(signal.SIGINT)

    def remove(self) -> None:
        """Stop it, and delete its folder."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str = "postgres", *, port: int | None = None) -> str:
        """Return the address of a database.

        Args:
            database: its name.
            port: on the loopback, of the server or of a proxy before it; None is the socket.
        """
        if port is None:
            return f"postgresql://huddle@/{database}?host={self.folder}&port={self.port}"
        return f"postgresql://huddle@127.0.0.1:{port}/{database}"

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement outside of a transaction; return its rows."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another, and return its address."""
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def drop_database(self, name: str) -> None:
        """Delete a database; whoever is connected is cut off."""
        self.ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def dump_as_text(self, database: str) -> str:
        """Return a database as the SQL that makes it again."""
        words = ("-h", str(self.folder), "-p", str(self.port), "-U", "huddle", "--inserts")
        return self._run("pg_dump", *words, "--no-owner", database)

    def file(self, name: str) -> bytes:
        """Return a file of the server's data as it lies on the disk."""
        return (self._data / name).read_bytes()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if how is not signal.SIGKILL:
            process.send_signal(how)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                how = signal.SIGKILL
        if how is signal.SIGKILL:
            _kill_with_children(process)

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            self._as_user(program, *words), cwd=self.folder, capture_output=True, text=True,
            check=False, timeout=START_S,
        )  # fmt: skip
        if done.returncode:
            raise NoPostgres(f"{program} failed: {done.stderr[-2_000:]}")
        return done.stdout

    def _as_user(self, program: str, *words: str) -> Sequence[str]:
        command = ["setpriv", "--pdeathsig", "INT"]
        if self._user is not None:
            command += [f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}"]
            command += ["--clear-groups"]
        return [*command, str(self._programs / program), *words]


def _kill_with_children(process: subprocess.Popen[bytes]) -> None:
    """Kill a server and its processes, each of which has a session of its own, and wait until all are gone.

    Those that it leaves behind would end by themselves, but hold its shared memory until then: no server starts on it.
    """
    process.send_signal(signal.SIGSTOP)  # or it might begin another one meanwhile
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    children = [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
    process.kill()
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait(STOP_S)
    end = time.monotonic() + STOP_S
    while any(map(_lives, children)) and time.monotonic() < end:
        time.sleep(PAUSE_S)


def _lives(pid: int) -> bool:
    """Tell whether a process runs; one that waits for somebody to take note of its end does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def find_programs() -> Path:
    """Return the folder of the newest server's programs.

    Raises:
        NoPostgres: none is installed that is new enough.
    """
    versions = [
        int(path.name) for path in PROGRAMS.glob("[0-9]*") if (path / "bin/initdb").exists()
    ]
    newest = max(versions, default=0)
    if newest < OLDEST or shutil.which("setpriv") is None:
        raise NoPostgres(
            f"PostgreSQL {OLDEST} or newer is not installed; packaging/bootstrap.sh --tests does it."
        )
    return PROGRAMS / str(newest) / "bin"


def ordinary_user() -> pwd.struct_passwd | None:
    """Return whom to become; None when we are an ordinary user already.

    Raises:
        NoPostgres: we are root, and there is nobody to become.
    """
    if os.geteuid() != 0:
        return None
    for user in pwd.getpwall():
        if user.pw_name in ORDINARY_USERS:
            return user
    raise NoPostgres("PostgreSQL does not run as root, and there is no user to run it as.")
