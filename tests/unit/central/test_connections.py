"""What is said in one go leaves in one go, and nothing is held back when a connection ends."""

from typing import TYPE_CHECKING

from kiosk.central.connections import Joining

if TYPE_CHECKING:
    from collections.abc import Callable


class Line:
    """A transport that notes."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False
        self.later: list[Callable[[], None]] = []

    def write(self, data: bytes) -> None:
        """Note what is sent."""
        self.sent.append(data)

    def is_closing(self) -> bool:
        """Tell whether it has ended."""
        return self.closed

    def close(self) -> None:
        """End."""
        self.closed = True

    def turn(self) -> None:
        """Let the loop do what it was asked to."""
        for call in self.later:
            call()
        self.later.clear()


def joining(line: Line) -> Joining:
    return Joining(line, line.later.append)  # type: ignore[arg-type]


def test_the_head_and_the_body_of_an_answer_leave_together() -> None:
    line = Line()
    connection = joining(line)
    connection.write(b"head ")
    connection.write(b"body")
    line.turn()
    connection.write(b"next")
    line.turn()

    assert line.sent == [b"head body", b"next"]


def test_what_was_said_before_the_end_is_sent() -> None:
    line = Line()
    connection = joining(line)
    connection.write(b"goodbye")
    connection.close()
    line.turn()

    assert line.sent == [b"goodbye"]
    assert line.closed


def test_a_connection_that_was_cut_is_not_written_to() -> None:
    line = Line()
    connection = joining(line)
    connection.write(b"nobody hears this")
    line.closed = True
    line.turn()

    assert not line.sent
