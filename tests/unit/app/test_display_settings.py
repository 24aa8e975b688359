"""How the board looks is written into IT's settings file, and nothing else in it changes."""

from pathlib import Path

import pytest

from kiosk.app.display_settings import SettingsNotKept, keep_display
from kiosk.config import FILE_NAME, Settings, read_settings
from kiosk.services.refused import Refused

WRITTEN_BY_IT = """\
# Ward 7 East, ask extension 5555 before you change this
idle_return_s = 90.0  # they asked for longer
theme = "light"
"""


def test_a_choice_is_written_down_and_read_at_the_next_start(tmp_path: Path) -> None:
    settings = keep_display(Settings(data=tmp_path), {"theme": "dark"})
    settings = keep_display(settings, {"left_reach": "true"})
    settings = keep_display(settings, {"motion": "false"})
    assert (settings.theme, settings.left_reach, settings.motion) == ("dark", True, False)
    assert read_settings({"data": tmp_path}, {}) == settings


def test_comments_and_other_lines_stay(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(WRITTEN_BY_IT, encoding="utf-8")
    keep_display(Settings(data=tmp_path), {"theme": "contrast"})
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert written == WRITTEN_BY_IT.replace('"light"', '"contrast"')


@pytest.mark.parametrize(
    "choices", [{"theme": "pink"}, {"left_reach": "perhaps"}, {"data": "elsewhere"}]
)
def test_what_cannot_be_chosen_is_refused_and_writes_nothing(
    tmp_path: Path, choices: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        keep_display(Settings(data=tmp_path), choices)
    assert not (tmp_path / FILE_NAME).exists()


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(SettingsNotKept, match="could not be written down"):
        keep_display(Settings(data=in_the_way), {"theme": "dark"})


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("theme = [", encoding="utf-8")
    with pytest.raises(SettingsNotKept):
        keep_display(Settings(data=tmp_path), {"theme": "dark"})
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "theme = ["
