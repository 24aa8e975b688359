"""The data lies where each platform keeps data."""

from pathlib import Path

from kiosk.host.paths import data_folder

HOME = Path("/home/ward")


def test_the_data_folder_follows_the_platform() -> None:
    def folder(platform: str, **environment: str) -> Path:
        return data_folder(platform=platform, environment=environment, home=HOME)

    assert folder("linux") == HOME / ".local" / "share" / "huddle-kiosk"
    assert folder("linux", XDG_DATA_HOME="/srv/data") == Path("/srv/data/huddle-kiosk")
    assert folder("linux", XDG_DATA_HOME="not/absolute") == HOME / ".local/share/huddle-kiosk"
    assert folder("darwin") == HOME / "Library" / "Application Support" / "huddle-kiosk"
    assert folder("win32") == HOME / "AppData" / "Local" / "huddle-kiosk"
    assert folder("win32", PROGRAMDATA="/ProgramData") == Path("/ProgramData/huddle-kiosk")


def test_a_chosen_folder_is_the_answer(tmp_path: Path) -> None:
    assert data_folder(tmp_path, environment={"XDG_DATA_HOME": "/srv"}) == tmp_path
    assert data_folder(Path("here")) == Path.cwd() / "here"
