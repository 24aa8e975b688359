"""The sides of a metric tile: what it can be turned to, and on which face."""

from dataclasses import replace

import pytest

from kiosk.domain.release_summaries import GapVerdict, ReleaseSummary
from kiosk.domain.wards import Ward
from kiosk.layouts.tiles import MetricTile
from kiosk.viewmodels.board_view import tile_view
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.tiles import BySide, MetricTileView
from tests.unit.viewmodels.sample_wards import SKIN, full_ward, node, pain_release, scene

TILE = MetricTile(id="skin", type="metric", metric="skin_checked_6h")


def sides_ward(*turned_on: str) -> Ward:
    """Return a ward whose metric is published by language, age and sex."""
    releases = {
        (SKIN.key, name): pain_release().model_copy(update={"metric": SKIN, "stratifier": name})
        for name in ("Language", "age", "sex")
    }
    return replace(full_ward(), releases=releases, node=node(shown_by=turned_on))


def sides(
    *turned_on: str, by: tuple[str, ...] | None = None, face: Face = Face.STAFF
) -> tuple[BySide, ...]:
    """Return the sides of a metric that is published by language, age and sex."""
    ward = sides_ward(*turned_on)
    view = tile_view(TILE.model_copy(update={"by": by}), scene(ward, face))
    assert isinstance(view, MetricTileView)
    return view.by


def names(found: tuple[BySide, ...]) -> list[str]:
    return [side.stratifier for side in found]


def test_a_tile_turns_through_what_is_published_and_turned_on() -> None:
    assert names(sides("age", "payer", "language")) == ["age", "language"]


def test_nothing_turned_on_means_nothing_to_turn_to() -> None:
    assert sides() == ()


def test_the_public_face_has_no_side_by_group() -> None:
    assert sides("age", "language", face=Face.PUBLIC) == ()


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("Language",), ["language"]),
        (("language", "age", "payer"), ["language", "age"]),
        ((), []),
    ],
)
def test_the_layout_may_name_the_sides_and_their_order(
    by: tuple[str, ...], expected: list[str]
) -> None:
    assert names(sides("age", "language", by=by)) == expected


def test_two_stratifiers_at_once_are_never_a_side() -> None:
    crossed = pain_release().model_copy(update={"metric": SKIN, "stratifier": "sex × age"})
    ward = replace(
        full_ward(), releases={(SKIN.key, "sex × age"): crossed}, node=node(shown_by=("sex_×_age",))
    )
    view = tile_view(TILE, scene(ward))
    assert isinstance(view, MetricTileView)
    assert view.by == ()


def test_a_side_says_by_what_it_is_and_whom_it_is_about() -> None:
    (side,) = sides("language")
    assert (side.button, side.spoken) == (
        "By language ›",
        "Skin checked in 6 h, %: show by language",
    )
    assert side.words == "by language"
    assert side.view.frame.subtitle == "Medicine service, not this ward alone"
    assert side.view.frame.title == "Skin checked in 6 h, %"


def test_a_tile_whose_layout_names_no_side_has_the_two_in_which_a_group_needs_us_most() -> None:
    summary = ReleaseSummary(
        metric=SKIN.key,
        title=SKIN.title,
        unit=SKIN.unit,
        value=SKIN.value,
        direction=SKIN.direction,
        verdict=GapVerdict.UNCHANGED,
    )
    declines = summary.model_copy(update={"verdict": GapVerdict.HIDDEN_DECLINE})
    widens = summary.model_copy(update={"verdict": GapVerdict.WIDENED})
    summaries = {
        (SKIN.key, "age"): summary,
        (SKIN.key, "sex"): declines,
        (SKIN.key, "Language"): widens,
    }
    ward = replace(sides_ward("age", "language", "sex"), summaries=summaries)

    view = tile_view(TILE, scene(ward))

    assert isinstance(view, MetricTileView)
    assert names(view.by) == ["sex", "language"]
    named = tile_view(TILE.model_copy(update={"by": ("age", "language", "sex")}), scene(ward))
    assert isinstance(named, MetricTileView)
    assert names(named.by) == ["age", "language", "sex"]
