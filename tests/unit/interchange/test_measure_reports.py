"""Released figures as FHIR R4: the right structure, the same figures, and not one number of what is hidden."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.metrics import Direction
from kiosk.domain.releases import Cell, CellStatus, Release, Window, release_body, release_sha256
from kiosk.interchange.fhir_terms import DATA_ABSENT_REASON, INTERVAL_95
from kiosk.interchange.fhir_validation import structure_problems
from kiosk.interchange.measure_reports import bundle_of, lines_of, measure_reports
from tests.unit.interchange.test_release_files import RELEASE

NUMBERS = {"value", "count"}


def only_report(release: Release = RELEASE) -> dict[str, Any]:
    (report,) = measure_reports(release)
    return report


def strata(report: dict[str, Any]) -> dict[str, Any]:
    """The strata by their text."""
    (stratifier,) = report["group"][0]["stratifier"]
    return {stratum["value"]["text"]: stratum for stratum in stratifier["stratum"]}


def numbers_in(value: Any) -> list[float]:
    """Every number anywhere in a piece of JSON."""
    if isinstance(value, dict):
        return [number for inner in value.values() for number in numbers_in(inner)]
    if isinstance(value, list):
        return [number for inner in value for number in numbers_in(inner)]
    return [value] if isinstance(value, int | float) else []


def absent(holder: dict[str, Any]) -> list[str]:
    """Why there is no value, by the extension that says so."""
    return [one["valueCode"] for one in holder["extension"] if one["url"] == DATA_ABSENT_REASON]


def test_a_window_is_a_complete_summary_of_its_period_by_a_metric() -> None:
    report = only_report()

    assert (report["resourceType"], report["status"], report["type"]) == (
        "MeasureReport",
        "complete",
        "summary",
    )
    assert report["measure"] == "urn:huddle-kiosk:measure:pain_reassessed_1h"
    assert report["period"] == {"start": "2026-07-01", "end": "2026-07-31"}
    assert report["subject"]["identifier"]["value"] == "RYJ"
    assert report["identifier"][0]["value"] == release_sha256(release_body(RELEASE))
    assert report["date"] == "2026-11-23T07:30:00+00:00"
    assert report["improvementNotation"]["coding"][0]["code"] == "increase"


def test_counts_score_and_interval_are_those_of_the_release() -> None:
    english = strata(only_report())["English"]

    counts = {one["code"]["coding"][0]["code"]: one["count"] for one in english["population"]}
    assert counts == {"numerator": 400, "denominator": 520}
    assert (english["measureScore"]["value"], english["measureScore"]["unit"]) == (
        76.92307692307693,
        "%",
    )
    (interval,) = english["measureScore"]["extension"]
    assert interval == {
        "url": INTERVAL_95,
        "valueRange": {"low": {"value": 73.1}, "high": {"value": 80.4}},
    }


def test_a_hidden_stratum_is_masked_and_has_no_number() -> None:
    spanish = strata(only_report())["Spanish"]

    assert numbers_in(spanish) == []
    assert absent(spanish["measureScore"]) == ["masked"]
    assert [absent(one["_count"]) for one in spanish["population"]] == [["masked"], ["masked"]]


def test_an_unreliable_stratum_has_its_interval_only() -> None:
    declined = strata(only_report())["Declined"]

    assert numbers_in(declined) == [1.0, 2.5]
    assert absent(declined["measureScore"]) == ["not-permitted"]
    assert declined["value"]["coding"][0]["code"] == "asked-declined"


def test_no_data_is_unknown_and_zero_is_zero() -> None:
    (window,) = RELEASE.windows
    groups = (
        Cell(group="English", status=CellStatus.NO_DATA, reason="not counted"),
        Cell(group="Spanish", status=CellStatus.SHOWN, value=0.0, numerator=0, denominator=40),
    )
    release = RELEASE.model_copy(
        update={"windows": (window.model_copy(update={"groups": groups}),)}
    )

    found = strata(only_report(release))

    assert absent(found["English"]["measureScore"]) == ["unknown"]
    assert found["Spanish"]["measureScore"]["value"] == 0.0
    assert found["Spanish"]["population"][0]["count"] == 0


def test_a_neutral_metric_of_everyone_alone_says_neither_direction_nor_stratifier() -> None:
    facts = RELEASE.metric.model_copy(update={"direction": Direction.NEUTRAL})
    (window,) = RELEASE.windows
    plain = {"metric": facts, "stratifier": "", "node": "", "scope": "", "provenance": None}
    bare = window.model_copy(update={"groups": ()})

    report = only_report(RELEASE.model_copy(update={**plain, "windows": (bare,), "groups": ()}))

    assert not {"improvementNotation", "subject", "date"} & set(report)
    assert "stratifier" not in report["group"][0]
    assert structure_problems(report) == ()


def test_ids_stand_from_run_to_run_and_differ_from_window_to_window() -> None:
    august = Window(
        first=date(2026, 8, 1), last=date(2026, 8, 31), overall=RELEASE.windows[0].overall
    )
    two = RELEASE.model_copy(update={"windows": (*RELEASE.windows, august)})

    assert bundle_of([two]) == bundle_of([two])
    assert len({report["id"] for report in measure_reports(two)}) == 2


def test_a_bundle_and_lines_hold_the_same_reports() -> None:
    bundle = json.loads(bundle_of([RELEASE]))

    assert [entry["resource"] for entry in bundle["entry"]] == [
        json.loads(line) for line in lines_of([RELEASE])
    ]
    assert structure_problems(bundle) == ()


figures = st.integers(0, 5_000)
cells = st.one_of(
    st.builds(
        lambda x, n: Cell(
            group="G",
            status=CellStatus.SHOWN,
            value=float(x),
            lower=0.0,
            upper=1.0,
            numerator=x,
            denominator=n,
        ),
        figures,
        figures,
    ),
    st.just(Cell(group="G", status=CellStatus.HIDDEN)),
    st.just(Cell(group="G", status=CellStatus.UNRELIABLE, lower=0.5, upper=99.0)),
    st.just(Cell(group="G", status=CellStatus.NO_DATA, reason="nobody to count")),
)


@given(st.lists(cells, max_size=4), cells, st.sampled_from(list(Direction)))
def test_whatever_was_released_is_of_the_structure_of_fhir_r4(
    groups: list[Cell], overall: Cell, direction: Direction
) -> None:
    names = tuple(f"G{number}" for number in range(len(groups)))
    named = [
        cell.model_copy(update={"group": name}) for cell, name in zip(groups, names, strict=True)
    ]
    window = RELEASE.windows[0].model_copy(
        update={"overall": overall.model_copy(update={"group": None}), "groups": tuple(named)}
    )
    facts = RELEASE.metric.model_copy(update={"direction": direction})
    release = RELEASE.model_copy(update={"metric": facts, "groups": names, "windows": (window,)})

    assert structure_problems(only_report(release)) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"status": None},
        {"status": "done"},
        {"type": "overview"},
        {"period": None},
        {"measure": 5},
        {"group": {}},
        {"colour": "red"},
        {"group": [{"stratifier": [{"stratum": [{}]}]}]},
    ],
)
def test_the_check_finds_what_fhir_does_not_allow(change: dict[str, Any]) -> None:
    report = {**only_report(), **change}
    assert structure_problems({key: one for key, one in report.items() if one is not None})


def test_there_are_no_empty_strings_which_fhir_does_not_know() -> None:
    facts = RELEASE.metric.model_copy(update={"unit": ""})
    bare = {"metric": facts, "node": "", "scope": "", "source": "", "stratifier_set": ""}

    assert '""' not in json.dumps(only_report(RELEASE.model_copy(update=bare)))
