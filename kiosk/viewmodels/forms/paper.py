"""Paper asked for on a sheet: its buttons, and what touching them leads to."""

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.details import Touches
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Next

METRIC_PAGE = "paper:metric"
ACTION_PLAN = "paper:plan"
MAKING = "Making the page."
MAKING_PLAN = "Making the action plan."

PLAN_BUTTON = Button("plan", "Action plan (PDF)")


def page_button(metric: str) -> Button:
    """Return the button that prints one page about a metric."""
    return Button(f"print={metric}", "One page (PDF)")


def _page(context: Context, draft: Draft, value: str) -> Next:
    del context
    return Ask(METRIC_PAGE, {"metric": value}, stay=draft, meanwhile=MAKING)


def _plan(context: Context, draft: Draft, value: str) -> Next:
    del context, value
    return Ask(ACTION_PLAN, stay=draft, meanwhile=MAKING_PLAN)


PAPER_TOUCHES: Touches = {"print": _page, "plan": _plan}
