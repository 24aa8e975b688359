"""Files of figures and maps for the tests of their import."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.domain.releases import Release
from kiosk.interchange.mapping import FigureMap
from kiosk.interchange.publishing import PublishedFigures, Publisher, publish_figures
from kiosk.interchange.reading import Figures, read_figures

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HEADER = "month,group,num,den"

METRIC: Mapping[str, Any] = {
    "id": "pain_reassessed_1h",
    "title": "Pain reassessed in 1 h",
    "definition": "Those where we asked again about the pain within 1 hour.",
    "value": "proportion",
    "numerator": "treatments followed by a pain score",
    "denominator": "pain treatments given",
    "direction": "increase",
    "source": "electronic record",
}
RATE: Mapping[str, Any] = {**METRIC, "id": "falls", "value": "rate", "per": 1000}

LABELS = {"en": "English", "es": "Spanish", "pl": "Polish"}
LANGUAGES: Mapping[str, Any] = {"column": "group", "stratifier": "language", "labels": LABELS}


def figure_map(**changes: object) -> FigureMap:
    """A map of the columns in `HEADER`; None takes a part away."""
    parts: dict[str, Any] = {
        "columns": {"period": "month", "numerator": "num", "denominator": "den"},
        "groups": LANGUAGES,
        "metrics": [METRIC],
    }
    parts.update(changes)
    return FigureMap.model_validate({key: value for key, value in parts.items() if value})


def write(folder: Path, rows: Iterable[str], header: str = HEADER) -> Path:
    """Write a file of figures."""
    path = folder / "figures.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def released(
    folder: Path, rows: Iterable[str], mapped: FigureMap | None = None, *, skip: bool = False
) -> Release:
    """The release of one metric made of some rows."""
    mapped = mapped or figure_map()
    figures = read_figures(write(folder, rows), mapped, skip_bad_rows=skip)
    (release,) = published(figures, mapped).releases
    return release


def published(figures: Figures, mapped: FigureMap, now: datetime = NOW) -> PublishedFigures:
    """What is published of figures at an instant, under an id that stands; not audited, which is for others to test."""
    publisher = Publisher(by="a test", now=now, source_id="source 1")
    return publish_figures(figures, mapped, publisher, audit=False)
