"""One page about a metric as a PDF: what a reader finds in it, and what never stands in it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.nodes import Node
from kiosk.domain.releases import Cell, CellStatus, Provenance, Release
from kiosk.domain.wards import Ward
from kiosk.ui.charts.ink import FitReport
from kiosk.ui.paper.one_page import print_one_page
from kiosk.ui.paper.pdf import Paper
from kiosk.viewmodels.paper.one_page import OnePage, one_page
from tests.fakes.pages import read
from tests.unit.viewmodels.sample_wards import (
    NOW,
    PAIN,
    empty_ward,
    full_ward,
    hidden,
    metric,
    node,
    pain_release,
    scene,
    shown,
    window,
)

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

WORSE = "0.7215686"
"""The colour of *worse* in a drawing."""
PAIN_KEY = "pain_reassessed_1h"


def showing(*stratifiers: str) -> Node:
    return node().model_copy(update={"wall_stratifiers": stratifiers})


def page(ward: Ward, key: str = PAIN_KEY) -> OnePage:
    made = one_page(key, scene(ward))
    assert made is not None
    return made


def pain_ward(*, release: Release | None = None, **parts: object) -> Ward:
    released = release or pain_release()
    ward = full_ward()
    return replace(
        ward,
        node=showing("language"),
        releases={(PAIN_KEY, released.stratifier): released},
        **parts,  # type: ignore[arg-type]
    )


def words_of(ward: Ward, key: str = PAIN_KEY, paper: Paper = Paper.A4) -> str:
    return read(print_one_page(page(ward, key), paper)).words


def in_a_thread(work: Callable[[], bytes]) -> bytes:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(work()))
    thread.start()
    thread.join()
    return made[0]


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_a_page_is_one_upright_page_of_the_size_that_was_asked_for(
    paper: Paper, size: tuple[int, int]
) -> None:
    found = read(print_one_page(page(pain_ward()), paper))
    assert (found.pages, found.size) == (1, size)


def test_a_page_says_its_title_and_language_and_carries_its_fonts() -> None:
    found = read(print_one_page(page(pain_ward()), Paper.A4))
    assert found.title == "Pain reassessed in 1 h, Ward 7 East · Acute medicine"
    assert found.language == "en-GB"
    assert found.embedded


def test_words_and_figures_can_be_read_back() -> None:
    words = words_of(pain_ward())
    for said in (
        "Pain reassessed in 1 h",
        "Medicine service, not this ward alone",
        "79 %",
        "Spanish",
        "61 %",
        "goal 80 %",
        "electronic record",
        "31 October 2026",
        "CMS: small numbers hidden",
        "2,370 of 3,000",
        "24 November 2026, 07:03",
    ):
        assert said in words


def test_the_same_figures_at_the_same_time_are_the_same_bytes() -> None:
    first = print_one_page(page(pain_ward()), Paper.A4)
    again = in_a_thread(lambda: print_one_page(page(pain_ward()), Paper.A4))
    assert first == again


def test_a_page_made_at_another_time_says_so() -> None:
    later = pain_ward(now=NOW + timedelta(minutes=5))
    assert "07:08" in words_of(later)
    assert print_one_page(page(pain_ward()), Paper.A4) != print_one_page(page(later), Paper.A4)


def test_a_hidden_group_has_no_name_and_no_number_anywhere() -> None:
    body = print_one_page(page(pain_ward()), Paper.A4)
    words = read(body).words
    assert "too few to show" in words
    assert "Others" in words
    for name in ("Tagalog", "Hindi"):
        assert name not in words
        assert name.encode() not in body


def test_a_group_that_was_shown_once_and_is_hidden_now_is_not_named() -> None:
    before, after = pain_release().windows
    groups = tuple(hidden("Spanish") if c.group == "Spanish" else c for c in after.groups)
    release = pain_release().model_copy(
        update={"windows": (before, after.model_copy(update={"groups": groups}))}
    )
    assert "Spanish" not in words_of(pain_ward(release=release))


def test_unreliable_no_data_and_a_real_zero_are_told_apart() -> None:
    cells = (
        shown("English", 2000, 2500),
        shown("Urdu", 0, 60),
        Cell(group="Mandarin", status=CellStatus.UNRELIABLE, lower=48.0, upper=88.0),
        Cell(group="Arabic", status=CellStatus.NO_DATA),
        hidden("Tagalog"),
    )
    newest = window(date(2026, 8, 1), date(2026, 10, 31), shown(None, 2370, 3000), *cells)
    words = words_of(pain_ward(release=pain_release().model_copy(update={"windows": (newest,)})))
    assert "48\N{EN DASH}88" in words
    assert "no data" in words
    assert "0 %" in words
    assert "unreliable" in words


def test_groups_that_the_wall_does_not_show_are_not_on_paper() -> None:
    ward = replace(pain_ward(), node=showing())
    words = words_of(ward)
    assert "Spanish" not in words
    assert "By language" not in words
    assert "79 %" in words


def test_practice_is_stamped_on_every_page() -> None:
    assert "TRAINING" in words_of(pain_ward(training=True))
    assert "TRAINING" not in words_of(pain_ward())


def test_reports_are_said_to_be_no_occurrences() -> None:
    facts = PAIN.model_copy(update={"voluntary": True})
    release = pain_release().model_copy(update={"metric": facts})
    assert "Reported, not occurred" in words_of(pain_ward(release=release))


def test_figures_that_are_too_old_say_so_and_wear_no_colour_of_today() -> None:
    fresh, later = pain_ward(), pain_ward(now=NOW + timedelta(days=400))
    assert WORSE in read(print_one_page(page(fresh), Paper.A4)).drawing
    found = read(print_one_page(page(later), Paper.A4))
    assert "ast figures 31 October 2026" in found.words
    assert WORSE not in found.drawing


def test_the_release_can_be_named_and_found_again() -> None:
    made = Provenance(rules="huddle 3", version=4, by="analyst", at=NOW)
    release = pain_release().model_copy(update={"provenance": made, "rounded_to": 5})
    words = words_of(pain_ward(release=release))
    assert "version 4" in words
    assert "huddle 3" in words
    assert "rounded to 5" in words


def test_figures_counted_at_the_board_fill_a_page_too() -> None:
    words = words_of(pain_ward(), "skin_checked_6h")
    assert "Skin checked in 6 h" in words
    assert "Released figures" not in words


def test_a_metric_without_figures_says_so() -> None:
    ward = empty_ward(metrics={"metric:pain": metric(PAIN)})
    assert "No figures yet." in words_of(ward)


@pytest.mark.parametrize("paper", list(Paper))
def test_nothing_is_cut_off(paper: Paper) -> None:
    report = FitReport()
    print_one_page(page(pain_ward()), paper, report)
    assert report.cut() == []


def test_more_stratifiers_than_one_page_takes_go_on_the_next() -> None:
    by = ("language", "ethnicity", "age", "sex", "payer")
    releases = {
        (PAIN_KEY, name): pain_release().model_copy(update={"stratifier": name}) for name in by
    }
    ward = replace(pain_ward(), node=showing(*by), releases=releases)
    found = read(print_one_page(page(ward), Paper.A4))
    assert found.pages == 2
    assert all(f"By {name}" in found.words for name in by)
    assert "2 of 2" in found.words
