"""The machine's clock is aware, and goes on."""

from datetime import UTC

from kiosk.host.clock import SystemClock


def test_the_clock_is_aware_and_goes_on() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.now() <= clock.now()
    assert clock.monotonic_s() <= clock.monotonic_s()
