"""An organisation of a few wards that all stand under one hospital, for tests of the wire."""

from collections.abc import Callable

from kiosk.domain.changes import Change, Log, LogKind

HOSPITAL = "node:0190a000-0000-7000-8000-0000000000f0"
WARD = "node:0190a000-0000-7000-8000-000000000001"
NEXT_WARD = "node:0190a000-0000-7000-8000-000000000002"
NAMES = {HOSPITAL: "St Elsewhere", WARD: "Ward 7", NEXT_WARD: "Ward 8"}


class FewWards:
    """Two wards: each follows its own logs, the other's shared one, and the hospital's configuration."""

    def __init__(self) -> None:
        self.hidden: set[Log] = set()
        """Logs that nobody follows any more."""

    def name(self, node: str) -> str | None:
        """Return what a node is called."""
        return NAMES.get(node)

    def follows(self, node: str) -> tuple[Log, ...]:
        """Return the logs that a node's boards follow."""
        logs = [Log(node, kind) for kind in LogKind]
        logs.append(Log(HOSPITAL, LogKind.CONFIG))
        logs += [Log(other, LogKind.SHARED) for other in (WARD, NEXT_WARD) if other != node]
        return tuple(log for log in logs if log not in self.hidden)

    def is_within(self, node: str, top: str) -> bool:
        """Tell whether a node is another or stands below it."""
        return node == top or (top == HOSPITAL and node in NAMES)

    def forget(self) -> None:
        """Remember nothing anyway."""

    def refusals(self, node: str, log: Log) -> Callable[[Change], str | None]:
        """Let boards write for themselves, but not how the hospital is set up."""

        def refused(change: Change) -> str | None:
            if log.node == node and change.kind != "node.defined":
                return None
            return "This board may not write that."

        return refused
