"""A layout that cannot be read from the huddle is refused, in words."""

import pytest

from kiosk.layouts.loader import LayoutError, load_layout
from tests.unit.layouts.samples import SOUND, changed


def refusal(text: str) -> str:
    with pytest.raises(LayoutError) as refused:
        load_layout(text, name="ward.toml")
    return str(refused.value)


def many_tiles(tier: int, count: int) -> str:
    tiles = "".join(f'[[tiles]]\nid = "t{n}"\ntype = "answers"\n' for n in range(count))
    places = "".join(f"t{n} = {{ column = {n + 1}, row = 1 }}\n" for n in range(count))
    grid = f"columns = {[1] * count}\nrows = [1]\n"
    return (
        f'title = "Many"\ntier = {tier}\npreset = "sqcdp"\n{tiles}'
        f"[landscape]\n{grid}[landscape.places]\n{places}"
        f"[portrait]\n{grid}[portrait.places]\n{places}"
    )


@pytest.mark.parametrize(("tier", "most"), [(1, 7), (2, 9), (6, 9)])
def test_a_board_has_no_more_tiles_than_can_be_read(tier: int, most: int) -> None:
    assert len(load_layout(many_tiles(tier, most)).tiles) == most
    words = f"{most + 1} tiles are too many to read: at most {most} on tier {tier}"
    assert words in refusal(many_tiles(tier, most + 1))


def test_two_tiles_on_the_same_cells_are_refused() -> None:
    text = changed("skin = { column = 2, row = 1 }", "skin = { column = 1, row = 1, columns = 2 }")
    line = 'ward.toml:21: landscape.places.skin: covers the same cells as "agenda".'
    assert refusal(text) == line


@pytest.mark.parametrize("place", ["column = 3, row = 1", "column = 2, row = 1, columns = 2"])
def test_a_tile_outside_the_grid_is_refused(place: str) -> None:
    text = changed("skin = { column = 2, row = 1 }", f"skin = {{ {place} }}")
    line = (
        "ward.toml:21: landscape.places.skin: reaches to column 3, row 1, "
        "outside the grid of 2 by 1."
    )
    assert refusal(text) == line


def test_a_tile_may_stand_in_one_variant_only() -> None:
    text = changed("skin = { column = 1, row = 2 }\n", "")
    assert "skin" not in load_layout(text).portrait.places


def test_a_tile_without_any_place_is_refused() -> None:
    text = changed("skin = { column = 1, row = 2 }\n", "")
    text = changed("skin = { column = 2, row = 1 }\n", "", text)
    assert refusal(text) == (
        'ward.toml:10: tiles[2].id: "skin" has no place, '
        "neither in landscape.places nor in portrait.places."
    )


def test_a_place_for_no_tile_names_the_nearest_tile() -> None:
    text = changed("skin = { column = 2, row = 1 }", "skim = { column = 2, row = 1 }")
    assert refusal(text) == (
        'ward.toml:21: landscape.places.skim: "skim" is not the id of a tile. '
        'Allowed: agenda, skin. Did you mean "skin"?'
    )


def test_an_id_stands_once() -> None:
    text = changed('id = "skin"', 'id = "agenda"')
    assert 'ward.toml:10: tiles[2].id: "agenda" is the id of another tile already.' in refusal(text)


def test_points_belong_to_the_preset() -> None:
    assert 'Did you mean "quality"?' in refusal(changed('point = "quality"', 'point = "qualty"'))
    assert '"workplace" is not a point of sqcdp' in refusal(
        changed("\n[landscape]", '\n[points]\nworkplace = "Work"\n\n[landscape]')
    )


@pytest.mark.parametrize("settings", ["", 'metric = "falls_with_harm"\nevents = ["harm"]'])
def test_days_since_counts_a_metric_or_events_and_not_both(settings: str) -> None:
    text = changed('type = "agenda"', f'type = "days_since"\n{settings}')
    assert "tiles[1]: needs either metric or events" in refusal(text)


def test_days_since_narrows_events_only() -> None:
    metric = 'type = "days_since"\nmetric = "falls_with_harm"\nabout = ["fall"]'
    assert "goes with events" in refusal(changed('type = "agenda"', metric))
    events = 'type = "days_since"\nevents = ["harm"]\nabout = ["fall"]'
    assert load_layout(changed('type = "agenda"', events)).tiles[0].type == "days_since"


def test_a_ward_can_always_raise_a_card() -> None:
    text = f'actions = ["idea"]\n{SOUND}'
    assert 'must have "raise"' in refusal(text)
    assert load_layout(changed("tier = 1", "tier = 3", text)).actions == ("idea",)


def test_a_button_and_a_lane_stand_once() -> None:
    assert 'actions[3]: "raise" stands there twice' in refusal(
        f'actions = ["raise", "idea", "raise"]\n{SOUND}'
    )
    lanes = 'type = "lanes"\nlanes = ["raised", "raised"]'
    assert 'tiles[1].lanes[2]: "raised" stands there twice' in refusal(
        changed('type = "agenda"', lanes)
    )


def test_the_huddle_is_not_started_from_a_layout() -> None:
    assert '"start_huddle" is not known' in refusal(f'actions = ["raise", "start_huddle"]\n{SOUND}')


def test_a_metric_turns_to_each_side_once_however_it_is_spelt() -> None:
    text = changed('id = "skin"', 'id = "skin"\nby = ["age band", "language", "Age_band"]')
    assert 'tiles[2].by[3]: "age_band" stands there twice' in refusal(text)
