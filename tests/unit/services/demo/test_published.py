"""The warehouse's files hold a decline that the total hides, and maps that read them."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from kiosk.host.resources import resource_folder
from kiosk.interchange.mapping import FigureMap
from kiosk.layouts.catalogue import Catalogue, load_catalogue
from kiosk.services.demo.exports import BY_ETHNICITY, BY_LANGUAGE, EXPORTS
from kiosk.services.demo.published import Export, months_before, newest_month, write_export

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resource_folder("assets") / "catalogue")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(rows: list[dict[str, str]], months: set[str], group: str | None = None) -> float:
    """Return the pain share of some months, of one group or of all rows."""
    chosen = [
        row
        for row in rows
        if row["metric"] == "pain_reassessed_1h"
        and row["month"] in months
        and group in {None, row["language"]}
    ]
    return sum(int(row["numerator"]) for row in chosen) / sum(
        int(row["denominator"]) for row in chosen
    )


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: str(export.name))
def test_the_map_fits_the_importer_and_the_file(
    export: Export, tmp_path: Path, catalogue: Catalogue
) -> None:
    figures, figure_map = write_export(tmp_path, export, TODAY, 7, catalogue)

    read = FigureMap.model_validate(tomllib.loads(figure_map.read_text(encoding="utf-8")))
    rows = rows_of(figures)
    assert set(read.wanted_columns) == set(rows[0])
    assert {row["metric"] for row in rows} == {metric.id for metric in read.metrics}
    assert read.groups is not None
    in_file = {row[export.column] for row in rows} - {read.groups.total}
    assert in_file == set(read.groups.labels)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: str(export.name))
def test_every_count_can_be(export: Export, tmp_path: Path, catalogue: Catalogue) -> None:
    rows = rows_of(write_export(tmp_path, export, TODAY, 7, catalogue)[0])
    assert {row["month"] for row in rows} == {
        f"{months_before(date(2026, 10, 1), ago):%Y-%m}" for ago in range(36)
    }
    for row in rows:
        assert 0 <= int(row["numerator"]) <= int(row["denominator"])


def test_the_total_hides_a_decline_for_spanish_speakers(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = rows_of(write_export(tmp_path, BY_LANGUAGE, TODAY, 7, catalogue)[0])
    now, a_year_ago = {"2026-08", "2026-09", "2026-10"}, {"2025-08", "2025-09", "2025-10"}

    assert share(rows, now) - share(rows, a_year_ago) > 0.03
    assert round(share(rows, a_year_ago, "spa"), 2) == 0.70
    assert round(share(rows, now, "spa"), 2) == 0.61


def test_groups_that_overlap_name_the_row_of_everyone(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = rows_of(write_export(tmp_path, BY_ETHNICITY, TODAY, 7, catalogue)[0])
    month = [r for r in rows if r["month"] == "2026-10" and r["metric"] == "patient_experience"]
    everyone = next(int(r["denominator"]) for r in month if r["race_ethnicity"] == "all")
    by_group = sum(int(r["denominator"]) for r in month if r["race_ethnicity"] != "all")
    assert everyone < by_group


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, catalogue: Catalogue) -> None:
    one = write_export(tmp_path / "one", BY_LANGUAGE, TODAY, 7, catalogue)
    two = write_export(tmp_path / "two", BY_LANGUAGE, TODAY, 7, catalogue)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 11, 24), date(2026, 10, 1)),
        (date(2026, 11, 1), date(2026, 9, 1)),
        (date(2027, 1, 2), date(2026, 12, 1)),
        (date(2027, 1, 1), date(2026, 11, 1)),
    ],
)
def test_only_months_that_have_ended_are_exported(today: date, newest: date) -> None:
    assert newest_month(today) == newest
