"""Which machine this is: a fingerprint that a copied disk does not bring along, and the name IT gave it."""

import hashlib
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

MACHINE_IDS: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
HARDWARE_IDS: Final = (Path("/sys/class/dmi/id/board_vendor"), Path("/sys/class/dmi/id/board_name"))
"""What anybody may read of the hardware; serial numbers are root's, and not wanted."""
PURPOSE: Final = "huddle-kiosk machine 1"
HOSTNAME_LIMIT: Final = 255


def machine_fingerprint(said: Callable[[], str] | None = None) -> str:
    """Return the hash of what the operating system calls this machine, or empty text where it has no name for it.

    A machine id is confidential (machine-id(5)): only a hash of it, made for this purpose, leaves this function.

    Args:
        said: how the machine is asked; by default as its operating system does it.
    """
    name = (said or _said)().strip()
    return hashlib.sha256(f"{PURPOSE}\x00{name}".encode()).hexdigest() if name else ""


def hostname() -> str:
    """Return the name of this machine in its network."""
    return socket.gethostname()[:HOSTNAME_LIMIT]


def linux_identity(
    ids: tuple[Path, ...] = MACHINE_IDS, hardware: tuple[Path, ...] = HARDWARE_IDS
) -> str:
    """Return what tells this machine from one that its disk was copied to: the system's id and the main board.

    Network cards are left out: docks and random addresses come and go.
    """
    machine = next(filter(None, map(_text, ids)), "")
    return "\x00".join([machine, *map(_text, hardware)]) if machine else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


if sys.platform == "win32":
    import winreg

    def _said() -> str:
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE,
                r"SOFTWARE\Microsoft\Cryptography",
                access=winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

else:

    def _said() -> str:
        return linux_identity()
