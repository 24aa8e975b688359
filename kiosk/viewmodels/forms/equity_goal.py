"""The sheet that sets an equity goal: how small the gap is to become, for whom, by when, and who answers for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from kiosk.analytics.quarters import in_quarters
from kiosk.domain.equity_goals import (
    GAP_LIMIT,
    DropEquityGoal,
    EquityGoal,
    SetEquityGoal,
    equity_goal_id,
)
from kiosk.domain.metrics import MetricFacts
from kiosk.domain.releases import Release
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.equity_goal_words import FURTHEST, gap_and_unit, gap_unit, goal_facts
from kiosk.viewmodels.equity_standing import standing_of
from kiosk.viewmodels.forms.details import (
    HOME,
    Touches,
    done,
    follow,
    gone,
    history,
    pick,
    problem_line,
    scene_of,
    turn,
)
from kiosk.viewmodels.forms.form import Context, Draft, Form, Leave, Next, Open
from kiosk.viewmodels.forms.groups.goal import goal_blocks
from kiosk.viewmodels.forms.groups.subject import named_now, subject_argument
from kiosk.viewmodels.forms.parts import BACK, options, primary
from kiosk.viewmodels.forms.set_elsewhere import EQUITY_GOALS, lock_line
from kiosk.viewmodels.sheets import (
    Block,
    Choices,
    Facts,
    Label,
    NumberEntry,
    Paragraph,
    SheetView,
)
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.wall_groups import release_by, stratifiers_shown
from kiosk.viewmodels.words import number

DIGITS = 7
STEPS = ("1 How small a gap", "2 By when, and who")
BY_WHEN = (
    ("91", "In three months"),
    ("182", "In half a year"),
    ("365", "In a year"),
    ("730", "In two years"),
)
OWNERS = (
    "Charge nurse",
    "Unit manager",
    "Nursing lead",
    "Medical lead",
    "Quality lead",
    "Service lead",
)
"""Who can answer for an equity goal: a role, never a person."""
NO_GOAL = "No equity goal yet"


@dataclass(frozen=True, slots=True)
class Matter:
    """What an equity goal is about, by the entity id that the sheet was opened with."""

    release: Release
    stratifier: str
    goal: EquityGoal | None

    @property
    def facts(self) -> MetricFacts:
        """The metric's definition."""
        return self.release.metric

    @property
    def named(self) -> tuple[str, ...]:
        """The groups that have a name on this wall now."""
        return named_now(self.release, in_quarters(self.release))

    @property
    def title(self) -> str:
        """Return "Pain reassessed in 1 h, by language"."""
        return f"{self.facts.title}, by {stratifier_words(self.stratifier)}"


def matter_of(context: Context, entity: str) -> Matter | None:
    """Return the metric and the stratifier of an equity goal's id; None where this wall shows neither.

    Only what the wall may show is looked at; an id is made from the names, so it is found by making it.
    """
    ward, scene = context.ward, scene_of(context)
    for key in dict.fromkeys(key for key, _ in ward.published or ward.releases):
        for stratifier in stratifiers_shown(key, scene):
            if equity_goal_id(ward.node_id, key, stratifier) == entity:
                release = release_by(key, stratifier, scene)
                goal = ward.equity_goals.get(entity)
                standing = goal if goal is not None and goal.active else None
                return None if release is None else Matter(release, stratifier, standing)
    return None


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the goal as it stands; where none was ever set, with how small the gap is to become."""
    known = draft.argument in context.ward.equity_goals or EQUITY_GOALS in context.ward.locks
    return draft.turn(HOME if known else "gap")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the goal as it stands with its history, or the step of setting it."""
    matter = matter_of(context, draft.argument)
    if matter is None:
        return gone("equity_goal", "This equity goal")
    return PAGES.get(draft.page, _standing)(context, draft, matter)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    return follow(TOUCHES, context, draft, action, value)


def _standing(context: Context, draft: Draft, matter: Matter) -> SheetView:
    goal, facts = matter.goal, matter.facts
    words = NO_GOAL if goal is None else f"A gap of {gap_and_unit(goal.gap, facts)} at most"
    left: tuple[Block, ...] = (Paragraph(words, bold=True, size="large"),)
    if goal is not None:
        rows = goal_facts(goal, facts, context.ward.today, named=matter.named)
        left = (*goal_blocks(goal, standing_of(goal, scene_of(context)), facts), Facts(rows))
    left = (*left, *lock_line(context.ward, EQUITY_GOALS), *problem_line(draft))
    right = history(context, draft.argument)
    drop = (Button("drop", "No equity goal any more"),) if goal is not None else ()
    ways = (*drop, primary("set", "Set the equity goal ›"))
    return SheetView(
        name="equity_goal",
        title=f"Equity goal: {matter.title}",
        columns=(left, right) if right else (left,),
        buttons=(BACK,) if EQUITY_GOALS in context.ward.locks else (BACK, *ways),
        spoken=f"Equity goal for {matter.title}. {words}.",
    )


def _gap(context: Context, draft: Draft, matter: Matter) -> SheetView:
    del context
    ready = _value(draft) is not None
    choices = (("", FURTHEST.capitalize()), *((name, name) for name in matter.named))
    return SheetView(
        name="equity_goal.gap",
        title=f"Equity goal: {matter.title}",
        columns=(
            (
                NumberEntry(
                    "gap",
                    draft.get("gap"),
                    f"Largest gap that is left, {gap_unit(matter.facts)}",
                    "–",
                    DIGITS,
                    decimals=True,
                    problem=draft.problem,
                ),
                Label("For whom?"),
                Choices("group", options("group", choices, draft.get("group")), layout="boxes"),
            ),
        ),
        buttons=(BACK, primary("on", "Next ›", enabled=ready, why="Enter the gap first")),
        steps=STEPS,
        step=0,
        note="The gap to the reference: the goal, or the best group.",
        spoken=f"Equity goal for {matter.title}. Enter how small the gap is to become.",
    )


def _who(context: Context, draft: Draft, matter: Matter) -> SheetView:
    del context
    ready = bool(draft.get("by") and draft.get("owner"))
    owners = tuple((owner, owner) for owner in OWNERS)
    return SheetView(
        name="equity_goal.who",
        title=f"Equity goal: {matter.title}",
        columns=(
            (
                Label("By when?"),
                Choices("by", options("by", BY_WHEN, draft.get("by")), layout="boxes"),
                *problem_line(draft),
            ),
            (
                Label("Who answers for it?"),
                Choices("owner", options("owner", owners, draft.get("owner")), layout="boxes"),
            ),
        ),
        buttons=(
            BACK,
            primary("save", "Save ›", enabled=ready, why="Choose by when, and who answers for it"),
        ),
        steps=STEPS,
        step=1,
        note="A role answers for it, never a person's name.",
        spoken=f"Equity goal for {matter.title}. Choose by when, and who answers for it.",
    )


def _value(draft: Draft) -> float | None:
    try:
        gap = float(draft.get("gap"))
    except ValueError:
        return None
    return gap if 0 <= gap <= GAP_LIMIT else None


def _begin(context: Context, draft: Draft, value: str) -> Next:
    del value
    goal = context.ward.equity_goals.get(draft.argument)
    if goal is None or not goal.active:
        return draft.put(gap="", group="", by="", owner="").turn("gap")
    known = number(goal.gap).replace(",", "")
    return draft.put(gap=known, group=goal.group, by="", owner=goal.owner).turn("gap")


def _save(context: Context, draft: Draft, value: str) -> Next:
    del value
    matter, gap = matter_of(context, draft.argument), _value(draft)
    days, owner = draft.get("by"), draft.get("owner")
    if matter is None or gap is None or not days.isdecimal() or owner not in OWNERS:
        return draft.refuse("Choose by when, and who answers for it.")
    group = draft.get("group")
    command = SetEquityGoal(
        node=context.ward.node_id,
        metric=matter.facts.key,
        stratifier=matter.stratifier,
        gap=gap,
        by=context.ward.today + timedelta(days=int(days)),
        owner=owner,
        group=group if group in matter.named else "",
    )
    return done(draft, command, f"Saved. A gap of {gap_and_unit(gap, matter.facts)} at most.")


def _drop(context: Context, draft: Draft, value: str) -> Next:
    del value
    matter = matter_of(context, draft.argument)
    if matter is None:
        return Leave()
    command = DropEquityGoal(context.ward.node_id, matter.facts.key, matter.stratifier)
    return done(draft, command, "Saved. No equity goal any more.")


def _back(context: Context, draft: Draft, value: str) -> Next:
    del value
    if draft.page == "who":
        return draft.turn("gap")
    if draft.page != HOME and draft.argument in context.ward.equity_goals:
        return draft.turn(HOME)
    matter = matter_of(context, draft.argument)
    if matter is None:
        return Leave()
    return Open("groups", subject_argument(matter.facts.key, matter.stratifier, "goal"))


PAGES: Mapping[str, Callable[[Context, Draft, Matter], SheetView]] = {"gap": _gap, "who": _who}
TOUCHES: Touches = {
    "set": _begin,
    "number:gap": pick("gap"),
    "group": pick("group"),
    "on": turn("who"),
    "by": pick("by"),
    "owner": pick("owner"),
    "save": _save,
    "drop": _drop,
    "back": _back,
}

EQUITY_GOAL = Form("equity_goal", start, view, touched, staff_only=True, at_desk=True)
