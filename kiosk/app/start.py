"""Starting the wall display: a true picture first, then the live board, without freezing the window between."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from kiosk.app import garbage
from kiosk.app.places import Places
from kiosk.app.worker import Worker
from kiosk.config import Settings
from kiosk.ui.board_window import BoardWindow, load_board, load_sheets
from kiosk.ui.bridge import Bridge
from kiosk.ui.theme import load_fonts, load_theme

if TYPE_CHECKING:
    from kiosk.app.desk import Desk
    from kiosk.app.means import Means
    from kiosk.app.syncing import Syncing
    from kiosk.ui.presenter import Presenter
    from kiosk.viewmodels.forms.form import Form

log = logging.getLogger(__name__)

HEARTBEAT_MS = 250
"""How often the board looks whether something is due."""
LEAVE_AFTER_BEATS = 40
"""How long a second board of the same ward says why it leaves: ten seconds."""
PICTURE_EVERY_S = 300.0
"""How often the public face is kept as the first picture of the next start."""
SWITCH_S = 0.001
"""How long the worker may keep Python for itself while the window's thread wants it."""
FAST_COMPRESSION = 80
"""Of a PNG, in Qt's terms: larger files, and read sooner."""
MADE = "The board could not be opened."
OPENING = "Opening the board"
OPENING_PRACTICE = "Making the practice ward ready"


def run(settings: Settings, *, practice: bool = False, window: str | None = None) -> int:
    """Show the board until it is left.

    Args:
        settings: how the board is set.
        practice: open a practice ward instead of the ward's own store.
        window: "1280x720" for a window of that size; None takes the whole screen.

    Returns:
        The program's exit code.
    """
    garbage.begin()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - no other kind is made
    application.setStyle("Fusion")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    show = Show(application, settings, practice=practice)
    show.open(window)
    return application.exec()


class Show(QObject):
    """The window, the worker beside it, and what they hand each other."""

    def __init__(self, application: QApplication, settings: Settings, *, practice: bool) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._practice = practice
        self._places = Places(settings.data)
        kept = self._places.practice_picture if practice else self._places.last_picture
        reading = FirstPicture(kept, practice=practice)
        load_fonts()
        self.window = BoardWindow(load_theme(settings.theme or "light"))
        self._bridge = Bridge(self)
        self._bridge.arrived.connect(self._take)
        self._worker = Worker(self._make_desk, self._deliver, self._trouble)
        self._heartbeat = QTimer(self)
        self._heartbeat.setInterval(HEARTBEAT_MS)
        self._heartbeat.timeout.connect(self._beat)
        self._kept_picture_at = self._looked_through_at = 0.0
        self._beats_left = 0
        self._reading = reading
        self._settled = self._stands = False
        self._means: Means | None = None
        self._syncing: Syncing | None = None
        self.presenter: Presenter | None = None
        application.aboutToQuit.connect(self.end)

    def open(self, size: str | None) -> None:
        """Show the first picture, then begin with everything else."""
        self.window.show_picture(*self._reading.result())
        self.window.set_closable(self._practice or size is not None)
        if size:
            width, _, height = size.partition("x")
            self.window.resize(int(width), int(height))
            self.window.show()
        else:
            self.window.fill_screen(self._application.primaryScreen())
            self.window.showFullScreen()
        self._worker.post(_first_look, self._begin)
        # Once the picture is seen; where nothing is ever painted, at the first heartbeat.
        self.window.picture_painted.connect(self._worker.start, Qt.ConnectionType.QueuedConnection)
        self._heartbeat.start()

    # In the worker's thread

    def _make_desk(self) -> "Desk":
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes time
        from kiosk.app.desk import Desk  # noqa: PLC0415 - imported beside the first picture
        from kiosk.app.means import machine_means  # noqa: PLC0415
        from kiosk.host.logs import keep_log  # noqa: PLC0415

        threading.Thread(target=load_board, name="imports", daemon=True).start()
        keep_log(self._settings.data)
        return Desk(self._settings, machine_means(), practice=self._practice)

    def _deliver(self, reply: Callable[[Any], None], result: Any) -> None:
        self._bridge.send((reply, result))

    def _trouble(self, error: BaseException) -> None:
        self._bridge.send((self._tell, error))

    # In the window's thread

    def _take(self, parcel: tuple[Callable[[Any], None], Any]) -> None:
        reply, result = parcel
        reply(result)

    def _tell(self, error: BaseException) -> None:
        words = (
            str(error)
            if getattr(error, "what", "")
            else "Something went wrong. It is written down for IT."
        )
        if self.presenter is None:
            self._give_up(error, f"{MADE} {words}")
        else:
            self.presenter.trouble(words)

    def _give_up(self, error: BaseException, words: str) -> None:
        """Say why there is no board; Escape leaves, and a second board of a ward leaves by itself."""
        from kiosk.store.faults import StoreInUse  # noqa: PLC0415 - loaded by now

        self.window.show_picture(QImage(), words)
        self.window.set_closable(True)
        self.window.touched.connect(self._fail)
        if isinstance(error, StoreInUse):
            self._beats_left = LEAVE_AFTER_BEATS

    def _fail(self) -> None:
        self._application.exit(1)

    def _begin(self, tools: tuple[Any, Any, Any]) -> None:
        presenter_class, machine_class, means = tools
        machine = machine_class(
            monotonic_s=means.clock.monotonic_s,
            now=means.clock.now,
            new_id=means.ids.new_id,
            leave=self._leave,
        )
        habits = presenter_habits(self._settings)
        self.presenter = presenter_class(
            self.window, self._worker.post, LaterForms(), machine, habits
        )
        self._means, self._clock = means, means.clock
        self.presenter.refresh()

    def _leave(self) -> None:
        self.window.set_closable(True)
        self._application.quit()

    def _beat(self) -> None:
        if self.presenter is None:
            self._worker.start()
            self._beats_left -= 1
            if not self._beats_left:
                self._fail()
            return
        self._settle()
        self.presenter.tick()
        if self._stands and self.presenter.public_and_idle:
            self._keep_house()

    def _settle(self) -> None:
        """Once there is something to touch: load what touches and sync need, in the worker's thread."""
        if self._settled or (self.window.board is None and self.window.sheet is None):
            return
        self._settled = True
        self._worker.post(_load_rest, self._stand)

    def _stand(self, syncing_class: "type[Syncing]") -> None:
        """Begin to sync, and let what stays be no garbage."""
        assert self._means is not None  # noqa: S101 - there is a presenter
        self._syncing = syncing_class(
            self._settings, self._means, self._worker.post, self._tell_changes
        )
        self._worker.post(self._syncing.attach)
        garbage.stand()
        self._looked_through_at = self._clock.monotonic_s()
        self._stands = True

    def _keep_house(self) -> None:
        """Do one thing that holds the window up and can wait for a board that nobody touches."""
        now_s = self._clock.monotonic_s()
        if now_s - self._kept_picture_at >= PICTURE_EVERY_S:
            self._kept_picture_at = now_s
            self._keep_picture()
        elif now_s - self._looked_through_at >= garbage.OLD_EVERY_S:
            self._looked_through_at = now_s
            garbage.look_through()

    def _tell_changes(self) -> None:
        """Say in any thread that the board may show something else."""
        self._bridge.send((self._note_changes, None))

    def _note_changes(self, _nothing: None) -> None:
        if self.presenter is not None:
            self.presenter.note_change()

    def _keep_picture(self) -> None:
        board = self.window.board
        if board is None:
            return
        image = self.window.board_picture()
        places = self._places
        path = places.practice_picture if board.view.training else places.last_picture
        self._worker.post(lambda _desk: _save(image, path))

    def end(self) -> None:
        """End everything that runs beside the window; what was saved is on disk."""
        self._heartbeat.stop()
        if self._syncing is not None:
            self._syncing.stop()
        self._worker.stop()


class FirstPicture:
    """The board as it stood last, read in a thread of its own while the window is made."""

    def __init__(self, path: Path, *, practice: bool) -> None:
        self._path = path
        self._practice = practice
        self._image = QImage()
        self._thread = threading.Thread(target=self._read, name="first picture", daemon=True)
        self._thread.start()

    def result(self) -> tuple[QImage, str]:
        """Return the picture, and words that say how old it is."""
        self._thread.join()
        if self._image.isNull():
            return self._image, OPENING_PRACTICE if self._practice else OPENING
        try:
            as_of = datetime.fromtimestamp(self._path.stat().st_mtime, tz=UTC).astimezone()
        except (OSError, OverflowError, ValueError):  # taken away meanwhile, or of no year at all
            return self._image, OPENING
        return self._image, f"Board as of {as_of:%d %B, %H:%M} · opening"

    def _read(self) -> None:
        self._image = QImage(str(self._path))


def presenter_habits(settings: Settings) -> Any:
    """Return the presenter's times from the settings."""
    from kiosk.ui.presenter import Habits  # noqa: PLC0415 - the presenter loads after the picture

    return Habits(settings.idle_return_s, settings.staff_face_s, settings.undo_s)


class LaterForms(Mapping[str, "Form"]):
    """Every form by its name, loaded when the first is asked for: the first board waits for none."""

    @override
    def __getitem__(self, name: str) -> "Form":
        return _forms()[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(_forms())

    @override
    def __len__(self) -> int:
        return len(_forms())


def _forms() -> "Mapping[str, Form]":
    from kiosk.viewmodels.forms.table import FORMS  # noqa: PLC0415 - as its only caller says

    return FORMS


def _first_look(desk: "Desk") -> tuple[Any, Any, Any]:
    from kiosk.ui.presenter import Machine, Presenter  # noqa: PLC0415 - in the worker's thread

    return Presenter, Machine, desk.means


def _load_rest(desk: "Desk") -> "type[Syncing]":
    """Import what the first touch and sync need, in the worker's thread, before somebody touches."""
    from kiosk.app.syncing import Syncing  # noqa: PLC0415 - the first board waits for none of it

    del desk
    _forms()
    load_sheets()
    return Syncing


def _save(image: QImage, path: Path) -> None:
    beside = path.with_suffix(".new.png")
    opaque = image.convertToFormat(QImage.Format.Format_RGB32)  # read and painted sooner
    try:
        if opaque.save(str(beside), quality=FAST_COMPRESSION):
            beside.replace(path)
        beside.unlink(missing_ok=True)  # half of one, on a full disk
    except OSError as error:
        log.warning("The picture of the board is not kept: %s", error)
