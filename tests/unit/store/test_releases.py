"""Published figures, named by their content."""

import hashlib
from pathlib import Path

import pytest

from kiosk.store import releases
from kiosk.store.faults import TooLarge
from tests.fakes.stores import open_notes


def test_a_release_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    store = open_notes(tmp_path)
    first, second = store.put_release(b"falls"), store.put_release(b"ulcers")

    assert first == hashlib.sha256(b"falls").hexdigest()
    assert store.put_release(b"falls") == first
    assert store.releases() == [first, second]
    assert store.release(first) == b"falls"
    assert store.release("0" * 64) is None
    store.close()


def test_a_release_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "RELEASE_LIMIT_BYTES", 10)
    store = open_notes(tmp_path)
    store.put_release(b"x" * 10)

    with pytest.raises(TooLarge):
        store.put_release(b"x" * 11)

    assert len(store.releases()) == 1
    store.close()
