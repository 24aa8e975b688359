"""The process chart speaks only where there is a signal, and names its lines."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from kiosk.ui.charts.ink import Ink
from kiosk.ui.charts.process_chart import draw_process_chart, make_scale, paint_process_chart
from kiosk.viewmodels.charts import ChartPhase, ChartPoint, ChartView
from kiosk.viewmodels.emphasis import Mark, Tone
from tests.fakes.canvas import Canvas, overlapping
from tests.fakes.sample_board import process_chart

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


def drawn(view: ChartView, *, width: int = 400, height: int = 200) -> Canvas:
    def draw(ink: Ink, rect: QRectF) -> None:
        draw_process_chart(ink, rect, view)

    return Canvas(width, height).paint(draw, stale=view.stale)


def without_signals(view: ChartView) -> ChartView:
    calm = tuple(replace(point, tone=Tone.COMMON, mark=Mark.DOT) for point in view.points)
    return replace(view, points=calm)


def test_points_wear_blue_only_when_they_signal() -> None:
    assert drawn(process_chart()).count("better") > 100
    assert drawn(without_signals(process_chart())).count("better") == 0


def test_worse_points_are_orange_diamonds() -> None:
    worse = tuple(
        replace(point, tone=Tone.WORSE, mark=Mark.DIAMOND) for point in process_chart().points
    )

    canvas = drawn(replace(process_chart(), points=worse))

    assert canvas.count("worse") > 100
    assert canvas.count("better") == 0


def test_limits_of_each_point_are_drawn_as_steps() -> None:
    view = without_signals(process_chart())
    phase = view.phases[0]
    assert phase.lower is not None
    assert phase.upper is not None
    alike = tuple((phase.lower, phase.upper) for _ in view.points)
    middle = (phase.lower + phase.upper) / 2
    narrow = tuple((middle - 1, middle + 1) if at % 2 else pair for at, pair in enumerate(alike))
    box, steps = drawn(view), drawn(replace(view, limits=alike))
    assert steps.count("soft") == pytest.approx(box.count("soft"), rel=0.05)
    assert drawn(replace(view, limits=narrow)).count("soft") < 0.8 * box.count("soft")


def test_a_point_without_limits_has_no_band() -> None:
    view = without_signals(process_chart())
    nothing = tuple(None for _ in view.points)
    assert drawn(replace(view, limits=nothing)).count("soft") == 0


def test_stale_points_wear_no_colour() -> None:
    canvas = drawn(replace(process_chart(), stale=True))

    assert canvas.count("better") == 0
    assert canvas.count("common") > 50


def test_lines_and_ends_are_named_directly() -> None:
    assert sorted(drawn(process_chart()).words()) == ["Jan 2025", "Nov", "goal 90", "mean 76.7"]


@pytest.mark.parametrize("goal", [76.7, 77.0, 76.0, 60.0, 90.0])
def test_the_names_of_close_lines_stand_apart(goal: float) -> None:
    canvas = drawn(replace(process_chart(), goal=goal))

    assert overlapping(canvas.boxes()) == []
    assert all(canvas.rect.contains(box) for box in canvas.boxes())


def test_a_gap_breaks_the_line() -> None:
    points = tuple(ChartPoint(str(at), None if at == 2 else 50.0) for at in range(5))
    view = replace(
        process_chart(), points=points, phases=(), goal=None, minimum=0, maximum=100, goal_label=""
    )
    scale = make_scale(QRectF(0, 0, 400, 200), view)
    gap = QRectF(scale.x(1) + 12, 0, scale.x(3) - scale.x(1) - 24, 160)

    assert drawn(view).count("common", gap) == 0
    assert drawn(replace(view, points=(points[0],) * 5)).count("common", gap) > 50


def test_each_phase_has_its_own_band() -> None:
    phases = (ChartPhase(0, 9, 70, 66, 74), ChartPhase(10, 19, 82, 78, 86))
    view = replace(without_signals(process_chart()), phases=phases)
    scale = make_scale(QRectF(0, 0, 400, 200), view)
    early = QRectF(0, scale.y(86), scale.x(9), scale.y(78) - scale.y(86))
    late = QRectF(scale.x(10), scale.y(86), 100, scale.y(78) - scale.y(86))

    assert drawn(view).count("soft", early) == 0
    assert drawn(view).count("soft", late) > 500


def test_a_real_zero_is_a_point_at_the_foot_of_the_scale() -> None:
    view = replace(
        process_chart(), points=(ChartPoint("now", 0.0),), phases=(), goal=None, minimum=0
    )
    scale = make_scale(QRectF(0, 0, 400, 200), view)

    assert scale.y(0.0) == pytest.approx(scale.plot.bottom())
    assert drawn(view).count("common") > 40


def test_a_chart_without_points_still_paints() -> None:
    view = replace(process_chart(), points=(), phases=())

    assert "goal 90" in drawn(view).words()


def test_a_narrow_chart_keeps_its_words_inside() -> None:
    canvas = drawn(process_chart(), width=170, height=120)

    assert all(canvas.rect.adjusted(-1, -1, 1, 1).contains(box) for box in canvas.boxes())
    assert overlapping(canvas.boxes()) == []


def test_three_hundred_points_fit() -> None:
    points = process_chart().points * 15

    assert drawn(replace(process_chart(), points=points)).count("better") > 100


def test_sheets_paint_the_same_chart_as_tiles() -> None:
    view = process_chart()

    def draw(ink: Ink, rect: QRectF) -> None:
        paint_process_chart(ink.painter, rect, view, ink.theme)

    assert Canvas().paint(draw).image == drawn(view).image


def test_a_goal_far_below_is_named_with_an_arrow_and_leaves_the_chart_its_height() -> None:
    near, far = process_chart(), replace(process_chart(), goal=5.0, goal_label="goal 5", minimum=0)
    rect = QRectF(0, 0, 400, 200)
    value = near.points[0].value
    assert value is not None

    assert "goal 5 ↓" in drawn(far).words()
    assert make_scale(rect, far).y(value) == pytest.approx(make_scale(rect, near).y(value), abs=40)


def test_a_goal_far_above_is_named_with_an_arrow() -> None:
    assert (
        "goal 900 ↑" in drawn(replace(process_chart(), goal=900.0, goal_label="goal 900")).words()
    )
