"""Pictures of boards, rendered without a screen: for `snapshot`, for `try` without a display, for the README."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kiosk.app.demo import folder_for_layout, make_demo
from kiosk.app.means import Means, machine_means
from kiosk.app.reading import reading_ward, shipped_catalogue
from kiosk.domain.errors import KioskError
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.loader import load_layout
from kiosk.ui.board_window import BoardWindow
from kiosk.ui.theme import load_fonts, load_theme
from kiosk.viewmodels.board_view import board_view
from kiosk.viewmodels.boards import Face

SIZES = ((1920, 1080), (3840, 2160), (1080, 1920))
LARGEST_SIDE = 8192
DEMO_SEED = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture: of what, how large, in which colours, and where it goes."""

    layout: Path
    size: tuple[int, int]
    theme: str
    face: Face
    out: Path


def render(
    wanted: Iterable[Wanted], *, data: Path | None = None, means: Means | None = None
) -> list[Path]:
    """Render pictures of the demo hospital, or of a ward's own store.

    Args:
        wanted: the pictures; those of one layout read their ward once.
        data: folder of a ward's store; None makes the demo hospital in a folder that is thrown away.
        means: clock and identities; the machine's by default.

    Returns:
        The paths, in order.

    Raises:
        KioskError: a layout cannot be shown or a file cannot be written; says which and why.
    """
    with offscreen(), _source(data, means or machine_means()) as source:
        return [_render_one(each, source) for each in wanted]


def render_every_layout(folder: Path) -> list[Path]:
    """Render each shipped layout once, at 1920×1080, into a folder, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return render(
        Wanted(path, SIZES[0], "light", Face.STAFF, folder / f"{path.stem}.png")
        for path in sorted(resource_folder("board_layouts").glob("*.toml"))
    )


@dataclass(slots=True)
class Source:
    """Where the wards come from; each is read once, and stays open for its releases until all are drawn."""

    folder: Path
    is_demo: bool
    means: Means
    catalogue: Catalogue
    open: ExitStack
    wards: dict[Path, Ward] = field(default_factory=dict)

    def ward(self, layout: str) -> Ward:
        """Return the ward that a layout is for, by the name of its file."""
        place = self.folder / folder_for_layout(layout) if self.is_demo else self.folder
        if place not in self.wards:
            self.wards[place] = self.open.enter_context(reading_ward(place, self.means))
        return self.wards[place]


@contextmanager
def _source(data: Path | None, means: Means) -> Iterator[Source]:
    catalogue = shipped_catalogue()
    with ExitStack() as opened:
        if data is not None:
            yield Source(data, is_demo=False, means=means, catalogue=catalogue, open=opened)
            return
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="huddle-demo-")))
        make_demo(folder, seed=DEMO_SEED, until=means.clock.now(), catalogue=catalogue)
        yield Source(folder, is_demo=True, means=means, catalogue=catalogue, open=opened)


@contextmanager
def offscreen() -> Iterator[QApplication]:
    """Give the application that is there, or one without a screen, with the board's fonts."""
    if QApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["huddle-kiosk"])
    assert isinstance(application, QApplication)  # noqa: S101 - no other kind is made
    application.setStyle("Fusion")
    load_fonts()
    yield application


def _render_one(wanted: Wanted, source: Source) -> Path:
    layout = load_layout(wanted.layout)
    ward = source.ward(wanted.layout.stem)
    view = board_view(ward, layout, source.catalogue, wanted.face)
    window = BoardWindow(load_theme(wanted.theme), motion=False)
    try:
        window.resize(*wanted.size)
        window.show_board(view)
        image = QImage(*wanted.size, QImage.Format.Format_RGB32)
        window.grab()  # Qt draws large letters at a new scale a last bit differently the first time
        window.render(image)
    finally:
        window.deleteLater()
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(wanted.out)):
        raise KioskError(
            f"{wanted.out} could not be written.", to_do="Name a .png in a folder you may write to."
        )
    return wanted.out
