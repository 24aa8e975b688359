"""The key of this computer, and the file of its enrolment."""

import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.host.files import write_atomically
from kiosk.host.machine import linux_identity, machine_fingerprint
from kiosk.sync.acts import Request
from kiosk.sync.credentials import BadKey, credentials_at, known_credentials
from kiosk.sync.enrolment import (
    Applicant,
    BadEnrolment,
    Enrolment,
    EnrolmentFile,
    NotEnrolled,
    ask_to_enrol,
)
from kiosk.sync.events import Answer, Failure, Why
from kiosk.sync.protocol import Code, Enrolled, Nonce, Refusal
from tests.fakes.ids import SeededIds

WHO = Applicant("a" * 64, "this machine", "pc-17")
ASKED = Enrolment("https://central", code="ABCD-1234")


class Says:
    """A way to central on which always the same is answered."""

    def __init__(self, answer: Answer | Refusal | Failure) -> None:
        self.answer = answer

    def ask(self, request: Request, token: str | None) -> Answer | Refusal | Failure:
        """Answer."""
        del request, token
        return self.answer


def test_the_key_is_made_once_and_its_signature_holds(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    made = credentials_at(path, SeededIds())
    again = credentials_at(path, SeededIds("other"))

    assert again.public_hex == made.public_hex
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(made.public_hex))
    signature = bytes.fromhex(again.sign("device-a", "nonce"))
    public.verify(signature, b"huddle-token-1:device-a:nonce")
    public.verify(bytes.fromhex(made.seal("ab")), b"huddle-changes-1:ab")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such permissions")
def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    credentials_at(path, SeededIds())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["device.key"]


def test_the_private_half_is_in_no_text_of_the_credentials(tmp_path: Path) -> None:
    made = credentials_at(tmp_path / "device.key", SeededIds())

    assert made.key.private_bytes_raw().hex() not in repr(made)


def test_without_a_file_there_is_no_key(tmp_path: Path) -> None:
    assert known_credentials(tmp_path / "device.key") is None


@pytest.mark.parametrize("body", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_damaged_key_is_said_and_not_replaced(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "device.key"
    path.write_bytes(body)
    with pytest.raises(BadKey, match=r"device\.key"):
        credentials_at(path, SeededIds())
    assert path.read_bytes() == body


def test_an_enrolment_is_kept_and_read_again(tmp_path: Path) -> None:
    file = EnrolmentFile(tmp_path / "enrolment.json", write_atomically)
    assert file.read() is None
    waiting = ASKED.accepted(Enrolled(device="d", name="PC-0417", node=None))
    file.keep(waiting)

    assert file.read() == waiting
    assert waiting.waiting_words == "Waiting for IT: PC-0417"
    assert waiting.code == ASKED.code


def test_an_approved_enrolment_forgets_its_code() -> None:
    approved = ASKED.accepted(Enrolled(device="d", name="PC-0417", node="ward-1", timeline="t1"))

    assert approved.approved
    assert approved.code == ""


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"version": 2}', b'{"version": 1, "unknown": 1}', b"\xff"]
)
def test_a_damaged_enrolment_is_said(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "enrolment.json"
    path.write_bytes(body)
    with pytest.raises(BadEnrolment, match=r"enrolment\.json"):
        EnrolmentFile(path, write_atomically).read()


def test_central_lets_a_computer_in() -> None:
    says = Says(Enrolled(device="d", name="PC-0417", node="ward-1", timeline="t1"))

    assert ask_to_enrol(says, ASKED, WHO).name == "PC-0417"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Refusal(error=Code.NOT_PERMITTED, message="This code has ended."), "This code has ended"),
        (Refusal(error=Code.SLOW_DOWN, message="Too many."), "in a minute"),
        (Failure(Why.TLS), "certificate"),
        (Failure(Why.NO_NETWORK), "cannot be reached"),
        (Nonce(nonce="n", expires_s=1), "something else"),
    ],
)
def test_why_a_computer_is_not_let_in_is_said(
    answer: Answer | Refusal | Failure, words: str
) -> None:
    with pytest.raises(NotEnrolled, match=words):
        ask_to_enrol(Says(answer), ASKED, WHO)


@pytest.mark.parametrize(
    ("then", "copied"), [(None, False), ("this machine", False), ("another machine", True)]
)
def test_a_store_from_another_machine_is_a_copy(then: str | None, copied: bool) -> None:  # noqa: FBT001 - a case
    started = Enrolment("https://central", "d", approved=True).started(WHO, fingerprint_then=then)

    assert started.copied is copied
    assert started.application is None


def test_a_fingerprint_tells_machines_apart_and_gives_nothing_away() -> None:
    one, other = machine_fingerprint(lambda: "abc\n"), machine_fingerprint(lambda: "abd")

    assert one != other
    assert "abc" not in one
    assert machine_fingerprint(lambda: "abc") == one


def test_a_machine_without_an_id_has_no_fingerprint(tmp_path: Path) -> None:
    assert linux_identity((tmp_path / "none",), ()) == ""
    assert machine_fingerprint(lambda: "") == ""


def test_a_copied_disk_in_another_machine_has_another_identity(tmp_path: Path) -> None:
    machine, board, other = tmp_path / "id", tmp_path / "board", tmp_path / "other"
    machine.write_text("same")
    board.write_text("Dell")
    other.write_text("Lenovo")

    assert linux_identity((machine,), (board,)) != linux_identity((machine,), (other,))
