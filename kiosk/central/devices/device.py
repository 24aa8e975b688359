"""A board as central knows it, and the documents that it is kept in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.central.storage.protocol import Changed, Registry
from kiosk.domain.clock import Clock, instant_from, instant_text
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import natural_id

DEVICE = "device"
DEVICE_SEEN = "device_seen"
DEVICE_COUNT = "device_count"

KNOWN_FOR_S = 5.0
"""For how long a process trusts what it read of a device: a revocation is heeded after that."""
KNOWN_LIMIT = 100_000
TRIES = 10
"""How often a document is put again when another process was faster."""


def device_id(public_key: str) -> str:
    """Return a device's id: the same for the same key, so that a board that a restored central forgot is itself."""
    return natural_id("device", public_key)


class Standing(StrEnum):
    """Whether a device may speak."""

    WAITING = "waiting"
    """It asked to be let in, and nobody has decided yet."""
    APPROVED = "approved"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Device:
    """A board that enrolled.

    Attributes:
        id: the name that it writes under.
        name: what IT calls it.
        public_key: Ed25519, raw, in hex.
        node: where it belongs, or empty while it waits.
        standing: whether it may speak.
        hostname: what it called itself, for the fleet's list.
        fingerprint: of the machine, hashed.
        app: its program's version.
        local_node: the node id under which it ran alone, or empty.
        code: the beginning of the hash of the code that let it in, for IT.
        enrolled_at: when it first asked.
        schema_newest: the newest version of payloads that it reads.
        greet_again: what it follows or is called has changed since its last hello.
        came_along: what it did while it ran alone has come in; it writes under its unit's name since.
        leaves: the units that it was moved from, until what people did there has come in.
    """

    id: str
    name: str
    public_key: str
    node: str = ""
    standing: Standing = Standing.WAITING
    hostname: str = ""
    fingerprint: str = ""
    app: str = ""
    local_node: str = ""
    code: str = ""
    enrolled_at: str = ""
    schema_newest: int = 1
    greet_again: bool = False
    came_along: bool = False
    leaves: tuple[str, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Device":
        """Read what `asdict` wrote."""
        known = {name: body[name] for name in cls.__dataclass_fields__ if name in body}
        leaves = tuple(body.get("leaves", ()))
        return cls(**{**known, "standing": Standing(body["standing"]), "leaves": leaves})

    @property
    def nodes(self) -> tuple[str, ...]:
        """Where it belongs, then the units that it has not done with yet."""
        return (self.node, *self.leaves)

    def at(self, node: str) -> "Device":
        """Return it as it belongs to a node; it leaves the one where it was, if it was let in there."""
        left = (self.node,) if self.node else ()
        leaves = tuple(dict.fromkeys(one for one in (*self.leaves, *left) if one != node))
        return replace(self, node=node, leaves=leaves)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a device was when it last said hello.

    Attributes:
        at: when.
        skew_ms: by which its clock was ahead of central's (negative: behind).
        health: pending, dead, sizes, uptime, trouble; nothing about a person.
        fingerprint_changed_at: when the machine under it was another one than before, or empty.
    """

    at: str = ""
    skew_ms: int = 0
    health: Mapping[str, Any] | None = None
    fingerprint_changed_at: str = ""

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Seen":
        """Read what `asdict` wrote."""
        return cls(**{name: body[name] for name in cls.__dataclass_fields__ if name in body})

    @property
    def when(self) -> datetime | None:
        """When, or None if it never said hello."""
        return instant_from(self.at) if self.at else None


class Devices:
    """Reads and writes devices; what was read lately is remembered for a few seconds.

    Safe for several threads and several processes: documents carry versions.
    """

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._known: dict[str, tuple[float, Device]] = {}

    def remembered(self, device_id: str) -> Device | None:
        """Return a device that was read in the last seconds, without asking the storage."""
        found = self._known.get(device_id)
        if found is None or self._clock.monotonic_s() - found[0] > KNOWN_FOR_S:
            return None
        return found[1]

    def read(self, device_id: str) -> Device | None:
        """Return a device as it is stored now, or None."""
        document = self._registry.get(DEVICE, device_id)
        if document is None:
            self._known.pop(device_id, None)
            return None
        device = Device.from_body(document.body)
        if len(self._known) >= KNOWN_LIMIT:
            self._known.clear()
        self._known[device_id] = self._clock.monotonic_s(), device
        return device

    def by_key(self, public_key: str) -> Device | None:
        """Return the device of a public key, or None."""
        return self.read(device_id(public_key))

    def add(self, device: Device) -> bool:
        """Keep a new device; False when it is here: of several who enrol with one key at once only one is added."""
        try:
            self._registry.put(DEVICE, device.id, asdict(device), node=device.node, expecting=0)
        except Changed:
            return False
        return True

    def change(self, device_id: str, **fields: Any) -> Device | None:
        """Change fields of a device; return it as it is then, or None when there is no such device."""
        for _ in range(TRIES):
            document = self._registry.get(DEVICE, device_id)
            if document is None:
                return None
            device = replace(Device.from_body(document.body), **fields)
            try:
                self._registry.put(
                    DEVICE,
                    device_id,
                    asdict(device),
                    node=device.node,
                    expecting=document.version,
                )
            except Changed:
                continue
            self._known.pop(device_id, None)
            return device
        raise Changed

    def all(self, *, node: str | None = None) -> list[Device]:
        """Return every device, or those of a node, by id."""
        found: list[Device] = []
        after = ""
        while page := self._registry.listed(DEVICE, node=node, after=after):
            found += [Device.from_body(document.body) for document in page]
            after = page[-1].key
        return found

    def find(self, name: str) -> list[Device]:
        """Return the devices of a name, a hostname, or an id or its beginning."""
        wanted = name.casefold()
        return [
            device
            for device in self.all()
            if wanted in {device.name.casefold(), device.hostname.casefold(), device.id}
            or (len(wanted) >= 8 and device.id.startswith(wanted))  # noqa: PLR2004 - enough of an id
        ]

    def greet_again(self, node: str, but: str = "") -> None:
        """Have the devices of a node say hello again: what they follow, or are called, has changed."""
        for device in self.all(node=node):
            if device.id != but and not device.greet_again:
                self.change(device.id, greet_again=True)

    def seen(self, device_id: str) -> Seen:
        """Return how a device was when it last said hello."""
        document = self._registry.get(DEVICE_SEEN, device_id)
        return Seen() if document is None else Seen.from_body(document.body)

    def see(self, device: Device, seen: Seen) -> None:
        """Keep how a device is."""
        self._registry.put(DEVICE_SEEN, device.id, asdict(seen), node=device.node)

    def next_name(self) -> str:
        """Return a name for a device that has none: `PC-0417`."""
        for _ in range(TRIES):
            document = self._registry.get(DEVICE_COUNT, "all")
            count = 1 + (0 if document is None else int(document.body["count"]))
            version = 0 if document is None else document.version
            try:
                self._registry.put(DEVICE_COUNT, "all", {"count": count}, expecting=version)
            except Changed:
                continue
            return f"PC-{count:04d}"
        raise Changed

    def now(self) -> str:
        """Return the instant as documents keep it."""
        return instant_text(self._clock.now())


def one_named(devices: Devices, said: str) -> Device:
    """Return the one device that somebody means.

    Raises:
        KioskError: there is none, or several.
    """
    found = devices.find(said)
    if not found:
        raise KioskError(f"There is no board {said!r}.", to_do="See `huddle-central devices`.")
    if len(found) > 1:
        raise KioskError(
            f"{len(found)} boards are called {said!r}.", to_do="Name one by its device id."
        )
    return found[0]
