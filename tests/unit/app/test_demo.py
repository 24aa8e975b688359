"""The demo hospital's hidden decline, which nobody has to look for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.analytics.equity_focus import equity_focus, summary_of
from kiosk.analytics.gap_findings import GapVerdict
from kiosk.app.maps import read_map
from kiosk.domain.releases import Release
from kiosk.interchange.publishing import Publisher, publish_figures
from kiosk.interchange.reading import read_figures
from kiosk.services.demo.exports import BY_LANGUAGE, PAIN
from kiosk.services.demo.published import write_export
from kiosk.viewmodels.groups_verdict import groups_verdict
from tests.unit.viewmodels.sample_wards import catalogue

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
GOALS = {PAIN: 80.0}


def published(folder: Path, seed: int) -> Sequence[Release]:
    """Return the demo's figures by language, as its boards get them."""
    figures, map_file = write_export(folder, BY_LANGUAGE, NOW.date(), seed, catalogue())
    figure_map = read_map(map_file)
    publisher = Publisher(by="demo", now=NOW, source_id="demo")
    return publish_figures(
        read_figures(figures, figure_map), figure_map, publisher, audit=False
    ).releases


@pytest.mark.parametrize("demo_seed", [1, 7, 2026])
def test_the_hidden_decline_is_found_and_is_the_focus(tmp_path: Path, demo_seed: int) -> None:
    releases = published(tmp_path, demo_seed)
    focus = equity_focus(summary_of(each, GOALS.get(each.metric.key)) for each in releases)
    assert focus is not None
    assert (focus.metric, focus.group) == (PAIN, "Spanish")
    assert focus.verdict is GapVerdict.HIDDEN_DECLINE


def test_it_is_told_with_our_care_as_the_subject(tmp_path: Path) -> None:
    (pain,) = (each for each in published(tmp_path, 7) if each.metric.key == PAIN)
    said = groups_verdict(pain, GOALS[PAIN], NOW.date())
    assert said.verdict == "Better overall, not for everyone."
    assert said.told.startswith(
        "We reassessed pain in time less often for Spanish-speaking patients: 61 %, was 70 % in"
    )
    assert said.told.endswith("Overall we improved.")
