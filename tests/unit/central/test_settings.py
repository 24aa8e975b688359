"""Settings come from flags, then the environment, then central.toml; what cannot be says where and what is allowed."""

from pathlib import Path

import pytest

from kiosk.central.settings import read_settings
from kiosk.host.settings import SettingError


def test_a_flag_is_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "central.toml").write_text(
        'host = "10.0.0.1"\nport = 1\npublic_url = "https://a"\n'
    )
    around = {"HUDDLE_CENTRAL_PORT": "2", "HUDDLE_CENTRAL_PUBLIC_URL": "https://b"}

    settings = read_settings({"data": tmp_path, "public_url": "https://c", "other": 1}, around)

    assert (settings.host, settings.port, settings.public_url) == ("10.0.0.1", 2, "https://c")
    assert settings.data == tmp_path


def test_the_folder_may_come_from_the_environment(tmp_path: Path) -> None:
    assert read_settings({}, {"HUDDLE_CENTRAL_DATA": str(tmp_path)}).data == tmp_path


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("port", "65536", "0 to 65535"),
        ("port", "http", "0 to 65535"),
        ("port", "-1", "0 to 65535"),
        ("dev_tls", "perhaps", "true, false"),
        ("database", "mysql://user:hunter2@host", "sqlite"),
        ("public_url", "central", "https://central.example"),
        ("public_url", "https://[bad", "https://central.example"),
        ("trusted_proxies", "10.0.0.1, proxy", "addresses like"),
        ("raw_counts_days", "0", "1 to"),
    ],
)
def test_what_cannot_be_says_where_and_what_is_allowed(
    tmp_path: Path, name: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({"data": tmp_path}, {f"HUDDLE_CENTRAL_{name.upper()}": value})

    assert f"HUDDLE_CENTRAL_{name.upper()}" in str(refused.value)
    assert allowed in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = ", "cannot be read"),
        ("prot = 1", "prot is not a setting"),
        ("host = 1", "host is 1"),
    ],
)
def test_a_file_that_cannot_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "central.toml").write_text(text)

    with pytest.raises(SettingError, match=said):
        read_settings({"data": tmp_path}, {})


@pytest.mark.parametrize("text", ["on", "yes", "1", "True"])
def test_a_switch_is_turned_on_in_several_words(tmp_path: Path, text: str) -> None:
    assert read_settings({"data": tmp_path}, {"HUDDLE_CENTRAL_DEV_TLS": text}).dev_tls


@pytest.mark.parametrize(("name", "value"), [("port", "8480.5"), ("port", "nan"), ("database", "")])
def test_a_broken_number_and_an_empty_database_are_refused(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({"data": tmp_path}, {f"HUDDLE_CENTRAL_{name.upper()}": value})
