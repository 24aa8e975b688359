"""Reports of FHIR R4 give the same counts as rows; what is wrong with one names the resource and the path."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.interchange import measure_report_reading
from kiosk.interchange.figure_rows import NO_SPLIT
from kiosk.interchange.measure_report_reading import read_reports
from kiosk.interchange.reading import Figures, read_figures
from kiosk.interchange.refusals import FiguresRefusedError
from kiosk.interchange.release_files import release_file
from tests.unit.interchange.figure_files import LANGUAGES, METRIC, RATE, figure_map, write
from tests.unit.interchange.report_files import concept, population, report, stratum, write_json
from tests.unit.interchange.test_release_files import RELEASE

JULY = date(2026, 7, 1)
PAIN = "pain_reassessed_1h"
KEYS = (
    "population",
    "stratifier",
    "stratum",
    "code",
    "coding",
    "text",
    "value",
    "count",
    "component",
    "identifier",
    "reference",
    "start",
    "end",
    "_count",
)
Counted = dict[tuple[str, str | None], tuple[int, int, str]]


def read(folder: Path, content: object, **changes: Any) -> Figures:
    return read_reports(write_json(folder, content), figure_map(**changes))


def counted(figures: Figures, stratifier: str = "language", metric: str = PAIN) -> Counted:
    """What was counted, by node and group."""
    return {
        (node, group): (month.numerator, month.denominator, month.doubt)
        for (node, first, group), month in figures.tally.months(metric, stratifier).items()
        if first == JULY
    }


def refusal(folder: Path, content: object, name: str = "reports.json", **changes: Any) -> list[str]:
    path = write_json(folder, content, name)
    with pytest.raises(FiguresRefusedError) as refused:
        read_reports(path, figure_map(**changes))
    return str(refused.value).splitlines()


def test_a_report_gives_everyone_and_each_stratum(tmp_path: Path) -> None:
    assert counted(read(tmp_path, report())) == {
        ("", None): (500, 700, ""),
        ("", "en"): (400, 520, ""),
        ("", "es"): (70, 100, ""),
    }


def test_a_map_for_reports_alone_needs_no_columns_and_a_table_says_that_it_does(
    tmp_path: Path,
) -> None:
    assert counted(read(tmp_path, report(), columns=None)) == counted(read(tmp_path, report()))

    with pytest.raises(FiguresRefusedError, match=r"The map has no \[columns\]"):
        read_figures(write(tmp_path, ()), figure_map(columns=None))


def test_a_bundle_and_a_file_of_lines_hold_many_reports_beside_other_resources(
    tmp_path: Path,
) -> None:
    august = report(id="b", period={"start": "2026-08-01", "end": "2026-08-31"})
    patient = {"resourceType": "Organization"}
    entries = [{"resource": one} for one in (report(), patient, august)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}

    as_lines = write_json(tmp_path, [report(), patient, august], "reports.ndjson")

    for figures in (read(tmp_path, bundle), read_reports(as_lines, figure_map())):
        months = figures.tally.months(PAIN, "language")
        assert {first.month for _, first, _ in months} == {7, 8}
        assert figures.rows == 2


def test_groups_are_found_by_any_code_by_text_and_by_the_words_of_the_map(tmp_path: Path) -> None:
    values = [
        {"coding": [{"code": "other-list"}, {"code": "en"}]},
        {"text": "es"},
        {"coding": [{"code": "x", "display": "POLISH"}]},
    ]
    strata = [
        {"value": value, "population": population(numerator=20, denominator=40)} for value in values
    ]
    group = {"stratifier": [{"code": [concept("language")], "stratum": strata}]}

    found = counted(read(tmp_path, report(group=[group])))

    assert set(found) == {("", "en"), ("", "es"), ("", "pl")}


def test_a_stratum_of_one_component_is_read_like_a_value(tmp_path: Path) -> None:
    component = {"code": concept("language"), "value": concept("en")}
    strata = [{"component": [component], "population": population(numerator=20, denominator=40)}]

    found = counted(read(tmp_path, report(group=[{"stratifier": [{"stratum": strata}]}])))

    assert found == {("", "en"): (20, 40, "")}


def test_the_initial_population_stands_in_for_a_denominator_that_is_not_there(
    tmp_path: Path,
) -> None:
    group = {"population": population(numerator=20, initial_population=40)}
    assert counted(read(tmp_path, report(group=[group])))["", None] == (20, 40, "")


def test_exclusions_are_taken_away(tmp_path: Path) -> None:
    counts = {"numerator": 20, "numerator_exclusion": 1, "denominator": 40}
    group = {"population": population(**counts, denominator_exclusion=5, denominator_exception=2)}

    assert counted(read(tmp_path, report(group=[group])))["", None] == (19, 33, "")


def test_a_masked_count_is_not_counted(tmp_path: Path) -> None:
    absent = {
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "masked",
    }
    masked = {"code": concept("numerator"), "_count": {"extension": [absent]}}
    group = {"population": [masked, *population(denominator=40)]}

    assert counted(read(tmp_path, report(group=[group])))["", None] == (0, 0, "not counted")


def test_without_groups_in_the_map_only_everyone_is_read_and_that_is_said(tmp_path: Path) -> None:
    figures = read(tmp_path, report(), groups=None)

    assert counted(figures, NO_SPLIT) == {("", None): (500, 700, "")}
    assert figures.notes == ("group[0].stratifier[0] is by nothing that the map names: left out.",)


def test_nodes_are_found_by_the_identifier_of_subject_or_reporter(tmp_path: Path) -> None:
    nodes = {"column": "ward", "named": {"7E": {}, "8W": {}}}
    content = [
        report(subject={"identifier": {"value": "7E"}}, reporter={"reference": "Organization/RYJ"}),
        report(id="b", reporter={"reference": "https://example.org/Organization/8W"}),
    ]
    figures = read_reports(write_json(tmp_path, content, "a.ndjson"), figure_map(nodes=nodes))

    assert figures.tally.nodes() == ("7E", "8W")


def test_several_groups_of_a_report_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    groups = [
        {"code": concept(PAIN), "population": population(numerator=20, denominator=40)},
        {"code": {"text": "Falls"}, "population": population(numerator=3, denominator=900)},
    ]
    metrics = [METRIC, {**RATE, "called": "Falls"}]
    columns = {"metric": "m", "period": "month", "numerator": "num", "denominator": "den"}

    figures = read(tmp_path, report(group=groups), metrics=metrics, columns=columns, groups=None)

    assert counted(figures, NO_SPLIT)["", None] == (20, 40, "")
    assert counted(figures, NO_SPLIT, "falls")["", None] == (3, 900, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"status": "pending"},
            'status: it is not "complete". Finish the report where it is made.',
        ),
        ({"type": "individual"}, 'type: it is about one person. Export reports of type "summary".'),
        (
            {"measure": "http://example.org/Measure/pain_reassessed"},
            (
                'measure: "http://example.org/Measure/pain_reassess…" is not a metric that the map names: '
                '"pain_reassessed_1h".'
            ),
        ),
        (
            {"period": {"start": "2026-07-01", "end": "2026-09-30"}},
            "period: it is not within one month. Export a report for each month.",
        ),
        ({"period": {"start": "2026-07-01"}}, "period.end: it is missing, or is not a date."),
        ({"group": None}, "group: it has no figures. Export the report with its counts."),
        (
            {"group": [{"population": population(numerator=41, denominator=40)}]},
            "group[0].population: the numerator 41 is more than the denominator 40.",
        ),
        (
            {"group": [{"population": population(numerator=0, denominator=0)}]},
            (
                "group[0].population: the denominator is 0. If nobody was there, "
                'say zero_denominator = "no_data" in the map.'
            ),
        ),
        (
            {"group": [{"population": population(numerator=-1, denominator=40)}]},
            'group[0].population[0].count: "-1" is not a count.',
        ),
        (
            {"group": [{"population": population(numerator=4)}]},
            'group[0].population: there is no count of code "denominator".',
        ),
        (
            {
                "group": [
                    {
                        "stratifier": [
                            {
                                "code": [{"text": "language"}],
                                "stratum": [stratum("PL", numerator=4, denominator=40)],
                            }
                        ]
                    }
                ]
            },
            (
                'group[0].stratifier[0].stratum[0].value: "PL" is not a group that the map names: '
                '"en", "es", "pl". Did you mean "pl"?'
            ),
        ),
    ],
)
def test_a_bad_report_names_file_resource_path_and_what_to_do_and_nothing_is_imported(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    listed, last = refusal(tmp_path, report(**changes))

    assert listed == f"reports.json:MeasureReport/pain-2026-07: {words}"
    assert last.startswith("Nothing was imported: 1 of 1 reports cannot be read.")


def test_a_stratum_of_two_components_at_once_is_refused(tmp_path: Path) -> None:
    components = [{"code": concept(name), "value": concept("en")} for name in ("language", "sex")]
    strata = [{"component": components, "population": population(numerator=20, denominator=40)}]

    listed = refusal(tmp_path, report(group=[{"stratifier": [{"stratum": strata}]}]))[0]

    assert listed.endswith("stratum[0]: it crosses 2 stratifiers. Export each for itself.")


def test_what_the_structure_of_fhir_does_not_allow_is_refused(tmp_path: Path) -> None:
    assert "not FHIR R4" in refusal(tmp_path, {**report(), "colour": "red"})[0]
    assert "not FHIR R4" in refusal(tmp_path, report(group={"population": []}))[0]


def test_a_report_of_a_ward_that_the_map_does_not_name_is_refused(tmp_path: Path) -> None:
    nodes = {"column": "ward", "named": {"7E": {}}}

    listed = refusal(tmp_path, report(subject={"identifier": {"value": "7e"}}), nodes=nodes)[0]

    assert 'subject: "7e" is not a node that the map names: "7E". Did you mean "7E"?' in listed


def test_the_same_figure_twice_names_where_it_stood_first(tmp_path: Path) -> None:
    listed = refusal(tmp_path, [report(), report(id="again")], "reports.ndjson")[0]

    assert listed == (
        "reports.ndjson:MeasureReport/again: "
        "the same metric, period and group stand in MeasureReport/pain-2026-07 group[0]"
    )


def test_a_skipped_report_leaves_its_month_without_figures(tmp_path: Path) -> None:
    bad = report(strata={"en": (41, 40)})

    figures = read_reports(write_json(tmp_path, bad), figure_map(), skip_bad_rows=True)

    assert counted(figures)["", None][2] == "a row could not be read"
    assert figures.skipped.count == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "it is not JSON, or is cut short"),
        (b"\xff\xfe{}", "it is not text in UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"count": NaN}', "NaN is no number"),
        (b"[]", "there is no MeasureReport in it"),
        (b'{"resourceType":"Patient"}', "there is no MeasureReport in it"),
        (b'{"resourceType":"Bundle","entry":{}}', "there is no MeasureReport in it"),
        (release_file(RELEASE), "this is a release file: import it without --map"),
    ],
)
def test_a_file_without_reports_says_what_it_is(tmp_path: Path, body: bytes, words: str) -> None:
    path = tmp_path / "reports.json"
    path.write_bytes(body)

    with pytest.raises(FiguresRefusedError) as refused:
        read_reports(path, figure_map())

    assert str(refused.value).startswith("reports.json: ")
    assert words in str(refused.value)


def test_a_broken_line_of_many_is_named(tmp_path: Path) -> None:
    path = write_json(tmp_path, [report(), report(id="b")], "reports.ndjson")
    path.write_text(path.read_text() + '\n{"resourceType"', encoding="utf-8")

    with pytest.raises(FiguresRefusedError, match="line 3: "):
        read_reports(path, figure_map())


def test_several_stratifiers_of_a_report_each_go_to_their_split(tmp_path: Path) -> None:
    sexes = {"column": "sex", "stratifier": "sex", "labels": {"f": "Women", "m": "Men"}}
    whole = report()
    strata = [stratum("f", numerator=250, denominator=350)]
    whole["group"][0]["stratifier"].append({"code": [{"text": "Sex"}], "stratum": strata})

    figures = read(tmp_path, whole, groups=None, splits=[LANGUAGES, sexes])

    assert counted(figures, "sex") == {("", None): (500, 700, ""), ("", "f"): (250, 350, "")}
    assert ("", "en") in counted(figures, "language")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.just("2026-07-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(["status", "type", "measure", "period", "group", "subject", "id"]), json_values
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_report_is_read_or_refused_in_words(
    tmp_path: Path, key: str, value: object
) -> None:
    path = write_json(tmp_path, {**report(), key: value})
    nodes = {"column": "ward", "list": "found"}
    for checks in (True, False):
        with pytest.MonkeyPatch.context() as patch, suppress(FiguresRefusedError):
            patch.setattr(measure_report_reading, "can_validate", lambda checks=checks: checks)
            read_reports(path, figure_map(nodes=nodes))
