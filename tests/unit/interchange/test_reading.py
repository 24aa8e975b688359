"""What is wrong with rows, in words with line, column and value; and what is kept when they are skipped."""

from pathlib import Path

import pytest

from kiosk.domain.releases import CellStatus, Release
from kiosk.interchange import tallies
from kiosk.interchange.reading import read_figures
from kiosk.interchange.refusals import FiguresRefusedError
from tests.unit.interchange.figure_files import (
    LANGUAGES,
    METRIC,
    RATE,
    figure_map,
    released,
    write,
)

GOOD = ["2026-07-01,en,400,520", "2026-07-01,es,70,100"]


def refusal(folder: Path, rows: list[str], **changes: object) -> list[str]:
    with pytest.raises(FiguresRefusedError) as refused:
        read_figures(write(folder, rows), figure_map(**changes))
    return str(refused.value).splitlines()


def cells(release: Release) -> dict[str | None, CellStatus]:
    (window,) = release.windows
    return {cell.group: cell.status for cell in (window.overall, *window.groups)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-07-01,pl,12a,40", 'num "12a" is not a whole number'),
        ("2026-07-01,pl,12.5,40", 'num "12.5" is not a whole number'),
        ("2026-07-01,pl,٣,40", 'num "٣" is not a whole number'),
        ("2026-07-01,pl,12,nan", 'den "nan" is not a whole number'),
        ('2026-07-01,pl,12,"1,040"', 'den "1,040" is not a whole number'),
        ("2026-07-01,pl,,40", "num is empty"),
        ("2026-07-01,pl,-2,40", 'num "-2" is negative'),
        ("2026-07-01,pl,12,1234567890123", 'den "1234567890123" has more than 12 digits'),
        ("2026-07-01,pl,41,40", 'num "41" is more than den "40"'),
        ("2026-07-01,pl,1,0", 'num "1" is more than den "0"'),
        (
            "2026-07-01,pl,0,0",
            'den is 0. If nobody was there, say zero_denominator = "no_data" in the map.',
        ),
        (
            "2026-07-01,Pl,12,40",
            'group "Pl" is not a group that the map names: "en", "es", "pl". Did you mean "pl"?',
        ),
        ("01/07/2026,pl,12,40", 'month "01/07/2026" is not a date written as "%Y-%m-%d"'),
        ("2026-02-30,pl,12,40", 'month "2026-02-30" is not a date written as "%Y-%m-%d"'),
        ("2026-07-01,en,12,40", "the same metric, period and group stand in line 2"),
        ("2026-07-01,pl,12", "3 values stand under 4 columns"),
        ("2026-07-01,pl,12,40,", "5 values stand under 4 columns"),
    ],
)
def test_a_bad_row_names_file_line_column_and_value_and_nothing_is_imported(
    tmp_path: Path, row: str, words: str
) -> None:
    listed, last = refusal(tmp_path, [*GOOD, row])

    assert listed == f"figures.csv:4: {words}"
    assert last == (
        "Nothing was imported: 1 of 3 rows cannot be read. "
        "Mend them, or leave them out with --skip-bad-rows."
    )


def test_a_rate_may_count_more_events_than_its_denominator_but_none_over_zero(
    tmp_path: Path,
) -> None:
    assert released(tmp_path, ["2026-07-01,en,41,40"], figure_map(metrics=[RATE])).windows

    listed = refusal(tmp_path, ["2026-07-01,en,1,0"], metrics=[RATE])[0]

    assert listed == 'figures.csv:2: num "1" is more than den "0"'


def test_a_long_list_of_bad_rows_ends_with_how_many_more(tmp_path: Path) -> None:
    lines = refusal(tmp_path, [f"x,en,{n},520" for n in range(1_025)])

    assert len(lines) == 22
    assert lines[19].startswith("figures.csv:21: month")
    assert lines[20] == "+ 1,005 more"
    assert lines[21].startswith("Nothing was imported: 1,025 of 1,025 rows")


def test_a_wrong_value_is_shown_short_and_on_one_line(tmp_path: Path) -> None:
    listed = refusal(tmp_path, ['2026-07-01,en,"4\n' + "x" * 500 + '",520'])[0]

    assert listed == f'figures.csv:2: num "4 {"x" * 38}…" is not a whole number'


def test_numbers_may_carry_blanks_and_an_empty_fraction(tmp_path: Path) -> None:
    release = released(tmp_path, ["2026-07-01,en, 400 ,520.0"])

    assert release.windows[0].overall.numerator == 400


def test_rows_that_the_filters_leave_out_are_not_judged(tmp_path: Path) -> None:
    rows = ["2026-07-01,en,400,520", "rubbish,es,x,y"]

    figures = read_figures(write(tmp_path, rows), figure_map(filters={"group": "en"}))

    assert (figures.rows, figures.skipped.count) == (1, 0)


def test_a_filter_that_nothing_passes_suggests_the_nearest_value(tmp_path: Path) -> None:
    words = refusal(tmp_path, GOOD, filters={"group": "eng"})

    assert words == ['figures.csv: no row passes the filter group = "eng". Did you mean "en"?']


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    assert "figures.csv: there is no row" in refusal(tmp_path, [])[0]


def test_a_metric_without_rows_is_refused(tmp_path: Path) -> None:
    columns = {"metric": "group", "period": "month", "numerator": "num", "denominator": "den"}
    metrics = [{**METRIC, "called": "en"}, {**METRIC, "id": "b", "called": "es"}]

    words = refusal(tmp_path, GOOD[:1], columns=columns, groups=None, metrics=metrics)

    assert words == ['figures.csv: no row that can be read is about "es".']


def test_an_unknown_metric_is_a_bad_row(tmp_path: Path) -> None:
    columns = {"metric": "group", "period": "month", "numerator": "num", "denominator": "den"}

    words = refusal(tmp_path, GOOD, columns=columns, groups=None, metrics=[{**METRIC, "id": "en"}])

    assert words[0] == 'figures.csv:3: group "es" is not a metric that the map names: "en".'


def test_a_skipped_row_leaves_no_figure_for_its_group_nor_for_everyone(tmp_path: Path) -> None:
    release = released(tmp_path, [*GOOD, "2026-07-01,pl,12a,40"], skip=True)

    assert cells(release) == {
        None: CellStatus.NO_DATA,
        "English": CellStatus.SHOWN,
        "Spanish": CellStatus.SHOWN,
        "Polish": CellStatus.NO_DATA,
    }
    assert release.windows[0].overall.reason == "a row could not be read"


def test_a_skipped_row_leaves_everyone_alone_where_the_file_has_a_total(tmp_path: Path) -> None:
    mapped = figure_map(groups={**LANGUAGES, "total": "all"})
    rows = [*GOOD, "2026-07-01,pl,12a,40", "2026-07-01,xx,1,2", "2026-07-01,all,500,700"]

    release = released(tmp_path, rows, mapped, skip=True)

    assert cells(release)[None] is CellStatus.SHOWN
    assert release.windows[0].overall.denominator == 700


def test_a_skipped_row_of_an_unknown_group_leaves_no_figure_for_everyone(tmp_path: Path) -> None:
    release = released(tmp_path, [*GOOD, "2026-07-01,xx,12,40"], skip=True)

    assert cells(release) == {
        None: CellStatus.NO_DATA,
        "English": CellStatus.SHOWN,
        "Spanish": CellStatus.SHOWN,
    }


def test_a_skipped_row_where_nobody_was_counted_is_no_data_and_harms_nothing_else(
    tmp_path: Path,
) -> None:
    release = released(tmp_path, [*GOOD, "2026-07-01,pl,0,0"], skip=True)

    assert cells(release)[None] is CellStatus.SHOWN
    assert release.windows[0].groups[-1].reason == "nobody to count"


def test_a_row_that_stands_there_twice_is_skipped_without_harm_if_both_say_the_same(
    tmp_path: Path,
) -> None:
    same = released(tmp_path, [*GOOD, GOOD[0]], skip=True)
    other = released(tmp_path, [*GOOD, "2026-07-01,en,401,520"], skip=True)

    assert cells(same)["English"] is CellStatus.SHOWN
    assert cells(other)["English"] is CellStatus.NO_DATA


def test_skipped_rows_are_counted_and_listed(tmp_path: Path) -> None:
    path = write(tmp_path, [*GOOD, "x,en,1,2", "2026-08-01,en,1,y"])

    skipped = read_figures(path, figure_map(), skip_bad_rows=True).skipped

    assert skipped.count == 2
    assert skipped.lines() == [
        'figures.csv:4: month "x" is not a date written as "%Y-%m-%d"',
        'figures.csv:5: den "y" is not a whole number',
    ]


def test_too_many_different_figures_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_FIGURES", 2)
    assert read_figures(write(tmp_path, GOOD), figure_map()).rows == 2

    assert "more than 2 different figures" in refusal(tmp_path, [*GOOD, "2026-07-01,pl,1,2"])[0]
