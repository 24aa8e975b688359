"""The key that this computer proves itself with: Ed25519, in a file of its own outside the database."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from typing_extensions import override

from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource

FILE_NAME: Final = "device.key"
ONLY_OWNER: Final = 0o600
KEY_LIMIT_BYTES: Final = 4_096
TO_BE_SIGNED: Final = "huddle-token-1:{device}:{nonce}"
TO_BE_SEALED: Final = "huddle-changes-1:{sha256}"


class BadKey(KioskError):  # noqa: N818 - said to a person, like every refusal
    """The file of the key cannot be read, or holds none."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair; the private half never leaves this value and its file."""

    key: Ed25519PrivateKey

    @property
    def public_hex(self) -> str:
        """The public half, raw, in hex."""
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, device: str, nonce: str) -> str:
        """Sign a nonce that central gave to a device; in hex."""
        return self.key.sign(TO_BE_SIGNED.format(device=device, nonce=nonce).encode()).hex()

    def seal(self, sha256: str) -> str:
        """Sign the hash of a file of changes; in hex."""
        return self.key.sign(TO_BE_SEALED.format(sha256=sha256).encode()).hex()

    @override
    def __repr__(self) -> str:
        return f"Credentials({self.public_hex[:8]}…)"


def known_credentials(path: Path) -> Credentials | None:
    """Return the credentials in a file, or None when there is none.

    Raises:
        BadKey: it cannot be read, or holds no such key.
    """
    try:
        with path.open("rb") as file:
            body = file.read(KEY_LIMIT_BYTES)
        key = load_pem_private_key(body, password=None)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _bad(path, f"cannot be read: {problem.strerror}") from problem
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise _bad(path, "holds no key") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise _bad(path, "holds another kind of key")
    return Credentials(key)


def credentials_at(path: Path, ids: IdSource) -> Credentials:
    """Return the credentials in a file; a new pair when there is none, readable by its owner alone.

    Raises:
        BadKey: the file cannot be read or written, or holds no such key.
    """
    known = known_credentials(path)
    if known is not None:
        return known
    made = Credentials(Ed25519PrivateKey.from_private_bytes(ids.new_key()))
    body = made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        _write(path, body)
    except FileExistsError:  # another program was first
        return credentials_at(path, ids)
    except OSError as problem:
        raise _bad(path, f"cannot be written: {problem.strerror}") from problem
    return made


def _write(path: Path, body: bytes) -> None:
    """Write a new file whole: under its name there is never half of a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        half.unlink()
        raise FileExistsError(path)
    half.replace(path)


def _bad(path: Path, problem: str) -> BadKey:
    return BadKey(
        f"{path} {problem}.",
        still_works="The board works as ever, and keeps everything.",
        to_do="IT mends the file, or takes it away and enrols this PC again.",
    )
