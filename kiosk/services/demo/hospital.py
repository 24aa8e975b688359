"""Writing the demo hospital: each board's two years into a store of its own, the figures, and what was published."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from kiosk.domain.agendas import SetAgenda
from kiosk.domain.calendars import Calendar
from kiosk.domain.changes import Actor
from kiosk.domain.clock import Clock, local_day
from kiosk.domain.entities import Act
from kiosk.domain.errors import KioskError
from kiosk.domain.ids import IdSource
from kiosk.domain.metrics import DefineMetric, metric_id
from kiosk.domain.nodes import ChooseLayout, DefineNode, NodeFacts, SetCalendar, SetWallStratifiers
from kiosk.domain.releases import Release
from kiosk.layouts.catalogue import Catalogue
from kiosk.services.board import BOARD, BoardService
from kiosk.services.deciding import Command, Deciding
from kiosk.services.demo.cards import card_moments
from kiosk.services.demo.daily_life import (
    news_moments,
    roster_moments,
    thanks_moments,
    ticket_moments,
    voice_moments,
)
from kiosk.services.demo.equity_goals import equity_goal_moments
from kiosk.services.demo.events import event_moments
from kiosk.services.demo.exports import BREACHES, EXPORTS, PAIN
from kiosk.services.demo.figures import figure_moments
from kiosk.services.demo.holidays import calendar_of, closed_week
from kiosk.services.demo.phrases import NAMES
from kiosk.services.demo.published import write_export
from kiosk.services.demo.seeded_ids import SeededIds
from kiosk.services.demo.setting import Moment, Setting, in_order
from kiosk.services.demo.units import HOSPITAL, SERVICE_NAME, UNITS, ZONE, Unit, node_id
from kiosk.services.ward_store import WardStore

YEARS: Final = timedelta(days=730)
STORE_FILE: Final = "huddle.sqlite"

ImportFigures = Callable[[Path, Path], Sequence[Release]]
"""Reads a CSV by its map into releases."""


class DemoStore(WardStore, Protocol):
    """A store that takes many acts of many moments at once."""

    def append_many(self, told: Sequence[tuple[Sequence[Act], Actor, datetime]]) -> object:
        """Keep them in one transaction."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


OpenStore = Callable[[Path, str, IdSource, Clock], DemoStore]
"""Opens a store at a path, for a node, with identities and a clock."""


@dataclass(frozen=True, slots=True)
class StandingClock:
    """Stands at the instant at which the demo's story stops."""

    instant: datetime

    def now(self) -> datetime:
        """Return that instant."""
        return self.instant

    def monotonic_s(self) -> float:
        """Return nothing gone by."""
        return 0.0


@dataclass(frozen=True, slots=True)
class DemoBoard:
    """One board that was written.

    Attributes:
        unit: which one.
        store: its file.
        calendar: its calendar.
        zone: its time zone.
        changes: how many acts its story has.
    """

    unit: Unit
    store: Path
    calendar: Calendar
    zone: str
    changes: int


@dataclass(frozen=True, slots=True)
class Published:
    """A release, and whether it counts the whole hospital."""

    release: Release
    hospital: bool


def write_demo(  # noqa: PLR0913 - each by its name
    folder: Path,
    *,
    seed: int,
    until: datetime,
    catalogue: Catalogue,
    open_store: OpenStore,
    import_figures: ImportFigures | None = None,
    only: frozenset[str] | None = None,
) -> tuple[DemoBoard, ...]:
    """Write the demo hospital; the same seed and instant give the same changes and figures.

    Args:
        folder: where; each board gets a folder of its own in it.
        seed: of everything that chance decides.
        until: the instant at which the story stops, aware.
        catalogue: the shipped phrases and metrics.
        open_store: makes the stores.
        import_figures: publishes the exported figures to the boards; left out, they stay files.
        only: the folders of the boards to write, which come out as they do among all; all unless told.

    Returns:
        The boards, the front ward first.

    Raises:
        KioskError: there is a demo in the folder already, or it cannot be written.
    """
    units = [unit for unit in UNITS if only is None or unit.folder in only]
    taken = [unit.folder for unit in units if (folder / unit.folder / STORE_FILE).exists()]
    if taken:
        raise KioskError(
            f"{folder} already has a demo in it ({', '.join(taken)}).",
            "Nothing was changed.",
            "Choose another folder, or delete it first.",
        )
    today = local_day(until, ZONE)
    read = import_figures or _nothing
    releases = [
        Published(release, export.hospital)
        for export in EXPORTS
        for release in read(*write_export(folder, export, today, seed, catalogue))
    ]
    with _collecting_less():
        return tuple(
            _write_board(folder, unit, _setting(unit, seed, until, catalogue), releases, open_store)
            for unit in units
        )


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Let memory grow while tens of thousands of records are held, instead of looking through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _nothing(_figures: Path, _figure_map: Path) -> Sequence[Release]:
    return ()


def _setting(unit: Unit, seed: int, until: datetime, catalogue: Catalogue) -> Setting:
    today = local_day(until, ZONE)
    first = today - YEARS
    closed = unit.closed_days_ago
    ids = SeededIds(f"{seed}/{unit.folder}/entities", until - YEARS)
    return Setting(
        folder=unit.folder,
        node_id=unit.node_id,
        zone=ZONE,
        calendar=calendar_of(
            first,
            today,
            unit.huddle,
            (closed_week(today - timedelta(days=closed)),) if closed else (),
        ),
        first=first,
        until=until,
        seed=seed,
        catalogue=catalogue,
        new_id=ids.new_id,
    )


def _write_board(
    folder: Path,
    unit: Unit,
    setting: Setting,
    releases: Sequence[Published],
    open_store: OpenStore,
) -> DemoBoard:
    path = folder / unit.folder / STORE_FILE
    ids = SeededIds(f"{setting.seed}/{unit.folder}/changes", setting.until - YEARS)
    clock = StandingClock(setting.until)
    store = open_store(path, unit.node_id, ids, clock)
    try:
        told = _acts(unit, setting)
        store.append_many(told)
        service = BoardService(store, clock, ids, unit.node_id)
        for release in _shown_at(unit, releases):
            service.import_release(release.model_copy(update={"scope": _scope(unit, release)}))
        service.summarise_releases()
    finally:
        store.close()
    return DemoBoard(unit, path, setting.calendar, setting.zone, len(told))


def _acts(unit: Unit, setting: Setting) -> list[tuple[Sequence[Act], Actor, datetime]]:
    deciding = Deciding(lambda _entity: None)
    moments = in_order([*_first_day(unit, setting), *_story(unit, setting)], setting.until)
    told: list[tuple[Sequence[Act], Actor, datetime]] = []
    for moment in moments:
        day = local_day(moment.at, setting.zone)
        acts = deciding.decide(moment.command, day, moment.at)
        if acts:
            told.append((acts, moment.actor, moment.at))
    return told


def _first_day(unit: Unit, setting: Setting) -> list[Moment]:
    facts = NodeFacts(
        name=unit.name,
        service=unit.service,
        tier=unit.tier,
        parent=node_id(unit.parent) if unit.parent else None,
        time_zone=setting.zone,
        co_leads=unit.co_leads,
        out_of_hours_name="Site coordinator",
        out_of_hours_phone="4321",
    )
    catalogue = setting.catalogue
    followed = (*(figure.key for figure in unit.figures), *unit.published)
    if unit.patients:
        followed = ("falls_with_harm", *followed)
    commands: tuple[Command, ...] = (
        DefineNode(setting.node_id, facts),
        SetCalendar(setting.node_id, setting.calendar),
        ChooseLayout(setting.node_id, unit.layout),
        SetWallStratifiers(setting.node_id, unit.shown_by),
        SetAgenda(setting.node_id, catalogue.agenda_for(unit.tier).huddle_items()),
        *(
            DefineMetric(metric_id(setting.node_id, metric.id), metric.facts(unit.preset))
            for metric in catalogue.metrics
            if metric.id in followed
        ),
    )
    at = setting.instant(setting.first, 6)
    return [Moment(at, command, BOARD) for command in commands]


def _story(unit: Unit, setting: Setting) -> list[Moment]:
    moments = [
        *roster_moments(setting, NAMES),
        *card_moments(setting, unit.cards_a_month, unit.open_cards),
    ]
    for figure in unit.figures:
        moments += figure_moments(setting, figure)
    moments += thanks_moments(setting, NAMES)
    moments += ticket_moments(setting)
    moments += news_moments(setting)
    if PAIN in unit.published:
        moments += equity_goal_moments(setting)
    if unit.tier == 1:
        moments += event_moments(setting, unit.script, falls=unit.patients)
    if unit.patients:
        moments += voice_moments(setting)
    return moments


def _shown_at(unit: Unit, releases: Sequence[Published]) -> Iterator[Release]:
    """Return what is published to a unit: to the hospital its own figures, to others their service's."""
    for published in releases:
        wanted = published.release.metric.key in unit.published
        if wanted and published.hospital == (unit.folder == HOSPITAL):
            yield published.release


def _scope(unit: Unit, release: Release) -> str:
    """Return whom the figures are about, where that is not the unit itself."""
    if unit.tier > 1 or release.metric.key == BREACHES:
        return ""
    return f"{SERVICE_NAME}, not this ward alone"
