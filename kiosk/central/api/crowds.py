"""How many may ask how often: rate limits for strangers, and a spread for everybody after an outage."""

from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from kiosk.central.api.refusing import Refused
from kiosk.central.api.workers import Spread
from kiosk.domain.clock import Clock
from kiosk.sync.protocol import Code

ENROL_PER_MINUTE: Final = 120
"""From one address: a fleet behind one router enrols in minutes, a guessed code takes ages."""
TOKEN_PER_MINUTE: Final = 12_000
"""From one address: nonces and tokens of a hospital behind one router."""
DEVICE_TOKENS_PER_MINUTE: Final = 20
HELLO_PER_S: Final = 40.0
HELLO_FREE: Final = 100
"""So many say hello at once before anybody is asked to wait."""
HELLO_MOST_S: Final = 120.0
SLOW_DOWN_S: Final = 60.0


class Crowds:
    """Rate limits of this process, and when a board that said hello should go on.

    Args:
        clock: tells the time.
        enrol_per_minute, token_per_minute: from one address.
    """

    def __init__(
        self,
        clock: Clock,
        enrol_per_minute: int = ENROL_PER_MINUTE,
        token_per_minute: int = TOKEN_PER_MINUTE,
    ) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._enrol = RateLimitItemPerMinute(enrol_per_minute, namespace="enrol")
        self._address = RateLimitItemPerMinute(token_per_minute, namespace="token")
        self._device = RateLimitItemPerMinute(DEVICE_TOKENS_PER_MINUTE, namespace="device")
        self._hello = Spread(clock, HELLO_PER_S, HELLO_FREE, HELLO_MOST_S)

    def enrolling(self, address: str) -> None:
        """Count a board that wants in.

        Raises:
            Refused: too many from this address.
        """
        self._count(self._enrol, address)

    def asking_for_trust(self, address: str, device: str) -> None:
        """Count a nonce or a token.

        Raises:
            Refused: too many from this address, or for this device.
        """
        self._count(self._address, address)
        self._count(self._device, device)

    def wait_after_hello_s(self) -> float:
        """Return how long the next board waits before the rest."""
        return round(self._hello.next_wait_s(), 1)

    def _count(self, limit: RateLimitItemPerMinute, who: str) -> None:
        if not self._limiter.hit(limit, who):
            message = "Too many at once. Central asks to wait a minute."
            raise Refused(Code.SLOW_DOWN, message, retry_after_s=SLOW_DOWN_S)
