"""Identities sort by time and never repeat; keys are long enough."""

from uuid import UUID

from kiosk.host.ids import SystemIds


def test_new_ids_are_version_7_and_sort_as_they_are_made() -> None:
    ids = [SystemIds().new_id() for _ in range(200)]
    assert {UUID(one).version for one in ids} == {7}
    assert ids == sorted(set(ids))


def test_keys_are_32_bytes_and_differ() -> None:
    keys = {SystemIds().new_key() for _ in range(50)}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 50
