"""Entering something once more, as of now: what a change said that the hospital's system did not take."""

from collections.abc import Mapping

from pydantic import ValidationError

from kiosk.domain.changes import Record
from kiosk.domain.entities import (
    Act,
    ChangeWithdrawn,
    Folded,
    Happened,
    Payload,
    State,
    TextErased,
    words_of,
)
from kiosk.domain.kinds import KINDS
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.services.refused import Refused

OF_ANY_KIND: Mapping[str, type[Payload]] = {WITHDRAWN: ChangeWithdrawn, ERASED: TextErased}
NEWER = "A newer program wrote that. It needs an update of this board."
GONE = "Its words were erased. Enter it anew."
UNREADABLE = "It cannot be read here either. Let it go, and enter it anew."
OFF_THE_BOARD = "That was taken off the board."


def act_again(record: Record, folded: Folded[State] | None) -> Act:
    """Return the act that a change recorded, if it still makes sense on what it is about.

    Args:
        record: the change with its words.
        folded: what it is about, as it stands now; None when nothing of it is there.

    Raises:
        Refused: it does not fit any more, cannot be read, or its words are gone.
    """
    change = record.change
    kind = KINDS.get(change.entity_kind)
    model = None if kind is None else OF_ANY_KIND.get(change.kind) or kind.payloads.get(change.kind)
    if kind is None or model is None or change.schema > 1:
        raise Refused(NEWER)
    if change.payload.get("words") and record.words is None:
        raise Refused(GONE)
    try:
        payload = model.model_validate(change.payload)
    except ValidationError as problem:
        raise Refused(UNREADABLE) from problem
    if folded is not None and folded.withdrawn is not None:
        raise Refused(OFF_THE_BOARD)
    if change.kind not in OF_ANY_KIND:
        happened = Happened(change, payload, change.occurred_at, words_of(record), ())
        state = None if folded is None else folded.state
        mark = kind.evolve(state, happened).mark
        if mark:
            raise Refused(f"That does not fit any more: {mark}.")
    return Act(change.entity, change.kind, payload, words_of(record))
