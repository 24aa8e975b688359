"""The quick encoder and hashes say what RFC 8785 and the domain say."""

from dataclasses import replace

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.canonical import canonical, change_body, change_from_body, entry_hash, sha256
from tests.fakes.stores import SISTER, count, open_notes, write

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(VALUES)
@example({"\U0001f600": 1, "\uffff": 2})
@example([1.0, 1e21, 1e-7, -0.0, "\x7f\x1f\u2028é"])
def test_any_value_is_written_as_rfc_8785_says(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_a_change_that_was_read_is_written_word_for_word_and_a_changed_copy_anew(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = open_notes(tmp_path_factory.mktemp("store"))
    written = store.append([write("a", "Größe 1.5")], actor=SISTER).records[0].change
    store.close()
    body = change_body(written)

    read = change_from_body(body)
    changed = replace(read, boot_id="another")

    assert read == written
    assert change_body(read) is body
    assert changed.body is None
    assert sha256(change_body(changed)) == changed.hash != read.hash


def test_changes_and_entries_are_hashed_as_the_domain_does(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = open_notes(tmp_path_factory.mktemp("store"))
    for acts in ([write("a", "Größe 1.5")], [write("b", weight=0.1)], [count("a", 2)]):
        for record in store.append(acts, actor=SISTER).records:
            digest = sha256(change_body(record.change))
            assert digest == record.change.hash
            assert entry_hash(record.entry, digest) == record.entry.hash
    store.close()
