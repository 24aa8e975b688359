"""A release file is read as it was published, or refused in words that repeat no figure."""

import hashlib
import json
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import (
    Cell,
    CellStatus,
    GroupRole,
    Level,
    Provenance,
    Release,
    Window,
    WindowKind,
    release_body,
    release_sha256,
)
from kiosk.interchange.release_files import (
    FILE_LIMIT_BYTES,
    ReleaseFileRefusedError,
    file_name,
    is_release_file,
    read_release_file,
    release_file,
    release_schema,
)

CHECKOUT = Path(__file__).resolve().parents[3]
SCHEMA = CHECKOUT / "assets/schemas/release.schema.json"

SHOWN = Cell(
    group="English",
    status=CellStatus.SHOWN,
    value=76.92307692307693,
    lower=73.1,
    upper=80.4,
    numerator=400,
    denominator=520,
)
RELEASE = Release(
    metric=MetricFacts(key="pain_reassessed_1h", title="Pain reassessed in 1 h"),
    node="RYJ",
    level=Level.SERVICE,
    scope="Médecine",
    stratifier="preferred language",
    groups=("English", "Spanish", "Declined"),
    roles={"Declined": GroupRole.DECLINED},
    window=WindowKind.MONTH,
    provenance=Provenance(
        source_id="0190", rules="CMS 1", version=3, at=datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    ),
    windows=(
        Window(
            first=date(2026, 7, 1),
            last=date(2026, 7, 31),
            overall=Cell(
                group=None, status=CellStatus.SHOWN, value=70.0, numerator=7, denominator=10
            ),
            groups=(
                SHOWN,
                Cell(group="Spanish", status=CellStatus.HIDDEN),
                Cell(group="Declined", status=CellStatus.UNRELIABLE, lower=1.0, upper=2.5),
            ),
        ),
    ),
)


def data_of(release: Release = RELEASE) -> dict[str, Any]:
    """What the file of a release holds, parsed."""
    found: dict[str, Any] = json.loads(release_file(release))
    return found


def signed(data: dict[str, Any]) -> bytes:
    """The file of what somebody wrote by hand, with a SHA-256 that matches."""
    body = json.dumps(data["release"], separators=(",", ":"), ensure_ascii=False).encode()
    return json.dumps({**data, "sha256": hashlib.sha256(body).hexdigest()}).encode()


def refusal(body: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(ReleaseFileRefusedError) as refused:
        read_release_file(body)
    return str(refused.value)


def test_a_release_comes_back_as_it_was_published() -> None:
    assert read_release_file(release_file(RELEASE)) == RELEASE


def test_the_sha256_in_the_file_is_the_releases_name_in_a_store() -> None:
    assert data_of()["sha256"] == release_sha256(release_body(RELEASE))


def test_another_program_can_check_the_sha256_without_knowing_the_format() -> None:
    data = data_of(RELEASE.model_copy(update={"windows": ()}))
    compact = json.dumps(data["release"], separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(compact.encode()).hexdigest() == data["sha256"]


def test_a_file_that_was_indented_is_the_same_release() -> None:
    assert read_release_file(json.dumps(data_of(), indent=2).encode()) == RELEASE


def test_a_release_of_schema_1_is_read() -> None:
    old = {
        "schema_version": 1,
        "metric": {"key": "falls", "title": "Falls"},
        "windows": [
            {
                "first": "2026-07-01",
                "last": "2026-07-31",
                "overall": {"group": None, "status": "shown", "value": 1.5},
            }
        ],
    }
    body = signed({"format": "huddle-kiosk release", "schema_version": 1, "release": old})

    release = read_release_file(body)

    assert (release.schema_version, release.window, release.provenance) == (1, None, None)
    assert release.windows[0].overall.value == 1.5


def test_a_file_that_is_cut_short_is_refused_wherever_it_is_cut() -> None:
    body = release_file(RELEASE)
    for end in (0, 1, 40, len(body) // 2, len(body) - 2):
        assert refusal(body[:end]).startswith("The file is not JSON: it is cut short")


def test_a_figure_changed_by_hand_is_refused_and_not_repeated() -> None:
    body = release_file(RELEASE).replace(b'"numerator":400', b'"numerator":407')

    words = refusal(body)

    assert words.startswith("The file was changed after it was published")
    assert "Ask for the file as it was published." in words
    assert "407" not in words


def test_a_newer_format_says_what_to_update() -> None:
    words = refusal(signed({**data_of(), "schema_version": 3}))
    assert words == (
        "The file is of release format 3; this program reads up to 2. Update this program first."
    )


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"{}",
        b'{"format":"huddle-kiosk layout"}',
        release_body(RELEASE),
    ],
)
def test_other_json_is_no_release_file(body: bytes) -> None:
    assert refusal(body) == "The file is not a release file of Huddle Kiosk."


@pytest.mark.parametrize("body", [b"\xff\xfe", b"PK\x03\x04", b"a,b\n1,2\n", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    assert refusal(body).startswith("The file is not JSON")


def test_a_huge_file_is_refused() -> None:
    assert refusal(b" " * (FILE_LIMIT_BYTES + 1)) == "The file is larger than 20 MB."


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1, {"numerator": 9}),
        (1, {"upper": 12.5}),
        (2, {"value": 3.5}),
    ],
    ids=["a hidden count", "a hidden bound", "an unreliable value"],
)
def test_a_number_where_there_may_be_none_is_refused_even_under_a_right_sha256(
    cell: int, number: dict[str, float]
) -> None:
    data = data_of()
    data["release"]["windows"][0]["groups"][cell].update(number)

    words = refusal(signed(data))

    assert words == "The release holds a number that it says it has not (July 2026)."


@pytest.mark.parametrize(
    "number",
    [
        {"numerator": 521},
        {"numerator": -1},
        {"denominator": 0},
        {"denominator": 10**400},
        {"lower": 90.0},
        {"value": 1e308},
    ],
    ids="".join,
)
def test_a_figure_that_cannot_be_is_refused_even_under_a_right_sha256(
    number: dict[str, float],
) -> None:
    data = data_of()
    data["release"]["windows"][0]["groups"][0].update(number)

    assert refusal(signed(data)) == "The release holds a figure that cannot be (July 2026)."


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"metric": {}},
        {"windows": [{"first": "2026-02-31"}]},
        {"groups": ["English"]},
        {"windows": []},
        {"schema_version": 1},
        {"rounded_to": "5"},
    ],
)
def test_what_no_release_may_say_is_refused_even_under_a_right_sha256(
    change: dict[str, Any],
) -> None:
    data = data_of()
    data["release"].update(change)
    assert refusal(signed(data))


@pytest.mark.parametrize("name", ["English", "", "E" * 81])
def test_a_group_that_stands_there_twice_or_cannot_be_written_on_a_wall_is_refused(
    name: str,
) -> None:
    data = data_of()
    data["release"]["groups"][1] = name
    data["release"]["windows"][0]["groups"][1]["group"] = name

    assert refusal(signed(data)) == "The release has a group twice, or one without a proper name."


def test_windows_out_of_order_are_refused() -> None:
    first = RELEASE.windows[0]
    later = first.model_copy(update={"first": date(2026, 6, 1), "last": date(2026, 6, 30)})
    upside_down = RELEASE.model_copy(update={"windows": (first, later)})

    assert refusal(release_file(upside_down)) == "The windows of the release are not in order."


def test_rolling_windows_overlap_and_are_in_order_all_the_same() -> None:
    first, *_ = RELEASE.windows
    july = first.model_copy(update={"first": date(2025, 8, 1)})
    august = first.model_copy(update={"first": date(2025, 9, 1), "last": date(2026, 8, 31)})
    rolling = {"window": WindowKind.ROLLING_12, "windows": (july, august)}
    upside_down = {**rolling, "windows": (august, july)}

    right = RELEASE.model_copy(update=rolling)
    assert read_release_file(release_file(right)) == right
    wrong = release_file(RELEASE.model_copy(update=upside_down))
    assert refusal(wrong) == "The windows of the release are not in order."


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    backwards = RELEASE.windows[0].model_copy(update={"last": date(2026, 6, 1)})
    for kind in (WindowKind.MONTH, WindowKind.ROLLING_12):
        wrong = RELEASE.model_copy(update={"window": kind, "windows": (backwards,)})
        assert refusal(release_file(wrong)) == "The windows of the release are not in order."


@given(st.binary(max_size=200), st.integers(0, 2_000))
def test_whatever_is_written_into_a_file_is_refused_in_words_or_is_the_same_release(
    noise: bytes, at: int
) -> None:
    whole = release_file(RELEASE)
    changed = whole[:at] + noise + whole[at + len(noise) :]
    with suppress(ReleaseFileRefusedError):
        assert read_release_file(changed) == RELEASE


def test_a_file_is_named_after_what_it_holds() -> None:
    sha256 = release_sha256(release_body(RELEASE))
    assert file_name(RELEASE) == f"ryj-pain_reassessed_1h-preferred_language-v3-{sha256[:12]}.json"


def test_a_release_file_is_told_from_other_json_though_it_is_cut_short() -> None:
    assert is_release_file(release_file(RELEASE)[:100])
    assert not is_release_file(b'{"resourceType":"MeasureReport"}')


def test_the_schema_in_the_repository_is_current() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == release_schema()


def test_the_schema_names_every_field_of_a_file_and_forbids_others() -> None:
    data, schema = data_of(), release_schema()

    def check(value: Any, of: dict[str, Any]) -> None:
        if "$ref" in of:
            of = schema["$defs"][of["$ref"].rpartition("/")[2]]
        if isinstance(value, dict) and "properties" in of:
            assert of["additionalProperties"] is False
            assert set(of["required"]) == set(of["properties"]) == set(value)
            for key, inner in value.items():
                check(inner, of["properties"][key])
        elif isinstance(value, list) and "items" in of:
            for inner in value:
                check(inner, of["items"])

    check(data, schema)
