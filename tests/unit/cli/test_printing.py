"""`export pdf` and `export plan` as somebody types them."""

from pathlib import Path

import pytest

from kiosk.app.means import Means
from kiosk.cli import main
from kiosk.domain.equity_goals import SetEquityGoal
from kiosk.domain.kinds import KINDS
from kiosk.domain.nodes import DefineNode, NodeFacts, SetWallStratifiers
from kiosk.services.board import BoardService
from kiosk.store.store import open_store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.pages import read
from tests.unit.viewmodels.sample_wards import TODAY, pain_release

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

NODE = "node:1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a ward with published figures and an equity goal."""
    folder = tmp_path / "data"
    means = Means(FixedClock(), SeededIds(), "boot")
    store = open_store(
        folder / "huddle.sqlite",
        kinds=KINDS,
        node=NODE,
        ids=means.ids,
        clock=means.clock,
        boot_id=means.boot_id,
    )
    service = BoardService(store, means.clock, means.ids, NODE)
    service.perform(DefineNode(NODE, NodeFacts(name="Ward 7 East")), "1")
    service.perform(SetWallStratifiers(NODE, ("language",)), "2")
    service.import_release(pain_release())
    by = TODAY.replace(year=TODAY.year + 1)
    service.perform(SetEquityGoal(NODE, "pain_reassessed_1h", "language", 5, by, "Nurse"), "3")
    store.close()
    return folder


def export(data: Path, kind: str, out: Path, *words: str) -> int:
    return main(["export", kind, "--data", str(data), "--out", str(out), *words])


def test_a_page_is_written_and_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page.pdf"
    assert export(data, "pdf", out, "--metric", "pain_reassessed_1h", "--paper", "letter") == 0
    assert capsys.readouterr().out == f"{out}\n"
    found = read(out.read_bytes())
    assert found.size == (612, 792)
    assert "Spanish" in found.words


def test_the_same_page_twice_is_the_same_file(data: Path, tmp_path: Path) -> None:
    at = ("--metric", "pain_reassessed_1h", "--at", "2026-11-24T07:03Z")
    for name in ("one.pdf", "two.pdf"):
        assert export(data, "pdf", tmp_path / name, *at) == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_the_plan_is_a_pdf_or_a_csv_by_the_ending(data: Path, tmp_path: Path) -> None:
    assert export(data, "plan", tmp_path / "plan.pdf") == 0
    assert export(data, "plan", tmp_path / "plan.csv") == 0
    assert "Nurse" in read((tmp_path / "plan.pdf").read_bytes()).words
    assert "Lead,Population,Goal,Strategy" in (tmp_path / "plan.csv").read_text("utf-8-sig")


def test_the_plan_has_the_labels_of_the_file_that_is_named(data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text('lead = "Accountable executive"\n')
    assert export(data, "plan", tmp_path / "plan.csv", "--labels", str(labels)) == 0
    assert "Accountable executive" in (tmp_path / "plan.csv").read_text("utf-8-sig")


def test_labels_that_cannot_be_are_named_and_nothing_is_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.toml"
    labels.write_text('leed = "Who"\n')
    assert export(data, "plan", tmp_path / "plan.csv", "--labels", str(labels)) == 1
    assert "labels.toml:1: leed" in capsys.readouterr().err
    assert not (tmp_path / "plan.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pdf", "page.pdf", "--metric", "nothing"), "is not followed here"),
        (("pdf", "page.doc", "--metric", "pain_reassessed_1h"), "End it in .pdf"),
        (("plan", "plan.xlsx"), "End it in .pdf or .csv"),
    ],
)
def test_what_cannot_be_is_said(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    kind, name, *more = words
    assert export(data, kind, tmp_path / name, *more) == 1
    assert said in capsys.readouterr().err
