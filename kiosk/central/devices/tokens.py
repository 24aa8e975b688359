"""Trust for fifteen minutes: a device signs something new with its key, and gets a token that any process can check.

Nothing here is remembered by a process: the secret is in the storage, a nonce carries its own proof, and a nonce that
was used is noted in the storage until it would have expired anyway.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.signer import HMACAlgorithm
from typing_extensions import override

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource
from kiosk.sync.protocol import TOKEN_S

NONCE_S: Final = 60
USED_NONCE: Final = "used_nonce"
PLAIN: Final = b"="
"""Before an id in a token that is no UUID."""
MAC_BYTES: Final = 16
"""Of a signature: half of SHA-256, as RFC 2104 allows; a token travels with every request."""


class BadToken(Exception):  # noqa: N818 - what it is
    """A token or a nonce is not ours, or has expired."""


class _HalfSha256(HMACAlgorithm):
    """HMAC-SHA-256, cut to its first half."""

    default_digest_method = staticmethod(hashlib.sha256)

    @override
    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:MAC_BYTES]


class _Signer(TimestampSigner):
    """Signs with central's own clock and SHA-256."""

    def __init__(self, secret: bytes, salt: str, now_s: Callable[[], int]) -> None:
        super().__init__(
            secret,
            salt,
            key_derivation="hmac",
            digest_method=hashlib.sha256,
            algorithm=_HalfSha256(),
        )
        self._now_s = now_s

    @override
    def get_timestamp(self) -> int:
        return self._now_s()


class Tokens:
    """Makes and checks nonces and tokens.

    Args:
        registry: where used nonces are noted.
        secret: what all processes of this central share.
        clock: tells the time.
        ids: makes what is signed.
    """

    def __init__(self, registry: Registry, secret: bytes, clock: Clock, ids: IdSource) -> None:
        self._registry = registry
        self._clock = clock
        self._ids = ids
        self._nonces = _Signer(secret, "huddle-nonce-1", self._now_s)
        self._tokens = _Signer(secret, "huddle-token-1", self._now_s)

    def nonce(self, device_id: str) -> str:
        """Return something that a device may sign within a minute."""
        return self._nonces.sign(f"{device_id}.{self._ids.new_key()[:16].hex()}").decode()

    def check_signed(self, device_id: str, public_key: str, nonce: str, signature: str) -> None:
        """Check a signed nonce, and use it up.

        Args:
            device_id: who signed.
            public_key: of the device, in hex.
            nonce: as `nonce` made it.
            signature: Ed25519 over `huddle-token-1:{device}:{nonce}`, in hex.

        Raises:
            BadToken: the nonce is not ours, too old or used, or the signature is not the device's.
        """
        signed_for = self._opened(self._nonces, nonce, NONCE_S).rpartition(".")[0]
        if signed_for != device_id:
            raise BadToken
        said = f"huddle-token-1:{device_id}:{nonce}".encode()
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
            key.verify(bytes.fromhex(signature), said)
        except (InvalidSignature, ValueError) as problem:
            raise BadToken from problem
        gone_at = self._clock.now() + timedelta(seconds=2 * NONCE_S)
        name = hashlib.sha256(nonce.encode()).hexdigest()
        try:
            self._registry.put(USED_NONCE, name, {}, expires_at=gone_at, expecting=0)
        except Changed as problem:
            raise BadToken from problem

    def token(self, device_id: str) -> str:
        """Return fifteen minutes of trust for a device."""
        return self._tokens.sign(_short(device_id)).decode()

    def device_of(self, token: str) -> str:
        """Return whose token it is.

        Raises:
            BadToken: it is not ours, or has expired.
        """
        return _long(self._opened(self._tokens, token, TOKEN_S))

    def _opened(self, signer: _Signer, text: str, lasts_s: int) -> str:
        try:
            return signer.unsign(text, max_age=lasts_s).decode()
        except (SignatureExpired, BadSignature, UnicodeError) as problem:
            raise BadToken from problem

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())


def _short(device_id: str) -> bytes:
    """Return an id as it stands in a token: 22 characters instead of 36 where it is a UUID, else marked."""
    try:
        name = UUID(device_id)
    except ValueError:
        return PLAIN + device_id.encode()
    return base64_encode(name.bytes) if str(name) == device_id else PLAIN + device_id.encode()


def _long(said: str) -> str:
    """Return the id that `_short` wrote."""
    plain = PLAIN.decode()
    if said.startswith(plain):
        return said[len(plain) :]
    return str(UUID(bytes=base64_decode(said)))
