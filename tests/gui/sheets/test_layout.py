"""The arithmetic of a sheet: nothing overlaps, and the tallest gives way first."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.sheets import layout
from kiosk.ui.sheets.layout import Need
from kiosk.ui.widgets.paged import PAGER_HEIGHT, paginate

heights = st.floats(20, 400)
needs = st.lists(
    st.builds(
        lambda wanted, share, label: Need(wanted, wanted * share, label=label),
        heights,
        st.floats(0.2, 1),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(needs, st.floats(100, 2000))
def test_blocks_follow_each_other_and_stay_inside_when_they_can(
    column: tuple[Need, ...], room: float
) -> None:
    placed = layout.stack(column, room)
    for (top, height), (following, _) in pairwise(placed):
        assert following >= top + height
    if layout.overflow(column, room) == 0:
        top, height = placed[-1]
        assert top + height <= room + 60
    for need, (_, height) in zip(column, placed, strict=True):
        assert need.least - 0.01 <= height <= need.wanted + 0.01


def test_a_short_block_keeps_its_lines_when_a_long_one_has_pages() -> None:
    short, long = Need(150, 80), Need(900, 200)
    (_, first), (_, second) = layout.stack((short, long), 600)
    assert first == pytest.approx(150, abs=0.1)
    assert first + second + layout.BLOCK_GAP == pytest.approx(600, abs=0.1)


def test_what_is_left_over_goes_to_the_chart() -> None:
    placed = layout.stack((Need(40, 40), Need(300, 200, stretches=True)), 600)
    assert placed[1][1] == 600 - 40 - layout.BLOCK_GAP


@given(st.lists(st.floats(84, 160), min_size=1, max_size=40).map(tuple), st.floats(300, 1200))
def test_pages_hold_every_line_once_and_fit(lines: tuple[float, ...], room: float) -> None:
    pages = paginate(lines, 14, room)
    assert [n for first, last in pages for n in range(first, last)] == list(range(len(lines)))
    used = [sum(lines[a:b]) + 14 * (b - a - 1) for a, b in pages]
    limit = room + 1 if len(pages) == 1 else room - PAGER_HEIGHT
    assert all(height <= limit for height in used)


@given(
    widths=st.lists(st.floats(150, 900), min_size=1, max_size=5).map(tuple), mirrored=st.booleans()
)
def test_the_bar_stays_inside_the_panel(widths: tuple[float, ...], *, mirrored: bool) -> None:
    for size in ((1920, 1080), (1080, 1920)):
        area = layout.panel(*size, full=False)
        bar = layout.bar(area, widths, note=True, mirrored=mirrored)
        assert all(area.contains(rect.adjusted(0.5, 0, -0.5, 0)) for rect in bar.buttons)
        for first, second in combinations(bar.buttons, 2):
            gap = layout.BAR_GAP - 0.01
            assert not first.adjusted(-gap, -gap, gap, gap).intersects(second)
