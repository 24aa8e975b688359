"""The list of the unit's goals, and the sheet that sets one: a figure on the keypad, and by when."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from kiosk.domain.metrics import Direction, Metric, SetGoal, ValueKind
from kiosk.layouts.tiles import GoalsTile
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.equity_standing import standing_of
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    beside_history,
    done,
    first_tile,
    follow,
    gone,
    pick,
    problem_line,
    scene_of,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Leave, Next, Open
from kiosk.viewmodels.forms.groups.goal import open_equity_goal
from kiosk.viewmodels.forms.listing import entries
from kiosk.viewmodels.forms.paper import PAPER_TOUCHES, PLAN_BUTTON
from kiosk.viewmodels.forms.parts import BACK, CLOSE, options, primary
from kiosk.viewmodels.forms.set_elsewhere import GOALS, lock_line
from kiosk.viewmodels.goals_tile import goals_tile
from kiosk.viewmodels.sheets import (
    Block,
    Choices,
    Facts,
    Label,
    NumberEntry,
    Option,
    Paragraph,
    SheetView,
)
from kiosk.viewmodels.words import figure_and_unit, listed, number, plain_day

DIGITS = 7
WHOLE = 100.0
BY_WHEN = (
    ("", "No date"),
    ("30", "In 30 days"),
    ("90", "In 90 days"),
    ("365", "In a year"),
)
BETTER = {
    Direction.INCREASE: "more is better",
    Direction.DECREASE: "less is better",
    Direction.NEUTRAL: "neither way is better",
}
ALL_GOALS = 20
NO_EQUITY_GOAL = "None yet. The sheet of numbers by group sets one."


def goals_view(context: Context, draft: Draft) -> SheetView:
    """Return every metric that is followed, those with a goal first."""
    del draft
    tile = GoalsTile(id="goals", type="goals", limit=ALL_GOALS)
    standing = {row.text: row for row in goals_tile(tile, scene_of(context)).rows}
    followed = [(key, each) for key, each in context.ward.metrics.items() if each.active]
    followed.sort(key=lambda item: item[1].goal is None)
    rows = []
    for key, metric in followed:
        row = standing.get(metric.facts.title)
        if row is None:
            rows.append(Option(f"goal={key}", metric.facts.title, right="no goal"))
        else:
            now = f"now {row.now}" if row.now else ""
            detail = listed((now, row.chip.text))
            rows.append(Option(f"goal={key}", row.text, detail=detail, right=row.goal))
    return SheetView(
        name="tile.goals",
        title="Goals",
        columns=(
            (
                Label("Touch a metric to set its goal"),
                *entries("goal", tuple(rows), "No metric is followed yet."),
            ),
            (
                Label("Equity goals: how small the gap between groups is to become"),
                *entries("equity", _equity_rows(context), NO_EQUITY_GOAL),
            ),
        ),
        buttons=(CLOSE, PLAN_BUTTON),
        spoken="Goals. Touch a metric to set its goal.",
    )


def open_goal(context: Context, draft: Draft, value: str) -> Next:
    """Lead to the sheet that sets a metric's goal."""
    del context, draft
    return Open("goal", value)


def _equity_rows(context: Context) -> tuple[Option, ...]:
    """Return every equity goal that this wall may show, with its owner and where it stands."""
    rows = []
    for goal_id, goal in context.ward.equity_goals.items():
        standing = standing_of(goal, scene_of(context)) if goal.active else None
        if standing is not None:
            now = f"now {standing.now}" if standing.now else ""
            detail = listed((standing.owner, now, standing.chip.text))
            rows.append(
                Option(f"equity={goal_id}", standing.title, detail=detail, right=standing.target)
            )
    return tuple(rows)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the goal as it stands."""
    del context
    return draft.turn(HOME)


def view(context: Context, draft: Draft) -> SheetView:
    """Return where the metric stands, or the keypad."""
    metric = context.ward.metrics.get(draft.argument)
    if metric is None:
        return gone("goal", "This metric")
    page = PAGES.get(draft.page, _goal)
    return page(context, draft, metric)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _goal_words(metric: Metric) -> str:
    return "No goal yet" if metric.goal is None else figure_and_unit(metric.goal, metric.facts)


def _goal(context: Context, draft: Draft, metric: Metric) -> SheetView:
    by = plain_day(metric.goal_by, context.ward.today) if metric.goal_by else "no date"
    left: tuple[Block, ...] = (
        Paragraph(_goal_words(metric), bold=True, size="figure" if metric.goal else "large"),
        Facts(
            (
                ("By", by),
                ("Which way", BETTER[metric.facts.direction]),
                ("Definition", metric.facts.definition or "none written"),
            )
        ),
        *lock_line(context.ward, GOALS),
        *problem_line(draft),
    )
    drop = (Button("no_goal", "No goal any more"),) if metric.goal is not None else ()
    ways = (*drop, primary("set", "Set the goal ›"))
    return SheetView(
        name="goal",
        title=f"Goal: {metric.facts.title}",
        columns=beside_history(context, draft.argument, left),
        buttons=(BACK,) if GOALS in context.ward.locks else (BACK, *ways),
        spoken=f"{metric.facts.title}. Goal: {_goal_words(metric)}.",
    )


def _keypad(context: Context, draft: Draft, metric: Metric) -> SheetView:
    del context
    ready = _value(draft, metric) is not None
    return SheetView(
        name="goal.set",
        title=f"Goal: {metric.facts.title}",
        columns=(
            (
                NumberEntry(
                    "goal",
                    draft.get("goal"),
                    f"Goal, {metric.facts.unit}" if metric.facts.unit else "Goal",
                    "–",
                    DIGITS,
                    decimals=True,
                    problem=draft.problem,
                ),
                Label("By when?"),
                Choices("by", options("by", BY_WHEN, draft.get("by")), "boxes"),
            ),
        ),
        buttons=(BACK, primary("save", "Save ›", enabled=ready, why="Enter the goal first")),
        note=f"{BETTER[metric.facts.direction].capitalize()}.",
        spoken=f"Goal for {metric.facts.title}. Enter the figure.",
    )


def _value(draft: Draft, metric: Metric) -> float | None:
    try:
        goal = float(draft.get("goal"))
    except ValueError:
        return None
    most = WHOLE if metric.facts.value is ValueKind.PROPORTION else float("inf")
    return goal if 0 <= goal <= most else None


def _begin(context: Context, draft: Draft, value: str) -> Next:
    del value
    metric = context.ward.metrics.get(draft.argument)
    known = metric.goal if metric is not None else None
    text = "" if known is None else number(known).replace(",", "")
    return draft.put(goal=text, by="").turn("set")


def goal_day(today: date, choice: str) -> date | None:
    """Return the day that a choice of *by when* means, or None for no date."""
    return today + timedelta(days=int(choice)) if choice else None


def _save(context: Context, draft: Draft, value: str) -> Next:
    del value
    metric = context.ward.metrics.get(draft.argument)
    goal = _value(draft, metric) if metric is not None else None
    if metric is None or goal is None:
        return draft.refuse("Enter a figure that can be reached.")
    command = SetGoal(draft.argument, goal, goal_day(context.ward.today, draft.get("by")))
    return done(draft, command, f"Saved. Goal {figure_and_unit(goal, metric.facts)}.")


def _no_goal(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return done(draft, SetGoal(draft.argument, None), "Saved. No goal any more.")


def _back(context: Context, draft: Draft, value: str) -> Next:
    del value
    if draft.page != HOME:
        return draft.turn(HOME)
    metric = context.ward.metrics.get(draft.argument)
    tile = first_tile(context, "goals")
    for each in context.layout.tiles:
        if each.type == "metric" and metric is not None and each.metric == metric.facts.key:
            tile = tile or each
    return Leave() if tile is None else Open("tile", tile.id)


PAGES: Mapping[str, Callable[[Context, Draft, Metric], SheetView]] = {"set": _keypad}
GOALS_TOUCHES: Touches = {"goal": open_goal, "equity": open_equity_goal, **PAPER_TOUCHES}
TOUCHES: Touches = {
    "set": _begin,
    "number:goal": pick("goal"),
    "by": pick("by"),
    "save": _save,
    "no_goal": _no_goal,
    "back": _back,
}

GOAL = Form("goal", start, view, touched, staff_only=True)
