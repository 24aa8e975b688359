"""How a board comes to belong to a node: by a code, by the fleet's list, or because somebody approved it."""

from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from kiosk.central.devices.aliases import Aliases
from kiosk.central.devices.codes import Admission, Codes
from kiosk.central.devices.device import Device, Devices, Standing, device_id
from kiosk.central.devices.fleets import Fleet
from kiosk.central.storage.protocol import Storage
from kiosk.domain.clock import Clock
from kiosk.domain.ids import IdSource

OFFER: Final = "offer"
NAME_LIMIT: Final = 40


class Nodes(Protocol):
    """What enrolment asks of the organisation."""

    def name(self, node: str) -> str | None:
        """Return what a node is called, or None when there is no such node."""
        ...

    def is_within(self, node: str, top: str) -> bool:
        """Tell whether a node is another or stands anywhere below it."""
        ...


@dataclass(frozen=True, slots=True)
class Applicant:
    """A board that wants in; the fields are those of the wire's `Enrol`."""

    code: str
    address: str
    public_key: str
    fingerprint: str
    hostname: str
    local_node: str | None
    offer: dict[str, Any] | None
    app: str


class Enrolment:
    """Lets boards in, approves those that wait, and takes boards out.

    Args:
        storage: where the audit log and offers are.
        devices, codes, aliases, fleet: the documents.
        nodes: the organisation.
        clock, ids: time and identities.
    """

    def __init__(
        self,
        storage: Storage,
        devices: Devices,
        aliases: Aliases,
        nodes: Nodes,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._storage = storage
        self._devices = devices
        self._aliases = aliases
        self._nodes = nodes
        self._clock = clock
        self._ids = ids
        self._codes = Codes(storage, clock, ids)
        self._fleet = Fleet(storage)

    def enrol(self, who: Applicant) -> Device | None:
        """Let a board in, or have it wait; None when its code does not let it.

        The same key asking again is answered alike, whatever has become of its code: the first answer may be lost.
        One that was taken out comes back with a new code, as the same device: what it wrote is still its own.
        """
        known = self._devices.by_key(who.public_key)
        if known is not None and known.standing is not Standing.REVOKED:
            return self._let_in_now(self.ran_alone(known, who.local_node), who)
        admission = self._codes.admit(who.code, who.address)
        if admission is None:
            return known
        node = self._node_for(admission, who.hostname)
        if known is not None:
            return self._back_again(known, who, node, admission)
        return self._new(who, node, admission)

    def _new(self, who: Applicant, node: str | None, admission: Admission) -> Device | None:
        device = Device(
            id=device_id(who.public_key),
            name=who.hostname.strip().partition(".")[0][:NAME_LIMIT] or self._devices.next_name(),
            public_key=who.public_key,
            node=node or "",
            standing=Standing.APPROVED if node else Standing.WAITING,
            hostname=who.hostname,
            fingerprint=who.fingerprint,
            app=who.app,
            local_node=who.local_node or "",
            code=admission.code,
            enrolled_at=self._devices.now(),
        )
        self._keep_offer(device, who)
        if not self._devices.add(device):
            return self._devices.by_key(who.public_key)
        self._note("device.enrolled" if node else "device.waits", device, "device")
        if node:
            self._belongs(device)
        return device

    def _let_in_now(self, known: Device, who: Applicant) -> Device:
        """Let a board that waits in at once where it brings a code for one board of a unit."""
        if known.standing is not Standing.WAITING:
            return known
        admission = self._codes.admit_one(who.code)
        if admission is None:
            return known
        return self.approve(replace(known, code=admission.code), admission.node, "device") or known

    def _back_again(
        self, known: Device, who: Applicant, node: str | None, admission: Admission
    ) -> Device | None:
        """Let a board in again that was taken out."""
        at = known.at(node or known.node)
        back = self._devices.change(
            known.id,
            node=at.node,
            leaves=at.leaves,
            standing=Standing.APPROVED if node else Standing.WAITING,
            fingerprint=who.fingerprint,
            code=admission.code,
            greet_again=True,
        )
        if back is None:
            return None
        self._note("device.enrolled" if node else "device.waits", back, "device")
        return self.ran_alone(back, who.local_node)

    def approve(self, device: Device, node: str, who: str) -> Device | None:
        """Let a waiting board in, or move a board to another node; return it as it is then.

        What people did at the node that it leaves still comes in there, until the board says that nothing is left.
        """
        approved = self._devices.change(
            device.id,
            node=node,
            leaves=device.at(node).leaves,
            standing=Standing.APPROVED,
            code=device.code,
            greet_again=True,
        )
        if approved is not None:
            self._note("device.approved", approved, who)
            self._move_offer(approved)
            self._belongs(approved)
        return approved

    def left(self, device: Device) -> Device:
        """Note that a board has nothing more for the units that it was moved from; it is its new unit's alone now."""
        now = self._devices.read(device.id)
        if now is None or now.greet_again or now.nodes != device.nodes:
            return now or device
        done = self._devices.change(device.id, leaves=()) or device
        self._note("device.left", done, "device")
        return done

    def ran_alone(self, device: Device, local_node: str | None) -> Device:
        """Note under which id a board runs alone until it is taken along: its store may be newer than its enrolment."""
        if not local_node or local_node == device.local_node:
            return device
        changed = self._devices.change(device.id, local_node=local_node, came_along=False)
        changed = changed or device
        if changed.standing is Standing.APPROVED:
            self._belongs(changed)
        return changed

    def revoke(self, device: Device, who: str) -> None:
        """Take a board out; its next request says so to it."""
        self._devices.change(device.id, standing=Standing.REVOKED)
        self._note("device.revoked", device, who)

    def _node_for(self, admission: Admission, hostname: str) -> str | None:
        if not admission.bulk:
            return admission.node
        listed = self._fleet.node_of(hostname)
        if listed is None or not self._nodes.is_within(listed, admission.node):
            return None
        return listed

    def _belongs(self, device: Device) -> None:
        """Note under which id the node ran alone at this board; the node's other boards are to hear of it."""
        local = device.local_node
        if local and self._nodes.name(local) is None and self._aliases.add(local, device.node):
            self._devices.greet_again(device.node, but=device.id)

    def _keep_offer(self, device: Device, who: Applicant) -> None:
        if who.offer:
            body = {"local_node": device.local_node, "offer": who.offer, "at": self._devices.now()}
            self._storage.put(OFFER, device.id, body, node=device.node)

    def _move_offer(self, device: Device) -> None:
        """Have an offer name the node that its board belongs to now."""
        offer = self._storage.get(OFFER, device.id)
        if offer is not None and offer.node != device.node:
            self._storage.put(OFFER, device.id, offer.body, node=device.node)

    def _note(self, what: str, device: Device, who: str) -> None:
        detail = {"node": device.node, "code": device.code}
        self._storage.audit(self._clock.now(), who, what, device.id, detail)
