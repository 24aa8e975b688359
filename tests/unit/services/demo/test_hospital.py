"""The demo hospital is the same for the same seed, holds together, and tells a story."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.cards import Answered, Raised
from kiosk.domain.clock import Clock
from kiosk.domain.equity_goals import EquityGoalSet
from kiosk.domain.errors import KioskError
from kiosk.domain.guard import problem_in
from kiosk.domain.ids import IdSource
from kiosk.domain.kinds import KINDS
from kiosk.domain.metrics import metric_id
from kiosk.domain.releases import Cell, CellStatus, Release, Window
from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.layouts.loader import available_layouts
from kiosk.services.board import BoardService
from kiosk.services.demo import FRONT_WARD
from kiosk.services.demo.exports import PAIN
from kiosk.services.demo.hospital import DemoBoard, StandingClock, write_demo
from kiosk.services.demo.units import FOLDER_OF_LAYOUT, UNITS, node_id
from kiosk.store.store import Store, open_store
from tests.fakes.demo_store import TellingStore, Told
from tests.fakes.ids import SeededIds

UNTIL = datetime(2026, 11, 24, 7, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resource_folder("assets") / "catalogue")


def tell(
    folder: Path,
    catalogue: Catalogue,
    seed: int = 7,
    until: datetime = UNTIL,
    only: frozenset[str] | None = None,
) -> dict[str, TellingStore]:
    """Return what each board's store was told."""
    stores: dict[str, TellingStore] = {}

    def open_one(path: Path, node: str, ids: IdSource, clock: Clock) -> TellingStore:
        stores[path.parent.name] = TellingStore(node, ids, clock)
        return stores[path.parent.name]

    write_demo(folder, seed=seed, until=until, catalogue=catalogue, open_store=open_one, only=only)
    return stores


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> dict[str, TellingStore]:
    return tell(tmp_path_factory.mktemp("told"), catalogue)


def on_disk(path: Path, node: str, ids: IdSource, clock: Clock) -> Store:
    return open_store(path, kinds=KINDS, node=node, ids=ids, clock=clock, boot_id="demo")


def one_release(figures: Path, _figure_map: Path) -> list[Release]:
    """Stand in for the importer: one release of a file, with everyone's figure of one month."""
    with figures.open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    month = datetime.strptime(row["month"], "%Y-%m").replace(tzinfo=UTC).date()
    cell = Cell(group=None, status=CellStatus.SHOWN, value=80.0)
    facts = load_catalogue(resource_folder("assets") / "catalogue").metric(row["metric"])
    assert facts is not None
    return [
        Release(
            metric=facts.facts("sqcdp"),
            stratifier=figures.stem,
            windows=(Window(first=month, last=month, overall=cell),),
        )
    ]


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> tuple[DemoBoard, ...]:
    return write_demo(
        tmp_path_factory.mktemp("written"),
        seed=7,
        until=UNTIL,
        catalogue=catalogue,
        open_store=on_disk,
        import_figures=one_release,
    )


@pytest.fixture(scope="module")
def front(written: tuple[DemoBoard, ...]) -> Iterator[tuple[Store, Ward]]:
    clock, ids = StandingClock(UNTIL), SeededIds()
    store = on_disk(written[0].store, node_id(FRONT_WARD), ids, clock)
    yield store, BoardService(store, clock, ids, node_id(FRONT_WARD)).ward()
    store.close()


def test_the_same_seed_and_instant_tell_the_same(
    told: dict[str, TellingStore], tmp_path: Path, catalogue: Catalogue
) -> None:
    again = tell(tmp_path, catalogue)
    assert {name: store.told for name, store in told.items()} == {
        name: store.told for name, store in again.items()
    }


def test_another_seed_tells_another_story(
    told: dict[str, TellingStore], tmp_path: Path, catalogue: Catalogue
) -> None:
    assert tell(tmp_path, catalogue, seed=8)[FRONT_WARD].told != told[FRONT_WARD].told


def test_the_story_goes_forward_and_stops_at_its_instant(told: dict[str, TellingStore]) -> None:
    for store in told.values():
        times = [at for _, _, at in store.told]
        assert times == sorted(times)
        assert times[-1] <= UNTIL
        assert UNTIL - timedelta(days=731) <= times[0] <= UNTIL - timedelta(days=729)
        assert store.closed


@pytest.mark.parametrize(
    "until",
    [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 13, 0, tzinfo=UTC),
        datetime(2027, 1, 1, 23, 59, tzinfo=UTC),
    ],
)
def test_any_instant_makes_a_whole_story(
    until: datetime, tmp_path: Path, catalogue: Catalogue
) -> None:
    for store in tell(tmp_path, catalogue, until=until).values():
        assert len(store.told) > 1_500


def test_one_board_alone_is_the_same_as_among_all(
    told: dict[str, TellingStore], tmp_path: Path, catalogue: Catalogue
) -> None:
    alone = tell(tmp_path, catalogue, only=frozenset({FRONT_WARD}))
    assert list(alone) == [FRONT_WARD]
    assert alone[FRONT_WARD].told == told[FRONT_WARD].told


def test_it_is_never_written_over_another(tmp_path: Path, catalogue: Catalogue) -> None:
    there = tmp_path / UNITS[2].folder / "huddle.sqlite"
    there.parent.mkdir()
    there.touch()
    with pytest.raises(KioskError, match="already has a demo"):
        tell(tmp_path, catalogue)
    assert not (tmp_path / "figures").exists()


def words_of(told: Iterable[Told]) -> set[str]:
    """Return every sentence that somebody wrote, and none of the roster's names."""
    return {
        text
        for acts, _, _ in told
        for act in acts
        for field, text in act.words.items()
        if field != "name"
    }


def test_every_sentence_says_what_and_not_who(told: dict[str, TellingStore]) -> None:
    names = frozenset(
        act.words["name"]
        for store in told.values()
        for acts, _, _ in store.told
        for act in acts
        if act.kind == "person.added"
    )
    sentences = {text for store in told.values() for text in words_of(store.told)}
    assert len(names) > 15
    assert len(sentences) > 50
    assert {text: problem_in(text, names) for text in sentences if problem_in(text, names)} == {}


def test_every_shipped_layout_has_its_unit() -> None:
    assert set(FOLDER_OF_LAYOUT) == set(available_layouts(resource_folder("board_layouts")))
    assert set(FOLDER_OF_LAYOUT.values()) == {unit.folder for unit in UNITS}


def test_each_board_has_its_own_store_and_two_years(written: tuple[DemoBoard, ...]) -> None:
    assert [board.store.parent.name for board in written] == [unit.folder for unit in UNITS]
    assert len({board.store for board in written}) == 5
    assert all(board.changes > 1_500 for board in written)


def test_the_store_is_whole(front: tuple[Store, Ward]) -> None:
    store, _ = front
    assert store.verify() is None
    assert store.check_projections() == []


def test_no_change_of_the_story_was_marked_as_senseless(front: tuple[Store, Ward]) -> None:
    store, _ = front
    assert {
        mark for entity in store.all_entities().values() for mark in entity.marks.values()
    } == set()


def test_the_front_ward_is_the_one_of_the_pictures(front: tuple[Store, Ward]) -> None:
    _, ward = front
    assert ward.node is not None
    assert ward.node.facts.name == "Ward 7 East"
    assert ward.node.facts.service == "Acute medicine"
    assert ward.node.facts.co_leads == ("nursing", "medicine", "union")
    assert ward.node.layout == "ward_sqcdp"
    assert ward.agenda is not None
    assert ward.agenda.seconds == 600
    assert ward.node.calendar.closed
    assert len(ward.node.calendar.holidays) >= 16


def test_five_cards_are_open_and_one_answer_waits(front: tuple[Store, Ward]) -> None:
    _, ward = front
    still_open = [card for card in ward.cards.values() if card.is_open]
    assert len(still_open) == 5
    assert sum(card.serious_harm and isinstance(card.progress, Raised) for card in still_open) == 1
    answers = [c.progress.answer for c in still_open if isinstance(c.progress, Answered)]
    assert answers == ["Night porter from 1 December."]
    assert len(ward.cards) > 300


def test_nothing_happened_and_nothing_was_counted_in_the_closed_week(
    front: tuple[Store, Ward],
) -> None:
    _, ward = front
    assert ward.node is not None
    calendar = ward.node.calendar
    assert not any(calendar.is_closed(each.day) for each in ward.observations.values())
    assert not any(calendar.is_closed(event.day) for event in ward.events.values())
    assert not any(calendar.is_closed(day) for day in ward.safety_days)


def test_skin_checks_really_improved(front: tuple[Store, Ward]) -> None:
    _, ward = front
    key = metric_id(ward.node_id, "skin_checked_6h")
    shares = defaultdict(list)
    for each in ward.observations.values():
        if each.metric == key and each.denominator:
            assert each.numerator is not None
            recent = (ward.today - each.day).days < 200
            shares[recent].append(each.numerator / each.denominator)
    before, after = (sum(shares[recent]) / len(shares[recent]) for recent in (False, True))
    assert after - before > 0.08


def test_good_catches_rise_once_people_speak_up(front: tuple[Store, Ward]) -> None:
    _, ward = front
    ages = [(ward.today - e.day).days for e in ward.events.values() if e.type == "good_catch"]
    assert sum(age > 500 for age in ages) * 2 < sum(31 <= age < 261 for age in ages)


def test_a_few_days_are_left_open_and_a_near_miss_is_to_confirm(
    front: tuple[Store, Ward],
) -> None:
    _, ward = front
    past = [ward.today - timedelta(days=age) for age in range(1, 700)]
    events = {event.day for event in ward.events.values()}
    assert ward.node is not None
    left_open = [
        day
        for day in past
        if day not in ward.safety_days
        and day not in events
        and not ward.node.calendar.is_closed(day)
    ]
    assert 1 <= len(left_open) < 30
    assert [e.type for e in ward.events.values() if e.standing == "to_confirm"] == ["near_miss"]


def test_figures_of_the_service_say_that_they_are_not_the_wards_alone(
    front: tuple[Store, Ward],
) -> None:
    _, ward = front
    scopes = {release.scope for release in ward.releases.values()}
    assert scopes == {"Acute medicine, not this ward alone"}


def test_the_walls_of_the_demo_were_allowed_to_show_groups(front: tuple[Store, Ward]) -> None:
    _, ward = front
    assert ward.node is not None
    assert ward.node.shows_by("language")
    assert not ward.node.shows_by("sexual orientation")


def test_a_board_that_sees_pain_by_language_set_an_equity_goal_half_a_year_ago(
    told: dict[str, TellingStore],
) -> None:
    goals = {
        folder: [
            (act.payload, at)
            for acts, _, at in store.told
            for act in acts
            if isinstance(act.payload, EquityGoalSet)
        ]
        for folder, store in told.items()
    }
    ((goal, at),) = goals[FRONT_WARD]
    assert (goal.metric, goal.stratifier, goal.owner) == (PAIN, "language", "Charge nurse")
    assert goal.set_on == at.date() < goal.by
    assert {folder for folder, found in goals.items() if found} == {
        unit.folder for unit in UNITS if PAIN in unit.published
    }
