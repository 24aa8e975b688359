"""Where things lie in the data folder: the ward's own store, the practice ward, the inbox, the last picture."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders of one board."""

    data: Path

    @property
    def store(self) -> Path:
        """The ward's own store."""
        return self.data / "huddle.sqlite"

    @property
    def practice(self) -> Path:
        """The folder of the practice ward, thrown away when the practice ends."""
        return self.data / "practice"

    @property
    def inbox(self) -> Path:
        """Where release files are dropped while the board runs."""
        return self.data / "inbox"

    @property
    def practice_inbox(self) -> Path:
        """The same while the practice ward is open, so that nothing real goes to it."""
        return self.practice / "inbox"

    @property
    def exports(self) -> Path:
        """Where the pages go that somebody asked for at the board."""
        return self.data / "exports"

    @property
    def practice_exports(self) -> Path:
        """The same while the practice ward is open; thrown away with it."""
        return self.practice / "exports"

    @property
    def last_picture(self) -> Path:
        """The public face as it stood last, for the first picture of the next start."""
        return self.data / "last-board.png"

    @property
    def practice_picture(self) -> Path:
        """The same of the practice ward."""
        return self.practice / "last-board.png"

    @property
    def given_layouts(self) -> Path:
        """The layouts that came from central."""
        return self.data / "layouts"

    @property
    def last_good_layout(self) -> Path:
        """The last layout that could be shown."""
        return self.data / "last-good-layout.toml"
