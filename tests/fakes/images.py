"""Pictures of a store's folder, taken while it works: what a kill at that very moment would leave on the disk."""

import sqlite3
from itertools import pairwise
from pathlib import Path

STEPS_BETWEEN_PICTURES = 40
"""How many steps of SQLite's virtual machine pass between two pictures inside a statement."""

PIECES_OF_A_WRITE = 12
"""At how many places a write is torn."""


class Camera:
    """Copies the folder before every statement, and again and again inside long ones.

    What a process has written is in the system's hands and outlives it, so the bytes that another
    reader sees at a moment are those that a SIGKILL at that moment leaves.

    Attributes:
        images: each different picture: file names and what was in them.
    """

    def __init__(self) -> None:
        self.images: list[dict[str, bytes]] = []
        self._folder: Path | None = None

    def connect(self, path: Path) -> sqlite3.Connection:
        """Return a connection that is watched."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.set_trace_callback(self._before_statement)
        connection.set_progress_handler(self._inside_statement, STEPS_BETWEEN_PICTURES)
        return connection

    def watch(self, folder: Path) -> None:
        """Begin to take pictures of a folder."""
        self._folder = folder
        self.take()

    def rest(self) -> None:
        """Take the last picture."""
        self.take()
        self._folder = None

    def take(self) -> None:
        """Take a picture, if anything is different from the last one."""
        if self._folder is None:
            return
        image = {path.name: path.read_bytes() for path in self._folder.iterdir() if path.is_file()}
        if not self.images or image != self.images[-1]:
            self.images.append(image)

    def _before_statement(self, _sql: str) -> None:
        self.take()

    def _inside_statement(self) -> int:
        self.take()
        return 0


def torn_writes(images: list[dict[str, bytes]]) -> list[dict[str, bytes]]:
    """Return the pictures with those in between, where a file was written only in part.

    Args:
        images: pictures in the order in which they were taken.
    """
    whole = images[:1]
    for before, after in pairwise(images):
        for name in sorted(after):
            old, new = before.get(name, b""), after[name]
            step = max(len(new) // PIECES_OF_A_WRITE, 1)
            whole += [
                {**before, name: new[:cut] + old[cut:]}
                for cut in range(step, len(new), step)
                if len(old) <= len(new) and new[:cut] != old[:cut]
            ]
        whole.append(after)
    return whole


def lay_out(image: dict[str, bytes], folder: Path) -> None:
    """Write what a picture shows into an empty folder."""
    folder.mkdir(parents=True)
    for name, body in image.items():
        (folder / name).write_bytes(body)
