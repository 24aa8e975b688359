"""Small messages packed with a dictionary: unpacked they are what they were, and never more than may be."""

import hashlib
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.packing import DICTIONARY, pack, unpack


@given(st.binary(max_size=2_000))
def test_what_is_unpacked_is_what_was_packed(body: bytes) -> None:
    assert unpack(pack(body), len(body)) == body


def test_a_change_takes_much_less_than_without_the_dictionary() -> None:
    change = {"actor": {"kind": "board", "person": None, "role": None}, "kind": "card.raised"}
    body = json.dumps({"entries": [{"change": change}]}, separators=(",", ":")).encode()

    assert len(pack(body)) * 2 < len(zlib.compress(body, 9))


def test_a_few_bytes_that_unpack_to_gigabytes_are_not_unpacked_further_than_the_limit() -> None:
    assert len(unpack(pack(bytes(10_000_000)), 1_000)) == 1_001


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"plain", id="not packed"),
        pytest.param(pack(b"{}")[:-1], id="cut"),
        pytest.param(pack(b"{}") + b"more", id="something behind"),
    ],
)
def test_what_cannot_be_unpacked_is_an_error(packed: bytes) -> None:
    with pytest.raises(ValueError, match="huddle-1"):
        unpack(packed, 1_000)


def test_the_dictionary_is_never_changed_under_its_name() -> None:
    digest = "ec0e67cde21025294845257b4eaad16cc477970f1bc757120bc95908a70e525c"
    assert hashlib.sha256(DICTIONARY).hexdigest() == digest
