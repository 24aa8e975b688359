"""Released figures as a table: every cell a row, numbers only where the release has them, and it can be read back."""

import csv
import io
from pathlib import Path

from kiosk.domain.releases import CellStatus, release_body, release_sha256
from kiosk.interchange.reading import read_figures
from kiosk.interchange.released_csv import COLUMNS, released_csv
from tests.unit.interchange.figure_files import METRIC, figure_map
from tests.unit.interchange.test_release_files import RELEASE


def rows() -> dict[str, dict[str, str]]:
    """The rows by their group."""
    text = released_csv([RELEASE]).decode()
    return {row["group"]: row for row in csv.DictReader(io.StringIO(text))}


def test_every_cell_is_a_row_and_everyone_has_an_empty_group() -> None:
    assert list(rows()) == ["", "English", "Spanish", "Declined"]
    assert [row["role"] for row in rows().values()] == ["everyone", "group", "group", "declined"]


def test_a_shown_row_says_everything_that_the_release_says_of_it() -> None:
    english = rows()["English"]

    assert tuple(english) == COLUMNS
    assert english | {} == {
        "metric": "pain_reassessed_1h",
        "node": "RYJ",
        "level": "service",
        "scope": "Médecine",
        "stratifier": "preferred language",
        "group": "English",
        "role": "group",
        "window": "month",
        "first": "2026-07-01",
        "last": "2026-07-31",
        "status": "shown",
        "numerator": "400",
        "denominator": "520",
        "value": "76.92307692307693",
        "lower": "73.1",
        "upper": "80.4",
        "unit": "%",
        "reason": "",
        "profile": "CMS",
        "rounded_to": "1",
        "stratifier_set": "",
        "source": "",
        "version": "3",
        "release": release_sha256(release_body(RELEASE)),
    }


def test_hidden_and_unreliable_rows_have_a_status_instead_of_a_figure() -> None:
    hidden, unreliable = rows()["Spanish"], rows()["Declined"]

    figures = ("numerator", "denominator", "value", "lower", "upper")
    assert hidden["status"] == CellStatus.HIDDEN
    assert [hidden[name] for name in figures] == ["", "", "", "", ""]
    assert unreliable["status"] == CellStatus.UNRELIABLE
    assert [unreliable[name] for name in figures] == ["", "", "", "1.0", "2.5"]


def test_the_same_releases_give_the_same_bytes() -> None:
    assert released_csv([RELEASE]) == released_csv([RELEASE])


def test_the_table_can_be_read_back_by_a_map(tmp_path: Path) -> None:
    path = tmp_path / "released.csv"
    path.write_bytes(released_csv([RELEASE]))
    labels = {name: name for name in ("English", "Spanish", "Declined")}
    back = figure_map(
        columns={
            "metric": "metric",
            "period": "first",
            "numerator": "numerator",
            "denominator": "denominator",
        },
        missing=[""],
        nodes={"column": "node", "list": "found"},
        groups={
            "column": "group",
            "stratifier": "preferred language",
            "labels": labels,
            "total": "",
            "where": {"stratifier": "preferred language"},
        },
        metrics=[METRIC],
    )

    months = read_figures(path, back).tally.months("pain_reassessed_1h", "preferred language")

    assert {(node, group): month.doubt for (node, _, group), month in months.items()} == {
        ("RYJ", None): "",
        ("RYJ", "English"): "",
        ("RYJ", "Spanish"): "not counted",
        ("RYJ", "Declined"): "not counted",
    }
