"""The small words over groups on paper: gaps with intervals, and how many are known."""

from datetime import date

from kiosk.analytics.gap_findings import findings_of
from kiosk.domain.releases import GroupRole, Release
from kiosk.viewmodels.paper.notes import completeness_note, gap_note, signed
from tests.unit.viewmodels.sample_wards import PAIN, pain_release, shown, window

NEWEST = (date(2026, 8, 1), date(2026, 10, 31))


def release(spanish: int, unknown: int = 0) -> Release:
    cells = [shown("English", 1968, 2400), shown("Spanish", spanish, 400)]
    if unknown:
        cells.append(shown("Not known", unknown // 2, unknown))
    total = shown(None, 1968 + spanish + unknown // 2, 2800 + unknown)
    return pain_release().model_copy(
        update={
            "windows": (window(*NEWEST, total, *cells),),
            "roles": {"Not known": GroupRole.NOT_KNOWN} if unknown else {},
        }
    )


def test_a_gap_is_told_absolute_and_relative_with_both_intervals() -> None:
    note = gap_note(findings_of(release(244), 80.0), PAIN)
    assert note.startswith("Gap of Spanish to the goal: \N{MINUS SIGN}19 points (")
    assert "\N{MINUS SIGN}24 % (" in note
    assert note.endswith("with 95 % intervals.")


def test_the_best_group_is_named_as_what_it_is_measured_against() -> None:
    note = gap_note(findings_of(release(244)), PAIN)
    assert note.startswith("Gap of Spanish to English:")


def test_where_nobody_is_behind_there_is_no_gap_to_tell() -> None:
    assert gap_note(findings_of(release(390), 50.0), PAIN) == ""


def test_how_many_are_known_is_said() -> None:
    known = release(244, unknown=200)
    assert completeness_note(known, known.windows[0]).startswith("Language known for 93 %")


def test_fewer_than_four_fifths_known_give_no_verdict() -> None:
    known = release(244, unknown=1200)
    assert "so there is no verdict" in completeness_note(known, known.windows[0])
    assert gap_note(findings_of(known, 80.0), PAIN) == ""


def test_differences_carry_their_sign() -> None:
    assert [signed(value) for value in (-19.04, 0.44, 0.01)] == ["\N{MINUS SIGN}19", "+0.4", "0"]
