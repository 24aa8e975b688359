"""Changing what the set-up said: the same pages, filled in, and only what is different is written."""

from kiosk.domain.metrics import DefineMetric, RetireMetric, metric_id
from kiosk.domain.nodes import DefineNode, SetCalendar
from kiosk.viewmodels.forms.form import Context, Draft, Form, Leave, Next, Submit
from kiosk.viewmodels.forms.setup import answers, board, times, unit, zones
from kiosk.viewmodels.forms.setup.check import check_columns
from kiosk.viewmodels.forms.setup.flow import CHECK_PAGE, Flow
from kiosk.viewmodels.forms.setup.page import Columns, Page
from kiosk.viewmodels.sheets import SheetView

QUESTIONS = (
    unit.NAME,
    unit.SERVICE,
    unit.TIER,
    zones.ZONE,
    times.SHIFTS,
    times.HUDDLES,
    unit.PHONE_NAME,
    unit.PHONE,
    unit.INCIDENT,
    board.CO_LEAD,
    board.METRICS,
)
PAGES = frozenset(page.name for page in QUESTIONS)


def _overview(context: Context, draft: Draft) -> Columns:
    return check_columns(context, draft, PAGES)


def _leave_as_is(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context, name, value
    return draft


FLOW = Flow(
    name="unit",
    title="This unit",
    steps=(),
    pages=(*QUESTIONS, Page(CHECK_PAGE, 0, "Touch a line to change it", _overview, _leave_as_is)),
    last="Save ›",
    note="Touch a line to change it.",
)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with everything as it is."""
    values = answers.values_of(context.ward)
    return draft.put(**values, looked_over="yes").turn(CHECK_PAGE)


def view(context: Context, draft: Draft) -> SheetView:
    """Return the overview, or the page that the draft is on."""
    return FLOW.view(context, draft)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    page = FLOW.page(draft)
    if action == "back" and page.up(draft) is None:
        return Leave() if page.name == CHECK_PAGE else draft.turn(CHECK_PAGE)
    if action == "done":
        return _save(context, draft)
    return FLOW.touched(context, draft, action, value)


def _save(context: Context, draft: Draft) -> Next:
    unfinished = FLOW.unfinished(context, draft)
    if unfinished is not None:
        return unfinished
    commands = (*_node_commands(context, draft), *_metric_commands(context, draft))
    return Submit(commands, "Saved. The board says so now.") if commands else Leave()


def _node_commands(context: Context, draft: Draft) -> tuple[DefineNode | SetCalendar, ...]:
    node, node_id = context.ward.node, context.ward.node_id
    if node is None:
        return ()
    facts = answers.node_facts(draft.values, node.facts)
    calendar = answers.calendar(draft.values)
    commands: list[DefineNode | SetCalendar] = []
    if facts != node.facts:
        commands.append(DefineNode(node_id, facts))
    if calendar != node.calendar:
        commands.append(SetCalendar(node_id, calendar))
    return tuple(commands)


def _metric_commands(context: Context, draft: Draft) -> tuple[DefineMetric | RetireMetric, ...]:
    ward, preset = context.ward, context.layout.preset
    ticked = answers.metric_keys(draft.values)
    followed = {metric.facts.key: name for name, metric in ward.metrics.items() if metric.active}
    known = {metric.id: metric for metric in context.catalogue.metrics}
    fresh = tuple(
        DefineMetric(metric_id(ward.node_id, key), known[key].facts(preset))
        for key in ticked
        if key in known and key not in followed
    )
    gone = tuple(RetireMetric(name) for key, name in followed.items() if key not in ticked)
    return (*fresh, *gone)


UNIT = Form("unit", start, view, touched, staff_only=True)
