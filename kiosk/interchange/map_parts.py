"""What every piece of a map is made of: frozen, strict about its keys, with refusals in words."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

MOST_GROUPS = 60


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Value = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
"""What stands in a column; it may be empty."""
Texts = Annotated[
    tuple[Value, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=MOST_GROUPS)
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
"""A publisher's code of a ward, a service or a hospital."""


def refusal(words: str) -> PydanticCustomError:
    """Return what a validator raises; the words follow "is not right: "."""
    return PydanticCustomError("map_rule", "{words}", {"words": words})


class Part(BaseModel):
    """A frozen piece of the map; a key it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
