"""Figures by the hundred thousand: a CSV file of days and sites, and the map that reads it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.processes import CHECKOUT

MAP = CHECKOUT / "tests/data/figures/pain_by_language.toml"
LANGUAGES = tuple(f"l{number}" for number in range(20))
DAILY_ROWS = 2 * len(LANGUAGES)


def write_rows(folder: Path, count: int) -> tuple[Path, Path]:
    """Write so many rows; return the file and its map."""
    file, figure_map = folder / "many.csv", folder / "many.toml"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(_rows(count))
    text = MAP.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("labels"))
    labels = ", ".join(f'{name} = "Language {name}"' for name in LANGUAGES)
    figure_map.write_text(text.replace(line, f"labels = {{ {labels} }}"), encoding="utf-8")
    return file, figure_map


def _rows(count: int) -> Iterator[str]:
    yield "measure,month,language,reassessed,treatments,site\n"
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=number // DAILY_ROWS)
        language = LANGUAGES[number % len(LANGUAGES)]
        measure = ("pain", "falls")[number % DAILY_ROWS // len(LANGUAGES)]
        yield f"{measure},{day},{language},{30 + number % 7},{60 + number % 11},A\n"
