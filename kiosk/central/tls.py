"""How boards and leaders reach central: with certificates of its own, a local authority, or plain HTTP at home."""

import os
import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kiosk.central.settings import CentralSettings
from kiosk.domain.errors import KioskError
from kiosk.host.files import write_atomically

if TYPE_CHECKING:
    import trustme

FOLDER: Final = "tls"
LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")
OWNER_ONLY: Final = 0o600


@dataclass(frozen=True, slots=True)
class Tls:
    """The files that the server presents; `authority` is what boards are told to trust, where they would not anyway."""

    certificate: Path
    key: Path
    authority: Path | None = None


def tls_of(settings: CentralSettings) -> Tls | None:
    """Return over what central speaks; None for plain HTTP, which is for this machine only.

    Raises:
        KioskError: files that are named are missing or no certificate, or plain HTTP would leave this machine.
    """
    if settings.certificate or settings.key:
        return _own(settings)
    if settings.dev_tls:
        return local_authority(settings)
    if not is_this_machine(settings.host):
        raise KioskError(
            f"Central does not speak plain HTTP at {settings.host}: names and cards would be open to the network.",
            to_do="Name --certificate and --key, or try it out with --dev-tls, or listen at 127.0.0.1 behind a proxy.",
        )
    return None


def is_this_machine(host: str) -> bool:
    """Tell whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def local_authority(settings: CentralSettings) -> Tls:
    """Return a certificate of a local authority, which is made once and kept; for trying out.

    Raises:
        KioskError: the authority that was kept cannot be read.
    """
    folder = settings.data / FOLDER
    authority = _authority(folder)
    named = urlsplit(settings.public_url).hostname
    names = dict.fromkeys((*LOCAL_NAMES, settings.host, socket.gethostname(), named or "localhost"))
    made = authority.issue_cert(*(name for name in names if name not in {"", "0.0.0.0", "::"}))  # noqa: S104 - not a name
    certificate, key = folder / "server.pem", folder / "server.key"
    write_atomically(certificate, b"".join(pem.bytes() for pem in made.cert_chain_pems))
    _write_secret(key, made.private_key_pem.bytes())
    return Tls(certificate, key, folder / "ca.pem")


def _authority(folder: Path) -> "trustme.CA":
    import trustme  # noqa: PLC0415 - a central with its own certificate does without

    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        try:
            return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
        except (OSError, ValueError) as problem:
            raise KioskError(
                f"The local authority in {folder} cannot be read.",
                to_do="Take the folder away; boards then need the new ca.pem.",
            ) from problem
    authority = trustme.CA(organization_name="Huddle central, for trying out")
    _write_secret(key, authority.private_key_pem.bytes())
    write_atomically(certificate, authority.cert_pem.bytes())
    return authority


def _write_secret(path: Path, body: bytes) -> None:
    """Write a file that nobody but its owner ever could read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _own(settings: CentralSettings) -> Tls:
    if not (settings.certificate and settings.key):
        raise KioskError(
            "TLS needs two files, and one is not named.", to_do="Name --certificate and --key."
        )
    tls = Tls(Path(settings.certificate).expanduser(), Path(settings.key).expanduser())
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            tls.certificate, tls.key
        )
    except (OSError, ssl.SSLError) as problem:
        raise KioskError(
            f"{tls.certificate} and {tls.key} are no certificate and its key: {problem.strerror}.",
            to_do="Both are PEM files; the certificate comes first, then those above it.",
        ) from problem
    return tls
