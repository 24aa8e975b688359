"""A board layout that keeps the rules, and the JSON schema of layout files."""

from typing import Any, Final, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from kiosk.layouts.drafts import Action, LayoutDraft, Place, Preset, ThemeName, Variant
from kiosk.layouts.findings import RULES_BROKEN
from kiosk.layouts.rules import POINTS, broken_rules
from kiosk.layouts.tiles import Tile

__all__ = [
    "Action",
    "Layout",
    "Place",
    "Preset",
    "ThemeName",
    "Variant",
    "layout_schema",
]

JSON_SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class Layout(LayoutDraft):
    """A board's layout, complete and fit to show."""

    @model_validator(mode="after")
    def _keeps_the_rules(self) -> Self:
        found = broken_rules(self)
        if found:
            words = " ".join(finding.words for finding in found)
            raise PydanticCustomError(RULES_BROKEN, "{words}", {"words": words, "findings": found})
        return self

    def point_label(self, point: str) -> str:
        """The words for a point: the file's own, else the preset's."""
        return self.points.get(point, POINTS[self.preset][point])

    def tile(self, tile_id: str) -> Tile:
        """The tile of that id; KeyError when there is none."""
        for tile in self.tiles:
            if tile.id == tile_id:
                return tile
        raise KeyError(tile_id)


def layout_schema() -> dict[str, Any]:
    """The JSON schema of a layout file, for editors that complete and check TOML."""
    from kiosk.layouts.docstrings import describe_keys  # noqa: PLC0415 - no board needs it

    schema = Layout.model_json_schema()
    describe_keys(schema)
    return {"$schema": JSON_SCHEMA_DIALECT, **schema}
