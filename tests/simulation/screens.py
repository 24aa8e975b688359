"""What a person sees at a board while things happen (SYNC.md, *Invariants*), looked at after every write."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.changes import Record
from kiosk.domain.ids import entity_kind

if TYPE_CHECKING:
    from kiosk.store.meta import Identity
    from tests.simulation.kiosks import Kiosk

EDITED: Final = "card.edited"


class Screen:
    """The cards of one board as they were last shown.

    Attributes:
        wrong: what should not have been seen.
    """

    def __init__(self, kiosk: "Kiosk") -> None:
        self._kiosk = kiosk
        self._whose: Identity | None = None
        self._settled: set[str] = set()
        self._loose: set[str] = set()
        self._buried: Counter[str] = Counter()
        self._versions: dict[str, int] = {}
        self._edits: dict[str, tuple[str, str]] = {}
        self.wrong: list[str] = []

    def begin(self) -> None:
        """Be switched on: what is shown is what the disk has, however old it is."""
        self._versions.clear()
        self._edits.clear()
        self._whose = None

    def wrote(self, records: Sequence[Record]) -> None:
        """Remember what people wrote here last."""
        for record in records:
            change = record.change
            if change.kind == EDITED and record.words is not None:
                self._edits[change.entity] = (change.id, record.words.fields["sentence"])
            elif entity_kind(change.entity) == "card":
                self._edits.pop(change.entity, None)

    def buried(self, entity: str) -> None:
        """A change that central will never take leaves the screen, and is on the sheet instead."""
        self._buried[entity] += 1

    def show(self, changed: Iterable[Any]) -> None:
        """Look at the cards that something changed."""
        store = self._kiosk.store
        assert store is not None
        if store.identity != self._whose:
            if self._whose is None or store.identity.timeline != self._whose.timeline:
                self._versions.clear()
                self._loose.clear()
            self._whose = store.identity
            self._settled.clear()
        for folded in changed:
            if entity_kind(folded.id) == "card":
                self._look_at_version(folded.id, folded.version)
                self._look_at_own_edit(folded)

    def _look_at_version(self, card: str, version: int) -> None:
        before = self._versions.get(card, 0)
        if version < before and self._buried[card]:
            self._buried[card] -= 1
            before -= 1
        if version < before and card not in self._loose:
            self._say(f"{card} went back from version {before} to {version}")
        self._versions[card] = version
        self._loose.discard(card)
        if card in self._settled:
            return
        if self._hangs_over(card):
            self._loose.add(card)
        else:
            self._settled.add(card)

    def _hangs_over(self, card: str) -> bool:
        """Tell whether others' changes are shown that were confirmed on an older timeline, and on no newer one yet.

        Only another timeline, another name or another disk brings that about.
        """
        store = self._kiosk.store
        assert store is not None
        device = store.identity.device
        history = store.history(card)
        return any(one.seq is None and one.entry.device != device for one in history)

    def _look_at_own_edit(self, folded: Any) -> None:
        """An own edit is what is shown until it has come back: then its place in the log decides."""
        store = self._kiosk.store
        change_id, sentence = self._edits.get(folded.id, ("", ""))
        if store is None or not change_id or change_id in folded.marks or folded.state is None:
            return
        record = store.record(change_id)
        if record is None or record.seq is not None or record.words is None:
            del self._edits[folded.id]
        elif folded.state.sentence != sentence:
            self._say(f"{folded.id} does not show what was written here")

    def _say(self, what: str) -> None:
        self.wrong.append(f"{self._kiosk.name}: {what}")
