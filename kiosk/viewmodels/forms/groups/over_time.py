"""Groups over time: one series with its limits, and a second laid over it, both chosen by touch."""

from dataclasses import replace

from kiosk.domain.releases import Release
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.charts import ChartView, MultiplesView, SeriesOverlay, SmallChart
from kiosk.viewmodels.forms.form import Draft
from kiosk.viewmodels.forms.groups.figures import EVERYONE
from kiosk.viewmodels.forms.groups.subject import PageView, Subject, cell_of
from kiosk.viewmodels.process_chart_view import chart_of, chart_view, rule_words, scale_of
from kiosk.viewmodels.readings import read_point
from kiosk.viewmodels.released_figures import from_release
from kiosk.viewmodels.series import Series
from kiosk.viewmodels.sheets import ChartBlock, Choices, Label, Option, Paragraph
from kiosk.viewmodels.words import listed, number

LINE = "line"
BETWEEN = "-"
MONTHS = 60
MOST = 2
"""How many series are laid over each other: more cannot be told apart without colour."""
SIDE_BY_SIDE = "many"
MOST_SIDE_BY_SIDE = 9
"""How many small charts stand on one page: more would be too low to be read, or not fit a sheet."""
ALL_OF_THEM = Button("many=1", "All side by side")
ONE_BY_ONE = Button("many=", "One or two")
HOW = ("● with its limits", "○ dashed, laid over it")


def over_time_page(draft: Draft, subject: Subject) -> PageView:
    """Return the chart of the series that were touched and what else can be, or all groups side by side."""
    if draft.get(SIDE_BY_SIDE) and len(subject.named) > 1:
        return _side_by_side(draft, subject)
    names = ("", *subject.named)
    picked = _picked(draft, subject)
    chart, rules = _chart([names[at] for at in picked], subject)
    titles = [name or EVERYONE for name in names]
    said = " and ".join(names[at] or EVERYONE.lower() for at in picked)
    return PageView(
        columns=(
            (
                Paragraph(
                    f"{said[0].upper()}{said[1:]}, window by window", bold=True, size="large"
                ),
                ChartBlock(chart, f"{subject.facts.title}: {said} over time."),
            ),
            (
                Label("Touch one or two"),
                Choices(LINE, _options(titles, picked), layout="boxes"),
                Label(rules),
            ),
        ),
        buttons=(ALL_OF_THEM,) if len(subject.named) > 1 else (),
        wide=True,
    )


def _side_by_side(draft: Draft, subject: Subject) -> PageView:
    """Return a small chart for each group with everyone laid over it, all on one scale, page by page."""
    drawn = [(name, _chart([name, ""], subject)[0]) for name in subject.named]
    low = min(chart.minimum for _, chart in drawn)
    high = max(chart.maximum for _, chart in drawn)
    charts = tuple(_small(name, replace(chart, minimum=low, maximum=high)) for name, chart in drawn)
    pages = -(-len(charts) // MOST_SIDE_BY_SIDE)
    each = -(-len(charts) // pages)
    page = (int(draft.get(SIDE_BY_SIDE)) - 1) % pages
    shown = charts[page * each : (page + 1) * each]
    goal = f"dotted: goal {number(subject.goal)}" if subject.goal is not None else ""
    of_all = f"{page * each + 1} to {page * each + len(shown)} of {len(charts)}"
    label = listed(("Dashed: everyone", goal, of_all if pages > 1 else ""))
    view = MultiplesView(shown, subject.goal, label)
    spoken = f"{subject.facts.title}: each group over time, with everyone."
    turn = (Button(f"{SIDE_BY_SIDE}={(page + 1) % pages + 1}", "Others ›"),) if pages > 1 else ()
    return PageView(columns=((ChartBlock(view, spoken),),), buttons=(ONE_BY_ONE, *turn))


def _small(name: str, chart: ChartView) -> SmallChart:
    newest = max(
        (at for at, point in enumerate(chart.points) if point.value is not None), default=0
    )
    reading = read_point(chart, newest)
    return SmallChart(name, chart, reading.headline, reading.detail)


def _picked(draft: Draft, subject: Subject) -> list[int]:
    """Return the series that are drawn; at first the group that the sentence speaks of, and everyone."""
    named = subject.named
    known = range(len(named) + 1)
    touched = [int(each) for each in draft.get(LINE).split(BETWEEN) if each.isdecimal()]
    picked = [at for at in touched if at in known][-MOST:]
    if picked:
        return picked
    rows = subject.view.groups.rows if subject.view.groups is not None else ()
    spoken_of = next((row.name for row in rows if row.bold and row.name in named), None)
    first = spoken_of or next(iter(named), None)
    return [0] if first is None else [named.index(first) + 1, 0]


def _options(titles: list[str], picked: list[int]) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"{LINE}={BETWEEN.join(str(each) for each in _after(picked, at))}",
            title,
            detail=HOW[picked.index(at)] if at in picked else "",
            chosen=at in picked,
        )
        for at, title in enumerate(titles)
    )


def _after(picked: list[int], at: int) -> list[int]:
    """Return what is drawn after a touch: one more, one less, or a third in place of the first."""
    if at in picked:
        return [each for each in picked if each != at] or picked
    return [*picked, at][-MOST:]


def _chart(names: list[str], subject: Subject) -> tuple[ChartView, str]:
    """Return the first series with its limits, the second laid over it, on one scale; and the rules."""
    series = [series_of(subject, name) for name in names]
    computed = chart_of(series[0])
    chart = chart_view(series[0], computed, subject.scene.today)
    if len(series) < MOST:
        return chart, rule_words(computed)
    over = series[1].values
    ends = [chart.minimum, chart.maximum, *(value for value in over if value is not None)]
    low, high = scale_of(ends, subject.facts)
    laid_over = replace(
        chart,
        series_label=names[0] or EVERYONE.lower(),
        overlay=SeriesOverlay(names[1] or EVERYONE.lower(), over),
        minimum=min(chart.minimum, low),
        maximum=max(chart.maximum, high),
    )
    return laid_over, rule_words(computed)


def series_of(subject: Subject, group: str) -> Series:
    """Return a group's published figures as a series; everyone's for no name."""
    release = subject.published
    followed = subject.scene.ward.metric_by_key(subject.facts.key)
    return from_release(_about(release, group), followed, MONTHS, subject.scene)


def _about(release: Release, group: str) -> Release:
    """Return a release whose whole is one of its groups."""
    windows = tuple(
        window.model_copy(update={"overall": cell_of(window, group)}) for window in release.windows
    )
    return release.model_copy(update={"windows": windows})
