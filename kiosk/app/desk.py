"""The desk: everything that takes time, off the UI thread; it owns the store and answers with plain values."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.app.connection import Connection, NotConnected
from kiosk.app.exports import expire_exports
from kiosk.app.means import Means
from kiosk.app.places import Places
from kiosk.app.practice import Practice
from kiosk.app.shown_layout import ShownLayout
from kiosk.app.sync_desk import Outbox, sight_of
from kiosk.config import Settings
from kiosk.domain.clock import local_time
from kiosk.domain.corrections import EraseWords, WithdrawEntity
from kiosk.domain.errors import KioskError
from kiosk.domain.kinds import KINDS
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.host.zone import machine_zone
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.layouts.schema import Layout
from kiosk.services.board import BoardService, UndoOf
from kiosk.services.inbox import REFUSED_FOLDER, take_over
from kiosk.services.pins import PinKeeper
from kiosk.store.backups import made_at
from kiosk.store.faults import StoreError, disk_error
from kiosk.store.store import Store, open_store
from kiosk.sync.replica import Taken
from kiosk.ui.presenter import Kept, NotKept, Shown
from kiosk.viewmodels.board_view import StatusMessage, board_view
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.form import Context, Display
from kiosk.viewmodels.sync_sight import NO_SYNC, SyncSight

log = logging.getLogger(__name__)

BACKUP_EVERY = timedelta(days=1)


class Desk:
    """Works on one ward's store in one thread; made by `open_desk`.

    Attributes:
        service: the use cases on the open store.
        settings: how the board is set.
        practice: the practice ward, or None when this is the ward itself.
        connection: the connection to central; set once sync has started.
    """

    def __init__(self, settings: Settings, means: Means, *, practice: bool) -> None:
        self.settings = settings
        self.means = means
        self.places = Places(settings.data)
        self.practice: Practice | None = None
        self.connection: Connection = NotConnected()
        self.catalogue: Catalogue = load_catalogue(resource_folder("assets") / "catalogue")
        self._layouts = ShownLayout(lambda: self.settings, self.places)
        self._pages = _help_pages(resource_folder("assets") / "help" / "en")
        self._troubles: dict[str, str] = {}
        self._refused: tuple[Path, str] | None = None
        self._backup_trouble = ""
        self._expired_on: date | None = None
        self._store, self.service = self._open(practice=practice)
        self._backed_up_at = self._newest_backup()

    # Which store

    def open_ward(self, *, practice: bool) -> None:
        """Open the ward's own store, or a practice ward's; the one that was open is closed then.

        Raises:
            KioskError: the store cannot be opened; the one that was open stays so.
        """
        if practice and self.practice is not None:
            return
        before = self._store
        self._store, self.service = self._open(practice=practice)
        self._layouts.forget()
        before.close()
        self.connection.pause(paused=practice)

    def _open(self, *, practice: bool) -> tuple[Store, BoardService]:
        begun = (
            Practice.begin(self.places.practice, self.means, self.catalogue) if practice else None
        )
        means = self.means
        store = open_store(
            self.places.store if begun is None else begun.store,
            kinds=KINDS,
            ids=means.ids,
            clock=means.clock,
            boot_id=means.boot_id,
        )
        self.practice = begun
        self._served = (store.identity, store.stirred)
        return store, self._serve(store)

    def _serve(self, store: Store) -> BoardService:
        means, node = self.means, store.identity.node
        training = self.practice is not None
        return BoardService(store, means.clock, means.ids, node, training=training)

    @property
    def pins(self) -> PinKeeper:
        """The administrator's PIN of the store that is open."""
        return PinKeeper(self._store, self.means.clock)

    # What sync asks (kiosk.app.syncing.SyncedDesk)

    @property
    def replica(self) -> Store | None:
        """The ward's own store, or None while a practice ward is open."""
        return None if self.practice is not None else self._store

    def connect(self, connection: Connection) -> None:
        """Ask this connection from now on."""
        self.connection = connection

    def take_in(self, taken: Taken) -> None:
        """Show what came from other boards."""
        self.service.take_in(taken.changed)

    def settle(self) -> bool:
        """Follow the store where sync made it another node's, or put it on another timeline; tell whether it did."""
        now = (self._store.identity, self._store.stirred)
        if now == self._served:
            return False
        self._served = now
        self.service = self._serve(self._store)
        return True

    @property
    def outbox(self) -> Outbox:
        """What lies in the store that is open and is not in the log."""
        return self._store

    def close(self) -> None:
        """Close the store; nothing is lost, everything is on disk already."""
        self._store.close()

    # What the presenter asks (kiosk.ui.presenter.Desk)

    def show(self, face: Face) -> Shown:
        """Return the board as it stands."""
        ward = self.service.ward()
        layout = self._layouts.of(ward)
        display = self._display(layout)
        sync = self._sight(ward)
        context = Context(
            ward=ward,
            catalogue=self.catalogue,
            layout=layout,
            display=display,
            pages=self._pages,
            layouts=self._layouts.titles,
            zone=machine_zone() if ward.node is None else ward.zone,
            sync=sync,
        )
        if ward.node is None:
            return Shown(None, context)
        view = board_view(
            ward,
            layout,
            self.catalogue,
            face,
            message=self._message(),
            training_ends=self.practice.ends_at if self.practice else None,
            sync=sync.status,
        )
        return Shown(view, context)

    def history(self, context: Context, entity: str) -> Context:
        """Return the context with an entity's history."""
        found = self.service.history(entity)
        return replace(context, records=found.records, marks=found.marks)

    def perform(self, node_id: str, commands: tuple[Any, ...], command_id: str) -> Kept | NotKept:
        """Carry commands out on a node's board, all or none; the same id twice is done once."""
        if node_id != self.service.node_id:
            return NotKept("That was begun on another board. Nothing was saved here.")
        return self._tried(lambda: Kept(undo=self._perform(commands, command_id)))

    def undo(self, token: Any) -> Kept | NotKept:
        """Take something back."""

        def take_back() -> Kept:
            self.service.undo(token)
            return Kept()

        return self._tried(take_back)

    def ask(self, request: str, values: Mapping[str, str]) -> Kept | NotKept:
        """Do what is not a change of the ward."""
        from kiosk.app.requests import answer  # noqa: PLC0415 - the first board needs none of it

        return self._tried(lambda: answer(self, request, values))

    def look_round(self) -> bool:
        """Take in what came from outside: a layout saved, a release dropped, the practice over."""
        looks = {
            "practice": self._end_practice_if_over,
            "file": self._file_was_deleted,
            "layout": self._layouts.was_saved,
            "backup": self._back_up_if_due,
            "inbox": self._take_over_inbox,
            "figures": self._figures_were_refused,
            "exports": self._let_exports_go,
            "summaries": self._summarise_releases,
        }
        self.connection.look_round()
        changes = [self._looked(about, look) for about, look in looks.items()]
        return any(changes)

    # Inside

    def _looked(self, about: str, look: Callable[[], bool]) -> bool:
        """Look at one thing; what is wrong with it is said on the board until it is right again."""
        try:
            changed, words = look(), ""
        except KioskError as error:
            changed, words = False, str(error)
        except OSError as error:
            changed, words = False, str(disk_error(error))
        if words == self._troubles.get(about, ""):
            return changed
        log.warning("%s: %s", about, words or "right again")
        self._troubles[about] = words
        return True

    def _end_practice_if_over(self) -> bool:
        if self.practice is None or not self.practice.over(self.means.clock.now()):
            return False
        self.open_ward(practice=False)
        return True

    def _file_was_deleted(self) -> bool:
        return self._store.keep_in_place()

    def _take_over_inbox(self) -> bool:
        practising = self.practice is not None
        inbox = self.places.practice_inbox if practising else self.places.inbox
        taken = take_over(inbox, self.service)
        refused = [(inbox / REFUSED_FOLDER / one.name, one.problem) for one in taken if one.problem]
        if taken:
            self._refused = refused[-1] if refused else None
        return bool(taken)

    def _figures_were_refused(self) -> bool:
        """Say why a release file was refused, until it is taken away or all that come after are right."""
        if self._refused is not None and self._refused[0].exists():
            raise KioskError(
                f"New figures were refused. {self._refused[1]}",
                still_works="Those on the board stay.",
                to_do="The file is in inbox/refused.",
            )
        return False

    def _let_exports_go(self) -> bool:
        """Delete pages of more than a month ago, once a day."""
        now = self.means.clock.now()
        if self._expired_on != now.date():
            self._expired_on = now.date()
            expire_exports(self.places.exports, local_time(now, self.service.ward().zone))
        return False

    def _summarise_releases(self) -> bool:
        return self._store.writable and self.service.summarise_some_releases() > 0

    def _newest_backup(self) -> datetime | None:
        newest = next(iter(self._store.backups()), None)
        return None if newest is None else made_at(self._store.path, newest)

    def _back_up_if_due(self) -> bool:
        """Copy the store once a day, and let go of old copies, of replaced releases and of others' closed cards."""
        now = self.means.clock.now()
        due = (
            self._backed_up_at is None
            or not timedelta(0) <= now - self._backed_up_at < BACKUP_EVERY
        )
        if self.practice is not None or not due:
            return False
        self._backed_up_at = now
        try:
            self._store.backup()
            self._store.expire_backups()
            self.service.expire_releases()
            self.service.let_go_of_old_cards()
        except KioskError as error:
            self._backup_trouble = f"No backup could be made today. {error}"
            return True
        self._backup_trouble = ""
        return False

    def _perform(self, commands: tuple[Any, ...], command_id: str) -> UndoOf | None:
        match commands:
            case (WithdrawEntity() as command,):
                return self.service.withdraw(command.entity, command.reason).undo
            case (*before, EraseWords() as command):
                if before:
                    self._perform(tuple(before), command_id)
                self.service.erase_words(command.entity)
                return None
            case _:
                return self.service.perform_all(commands, command_id).undo

    def _tried(self, work: Callable[[], Kept | NotKept]) -> Kept | NotKept:
        """Do it; what the disk refuses is said on the board until something can be kept again."""
        try:
            result = work()
        except KioskError as error:
            log.warning("refused: %s", type(error).__name__)
            if isinstance(error, StoreError):
                self._troubles["saving"] = f"The last touch was not saved. {error}"
            return NotKept(str(error))
        self._troubles.pop("saving", None)
        if self.practice is None:
            self.connection.wake(self._store.pending_count())
        return result

    def _sight(self, ward: Ward) -> SyncSight:
        """Return what the sheets about sync may know; of a practice ward there is nothing to know."""
        if self.practice is not None:
            return NO_SYNC
        return sight_of(self._store, self.connection, ward, self._store.identity.device)

    def _display(self, layout: Layout) -> Display:
        return Display(
            theme=self.settings.theme or layout.theme or "light",
            left_reach=self.settings.left_reach,
            motion=self.settings.motion,
        )

    def _message(self) -> StatusMessage | None:
        troubles = (*self._troubles.values(), self._backup_trouble)
        for words in (self._store.notice, *troubles, self._layouts.problem):
            if words:
                return StatusMessage(str(words), Tone.HARM)
        return None


def _help_pages(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
