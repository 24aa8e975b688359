"""Layouts that central gave: kept as files, named by their titles, replaced when they change."""

from pathlib import Path

from kiosk.app.given_layouts import GivenLayouts
from kiosk.host.resources import resource_folder
from kiosk.layouts.loader import load_layout

SHIPPED = (resource_folder("board_layouts") / "ward_sqcdp.toml").read_text()
TITLE = load_layout(SHIPPED).title


def test_a_given_layout_is_a_file_that_can_be_shown(tmp_path: Path) -> None:
    given = GivenLayouts(tmp_path / "layouts")
    assert given.path("icu") is None
    assert given.take({"icu": SHIPPED})
    path = given.path("icu")
    assert path is not None
    assert load_layout(path).title == TITLE
    assert given.titles == {"icu": TITLE}
    assert not given.take({"icu": SHIPPED})


def test_a_changed_layout_replaces_the_file_and_one_taken_back_is_not_there(tmp_path: Path) -> None:
    given = GivenLayouts(tmp_path)
    given.take({"icu": SHIPPED})
    assert given.take({"icu": SHIPPED.replace(TITLE, "Another")})
    assert given.titles == {"icu": "Another"}
    path = given.path("icu")
    assert path is not None
    assert "Another" in path.read_text()
    assert given.take({})
    assert given.path("icu") is None


def test_a_layout_that_cannot_be_shown_is_not_offered_and_explained_when_it_is_asked_for(
    tmp_path: Path,
) -> None:
    given = GivenLayouts(tmp_path)
    given.take({"icu": "title = 7"})
    assert given.titles == {}
    assert given.path("icu") == tmp_path / "icu.toml"


def test_where_nothing_can_be_written_the_board_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    given = GivenLayouts(tmp_path / "file")
    given.take({"icu": SHIPPED})
    assert given.path("icu") is None
