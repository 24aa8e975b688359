"""The machine's entropy: identities and keys."""

import secrets

import uuid6

KEY_BYTES = 32


class SystemIds:
    """Makes identities that sort by time, and random keys."""

    def new_id(self) -> str:
        """Return a new UUIDv7 as text (RFC 9562, section 5.7)."""
        return str(uuid6.uuid7())

    def new_key(self) -> bytes:
        """Return 32 random bytes."""
        return secrets.token_bytes(KEY_BYTES)
