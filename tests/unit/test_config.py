"""Settings: where they may come from, in which order, and what is said about one that cannot be."""

from pathlib import Path

import pytest

from kiosk.config import read_settings
from kiosk.host.settings import SettingError


def test_a_flag_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "dark"\nundo_s = 5\nmotion = false\n')
    environment = {"HUDDLE_DATA": str(tmp_path), "HUDDLE_THEME": "contrast", "HUDDLE_UNDO_S": "7"}
    settings = read_settings({"theme": "light", "layout": None}, environment)
    assert (settings.theme, settings.undo_s, settings.motion) == ("light", 7.0, False)
    assert settings.data == tmp_path


def test_without_any_word_the_defaults_stand(tmp_path: Path) -> None:
    settings = read_settings({"data": str(tmp_path)}, {})
    assert (settings.layout, settings.idle_return_s, settings.left_reach) == ("", 60.0, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = "pink"', "light, dark, contrast"),
        ("undo_s = 0", "1 to 3600 seconds"),
        ('motion = "perhaps"', "true, false"),
        ("colour = 1", "colour is not a setting"),
        ("theme = ", "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_its_file_and_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(SettingError) as refused:
        read_settings({"data": str(tmp_path)}, {})
    assert "settings.toml" in str(refused.value)
    assert said in str(refused.value)


def test_a_wrong_word_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="HUDDLE_UNDO_S"):
        read_settings({"data": str(tmp_path)}, {"HUDDLE_UNDO_S": "soon"})
