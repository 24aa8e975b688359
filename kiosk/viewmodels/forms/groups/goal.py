"""The equity goal on a sheet by group: how small the gap is to become, by when, whose it is, and where it stands."""

from kiosk.domain.equity_goals import EquityGoal
from kiosk.domain.metrics import MetricFacts
from kiosk.viewmodels.equity_goal_words import gap_and_unit, goal_facts
from kiosk.viewmodels.equity_standing import Standing, standing_of
from kiosk.viewmodels.forms.form import Context, Draft, Next, Open
from kiosk.viewmodels.forms.groups.subject import PageView, Subject
from kiosk.viewmodels.forms.parts import primary
from kiosk.viewmodels.forms.set_elsewhere import EQUITY_GOALS, lock_line
from kiosk.viewmodels.sheets import Block, Facts, Paragraph

NO_GOAL = "No equity goal yet"
WHY = "An equity goal says how small the gap between groups is to become, by when, and who answers for it."


def goal_page(subject: Subject) -> PageView:
    """Return the goal as it stands, or what one is for; the way to set it is in the bar."""
    ward = subject.scene.ward
    goal, line = ward.equity_goals.get(subject.goal_id), lock_line(ward, EQUITY_GOALS)
    if goal is None or not goal.active:
        said: tuple[Block, ...] = (Paragraph(NO_GOAL, bold=True, size="large"), Paragraph(WHY))
        way = "Set an equity goal ›"
    else:
        said, way = _standing(goal, subject), "Change the equity goal ›"
    buttons = () if line else (primary(f"equity={subject.goal_id}", way),)
    return PageView(columns=((*said, *line),), buttons=buttons)


def _standing(goal: EquityGoal, subject: Subject) -> tuple[Block, ...]:
    scene = subject.scene
    return (
        *goal_blocks(goal, standing_of(goal, scene), subject.facts),
        Facts(goal_facts(goal, subject.facts, scene.today, named=subject.named)),
    )


def goal_blocks(
    goal: EquityGoal, standing: Standing | None, facts: MetricFacts
) -> tuple[Block, ...]:
    """Return the gap that is meant to be left, and where it stands now, in words and by a shape."""
    words = Paragraph(f"A gap of {gap_and_unit(goal.gap, facts)} at most", bold=True, size="large")
    if standing is None:
        return (words,)
    chip = standing.chip
    now = f"Now {standing.now}: {chip.text}" if standing.now else chip.text
    line = (Paragraph(standing.line),) if standing.line else ()
    return words, Paragraph(now, chip.tone, bold=True, mark=chip.mark), *line


def open_equity_goal(context: Context, draft: Draft, value: str) -> Next:
    """Go to the sheet that sets an equity goal."""
    del context, draft
    return Open("equity_goal", value)
