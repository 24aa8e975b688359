"""Nonce and token: fifteen minutes of trust for a board that signs with its own key."""

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.api.answers import packed
from kiosk.central.api.messages import read_message
from kiosk.central.api.refusing import Refused
from kiosk.central.api.wire import Wire, standing
from kiosk.central.devices.tokens import NONCE_S, BadToken
from kiosk.sync.protocol import TOKEN_S, Code, Nonce, NonceRequest, Token, TokenRequest

SMALL_BYTES = 4 * 1024


class Trust:
    """Gives out nonces and tokens."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def nonce(self, request: Request) -> Response:
        """Answer with something to sign; the storage is not asked, so that strangers cannot fill it."""
        asked = await read_message(request, NonceRequest, SMALL_BYTES)
        self._wire.crowds.asking_for_trust(address_of(request), asked.device)
        answer = Nonce(nonce=self._wire.tokens.nonce(asked.device), expires_s=NONCE_S)
        return packed(answer.model_dump_json().encode())

    async def token(self, request: Request) -> Response:
        """Answer a signed nonce with a token."""
        asked = await read_message(request, TokenRequest, SMALL_BYTES)
        self._wire.crowds.asking_for_trust(address_of(request), asked.device)
        token = await self._wire.workers.run(self._token, asked)
        answer = Token(token=token, expires_s=TOKEN_S)
        return packed(answer.model_dump_json().encode())

    def _token(self, asked: TokenRequest) -> str:
        device = standing(self._wire.devices.read(asked.device))
        try:
            self._wire.tokens.check_signed(
                device.id, device.public_key, asked.nonce, asked.signature
            )
        except BadToken as problem:
            message = "This is not what was to be signed, or not by this board's key."
            raise Refused(Code.TOKEN, message) from problem
        return self._wire.tokens.token(device.id)


def address_of(request: Request) -> str:
    """Return the address that asks; behind a proxy that is trusted, the one that the proxy names."""
    return request.client.host if request.client else ""
