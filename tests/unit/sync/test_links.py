"""Addresses as people type, scan and paste them; and nothing that would be sent in clear."""

import pytest

from kiosk.sync.links import CODE_LEAST, CODE_MOST, LINK_LIMIT, BadLink, Link, read_code, read_link
from kiosk.sync.protocol import Enrol

GOOD = {
    "huddle:https://central.example#ABCD-EFGH": Link("https://central.example", "ABCD-EFGH"),
    "HUDDLE:HTTPS://CENTRAL.EXAMPLE:8443#ABCD": Link("https://central.example:8443", "ABCD"),
    "  https://central.example/ ": Link("https://central.example"),
    "central.example": Link("https://central.example"),
    "central.example:8443#abcd": Link("https://central.example:8443", "abcd"),
    "Https://central.example/huddle/": Link("https://central.example/huddle"),
    "http://127.0.0.1:8443": Link("http://127.0.0.1:8443"),
    "http://[::1]:8443": Link("http://[::1]:8443"),
}


@pytest.mark.parametrize(("text", "link"), GOOD.items())
def test_an_address_is_read_however_it_was_typed(text: str, link: Link) -> None:
    assert read_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#ABCD",
        "http://central.example",
        "ftp://central.example",
        "https://",
        "https://user:secret@central.example",
        "https://central.example:port",
        "https://central.example?x=1",
        "https://[::1",
        "central.example#abc",
    ],
)
def test_what_is_no_safe_address_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadLink) as refused:
        read_link(text)
    assert refused.value.to_do


def test_a_link_survives_the_way_through_a_qr_code() -> None:
    link = Link("https://central.example:8443", "ABCD-EFGH")
    assert read_link(link.text) == link


def test_limits_of_an_address_and_a_code() -> None:
    host = "c" * (LINK_LIMIT - len("https://"))
    assert read_link(f"https://{host}").central.endswith(host)
    with pytest.raises(BadLink):
        read_link(f"https://{host}c")
    assert read_code(" AB CD ") == "ABCD"
    assert read_code("A" * CODE_MOST) == "A" * CODE_MOST
    for wrong in ("A" * (CODE_LEAST - 1), "A" * (CODE_MOST + 1)):
        with pytest.raises(BadLink):
            read_code(wrong)


def test_the_wire_takes_the_same_codes() -> None:
    (least, most) = Enrol.model_fields["code"].metadata
    assert (least.min_length, most.max_length) == (CODE_LEAST, CODE_MOST)
