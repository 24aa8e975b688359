"""What leaves of raw counts: closed months, suppressed, and the same bytes whatever was hidden."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.analytics.intervals import rate_interval, wilson
from kiosk.analytics.publishing import series
from kiosk.domain.releases import Cell, CellStatus, Release, release_body
from kiosk.interchange.reading import read_figures
from kiosk.interchange.refusals import FiguresRefusedError
from tests.unit.interchange.figure_files import (
    LABELS,
    LANGUAGES,
    METRIC,
    RATE,
    figure_map,
    published,
    released,
    write,
)

TOTAL = figure_map(groups={**LANGUAGES, "total": "all"})


def by_group(release: Release, window: int = 0) -> dict[str | None, Cell]:
    found = release.windows[window]
    return {cell.group: cell for cell in (found.overall, *found.groups)}


def test_groups_are_added_up_for_everyone_and_values_are_in_the_metrics_unit(
    tmp_path: Path,
) -> None:
    release = released(tmp_path, ["2026-07-01,en,400,520", "2026-07-01,es,70,100"])

    everyone = by_group(release)[None]
    interval = wilson(470, 620)
    assert (everyone.numerator, everyone.denominator) == (470, 620)
    assert everyone.value == pytest.approx(100 * 470 / 620)
    assert everyone.lower == pytest.approx(100 * interval.lower)
    assert everyone.upper == pytest.approx(100 * interval.upper)


def test_a_rate_is_per_as_many_as_the_map_says_with_its_own_interval(tmp_path: Path) -> None:
    release = released(tmp_path, ["2026-07-01,en,14,900"], figure_map(metrics=[RATE]))

    everyone = by_group(release)[None]
    interval = rate_interval(14, 900)
    assert everyone.value == pytest.approx(1000 * 14 / 900)
    assert everyone.lower == pytest.approx(1000 * interval.lower)
    assert everyone.upper == pytest.approx(1000 * interval.upper)


def test_days_of_a_month_are_added_up(tmp_path: Path) -> None:
    release = released(tmp_path, ["2026-07-01,en,40,52", "2026-07-31,en,60,80"])

    (window,) = release.windows
    assert (window.first, window.last) == (date(2026, 7, 1), date(2026, 7, 31))
    assert (window.overall.numerator, window.overall.denominator) == (100, 132)


def test_months_come_oldest_first_and_a_missing_one_stays_missing(tmp_path: Path) -> None:
    rows = ["2026-09-01,en,40,52", "2026-01-01,en,60,80", "2026-02-01,en,60,80"]

    release = released(tmp_path, rows)

    assert [window.first.month for window in release.windows] == [1, 2, 9]
    assert release.windows[1].last == date(2026, 2, 28)


def test_a_month_that_has_not_ended_everywhere_is_left_out_and_that_is_said(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, ["2026-10-01,en,40,52", "2026-11-01,en,60,80"])
    figures = read_figures(path, figure_map())

    for now, months in (
        (datetime(2026, 11, 1, 11, tzinfo=UTC), 0),
        (datetime(2026, 11, 1, 12, tzinfo=UTC), 1),
        (datetime(2026, 12, 1, 12, tzinfo=UTC), 2),
    ):
        if not months:
            with pytest.raises(
                FiguresRefusedError, match="No month of pain_reassessed_1h has ended"
            ):
                published(figures, figure_map(), now)
            continue
        publication = published(figures, figure_map(), now)
        assert len(publication.releases[0].windows) == months
        assert publication.notes == ("November 2026 has not ended: left out.",)[: 2 - months]


def test_months_to_come_are_told_in_one_line(tmp_path: Path) -> None:
    rows = [f"2026-{month}-01,en,40,52" for month in ("09", "11", "12")]
    figures = read_figures(write(tmp_path, rows), figure_map())

    notes = published(figures, figure_map()).notes

    assert notes == ("November 2026 to December 2026 have not ended: left out.",)


def test_a_small_group_is_hidden_and_another_with_it_so_that_nothing_can_be_subtracted(
    tmp_path: Path,
) -> None:
    rows = ["2026-07-01,en,400,520", "2026-07-01,es,70,100", "2026-07-01,pl,3,40"]

    cells = by_group(released(tmp_path, rows))

    assert cells["Polish"] == Cell(group="Polish", status=CellStatus.HIDDEN)
    assert cells["Spanish"] == Cell(group="Spanish", status=CellStatus.HIDDEN)
    assert cells["English"].status is CellStatus.SHOWN


def test_a_zero_denominator_is_no_data_with_a_reason_where_the_map_says_so(
    tmp_path: Path,
) -> None:
    rows = ["2026-07-01,en,400,520", "2026-07-01,es,0,0"]

    cell = by_group(released(tmp_path, rows, figure_map(zero_denominator="no_data")))["Spanish"]

    assert cell == Cell(group="Spanish", status=CellStatus.NO_DATA, reason="nobody to count")


def test_a_group_that_is_absent_in_a_month_is_no_data_with_a_reason(tmp_path: Path) -> None:
    rows = ["2026-07-01,en,400,520", "2026-08-01,en,400,520", "2026-08-01,es,70,100"]

    release = released(tmp_path, rows)

    assert by_group(release)["Spanish"].reason == "no figures"
    assert by_group(release)[None].numerator == 400
    assert by_group(release, 1)[None].numerator == 470


def test_a_label_that_no_row_has_is_not_on_the_board(tmp_path: Path) -> None:
    assert released(tmp_path, ["2026-07-01,es,70,100"]).groups == ("Spanish",)


def test_groups_stand_in_the_order_of_the_map_and_values_with_one_label_are_one_group(
    tmp_path: Path,
) -> None:
    labels = {"es": "Spanish", "spa": "Spanish", "en": "English"}
    rows = ["2026-07-01,en,400,520", "2026-07-01,spa,30,50", "2026-07-01,es,40,50"]

    release = released(tmp_path, rows, figure_map(groups={**LANGUAGES, "labels": labels}))

    assert release.groups == ("Spanish", "English")
    assert by_group(release)["Spanish"].numerator == 70


def test_what_was_not_counted_is_no_data_for_its_group_and_for_everyone(tmp_path: Path) -> None:
    rows = ["2026-07-01,en,400,520", "2026-07-01,es,*,100"]

    cells = by_group(released(tmp_path, rows, figure_map(missing=["*"])))

    assert cells["English"].status is CellStatus.SHOWN
    assert (cells["Spanish"].reason, cells[None].reason) == ("not counted", "not counted")


def test_a_file_without_groups_gives_everyone_alone(tmp_path: Path) -> None:
    release = released(tmp_path, ["2026-07-01,x,400,520"], figure_map(groups=None))

    assert (release.stratifier, release.groups, release.windows[0].groups) == ("", (), ())
    assert release.windows[0].overall.numerator == 400


def test_several_metrics_in_one_file_are_several_releases(tmp_path: Path) -> None:
    header = "measure,month,num,den"
    columns = {"metric": "measure", "period": "month", "numerator": "num", "denominator": "den"}
    mapped = figure_map(columns=columns, groups=None, metrics=[METRIC, {**RATE, "called": "Falls"}])
    rows = ["Falls,2026-07-01,14,900", "pain_reassessed_1h,2026-07-01,40,80"]

    releases = published(read_figures(write(tmp_path, rows, header), mapped), mapped).releases

    assert [release.metric.key for release in releases] == ["pain_reassessed_1h", "falls"]
    assert [release.windows[0].overall.denominator for release in releases] == [80, 900]


def test_groups_that_count_more_than_the_total_of_the_file_are_refused(tmp_path: Path) -> None:
    rows = ["2026-07-01,en,400,520", "2026-07-01,all,300,400"]

    with pytest.raises(FiguresRefusedError, match="In July 2026 the groups of"):
        released(tmp_path, rows, TOTAL)


def test_overlapping_groups_may_count_more_than_the_total(tmp_path: Path) -> None:
    overlapping = figure_map(groups={**LANGUAGES, "total": "all", "add_up": False})
    rows = ["2026-07-01,en,400,520", "2026-07-01,es,300,500", "2026-07-01,all,500,700"]

    cells = by_group(released(tmp_path, rows, overlapping))

    assert {cell.status for cell in cells.values()} == {CellStatus.SHOWN}


def test_more_months_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "MOST_WINDOWS", 2)
    rows = [f"2026-0{month}-01,en,400,520" for month in range(1, 4)]
    assert len(released(tmp_path, rows[:2]).windows) == 2

    with pytest.raises(FiguresRefusedError, match="has 3 windows, at most 2 may be"):
        released(tmp_path, rows)


def test_two_files_that_differ_only_in_what_is_hidden_give_the_same_bytes(tmp_path: Path) -> None:
    shown = ["2026-07-01,en,400,520", "2026-07-01,all,480,760"]
    once = released(tmp_path, [*shown, "2026-07-01,es,3,60", "2026-07-01,pl,5,18"], TOTAL)
    twice = released(tmp_path, [*shown, "2026-07-01,es,7,33", "2026-07-01,pl,1,9"], TOTAL)

    assert by_group(once)["Spanish"].status is CellStatus.HIDDEN
    assert release_body(once) == release_body(twice)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = ["2026-07-01,en,400,520", "2026-08-01,es,70,100", "2026-07-01,pl,30,60"]

    assert release_body(released(tmp_path, rows)) == release_body(released(tmp_path, rows[::-1]))


counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counts, min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_number_of_a_hidden_cell_is_in_the_release_nor_left_over_from_the_total(
    tmp_path: Path, pairs: list[tuple[int, int]]
) -> None:
    raws = list(LABELS)
    rows = [f"2026-07-01,{raws[n]},{x},{of}" for n, (x, of) in enumerate(pairs)]

    cells = by_group(released(tmp_path, rows, figure_map(zero_denominator="no_data")))

    hidden = [cell for cell in cells.values() if cell.status is CellStatus.HIDDEN]
    assert all(cell == Cell(group=cell.group, status=CellStatus.HIDDEN) for cell in hidden)
    everyone = cells.pop(None)
    if everyone.status is CellStatus.SHOWN and any(cell.group for cell in hidden):
        shown = [n for n in range(len(pairs)) if cells[LABELS[raws[n]]] not in hidden]
        left = sum(of for _, of in pairs) - sum(pairs[n][1] for n in shown)
        left_with = sum(x for x, _ in pairs) - sum(pairs[n][0] for n in shown)
        assert all(count == 0 or count > 10 for count in (left, left_with, left - left_with))
