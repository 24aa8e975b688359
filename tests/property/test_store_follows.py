"""Any repetition, any chunking and any restart gives the same state as one straight fold."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.entities import Act, ChangeWithdrawn, Folded, fold
from kiosk.domain.standing import WITHDRAWN
from tests.fakes.stores import NOTE, SISTER, WARD, Note, close, count, open_notes, write

SHARED = Log(WARD, LogKind.SHARED)
NAMES = st.sampled_from("abc")
ACTS = st.one_of(
    st.builds(write, NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
    st.builds(count, NAMES, st.integers(-5, 5)),
    st.builds(close, NAMES),
)


def straight(records: list[Record]) -> dict[str, Folded[Note]]:
    """Fold every entity of a log in one go."""
    entities = {record.change.entity for record in records}
    return {
        entity: fold(NOTE, entity, [r for r in records if r.change.entity == entity], WARD)
        for entity in entities
    }


@given(st.lists(st.lists(ACTS, min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_a_log_in_any_pieces_gives_the_state_of_one_straight_fold(
    bursts: list[list[Act]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        author = open_notes(Path(folder) / "author", seed="author", device="author")
        for acts in bursts:
            records = author.append(acts, actor=SISTER).records
            if data.draw(st.booleans(), label="undo"):
                undone = records[0].change
                undo = Act(undone.entity, WITHDRAWN, ChangeWithdrawn(change=undone.id))
                author.append([undo], actor=SISTER)
        log = author.records(SHARED)
        truth = straight(log)
        assert author.all_entities() == truth
        author.close()

        place = Path(folder) / "follower"
        follower = open_notes(place, seed="0", device="follower")
        follower.begin_timeline("central-1")
        while (cursor := follower.cursors().get(SHARED, 0)) < len(log):
            start = data.draw(st.integers(0, cursor), label="from")
            end = data.draw(st.integers(cursor + 1, len(log)), label="to")
            follower.receive(SHARED, log[start:end])
            if data.draw(st.booleans(), label="restart"):
                follower.close()
                follower = open_notes(place, seed=str(cursor), device="follower")
        assert follower.all_entities() == truth
        assert follower.records(SHARED) == log
        assert follower.verify() is None
        follower.close()
