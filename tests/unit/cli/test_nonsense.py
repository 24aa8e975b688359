"""Nonsense on the command line: always a sentence that says what and where, never a traceback."""

from pathlib import Path

import pytest

from kiosk.cli import main

PLACE = "{}"
"""Stands for a folder of the test's own, with a file and a folder in it."""

REFUSED_WITH_ONE = [
    ["layouts", "check"],
    ["layouts", "check", "{}/none"],
    ["layouts", "check", "{}/folder"],
    ["layouts", "check", "{}/rubbish"],
    ["layouts", "schema", "{}/folder"],
    ["layouts", "schema", "{}/none/x.json"],
    ["snapshot", "--out", "{}/x.png", "--size", "0x0"],
    ["snapshot", "--out", "{}/x.png", "--size", "²x²"],
    ["snapshot", "--out", "{}/x.png", "--size", "99999x99999"],
    ["snapshot", "--out", "{}/x.png", "--size", "1920"],
    ["snapshot", "--out", "{}/x.png", "--layout", "nothing"],
    ["snapshot", "--out", "{}/x.png", "--layout", "{}/folder/"],
    ["snapshot", "--out", "{}/x.png", "--data", "{}/none"],
    ["snapshot", "--out", "{}/x.png", "--data", "{}/rubbish"],
    ["demo", "{}/rubbish"],
    ["demo", "{}/rubbish/sub"],
    ["import", "{}/none.csv", "--map", "{}/none.toml"],
    ["import", "{}/rubbish", "--map", "ae_attendances_england"],
    ["import", "{}/folder", "--map", "ae_attendances_england"],
    ["import", "{}/rubbish", "--map", "{}/folder"],
    ["pin", "reset", "--data", "{}/none"],
    ["verify", "{}/none"],
    ["verify", "{}/folder"],
    ["verify", "{}/rubbish"],
]
REFUSED_WITH_TWO = [
    ["nonsense"],
    ["--nonsense"],
    ["run", "--data"],
    ["try", "--theme", "pink"],
    ["layouts", "eat"],
    ["snapshot", "--out", "{}/x.png", "--at", "2026-13-45"],
    ["snapshot", "--out", "{}/x.png", "--at", "0001-01-01"],
    ["snapshot", "--out", "{}/x.png", "--at", "9999-12-31"],
    ["demo", "{}/new", "--seed", "x"],
    ["demo", "{}/new", "--until", "1970-01-01"],
    ["import"],
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "rubbish").write_bytes(bytes(range(256)) * 20)
    return tmp_path


@pytest.mark.parametrize("words", REFUSED_WITH_ONE, ids=" ".join)
def test_what_cannot_be_done_ends_with_one_and_a_sentence(
    place: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(place) for word in words]) == 1
    said = capsys.readouterr()
    assert len((said.out + said.err).split()) >= 3


@pytest.mark.parametrize("words", REFUSED_WITH_TWO, ids=" ".join)
def test_words_that_are_not_known_end_with_two(
    place: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([word.format(place) for word in words])
    assert left.value.code == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("size", ["x", "0x0", "axb", "-5x5", "1280x720x9", "99999999x9", ""])
def test_a_window_of_no_size_is_refused_before_anything_opens(
    place: Path,
    size: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HUDDLE_OFFSCREEN", "1")
    assert main(["run", "--data", str(place / "data"), f"--window={size}"]) == 1
    assert "is not a size" in capsys.readouterr().err
    assert not (place / "data").exists()
