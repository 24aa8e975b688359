"""A board always has a layout to show, whatever the file holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.layouts.files import MOST_BYTES
from kiosk.layouts.loader import (
    Known,
    LayoutError,
    available_layouts,
    check_layout,
    load_layout,
    open_layout,
    write_schema,
)
from kiosk.layouts.schema import layout_schema
from tests.unit.layouts.samples import SOUND, changed


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    path = tmp_path / "ward.toml"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def last_good(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "last_good.toml"


@pytest.fixture
def default(tmp_path: Path) -> Path:
    path = tmp_path / "default.toml"
    path.write_text(changed("Small board", "Default board"), encoding="utf-8")
    return path


def problem_in(path: Path) -> str:
    with pytest.raises(LayoutError) as refused:
        load_layout(path)
    return str(refused.value)


def test_a_file_and_its_text_give_the_same_layout(ward: Path) -> None:
    assert load_layout(ward) == load_layout(SOUND)
    assert check_layout(ward) == ()


def test_checking_a_wrong_file_gives_its_problems(ward: Path) -> None:
    ward.write_text(changed("tier = 1", "tier = 9"), encoding="utf-8")
    assert [problem.key for problem in check_layout(ward)] == ["tier"]


def test_a_tile_is_had_by_its_id() -> None:
    layout = load_layout(SOUND)
    assert layout.tile("skin").type == "metric"
    with pytest.raises(KeyError):
        layout.tile("cross")


def test_the_file_may_give_a_point_other_words() -> None:
    layout = load_layout(changed("\n[landscape]", '\n[points]\nsafety = "Safe"\n\n[landscape]'))
    assert layout.point_label("safety") == "Safe"
    assert layout.point_label("quality") == "Quality"


def test_a_file_saved_by_a_windows_editor_is_read(ward: Path) -> None:
    ward.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert load_layout(ward) == load_layout(SOUND)


def test_a_file_that_is_not_utf_8_names_the_line(ward: Path) -> None:
    ward.write_bytes(changed("Small board", "Café").encode("latin-1"))
    assert problem_in(ward).startswith("ward.toml:1: The file is not saved as UTF-8")
    ward.write_bytes(SOUND.encode("utf-16"))
    assert "not saved as UTF-8" in problem_in(ward)


def test_a_missing_an_empty_and_a_huge_file_are_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "ward.toml"
    assert problem_in(path) == "ward.toml: There is no such file."
    path.write_text(" \n\n")
    assert problem_in(path) == "ward.toml: The file is empty."
    path.write_bytes(b"#" * 10_000_000)
    assert problem_in(path) == f"ward.toml: The file is larger than {MOST_BYTES // 1024} KiB."


def test_a_file_at_the_limit_is_read(ward: Path) -> None:
    ward.write_text(SOUND + "#" * (MOST_BYTES - len(SOUND)))
    assert load_layout(ward).title == "Small board"


def test_a_folder_and_a_file_without_permission_are_said_in_words(tmp_path: Path) -> None:
    assert "This is a folder, not a file." in problem_in(tmp_path)
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    assert problem_in(loop).startswith("loop.toml: ")


def test_a_name_that_no_disk_takes_is_said_in_words(tmp_path: Path) -> None:
    assert "The file cannot be read: " in problem_in(tmp_path / f"{'x' * 300}.toml")


def test_a_zero_byte_in_the_file_is_said_in_words(ward: Path) -> None:
    ward.write_bytes(b'title = "a\x00b"\n')
    assert "This is not TOML" in problem_in(ward)


def test_a_sound_layout_opens_and_is_kept(ward: Path, last_good: Path, default: Path) -> None:
    layout, problem = open_layout(ward, last_good, default)
    assert layout.title == "Small board"
    assert problem is None
    assert load_layout(last_good) == layout
    assert [path.name for path in last_good.parent.iterdir()] == ["last_good.toml"]


def test_a_bad_layout_opens_the_last_good_one(ward: Path, last_good: Path, default: Path) -> None:
    open_layout(ward, last_good, default)
    ward.write_text(changed('type = "metric"', 'type = "metrc"'), encoding="utf-8")
    layout, problem = open_layout(ward, last_good, default)
    assert layout.title == "Small board"
    assert problem == (
        'ward.toml, line 11: tiles[2].type "metrc" is not known. Did you mean "metric"? '
        "Showing the last good layout."
    )


def test_without_a_good_copy_the_default_opens(ward: Path, last_good: Path, default: Path) -> None:
    ward.write_text("title = ")
    layout, problem = open_layout(ward, last_good, default)
    assert layout.title == "Default board"
    assert problem is not None
    assert problem.endswith("Showing the usual layout.")
    assert not last_good.exists()


def test_without_any_file_a_plain_board_opens(tmp_path: Path) -> None:
    nowhere = tmp_path / "no.toml"
    layout, problem = open_layout(nowhere, nowhere, nowhere)
    assert [tile.type for tile in layout.tiles] == ["agenda", "lanes"]
    assert problem == "no.toml: There is no such file. Showing a plain layout."


def test_a_damaged_good_copy_is_passed_over(ward: Path, last_good: Path, default: Path) -> None:
    last_good.parent.mkdir()
    last_good.write_bytes(b"\xff\xfe")
    ward.unlink()
    assert open_layout(ward, last_good, default).layout.title == "Default board"


def test_a_good_copy_that_cannot_be_written_costs_nothing_else(ward: Path, default: Path) -> None:
    below_a_file = ward / "last_good.toml"
    layout, problem = open_layout(ward, below_a_file, default)
    assert layout.title == "Small board"
    assert problem is None


def test_the_good_copy_follows_the_file(ward: Path, last_good: Path, default: Path) -> None:
    open_layout(ward, last_good, default)
    ward.write_text(changed("Small board", "New board"), encoding="utf-8")
    open_layout(ward, last_good, default)
    assert load_layout(last_good).title == "New board"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_stop_the_board(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    path = folder / "ward.toml"
    path.write_bytes(data)
    layout, problem = open_layout(path, folder / "good.toml", folder / "default.toml")
    assert layout.tiles
    assert problem


@given(st.data())
def test_no_edit_of_a_sound_file_stops_the_board(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(SOUND)))
    end = data.draw(st.integers(start, min(len(SOUND), start + 12)))
    edit = data.draw(st.text(alphabet="[]{}=\"'\\#,.\n 1ax", max_size=6))
    folder = tmp_path_factory.mktemp("layouts")
    path = folder / "ward.toml"
    path.write_text(SOUND[:start] + edit + SOUND[end:], encoding="utf-8")
    layout, problem = open_layout(path, folder / "good.toml", folder / "default.toml")
    assert layout.tiles
    assert problem is None or problem.startswith("ward.toml")


def test_available_layouts_leave_out_what_cannot_be_shown(ward: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("title = ")
    (tmp_path / "words.txt").write_text("no layout")
    found = available_layouts(ward.parent)
    assert list(found) == ["ward"]
    assert found["ward"].title == "Small board"
    assert available_layouts(tmp_path / "nowhere") == {}


def test_the_schema_is_written_as_json(tmp_path: Path) -> None:
    path = tmp_path / "layout.schema.json"
    write_schema(path)
    assert json.loads(path.read_text(encoding="utf-8")) == layout_schema()
    assert path.read_bytes().endswith(b"}\n")


def test_a_side_of_a_metric_that_nobody_publishes_is_named_with_its_line() -> None:
    text = changed('id = "skin"', 'id = "skin"\nby = ["language", "langauge"]')
    known = Known(stratifiers=["language", "age"])
    with pytest.raises(LayoutError, match=r'by\[2\]: "langauge" is not known.*"language"'):
        load_layout(text, known)
