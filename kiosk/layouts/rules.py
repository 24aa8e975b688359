"""What makes a well-formed layout fit to show: distinct ids, places that fit, few enough tiles."""

from collections.abc import Iterator
from typing import Final

from kiosk.domain.nodes import plain_name
from kiosk.layouts.drafts import LayoutDraft, Place, Variant
from kiosk.layouts.findings import Finding, Path
from kiosk.layouts.tiles import DaysSinceTile, LanesTile, MetricTile

MOST_TILES_ON_A_WARD: Final = 7  # tier 1: more cannot be read at 4 m
MOST_TILES_ABOVE: Final = 9

POINTS: Final[dict[str, dict[str, str]]] = {
    "sqcdp": {
        "safety": "Safety",
        "quality": "Quality",
        "cost": "Cost",
        "delivery": "Delivery",
        "people": "People",
    },
    "value_compass": {
        "patient": "The patient",
        "quality": "Quality",
        "service": "Service",
        "affordability": "Affordability",
        "workplace": "Best place to work",
    },
}


def broken_rules(layout: LayoutDraft) -> tuple[Finding, ...]:
    """Every broken rule of a layout, in the order of the file's sections."""
    return (
        *_tiles_are_few_and_distinct(layout),
        *_points_belong_to_the_preset(layout),
        *_days_since_counts_one_thing(layout),
        *_buttons_serve_the_ward(layout),
        *_lanes_are_distinct(layout),
        *_sides_are_distinct(layout),
        *_every_tile_has_a_place(layout),
        *_places_fit(layout, "landscape", layout.landscape),
        *_places_fit(layout, "portrait", layout.portrait),
    )


def most_tiles(tier: int) -> int:
    """How many tiles a board of this tier may have."""
    return MOST_TILES_ON_A_WARD if tier == 1 else MOST_TILES_ABOVE


def _tiles_are_few_and_distinct(layout: LayoutDraft) -> Iterator[Finding]:
    most = most_tiles(layout.tier)
    if len(layout.tiles) > most:
        yield Finding(
            ("tiles", most),
            f"{len(layout.tiles)} tiles are too many to read: at most {most} on tier {layout.tier}",
        )
    seen: set[str] = set()
    for index, tile in enumerate(layout.tiles):
        if tile.id in seen:
            yield Finding(("tiles", index, "id"), "is the id of another tile already", tile.id)
        seen.add(tile.id)


def _points_belong_to_the_preset(layout: LayoutDraft) -> Iterator[Finding]:
    allowed = tuple(POINTS[layout.preset])
    words = f"is not a point of {layout.preset}"
    for point in layout.points:
        if point not in allowed:
            yield Finding(("points", point), words, point, allowed)
    for index, tile in enumerate(layout.tiles):
        if tile.point is not None and tile.point not in allowed:
            yield Finding(("tiles", index, "point"), words, tile.point, allowed)


def _days_since_counts_one_thing(layout: LayoutDraft) -> Iterator[Finding]:
    for index, tile in enumerate(layout.tiles):
        if isinstance(tile, DaysSinceTile):
            if (tile.metric is None) == (not tile.events):
                yield Finding(("tiles", index), "needs either metric or events, one of the two")
            elif tile.about and not tile.events:
                yield Finding(("tiles", index, "about"), "goes with events, not with a metric")


def _buttons_serve_the_ward(layout: LayoutDraft) -> Iterator[Finding]:
    if layout.tier == 1 and "raise" not in layout.actions:
        yield Finding(("actions",), 'must have "raise": a ward can always raise a card')
    yield from _repeats(("actions",), layout.actions)


def _lanes_are_distinct(layout: LayoutDraft) -> Iterator[Finding]:
    for index, tile in enumerate(layout.tiles):
        if isinstance(tile, LanesTile):
            yield from _repeats(("tiles", index, "lanes"), tile.lanes)


def _sides_are_distinct(layout: LayoutDraft) -> Iterator[Finding]:
    for index, tile in enumerate(layout.tiles):
        if isinstance(tile, MetricTile) and tile.by is not None:
            yield from _repeats(("tiles", index, "by"), tuple(map(plain_name, tile.by)))


def _repeats(path: Path, names: tuple[str, ...]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Finding((*path, index), "stands there twice", name)


def _every_tile_has_a_place(layout: LayoutDraft) -> Iterator[Finding]:
    for index, tile in enumerate(layout.tiles):
        if tile.id not in layout.landscape.places and tile.id not in layout.portrait.places:
            yield Finding(
                ("tiles", index, "id"),
                "has no place, neither in landscape.places nor in portrait.places",
                tile.id,
            )


def _places_fit(layout: LayoutDraft, name: str, variant: Variant) -> Iterator[Finding]:
    ids = tuple(tile.id for tile in layout.tiles)
    taken: dict[tuple[int, int], str] = {}
    for tile_id, place in variant.places.items():
        path = (name, "places", tile_id)
        if tile_id not in ids:
            yield Finding(path, "is not the id of a tile", tile_id, ids)
        elif not _inside(place, variant):
            yield Finding(path, _outside_words(place, variant))
        else:
            others = {taken[cell] for cell in _cells(place) if cell in taken}
            for other in sorted(others):
                yield Finding(path, f'covers the same cells as "{other}"')
            taken.update(dict.fromkeys(_cells(place), tile_id))


def _inside(place: Place, variant: Variant) -> bool:
    return place.left + place.columns <= len(variant.columns) and place.top + place.rows <= len(
        variant.rows
    )


def _outside_words(place: Place, variant: Variant) -> str:
    return (
        f"reaches to column {place.left + place.columns}, row {place.top + place.rows}, "
        f"outside the grid of {len(variant.columns)} by {len(variant.rows)}"
    )


def _cells(place: Place) -> list[tuple[int, int]]:
    columns = range(place.left, place.left + place.columns)
    rows = range(place.top, place.top + place.rows)
    return [(column, row) for column in columns for row in rows]
