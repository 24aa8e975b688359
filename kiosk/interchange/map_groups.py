"""What a map says of groups: the column, the words on the board, and what is a reason instead of a group."""

from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints, ValidationInfo, field_validator

from kiosk.domain.releases import GroupRole
from kiosk.interchange.map_parts import MOST_GROUPS, Label, Part, Text, Texts, Value, refusal

MOST_WHERE = 5


class Groups(Part):
    """What the figures are split by.

    Attributes:
        column: the column that holds the group.
        stratifier: what the groups are, as a board's layout names them ("language"); a set's own name
            for it where it is left out.
        labels: the words on the board for each value in the column, in their order on the board.
        set: id and version of a shipped stratifier set ("omb_spd15@2024"); its codes and names are
            understood, its words and roles used, and `labels` add to them or change them.
        preset: a choice of the set's groups; the others are put together, and never added up where
            people can be in several.
        publish_as: id and version of another set that the set has a crosswalk to; figures are
            published by that one. A group that the crosswalk does not move is not understood.
        roles: which values are no group of people: declined, not_known or missing.
        where: the rows that are split in this way, when a file holds several splits one under
            another: each of these columns has (one of) these values.
        add_up: whether nobody is in two groups.
        total: the value in the column that stands for everyone; without it, groups are added up.
        reference: the words of a group that the others are compared with; left out, it is the goal, else
            the best group that can be relied on. It is never the largest group as such.
        reference_reason: why that group; a reference needs it.
    """

    column: Text
    stratifier: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    labels: Annotated[dict[Value, Label], Field(max_length=MOST_GROUPS)] = Field(
        default_factory=dict
    )
    set: Annotated[Label | None, Field(validate_default=True)] = None
    preset: Label | None = None
    publish_as: Label | None = None
    roles: Annotated[
        dict[Value, Literal["declined", "not_known", "missing"]], Field(max_length=MOST_GROUPS)
    ] = Field(default_factory=dict)
    where: Annotated[dict[Text, Texts], Field(max_length=MOST_WHERE)] = Field(default_factory=dict)
    add_up: Annotated[bool, Strict()] = True
    total: Annotated[Value | None, Field(validate_default=True)] = None
    reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    reference_reason: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=120), Field(validate_default=True)
    ] = ""

    @field_validator("set")
    @classmethod
    def _labels_from_somewhere(cls, named: str | None, info: ValidationInfo) -> str | None:
        if named is None and not info.data.get("labels", True):
            raise refusal("name a shipped set here, or the groups under labels")
        if named is None and not info.data.get("stratifier", True):
            raise refusal("name a shipped set here, or what the groups are as stratifier")
        return named

    @field_validator("preset", "publish_as")
    @classmethod
    def _of_a_set(cls, named: str | None, info: ValidationInfo) -> str | None:
        if named is not None and info.data.get("set") is None:
            raise refusal("name the set that it belongs to as set")
        if named is not None and info.data.get("preset") is not None:
            raise refusal("say one of preset and publish_as")
        return named

    @field_validator("roles")
    @classmethod
    def _roles_of_labels(cls, roles: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        labels = info.data.get("labels", {})
        unknown = [value for value in roles if value not in labels]
        if unknown and info.data.get("set") is None:
            raise refusal(f'"{unknown[0]}" is not one of the labels')
        return roles

    @field_validator("total")
    @classmethod
    def _total_of_its_own(cls, total: str | None, info: ValidationInfo) -> str | None:
        if total is None and info.data.get("add_up") is False:
            raise refusal("groups that overlap cannot be added up, so name the row of everyone")
        if total is not None and total in info.data.get("labels", {}):
            raise refusal("it is one of the labels too")
        return total

    @field_validator("reference")
    @classmethod
    def _one_of_the_groups(cls, name: str, info: ValidationInfo) -> str:
        labels = info.data.get("labels", {})
        if name and info.data.get("set") is None and name not in labels.values():
            raise refusal(f'"{name}" is not the words of one of the labels')
        return name

    @field_validator("reference_reason")
    @classmethod
    def _reason_for_a_reference(cls, reason: str, info: ValidationInfo) -> str:
        if info.data.get("reference") and not reason:
            raise refusal("say why the others are compared with that group")
        return reason

    def value_of(self, text: str) -> str | None:
        """Return the value of the map that a text in a file means, or None; the names of a set in any capitals."""
        if text in self.labels:
            return text
        small = text.casefold()
        return small if self.set is not None and small in self.labels else None

    def values_to_name(self) -> list[str]:
        """Return the values that a wrong one may have meant: of a set one for each group, and the row of everyone."""
        first = {label: value for value, label in reversed(self.labels.items())}
        values = list(self.labels) if self.set is None else [*reversed(first.values())]
        return values if self.total is None else [*values, self.total]

    def roles_by_label(self) -> dict[str, GroupRole]:
        """Return what stands under the names that are no groups of people."""
        return {
            self.labels[value]: GroupRole(role)
            for value, role in self.roles.items()
            if value in self.labels
        }
