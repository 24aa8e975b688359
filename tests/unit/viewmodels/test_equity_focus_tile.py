"""The equity focus tile: whom it picks, why, only among what is turned on, and nothing in public."""

from datetime import date

import pytest

from kiosk.analytics.equity_focus import summary_of
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Release
from kiosk.layouts.tiles import EquityFocusTile
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.equity_focus_tile import equity_focus_tile
from kiosk.viewmodels.tiles import EquityFocusTileView
from tests.unit.analytics.released_series import PAIN, ihi, line, release_of
from tests.unit.viewmodels.sample_wards import empty_ward, node, scene

TILE = EquityFocusTile(id="focus", type="equity_focus")
SKIN = MetricFacts(key="skin_checked_6h", title="Skin checked in 6 h, %")
BELLS = MetricFacts(key="call_bell_5min", title="Bells answered in 5 min, %", goal=80.0)


def declining(stratifier: str = "language") -> Release:
    """Return a rise of 15 points overall, and 2 points down for Spanish speakers."""
    return release_of(ihi(20_000), PAIN, stratifier=stratifier, scope="Medicine service")


def a_gap_now(stratifier: str = "age") -> Release:
    groups = {"18 to 64": line(0.8, 0.8, 2000), "65 and over": line(0.5, 0.5, 2000)}
    return release_of(groups, BELLS, stratifier=stratifier)


def calm() -> Release:
    groups = {"English": line(0.8, 0.8, 400), "Welsh": line(0.8, 0.8, 400)}
    return release_of(groups, SKIN)


def focus(
    *releases: Release, turned_on: tuple[str, ...] = ("language", "age"), face: Face = Face.STAFF
) -> EquityFocusTileView:
    known = {(release.metric.key, release.stratifier): release for release in releases}
    said = {key: summary_of(release, release.metric.goal) for key, release in known.items()}
    ward = empty_ward(node=node(shown_by=turned_on), releases=known, summaries=said)
    return equity_focus_tile(TILE, scene(ward, face))


def test_a_fall_of_one_point_is_one_point() -> None:
    groups = {"English": line(0.8, 0.8, 200_000), "Welsh": line(0.8, 0.788, 200_000)}
    view = focus(release_of(groups, SKIN))
    assert "by 1 point, more than by chance." in view.why


def test_the_hidden_decline_is_found_without_anyone_looking_for_it() -> None:
    view = focus(calm(), a_gap_now(), declining())
    assert view.metric == "Pain reassessed in 1 h"
    assert view.chip is not None
    assert (view.chip.text, view.chip.tone, view.chip.mark) == (
        "Better overall, not for everyone",
        Tone.WORSE,
        Mark.DIAMOND,
    )
    assert view.sentence == "For Spanish-speaking patients: 50 → 48 %."
    assert (
        view.why
        == "Overall we improved, 52 → 64 %. Here we fell behind everyone else by 21 points."
    )
    assert view.frame.foot_right == "most in need of 3"
    assert view.frame.subtitle == "Medicine service"


def test_a_touch_opens_the_groups_it_speaks_of() -> None:
    assert focus(declining()).opens == "focus/pain_reassessed_1h/language"


def test_what_is_not_turned_on_is_not_looked_at() -> None:
    view = focus(declining(), a_gap_now(), turned_on=("age",))
    assert view.metric == "Bells answered in 5 min, %"
    assert view.frame.foot_right == "most in need of 1"
    assert "Spanish" not in repr(view)


def test_a_gap_that_is_there_now_says_how_large_it_is() -> None:
    view = focus(a_gap_now())
    assert view.chip is not None
    assert view.chip.text == "Not the same for everyone"
    assert view.why == "The largest gap by 30 points, more than by chance."


def test_an_old_focus_is_stale_and_says_since_when() -> None:
    old = release_of(ihi(20_000), PAIN, date(2025, 11, 1))
    view = focus(old)
    assert (view.frame.stale, view.frame.stale_label) == (True, "last figures 30 April")
    assert not focus(release_of(ihi(20_000), PAIN, date(2026, 5, 1))).frame.stale


@pytest.mark.parametrize(
    ("releases", "turned_on", "words"),
    [
        ((declining(),), (), "No numbers by group are turned on for this wall."),
        ((), ("language",), "No published figures by group yet."),
        ((calm(),), ("language",), "No group falls behind by more than chance"),
    ],
)
def test_nobody_in_need_is_said_in_words(
    releases: tuple[Release, ...], turned_on: tuple[str, ...], words: str
) -> None:
    view = focus(*releases, turned_on=turned_on)
    assert words in view.frame.empty
    assert (view.metric, view.chip, view.opens) == ("", None, "focus")


def test_figures_that_nobody_has_looked_through_yet_are_said_to_be() -> None:
    releases = {("pain_reassessed_1h", "language"): declining()}
    ward = empty_ward(node=node(shown_by=("language",)), releases=releases)
    view = equity_focus_tile(TILE, scene(ward))
    assert view.frame.empty == "The published figures by group are being looked through."


def test_the_public_face_names_neither_group_nor_metric() -> None:
    view = focus(declining(), face=Face.PUBLIC)
    said = repr(view)
    assert "staff face" in view.frame.empty
    assert not any(name in said for name in ("Spanish", "Pain", "other 1", "%"))
