"""What a CSV file may look like, and how one that cannot be read is refused."""

from pathlib import Path

import pytest

from kiosk.interchange import figures_csv
from kiosk.interchange.figures_csv import open_table
from kiosk.interchange.refusals import FiguresRefusedError

WANTED = ("month", "num")
TEXT = "month,num\n2026-07-01,5\n"


def rows_of(path: Path, wanted: tuple[str, ...] = WANTED) -> list[tuple[int, list[str]]]:
    with open_table(path, wanted) as table:
        table.positions(wanted)
        return [(row.line, list(row.values)) for row in table.rows]


def refusal(path: Path, wanted: tuple[str, ...] = WANTED) -> str:
    with pytest.raises(FiguresRefusedError) as refused:
        rows_of(path, wanted)
    return str(refused.value)


def file_of(folder: Path, body: bytes) -> Path:
    path = folder / "figures.csv"
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_separator_and_line_ends_are_found_out(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = TEXT.replace(",", separator).replace("\n", end)

    path = file_of(tmp_path, text.encode(encoding))

    assert rows_of(path) == [(2, ["2026-07-01", "5"])]


def test_the_separator_is_the_one_under_which_the_columns_are_found(tmp_path: Path) -> None:
    path = file_of(tmp_path, b'"a,b,c,d";month;num\n"1,2";2026-07-01;5\n')

    assert rows_of(path) == [(2, ["1,2", "2026-07-01", "5"])]


def test_a_file_of_an_older_windows_program_is_read_and_that_is_said(tmp_path: Path) -> None:
    path = file_of(tmp_path, "month,num,ward\n2026-07-01,5,Café\n".encode("cp1252"))

    with open_table(path, WANTED) as table:
        assert table.notes == ("figures.csv: it is not saved as UTF-8; read as Windows-1252",)
        assert [list(row.values) for row in table.rows] == [["2026-07-01", "5", "Café"]]


def test_rows_are_named_by_the_line_in_which_they_begin(tmp_path: Path) -> None:
    path = file_of(tmp_path, b'month,num\n"two\nlines",1\n\nb,2\n')

    assert rows_of(path) == [(2, ["two\nlines", "1"]), (5, ["b", "2"])]


def test_blank_rows_are_left_out(tmp_path: Path) -> None:
    assert rows_of(file_of(tmp_path, b"month,num\n\n,\na,1\n")) == [(4, ["a", "1"])]


def test_a_missing_column_is_named_with_the_nearest_one_that_is_there(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Month,numb\n1,2\n")

    assert refusal(path) == (
        'figures.csv:1: there is no column "month". Did you mean "Month"? There are: "Month", "numb"\n'
        'figures.csv:1: there is no column "num". Did you mean "numb"? There are: "Month", "numb"'
    )


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"month,num,num\n1,2,3\n")

    assert refusal(path) == 'figures.csv:1: there are two columns "num"'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "figures.csv:1: the names of the columns are missing"),
        (b"\n\n", "figures.csv:1: the names of the columns are missing"),
        (b"PK\x03\x04rest", "figures.csv: this is a workbook: save the sheet as CSV first"),
        (b"\xd0\xcf\x11\xe0rest", "figures.csv: this is a workbook: save the sheet as CSV first"),
        (b"month,num\n\0\0", "figures.csv: this is not text: save it as CSV in UTF-8"),
        (b"month,num\n\x81\x8d", "figures.csv: this is not text: save it as CSV in UTF-8"),
        (
            b'month,num\na,1\n"b,2\nc,3\n',
            (
                "figures.csv:3: a quotation mark in this row opens and does not close, "
                "or closes too early"
            ),
        ),
        (TEXT.encode("utf-16") + b"\n", "figures.csv: it is damaged: truncated data"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused_in_words(
    tmp_path: Path, body: bytes, words: str
) -> None:
    assert words in refusal(file_of(tmp_path, body))


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == "gone.csv: there is no such file"
    assert refusal(tmp_path).endswith(": this is a folder, not a file")


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file_of(tmp_path, TEXT.encode())
    monkeypatch.setattr(figures_csv, "MOST_BYTES", len(TEXT))
    assert len(rows_of(path)) == 1

    monkeypatch.setattr(figures_csv, "MOST_BYTES", len(TEXT) - 1)

    assert "figures.csv: it is larger than" in refusal(path)


def test_a_row_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_csv, "MOST_ROWS", 2)
    assert len(rows_of(file_of(tmp_path, b"month,num\na,1\nb,2\n"))) == 2

    path = file_of(tmp_path, b"month,num\na,1\nb,2\nc,3\n")

    assert refusal(path) == "figures.csv: it has more than 2 rows"


def test_a_line_over_the_limit_is_refused(tmp_path: Path) -> None:
    longest = figures_csv.MOST_LINE - len(",1\n")
    assert len(rows_of(file_of(tmp_path, b"month,num\n" + b"a" * longest + b",1\n"))) == 1

    path = file_of(tmp_path, b"month,num\n" + b"a" * (longest + 1) + b",1\n")

    assert refusal(path) == "figures.csv:2: the line is longer than 65,536 characters"


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"month,num" + b",x" * (figures_csv.MOST_COLUMNS - 1))

    assert refusal(path) == "figures.csv:1: there are more than 500 columns"


def test_the_reading_tells_how_far_it_has_come(tmp_path: Path) -> None:
    body = b"month,num\n" + b"a,1\n" * 5_000
    told: list[tuple[int, int]] = []

    with open_table(
        file_of(tmp_path, body), WANTED, lambda done, whole: told.append((done, whole))
    ) as table:
        assert sum(1 for _ in table.rows) == 5_000

    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == (len(body), len(body))
