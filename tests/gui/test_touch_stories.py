"""What a person does at the board, touch by touch, and what that person would notice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.store.faults import StoreFull
from kiosk.ui.presenter import Habits
from tests.gui.running_board import RunningBoard, run_board

pytestmark = pytest.mark.gui


@pytest.fixture
def board(qtbot: QtBot, tmp_path: Path) -> Iterator[RunningBoard]:
    running = run_board(tmp_path)
    qtbot.addWidget(running.window)
    yield running
    running.desk.close()


def raise_a_card(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.touch("phrase=Broken, waiting for repair")
    board.touch("raise")


def test_a_card_is_raised_in_four_taps_and_says_that_it_is_saved(board: RunningBoard) -> None:
    raise_a_card(board)
    assert board.sheet == ""
    assert "Saved" in board.words()
    (card,) = board.desk.service.ward().cards.values()
    assert (card.category, card.phrase) == ("equipment", "Broken, waiting for repair")
    assert not card.serious_harm


def test_serious_harm_is_a_button_of_its_own_and_says_whom_to_phone(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=medicines")
    board.touch(next_phrase(board))
    board.touch("raise_serious")
    assert "Not sent. Phone 4321." in board.words()
    (card,) = board.desk.service.ward().cards.values()
    assert card.serious_harm


def next_phrase(board: RunningBoard) -> str:
    category = board.desk.catalogue.cards.categories[-1]
    for known in board.desk.catalogue.cards.categories:
        if known.id == "medicines":
            category = known
    return f"phrase={category.phrases[0]}"


def test_a_card_survives_a_restart(board: RunningBoard, qtbot: QtBot, tmp_path: Path) -> None:
    raise_a_card(board)
    board.desk.close()
    again = run_board(tmp_path)
    qtbot.addWidget(again.window)
    assert len(again.desk.service.ward().cards) == 1
    board.desk = again.desk


def test_undo_takes_a_card_back_while_it_is_offered(board: RunningBoard) -> None:
    raise_a_card(board)
    board.touch("undo")
    assert not board.desk.service.ward().cards


def test_undo_is_no_longer_offered_after_ten_seconds(board: RunningBoard) -> None:
    raise_a_card(board)
    board.wait(10)
    with pytest.raises(AssertionError):
        board.find("undo")
    assert len(board.desk.service.ward().cards) == 1


def test_a_sentence_is_written_and_words_about_a_person_are_refused(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.touch("write")
    board.write("Hoist gone from bed 12")
    board.touch("raise")
    assert not board.desk.service.ward().cards
    assert "Say what, not who" in board.words()


def test_idle_returns_to_the_board_and_offers_the_draft_to_whoever_comes_next(
    board: RunningBoard,
) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.wait(60)
    assert board.sheet == ""
    board.touch("open:raise")
    assert board.sheet == "resume"
    assert "Continue the card begun 10:00" in board.words()
    board.touch("resume")
    board.touch("phrase=Broken, waiting for repair")
    board.touch("raise")
    assert len(board.desk.service.ward().cards) == 1


def test_a_draft_is_gone_after_the_shift(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.wait(60)
    board.wait(10 * 3600)
    board.touch("open:raise")
    assert board.sheet == "raise.what"


def test_the_staff_face_is_one_touch_away_and_goes_back_by_itself(board: RunningBoard) -> None:
    raise_a_card(board)
    assert "Broken, waiting for repair" not in board.words()
    board.touch("face:staff")
    assert "Broken, waiting for repair" in board.words()
    board.wait(60)
    assert "Broken, waiting for repair" not in board.words()


def test_a_good_catch_is_recorded_in_four_taps_and_waits_to_be_confirmed(
    board: RunningBoard,
) -> None:
    board.touch("open:good_catch")
    first = board.desk.catalogue.events.kinds
    kind = next(known for known in first if known.id == "good_catch")
    board.touch(f"what={kind.types[0].id}")
    board.touch("save")
    (event,) = board.desk.service.ward().events.values()
    assert not event.counts
    assert "Report it in Safeguard too." in board.words()


def test_harm_asks_how_bad_and_is_recorded_in_four_taps(board: RunningBoard) -> None:
    board.touch("open:harm_event")
    board.touch("what=fall")
    board.touch("level=moderate")
    board.touch("save")
    (event,) = board.desk.service.ward().events.values()
    assert (event.type, event.what, event.harm) == ("harm", "fall", "moderate")


def test_somebody_is_thanked_in_four_taps(board: RunningBoard) -> None:
    board.touch("open:thank_you")
    board.touch("group=nursing")
    theme = board.desk.catalogue.recognitions.themes[0]
    board.touch(f"phrase={theme.phrases[0]}")
    board.touch("save")
    assert len(board.desk.service.ward().recognitions) == 1


def test_an_idea_is_put_up_in_four_taps(board: RunningBoard) -> None:
    board.touch("open:idea")
    theme = board.desk.catalogue.ideas.themes[0]
    board.touch(f"theme={theme.id}")
    board.touch(f"phrase={theme.phrases[0]}")
    board.touch("save")
    assert len(board.desk.service.ward().tickets) == 1


def test_todays_figure_is_typed_on_the_keypad(board: RunningBoard) -> None:
    board.touch("open:figures")
    metric = next(
        key
        for key, known in board.desk.service.ward().metrics.items()
        if known.facts.key == "hand_hygiene"
    )
    board.touch(f"metric={metric}")
    board.write("7")
    board.touch("activate:denominator")
    board.write("9")
    board.touch("save")
    (figure,) = board.desk.service.ward().observations.values()
    assert (figure.numerator, figure.denominator) == (7, 9)


def test_saving_the_layout_file_changes_the_board_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    layout = tmp_path / "mine.toml"
    shipped = Path(__file__).parents[2] / "board_layouts" / "ward_sqcdp.toml"
    layout.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    board = run_board(tmp_path, layout=str(layout))
    qtbot.addWidget(board.window)
    board.find("tile:cross")
    text = layout.read_text(encoding="utf-8").replace('id = "cross"', 'id = "our_days"')
    layout.write_text(text.replace("cross = {", "our_days = {"), encoding="utf-8")
    board.wait(3)
    board.find("tile:our_days")
    board.desk.close()


def test_a_broken_layout_leaves_the_last_good_board_and_says_what_is_wrong(
    qtbot: QtBot, tmp_path: Path
) -> None:
    layout = tmp_path / "mine.toml"
    shipped = Path(__file__).parents[2] / "board_layouts" / "ward_sqcdp.toml"
    layout.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    board = run_board(tmp_path, layout=str(layout))
    qtbot.addWidget(board.window)
    layout.write_text("title = ", encoding="utf-8")
    board.wait(3)
    board.find("tile:cross")
    assert "mine.toml" in board.words()
    board.desk.close()


def open_the_card(board: RunningBoard) -> None:
    board.touch("face:staff")
    board.touch("tile:cards")
    board.touch("tab=raised")
    (card,) = board.desk.service.ward().cards
    board.touch(f"card={card}")


def test_the_story_of_a_card_goes_on_after_every_change_and_every_minute(
    board: RunningBoard,
) -> None:
    raise_a_card(board)
    open_the_card(board)
    assert "Raised" in board.words()
    board.touch("acknowledge")
    board.wait(30)
    board.presenter.refresh()
    assert "Raised" in board.words()
    assert "Seen by" in board.words() or "Acknowledged" in board.words()


def test_a_sheet_that_was_only_opened_is_not_offered_as_begun(board: RunningBoard) -> None:
    board.touch("open:good_catch")
    board.wait(61)
    board.touch("open:good_catch")
    assert board.sheet == "good_catch.what"


def test_an_offer_refused_from_a_sheet_leads_back_to_the_board(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.wait(61)
    board.touch("face:staff")
    board.touch("tile:cards")
    board.touch("raise")
    assert board.sheet == "resume"
    board.touch("cancel")
    assert board.sheet == ""
    board.touch("open:idea")
    assert board.sheet == "idea.about"


def test_the_public_face_comes_back_even_while_the_desk_is_busy(board: RunningBoard) -> None:
    raise_a_card(board)
    board.touch("face:staff")
    assert "Broken, waiting for repair" in board.words()
    board.busy = True
    board.wait(60)
    assert "Broken, waiting for repair" not in board.words()
    board.busy = False
    board.catch_up()
    assert "Broken, waiting for repair" not in board.words()


def test_a_staff_board_that_comes_late_is_not_shown_on_the_public_face(
    board: RunningBoard,
) -> None:
    raise_a_card(board)
    board.busy = True
    board.touch("face:staff")
    board.wait(60)
    board.busy = False
    board.catch_up()
    assert "Broken, waiting for repair" not in board.words()


def test_the_store_is_copied_once_a_day(board: RunningBoard, tmp_path: Path) -> None:
    board.wait(3)
    board.wait(3600)
    assert len(list((tmp_path / "backups").iterdir())) == 1
    board.wait(24 * 3600)
    assert len(list((tmp_path / "backups").iterdir())) == 2


def test_what_was_begun_in_practice_never_ends_on_the_real_ward(board: RunningBoard) -> None:
    board.desk.open_ward(practice=True)
    board.presenter.refresh()
    board.touch("open:raise")
    board.touch("category=equipment")
    board.touch("phrase=Broken, waiting for repair")
    board.desk.open_ward(practice=False)
    board.find("raise")
    board.presenter.touch("raise")
    assert "another board" in board.words()
    board.presenter.refresh()
    assert board.sheet == ""
    board.touch("open:raise")
    assert board.sheet == "raise.what"
    assert not board.desk.service.ward().cards


def test_sheets_of_a_practice_say_so(board: RunningBoard) -> None:
    board.desk.open_ward(practice=True)
    board.presenter.refresh()
    board.touch("open:raise")
    sheet = board.window.sheet
    assert sheet is not None
    assert sheet.view.stamp == "TRAINING"


def test_a_staff_sheet_goes_with_the_staff_face(qtbot: QtBot, tmp_path: Path) -> None:
    board = run_board(tmp_path, habits=Habits(idle_return_s=600, staff_face_s=30))
    qtbot.addWidget(board.window)
    raise_a_card(board)
    open_the_card(board)
    board.wait(30)
    assert board.sheet == ""
    assert "Broken, waiting for repair" not in board.words()
    board.desk.close()


def test_a_slow_save_is_not_offered_again(board: RunningBoard) -> None:
    board.touch("open:raise")
    board.touch("category=equipment")
    board.touch("phrase=Broken, waiting for repair")
    board.busy = True
    board.touch("raise")
    board.wait(90)
    board.busy = False
    board.catch_up()
    board.touch("open:raise")
    assert board.sheet == "raise.what"
    assert len(board.desk.service.ward().cards) == 1


def test_a_full_disk_refuses_the_touch_in_words_that_stay_until_something_can_be_kept(
    board: RunningBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull

    with monkeypatch.context() as disk:
        disk.setattr(board.desk.service, "perform_all", full)
        raise_a_card(board)
        assert board.sheet == "raise.say"
        assert "the disk of this computer is full" in board.words()
        board.wait(11)
        board.touch("back")
        board.touch("cancel")
        assert "the disk of this computer is full" in board.words()
    assert not board.desk.service.ward().cards
    raise_a_card(board)
    board.wait(11)
    assert "the disk of this computer is full" not in board.words()
    assert len(board.desk.service.ward().cards) == 1


def test_a_card_that_names_somebody_is_withdrawn_and_its_words_leave_the_disk(
    board: RunningBoard, tmp_path: Path
) -> None:
    words = b"Zebra crossing sign is missing"
    board.touch("open:raise")
    board.touch("category=environment")
    board.touch("write")
    board.write(words.decode())
    board.touch("raise")
    assert any(words in path.read_bytes() for path in tmp_path.glob("huddle.sqlite*"))
    open_the_card(board)
    board.touch("withdraw")
    board.touch("reason=Raised by mistake")
    board.touch("withdraw_and_erase")
    assert not board.desk.service.ward().cards
    assert not any(words in path.read_bytes() for path in tmp_path.glob("huddle.sqlite*"))


def test_ten_thanks_are_in_sight_without_turning_a_page(board: RunningBoard) -> None:
    board.touch("open:thank_you")
    board.touch("group=nursing")
    phrases = [
        phrase
        for theme in board.desk.catalogue.recognitions.themes
        for phrase in theme.phrases
        if f"\n{phrase}\n" in f"\n{board.words()}\n"
    ]
    assert len(phrases) >= 10
