"""`huddle-kiosk verify`: hospitals check our numbers against their own."""

import json
from pathlib import Path

import pytest

from kiosk.cli import main
from tests.unit.analytics.verification.recorded import COPIED

CASE = {
    "case": "theirs",
    "inputs": {"values": [1, 2, 3, 4], "shift_n": 7, "trend_n": 4},
    "expected": {"mean": 2.5, "trend": ["high", "high", "high", "high"]},
    "tolerance": {"rel": 1e-9, "abs": 0},
}


def written(folder: Path, name: str, *cases: object, family: str = "xmr_rules") -> str:
    path = folder / name
    content = {"schema_version": 1, "family": family, "cases": list(cases)}
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_cases_that_agree_are_counted_and_exit_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", written(tmp_path, "a.json", CASE, CASE)]) == 0
    assert capsys.readouterr().out == "2 cases, 2 passed, 0 failed\n"


def test_a_difference_is_listed_with_case_key_expected_and_got(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**CASE, "case": "wrong", "expected": {"mean": 2.6, "sigma": 1}}
    assert main(["verify", written(tmp_path, "a.json", wrong, CASE)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "a.json: wrong: mean: expected 2.6, got 2.5",
        "a.json: wrong: sigma: expected 1, got nothing of that name",
        "2 cases, 1 passed, 1 failed",
    ]


def test_files_are_counted_together_and_a_bad_one_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path, "good.json", CASE)
    malformed = written(tmp_path, "malformed.json", {"case": "no inputs"}, CASE)
    (tmp_path / "rubbish.json").write_text("{,", encoding="utf-8")
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe\xe9")
    files = [
        good,
        malformed,
        str(tmp_path / "rubbish.json"),
        str(tmp_path / "latin.json"),
        str(tmp_path / "none.json"),
        str(tmp_path),
        written(tmp_path, "family.json", CASE, family="qic_z"),
    ]
    assert main(["verify", *files]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "malformed.json: no inputs: Its inputs are missing or no object. Correct the case.",
        "3 cases, 2 passed, 1 failed",
    ]
    words = said.err.splitlines()
    assert "rubbish.json: It is not JSON at line 1, column 2" in words[0]
    assert "latin.json: It is not text in UTF-8" in words[1]
    assert "none.json: It cannot be read" in words[2]
    assert "It cannot be read" in words[3]
    assert "family.json: Its family is 'qic_z'" in words[4]


def test_a_file_that_cannot_be_read_exits_with_1_even_beside_good_ones(tmp_path: Path) -> None:
    assert main(["verify", written(tmp_path, "a.json", CASE), str(tmp_path / "none.json")]) == 1


def test_the_recorded_cases_pass_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(COPIED / "xmr_mdc.json"), str(COPIED / "xmr_rules.json")]) == 0
    assert capsys.readouterr().out.endswith("534 cases, 534 passed, 0 failed\n")
