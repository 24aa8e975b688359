"""What every storage keeps beside the logs: documents with versions, bodies, the audit log."""

from datetime import timedelta

import pytest

from kiosk.central.storage.protocol import (
    BLOB_LIMIT_BYTES,
    DOCUMENT_LIMIT_BYTES,
    Changed,
    Document,
    Storage,
    TooLarge,
)
from tests.fakes.clock import MONDAY_MORNING as NOW
from tests.fakes.clock import FixedClock

SOON = NOW + timedelta(minutes=10)


def test_a_document_comes_back_as_it_was_put(storage: Storage) -> None:
    body = {"name": "PC-0417", "seen": None, "logs": ["own", "shared"], "skew_ms": -3}

    assert storage.put("device", "pc-1", body, node="node:7e", expires_at=SOON) == 1

    assert storage.get("device", "pc-1") == Document("device", "pc-1", 1, "node:7e", body, SOON)
    assert storage.get("device", "pc-2") is None
    assert storage.get("code", "pc-1") is None


def test_putting_counts_versions(storage: Storage) -> None:
    assert [storage.put("device", "pc-1", {"n": n}) for n in range(3)] == [1, 2, 3]
    found = storage.get("device", "pc-1")
    assert found is not None
    assert (found.version, found.body) == (3, {"n": 2})


def test_an_unexpected_version_is_not_overwritten(storage: Storage) -> None:
    assert storage.put("device", "pc-1", {"n": 1}, expecting=0) == 1
    assert storage.put("device", "pc-1", {"n": 2}, expecting=1) == 2

    for expecting in (0, 1, 3):
        with pytest.raises(Changed):
            storage.put("device", "pc-1", {"n": 3}, expecting=expecting)
    with pytest.raises(Changed):
        storage.put("device", "pc-2", {}, expecting=1)

    found = storage.get("device", "pc-1")
    assert found is not None
    assert found.body == {"n": 2}


def test_a_document_that_has_expired_is_as_good_as_none(
    storage: Storage, clock: FixedClock
) -> None:
    storage.put("code", "AB12", {}, expires_at=SOON)
    clock.set(SOON)

    assert storage.get("code", "AB12") is None
    assert storage.listed("code") == []
    assert storage.take("code", "AB12", SOON) is None
    assert storage.put("code", "AB12", {"again": True}, expecting=0) == 1


def test_what_is_taken_is_given_once(storage: Storage) -> None:
    storage.put("code", "AB12", {"node": "7e"}, expires_at=SOON)

    taken = storage.take("code", "AB12", NOW)

    assert taken == Document("code", "AB12", 1, "", {"node": "7e"}, SOON)
    assert storage.take("code", "AB12", NOW) is None


def test_what_is_deleted_is_gone(storage: Storage) -> None:
    storage.put("account", "ann", {})

    assert storage.delete("account", "ann")
    assert not storage.delete("account", "ann")
    assert storage.get("account", "ann") is None


def test_documents_are_listed_by_key_and_node(storage: Storage) -> None:
    for key, node in (("pc-3", "a"), ("pc-1", "b"), ("PC-2", "a"), ("pc-é", "a")):
        storage.put("device", key, {}, node=node)
    storage.put("account", "pc-0", {}, node="a")

    def keys(node: str | None = None, after: str = "", limit: int = 1_000) -> list[str]:
        return [one.key for one in storage.listed("device", node=node, after=after, limit=limit)]

    assert keys() == ["PC-2", "pc-1", "pc-3", "pc-é"]
    assert keys(node="a") == ["PC-2", "pc-3", "pc-é"]
    assert keys(after="pc-1") == ["pc-3", "pc-é"]
    assert keys(limit=2) == ["PC-2", "pc-1"]


def test_a_document_is_kept_up_to_its_limit(storage: Storage) -> None:
    room = DOCUMENT_LIMIT_BYTES - len('{"text":""}')

    storage.put("settings", "all", {"text": "x" * room})
    with pytest.raises(TooLarge):
        storage.put("settings", "all", {"text": "x" * (room + 1)})

    found = storage.get("settings", "all")
    assert found is not None
    assert found.version == 1


def test_a_body_comes_back_byte_for_byte(storage: Storage) -> None:
    body = bytes(range(256)) * 3
    storage.put_blob("release", "a" * 64, body, at=NOW)

    assert storage.blob("release", "a" * 64) == body
    assert storage.blob("release", "b" * 64) is None
    assert storage.blob("upload", "a" * 64) is None


def test_the_same_name_again_replaces_a_body(storage: Storage) -> None:
    storage.put_blob("log", "pc-1", b"old", node="a", at=NOW)
    storage.put_blob("log", "pc-1", b"new", node="b", at=SOON)

    assert storage.blob("log", "pc-1") == b"new"
    assert storage.blob_names("log") == [("pc-1", SOON)]
    assert storage.blob_names("log", node="a") == []


def test_bodies_are_named_oldest_first(storage: Storage) -> None:
    for minutes, name, node in ((2, "b", "n"), (1, "c", "n"), (3, "a", "m")):
        storage.put_blob("upload", name, b"", node=node, at=NOW + timedelta(minutes=minutes))

    assert [name for name, _ in storage.blob_names("upload")] == ["c", "b", "a"]
    assert storage.blob_names("upload", node="m") == [("a", NOW + timedelta(minutes=3))]
    assert storage.delete_blob("upload", "a")
    assert not storage.delete_blob("upload", "a")
    assert storage.blob_names("upload", node="m") == []


def test_a_body_over_the_limit_is_refused(storage: Storage) -> None:
    with pytest.raises(TooLarge):
        storage.put_blob("log", "pc-1", bytes(BLOB_LIMIT_BYTES + 1), at=NOW)

    assert storage.blob_names("log") == []


def test_what_has_expired_is_deleted(storage: Storage, clock: FixedClock) -> None:
    storage.put("code", "AB12", {}, expires_at=SOON)
    storage.put("code", "CD34", {}, expires_at=SOON + timedelta(minutes=1))
    storage.put("code", "EF56", {})
    storage.put_blob("upload", "raw", b"1", at=NOW, expires_at=SOON)
    storage.put_blob("upload", "kept", b"1", at=NOW)
    clock.set(SOON)
    assert storage.blob("upload", "raw") is None
    assert [name for name, _ in storage.blob_names("upload")] == ["kept"]

    assert storage.expire(SOON) == 2

    assert storage.expire(SOON) == 0
    assert [document.key for document in storage.listed("code")] == ["CD34", "EF56"]


def test_audit_lines_are_shown_newest_first(storage: Storage) -> None:
    for minutes, what in enumerate(("made a code", "enrolled", "revoked")):
        storage.audit(NOW + timedelta(minutes=minutes), "it", what, "pc-1", {"n": minutes})

    lines = storage.audited()

    assert [line["what"] for line in lines] == ["revoked", "enrolled", "made a code"]
    assert lines[-1] == {
        "at": NOW,
        "who": "it",
        "what": "made a code",
        "about": "pc-1",
        "detail": {"n": 0},
    }
    assert [line["what"] for line in storage.audited(limit=1)] == ["revoked"]
    since = storage.audited(since=NOW + timedelta(minutes=1))
    assert [line["what"] for line in since] == ["revoked", "enrolled"]
