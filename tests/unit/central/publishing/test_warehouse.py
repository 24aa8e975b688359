"""An upload is published whole, in the right logs, once; or nothing of it is kept and the reason is said."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.central.authoring import Scribe
from kiosk.central.publishing.jobs import Job, NotNowError, Result
from kiosk.central.publishing.maps import NoSuchMapError
from kiosk.central.publishing.uploads import Upload
from kiosk.central.publishing.warehouse import MOST_TRIES
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.errors import KioskError
from kiosk.domain.metrics import metric_id
from kiosk.domain.releases import (
    CellStatus,
    Level,
    PublishRelease,
    decide,
    release_body,
    release_sha256,
)
from kiosk.interchange.refusals import FiguresRefusedError
from tests.unit.central.publishing.warehouses import (
    MAP,
    Interrupted,
    before_each_write,
    central,
    few_rows,
    inline,
    rows,
)


def test_counts_become_a_release_whose_body_is_stored_and_named_in_the_nodes_log(
    tmp_path: Path,
) -> None:
    here = central(tmp_path)

    receipt = here.take(rows())

    (published,) = here.published("node:7e")
    (release,) = here.releases("node:7e")
    assert published.sha256 == release_sha256(release_body(release))
    assert (release.node, release.stratifier) == ("7E", "language")
    assert receipt.releases == 2  # the ward's and its service's
    assert receipt.cells[CellStatus.HIDDEN] == 2


def test_the_node_follows_the_metric_from_then_on(tmp_path: Path) -> None:
    here = central(tmp_path)

    here.take(rows())

    log = Log("node:7e", LogKind.CONFIG)
    assert here.storage.history(log, metric_id("node:7e", "pain_reassessed_1h"))


def test_the_same_counts_again_change_nothing_at_all(tmp_path: Path) -> None:
    here = central(tmp_path)
    here.take(rows())
    logs, audited = here.storage.all_logs(), here.storage.audited()
    here.clock.advance(timedelta(hours=5))

    receipt = here.take(rows())

    assert (receipt.releases, receipt.nodes, receipt.upload) == (0, 0, "")
    assert receipt.as_before == 2
    assert here.storage.all_logs() == logs
    assert here.storage.audited() == audited
    assert len(list(here.warehouse.uploads.listed())) == 1


def test_a_ward_that_is_too_small_shows_its_service(tmp_path: Path) -> None:
    here = central(tmp_path)

    here.take([*rows(), *few_rows()])

    (release,) = here.releases("node:7w")
    assert (release.node, release.level) == ("MED", Level.SERVICE)
    assert release.scope == "Medicine service, not this ward alone"
    assert [one.node for one in here.releases("node:7e")] == ["7E"]


def test_a_new_month_is_a_new_version_beside_the_old_windows(tmp_path: Path) -> None:
    here = central(tmp_path)
    here.take(rows())
    here.clock.advance(timedelta(days=1))

    here.take([*rows(), *rows("2026-10")])

    (release,) = here.releases("node:7e")
    assert [window.first.month for window in release.windows] == [9, 10]
    assert release.provenance is not None
    assert release.provenance.version == 2


def test_what_was_hidden_stays_hidden_although_an_upload_of_another_map_would_show_it(
    tmp_path: Path,
) -> None:
    here = central(tmp_path)
    here.take(rows())
    here.warehouse.maps.remove("pain")
    here.warehouse.maps.add("pain2", MAP.replace('"language"', '"mother tongue"'))

    with pytest.raises(FiguresRefusedError, match="published by language, which looks the same"):
        here.take(rows(small=(100, 140)), "pain2")

    (release,) = here.releases("node:7e")
    hidden = [cell.group for cell in release.windows[0].groups if cell.status is CellStatus.HIDDEN]
    assert hidden == ["Polish"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-09-01,7E,xx,1,2", 'figures.csv:6: group "xx" is not a group'),
        ("2026-09-01,9Z,en,1,2", 'figures.csv:6: ward "9Z" is not a node'),
        ("2026-09-01,7E,en,9,2", 'figures.csv:6: num "9" is more than den "2"'),
        ("September,7E,en,1,2", 'figures.csv:6: month "September" is not a date'),
    ],
)
def test_one_wrong_row_refuses_the_whole_file_with_its_row_and_column(
    tmp_path: Path, line: str, words: str
) -> None:
    here = central(tmp_path)

    with pytest.raises(FiguresRefusedError) as refusal:
        here.take([*rows(), line])

    assert words in str(refusal.value)
    assert here.storage.all_logs() == {}
    assert list(here.warehouse.uploads.listed()) == []
    assert here.storage.blob_names("raw-counts") == []


def test_a_map_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoSuchMapError, match="'falls'"):
        central(tmp_path).take(rows(), "falls")


def test_codes_that_no_node_has_are_refused_and_some_of_them_are_noted(tmp_path: Path) -> None:
    here = central(tmp_path)
    for code in ("7W", "MED"):
        here.warehouse.codes.unbind(code)

    receipt = here.take(rows())

    assert "No node of the organisation has the code 7W, MED" in receipt.notes[-1]
    here.warehouse.codes.unbind("7E")
    with pytest.raises(FiguresRefusedError, match="no node of the organisation has any"):
        here.take(rows("2026-08"))


def test_a_second_map_may_not_publish_the_same_metric_of_a_node_by_the_same(tmp_path: Path) -> None:
    here = central(tmp_path)
    here.take(rows())
    here.warehouse.maps.add("other", MAP)

    with pytest.raises(FiguresRefusedError, match="is published by the map pain"):
        here.take(rows("2026-10"), "other")

    here.warehouse.maps.remove("pain")
    assert here.take([*rows(), *rows("2026-10")], "other").releases


def test_a_board_that_shows_newer_figures_keeps_them_and_that_is_said(tmp_path: Path) -> None:
    here = central(tmp_path)
    here.take(rows())
    (release,) = here.releases("node:7e")
    assert release.provenance is not None
    newer = release.provenance.model_copy(update={"version": 99})
    told = PublishRelease("node:7e", release.model_copy(update={"provenance": newer}))
    log = Log("node:7e", LogKind.SHARED)
    Scribe(here.means).write(log, lambda _look: decide(None, told))

    for nodes in (2, 0):
        receipt = here.take([*rows(), *rows("2026-10")])
        assert receipt.nodes == nodes
        assert "pain_reassessed_1h: some boards show newer figures" in receipt.notes[-1]
    assert len(list(here.warehouse.uploads.listed())) == 2


def test_a_dry_run_says_what_it_would_do_and_keeps_nothing(tmp_path: Path) -> None:
    here = central(tmp_path)

    receipt = here.take(rows(), keep=False)

    assert receipt.releases == 2
    assert here.storage.all_logs() == {}
    assert here.storage.blob_names("release") == []


def test_a_profile_may_be_asked_for_in_place_of_the_maps(tmp_path: Path) -> None:
    here = central(tmp_path)
    path = here.file(rows())

    here.warehouse.take(Upload("pain", path, "warehouse", profile="NHS sub-national"))

    assert here.releases("node:7e")[0].profile == "NHS sub-national"
    with pytest.raises(FiguresRefusedError, match="no privacy profile 'mild'"):
        here.warehouse.take(Upload("pain", path, "warehouse", profile="mild"))


def test_the_audit_says_who_published_by_which_map_and_no_figure(tmp_path: Path) -> None:
    here = central(tmp_path)

    receipt = here.take(rows())

    (line,) = here.storage.audited()
    assert (line["who"], line["what"], line["about"]) == ("warehouse", "figures.published", "pain")
    assert line["detail"] == {"upload": receipt.upload, "releases": 2}


def test_a_central_that_ends_anywhere_while_it_publishes_finishes_later_and_nothing_is_twice(
    tmp_path: Path,
) -> None:
    whole = central(tmp_path)
    whole.take([*rows(), *few_rows()])
    expected = {log: whole.storage.heads([log])[log] for log in whole.storage.all_logs()}
    for last in range(1, 200):
        here = central(tmp_path)
        left = [last]

        def end(_what: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Interrupted

        fragile = central(tmp_path, storage=before_each_write(here.storage, end), name="two")
        try:
            fragile.take([*rows(), *few_rows()])
        except Interrupted:
            here.take([*rows(), *few_rows()])
        else:
            break
        assert here.storage.all_logs() == expected
        assert len(here.releases("node:7w")) == len(here.releases("node:7e")) == 1
        names = {name for name, _ in here.storage.blob_names("release")}
        assert {one.sha256 for one in here.published("node:7e")} <= names
        assert [line["what"] for line in here.storage.audited()] == ["figures.published"]
        assert len(list(here.warehouse.uploads.listed())) == 1
    else:
        pytest.fail("it never came to its end")


def test_of_two_processes_that_publish_at_once_the_second_reads_what_the_first_published(
    tmp_path: Path,
) -> None:
    here = central(tmp_path)
    read: list[int] = []

    def while_another_publishes(job: Job, previous: Iterable[bytes]) -> Result:
        bodies = list(previous)
        read.append(len(bodies))
        if len(read) == 1:
            here.take(rows())
        return inline(job, bodies)

    other = central(tmp_path, while_another_publishes, here.storage, "two")
    other.clock.advance(timedelta(minutes=1))

    receipt = other.take([*rows(), *rows("2026-10")])

    assert read == [0, 2]
    assert receipt.releases == 2
    (release,) = here.releases("node:7e")
    assert release.provenance is not None
    assert release.provenance.version == 2
    assert here.storage.blob_names("publishing-plan") == []


def test_one_that_never_gets_its_turn_is_refused_and_keeps_nothing(tmp_path: Path) -> None:
    here = central(tmp_path)
    months = iter(("2026-04", "2026-05", "2026-06", "2026-07"))
    seen: list[str] = []

    def always_too_late(job: Job, previous: Iterable[bytes]) -> Result:
        seen.append(next(months))
        here.take([line for month in seen for line in rows(month)])
        return inline(job, previous)

    other = central(tmp_path, always_too_late, here.storage, "two")

    with pytest.raises(NotNowError, match="in between"):
        other.take(rows())

    assert len(seen) == MOST_TRIES
    assert {one.by for one in here.warehouse.uploads.listed()} == {"warehouse"}
    assert len(list(here.warehouse.uploads.listed())) == MOST_TRIES


def test_a_code_means_one_node_and_a_node_has_one_code(tmp_path: Path) -> None:
    codes = central(tmp_path).warehouse.codes

    codes.bind("7E", "node:7e")

    with pytest.raises(KioskError, match="7E means another node"):
        codes.bind("7E", "node:8")
    with pytest.raises(KioskError, match="has the code 7E already"):
        codes.bind("7-EAST", "node:7e")
    with pytest.raises(KioskError, match="1 to 40"):
        codes.bind("7" * 41, "node:8")
