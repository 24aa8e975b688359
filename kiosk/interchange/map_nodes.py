"""What a map says of the organisation and of privacy: the codes of wards, services and hospitals, and the profile."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    Strict,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from kiosk.domain.releases import Level
from kiosk.interchange.map_parts import Code, Part, Text, refusal

MOST_NODES = 1_000
MOST_PREDECESSORS = 20

Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]


class MappedNode(Part):
    """A ward, a service or a hospital.

    Attributes:
        title: its name, for boards that show its figures because their own are too small.
        level: ward, service or hospital.
        parent: the code of the node that it is a part of.
        predecessors: the codes of nodes of which it was merged or split.
    """

    title: Title = ""
    level: Level = Level.WARD
    parent: Code | None = None
    predecessors: Annotated[tuple[Code, ...], Field(max_length=MOST_PREDECESSORS)] = ()


class Nodes(Part):
    """Whom each row is about.

    Attributes:
        column: the column that holds the code of a node.
        list: "named" when no other code may occur than those under `named`; "found" when every code
            in the column is a node.
        level: of the nodes that are found.
        parent: of the nodes that are found.
        named: the nodes by their codes. One without rows of its own is the sum of its parts.
    """

    column: Text
    list: Literal["named", "found"] = "named"
    level: Level = Level.WARD
    parent: Code | None = None
    named: Annotated[
        dict[Code, MappedNode], Field(max_length=MOST_NODES, validate_default=True)
    ] = Field(default_factory=dict)

    @field_validator("named")
    @classmethod
    def _known_parents(
        cls, named: dict[str, MappedNode], info: ValidationInfo
    ) -> dict[str, MappedNode]:
        if info.data.get("list") == "named" and not named:
            raise refusal('name the nodes here, or say list = "found"')
        parents = [info.data.get("parent"), *(node.parent for node in named.values())]
        for parent in filter(None, parents):
            if parent not in named:
                raise refusal(f'the parent "{parent}" is not one of the nodes')
        for code in named:
            if code in _above(code, named):
                raise refusal(f'"{code}" is a part of itself')
        return named

    def node(self, code: str) -> MappedNode:
        """Return the node of a code that was found or named."""
        return self.named.get(code) or MappedNode(level=self.level, parent=self.parent)


def _above(code: str, named: Mapping[str, MappedNode]) -> Iterator[str]:
    parent = named[code].parent
    for _ in named:
        if parent is None or parent not in named:
            return
        yield parent
        parent = named[parent].parent


class Profile(Part):
    """Which counts are too small to publish: a profile by its name, or a hospital's own.

    Attributes:
        name: of a known profile; `local` for one's own.
        hidden_up_to: counts from 1 to this are hidden.
        rounded_to: all others are rounded to a multiple of this.
        narrowest: an interval that is left possible for a hidden count is at least so wide.
    """

    name: Literal["CMS", "NHS sub-national", "local"] = "local"
    hidden_up_to: Annotated[int | None, Strict(), Field(ge=1, le=1_000, validate_default=True)] = (
        None
    )
    rounded_to: Annotated[int, Strict(), Field(ge=1, le=1_000)] = 1
    narrowest: Annotated[int | None, Strict(), Field(ge=1, le=1_000)] = None

    @field_validator("hidden_up_to")
    @classmethod
    def _of_ones_own(cls, hidden_up_to: int | None, info: ValidationInfo) -> int | None:
        name = info.data.get("name")
        if name == "local" and hidden_up_to is None:
            raise refusal("a profile of your own says up to which count figures are hidden")
        if name not in {None, "local"} and hidden_up_to is not None:
            raise refusal(f"{name} has its own: leave it out, or leave the name out")
        return hidden_up_to

    @classmethod
    def default(cls) -> Self:
        """Return the default: CMS."""
        return cls(name="CMS")


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


ProfileByName = Annotated[Profile, BeforeValidator(_named)]
