"""Small messages read into the wire's models; the large ones are read by hand."""

from typing import TypeVar

from pydantic import ValidationError
from starlette.requests import Request

from kiosk.central.api.bodies import read_body
from kiosk.central.api.refusing import Refused
from kiosk.sync.protocol import BODY_LIMIT_BYTES, Code, Message

MessageT = TypeVar("MessageT", bound=Message)


async def read_message(
    request: Request, model: type[MessageT], limit: int = BODY_LIMIT_BYTES
) -> MessageT:
    """Return a request's message.

    Raises:
        Refused: it is not one; the answer names the fields, and quotes nothing.
    """
    body = await read_body(request, limit)
    try:
        return model.model_validate_json(body)
    except ValidationError as problem:
        fields = {".".join(str(part) for part in error["loc"][:2]) for error in problem.errors()}
        named = ", ".join(sorted(fields)[:5]) or "the body"
        message = f"This {model.__name__} cannot be read: {named}."
        raise Refused(Code.MALFORMED, message) from problem
