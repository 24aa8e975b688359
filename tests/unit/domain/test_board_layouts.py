"""A hospital's own layouts: kept by name, replaced whole, taken back; a name is a plain file name."""

import pytest

from kiosk.domain.board_layouts import (
    BOARD_LAYOUT,
    TEXT_LIMIT,
    DropLayout,
    KeepLayout,
    LayoutFile,
    decide,
    layout_id,
)
from kiosk.domain.entities import fold
from tests.unit.domain.histories import WARD, History, only, why_not

ICU = LayoutFile("icu", "title = 'ICU'")


def test_a_layout_is_kept_replaced_and_taken_back() -> None:
    history = History(layout_id(WARD, "icu"))
    for command in (
        KeepLayout(WARD, ICU),
        KeepLayout(WARD, LayoutFile("icu", "title = 'New'")),
        DropLayout(WARD, ICU),
        KeepLayout(WARD, ICU),
    ):
        state = fold(BOARD_LAYOUT, history.entity, history.records).state
        history.add(only(decide(state, command)))
    layout = fold(BOARD_LAYOUT, history.entity, history.records).state
    assert layout is not None
    assert (layout.name, layout.text, layout.active) == ("icu", ICU.text, True)
    assert decide(layout, KeepLayout(WARD, ICU)) == ()


@pytest.mark.parametrize("name", ["", "../icu", "ICU", "a b", "icu\n", "x" * 61])
def test_a_name_that_is_no_plain_file_name_is_refused(name: str) -> None:
    assert "small letters" in why_not(decide(None, KeepLayout(WARD, LayoutFile(name, "x"))))


def test_a_layout_has_so_many_characters_and_no_more() -> None:
    def keeping(characters: int) -> KeepLayout:
        return KeepLayout(WARD, LayoutFile("icu", "x" * characters))

    assert only(decide(None, keeping(TEXT_LIMIT)))
    assert "65536 characters" in why_not(decide(None, keeping(TEXT_LIMIT + 1)))
    assert why_not(decide(None, keeping(0)))
    assert "no such layout" in why_not(decide(None, DropLayout(WARD, ICU)))
