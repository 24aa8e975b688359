"""The shipped layouts: sound, all different, and current with their schema and catalogue."""

import json
from pathlib import Path
from typing import get_args

import pytest

from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.loader import Known, available_layouts, check_layout, load_layout, write_schema
from kiosk.layouts.schema import Layout, Variant, layout_schema
from kiosk.layouts.tiles import DaysSinceTile, Tile

ROOT = Path(__file__).parents[3]
LAYOUTS = ROOT / "board_layouts"
CATALOGUE = load_catalogue(ROOT / "assets" / "catalogue")
KNOWN = Known(
    metrics=[metric.id for metric in CATALOGUE.metrics],
    stratifiers=["language", "ethnicity", "department type"],
)
NAMES = (
    "emergency_department",
    "hospital_tier3",
    "perioperative",
    "service_tier2",
    "ward_sqcdp",
    "ward_value_compass",
)


def layout_named(name: str) -> Layout:
    return load_layout(LAYOUTS / f"{name}.toml")


def reading_order(variant: Variant) -> list[str]:
    places = variant.places
    return sorted(places, key=lambda tile: (places[tile].top, places[tile].left))


def test_six_layouts_are_shipped() -> None:
    assert tuple(available_layouts(LAYOUTS)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_is_sound_and_names_only_known_metrics(name: str) -> None:
    assert check_layout(LAYOUTS / f"{name}.toml", KNOWN) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_fills_its_grid_both_ways_up(name: str) -> None:
    layout = layout_named(name)
    for variant in (layout.landscape, layout.portrait):
        covered = sum(place.columns * place.rows for place in variant.places.values())
        assert covered == len(variant.columns) * len(variant.rows)
        assert set(variant.places) == {tile.id for tile in layout.tiles}


@pytest.mark.parametrize("name", NAMES)
def test_every_tile_of_a_shipped_layout_is_tagged_with_a_point(name: str) -> None:
    layout = layout_named(name)
    assert all(tile.point and layout.point_label(tile.point) for tile in layout.tiles)


@pytest.mark.parametrize("name", NAMES)
def test_the_agenda_comes_first_both_ways_up(name: str) -> None:
    layout = layout_named(name)
    assert reading_order(layout.landscape)[0] == "agenda"
    assert reading_order(layout.portrait)[0] == "agenda"


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_says_how_to_check_it_and_where_its_schema_is(name: str) -> None:
    text = (LAYOUTS / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ./layout.schema.json\n")
    assert f"huddle-kiosk layouts check {name}.toml" in text


def test_no_two_shipped_layouts_are_alike() -> None:
    contents = [
        frozenset((tile.type, getattr(tile, "metric", None)) for tile in layout.tiles)
        for layout in available_layouts(LAYOUTS).values()
    ]
    assert len(set(contents)) == len(contents)


def test_every_type_of_tile_is_used_somewhere() -> None:
    union = get_args(Tile)[0]
    offered = {get_args(kind.model_fields["type"].annotation)[0] for kind in get_args(union)}
    used = {tile.type for layout in available_layouts(LAYOUTS).values() for tile in layout.tiles}
    assert used == offered


def test_event_types_in_shipped_layouts_are_in_the_catalogue() -> None:
    for layout in available_layouts(LAYOUTS).values():
        for tile in layout.tiles:
            if isinstance(tile, DaysSinceTile):
                known = {
                    choice.id
                    for kind in tile.events
                    for choice in CATALOGUE.kind_of_event(kind).types
                }
                assert set(tile.about) <= known


def test_days_since_tiles_show_metrics_that_count_events() -> None:
    for layout in available_layouts(LAYOUTS).values():
        for tile in layout.tiles:
            if isinstance(tile, DaysSinceTile) and tile.metric:
                metric = CATALOGUE.metric(tile.metric)
                assert metric is not None
                assert metric.events is not None


def test_the_shipped_schema_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "layout.schema.json"
    write_schema(fresh)
    shipped = LAYOUTS / "layout.schema.json"
    assert shipped.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), (
        "run: make layouts-schema"
    )


def test_the_schema_explains_every_setting() -> None:
    definitions = {"Layout": layout_schema()} | layout_schema()["$defs"]
    for name, definition in definitions.items():
        for key, setting in definition.get("properties", {}).items():
            assert setting.get("description"), f"{name}.{key} has no description"
    assert json.dumps(layout_schema())
