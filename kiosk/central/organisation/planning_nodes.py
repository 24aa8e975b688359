"""From what a file says of a node to changes of how it is set up; what it does not say stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.central.organisation.checking import Shipped, metric_facts
from kiosk.central.organisation.configured import Configured
from kiosk.central.organisation.deciding import ConfigCommand, Foresight
from kiosk.central.organisation.defaults import Defaults, defaults_of
from kiosk.central.organisation.document import Document, GoalPart, NodePart, person_of
from kiosk.central.organisation.wording import Line, Mark, differences, said, was
from kiosk.domain.agendas import Agenda, AgendaItem, SetAgenda
from kiosk.domain.entities import Refusal
from kiosk.domain.equity_goals import DropEquityGoal, SetEquityGoal
from kiosk.domain.metrics import DefineMetric, Metric, RetireMetric, SetGoal, metric_id
from kiosk.domain.nodes import (
    ChooseLayout,
    DefineNode,
    Node,
    NodeFacts,
    SetCalendar,
    SetClocks,
    SetWallStratifiers,
    plain_name,
)
from kiosk.domain.people import NAME_ERASED, AddPerson, ChangePerson, RemovePerson
from kiosk.domain.placed_nodes import NodeKind, Placement
from kiosk.layouts.findings import Finding, Path


@dataclass(slots=True)
class NodePlan:
    """What becomes of one node's configuration; as `TreePlan`."""

    node: str
    commands: list[ConfigCommand] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a node is planned from.

    Attributes:
        index: its place in the file.
        part: what the file says of it.
        document: the whole file.
        shipped: what the file may name without defining it.
        placement: where it stands, or will stand.
        service: what the service is called below which it stands, or empty.
        now: how it is set up.
        today: its day.
        prune: whether what is not in the file is taken away.
    """

    index: int
    part: NodePart
    document: Document
    shipped: Shipped
    placement: Placement
    service: str
    now: Configured
    today: date
    prune: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    """A command, its line, and where the file asks for it; gone is what it takes away, if that is pruned."""

    command: ConfigCommand
    mark: Mark
    words: str
    path: Path = ()
    gone: str = ""


def plan_node(wanted: Wanted) -> NodePlan:
    """Return how a node becomes what the file says."""
    plan = NodePlan(wanted.placement.node)
    foresight = Foresight(wanted.now.state)
    name = wanted.placement.name
    for wish in _wishes(wanted):
        if wish.gone and not wanted.prune:
            plan.left.append(Line(name, Mark.LEFT, f"{wish.gone} is not in the file; it stays"))
            continue
        decision = foresight.decide(wish.command, wanted.today)
        if isinstance(decision, Refusal):
            path = ("nodes", wanted.index, *wish.path)
            plan.findings.append(Finding(path, decision.reason))
        elif decision:
            plan.commands.append(wish.command)
            plan.lines.append(Line(name, wish.mark, wish.words))
    plan.left += [Line(name, Mark.LEFT, words) for words in _erased(wanted)]
    for key in wanted.part.goals:
        if foresight.state(_metric_entity(wanted, key)) is None:
            path = ("nodes", wanted.index, "goals", key)
            plan.findings.append(Finding(path, "is not a metric that this node follows", key))
    return plan


def _wishes(wanted: Wanted) -> Iterator[_Wish]:
    usual = defaults_of(
        wanted.placement.tier, wanted.shipped, layout=wanted.part.layout, agenda=_agenda(wanted)
    )
    yield from _facts_wish(wanted)
    yield from _board_wishes(wanted, usual)
    yield from _metric_wishes(wanted, usual)
    yield from _people_wishes(wanted)
    yield from _equity_goal_wishes(wanted)


def _facts_wish(wanted: Wanted) -> Iterator[_Wish]:
    """Say what the node is; its name, tier, time zone and the node above are those of its placement."""
    part, placement, node = wanted.part, wanted.placement, wanted.now.node
    told = {
        "service": part.service,
        "language": part.language,
        "co_leads": part.co_leads,
        "out_of_hours_name": part.out_of_hours_name,
        "out_of_hours_phone": part.out_of_hours_phone,
        "incident_system": part.incident_system,
    }
    before = {"service": wanted.service} if node is None else dict(node.facts)
    facts = NodeFacts.model_validate(
        {
            **before,
            **{name: value for name, value in told.items() if value is not None},
            "name": placement.name,
            "tier": placement.tier,
            "parent": placement.seats[-1].parent,
            "time_zone": placement.time_zone,
        }
    )
    if node is None:
        words = f"board: {placement.name}, tier {placement.tier}"
        yield _Wish(DefineNode(placement.node, facts), Mark.NEW, words)
    elif facts != node.facts:
        seen = {"parent": None}  # an id; the tree's own line says where it stands
        words = differences(node.facts.model_copy(update=seen), facts.model_copy(update=seen))
        yield _Wish(DefineNode(placement.node, facts), Mark.CHANGED, words or "stands elsewhere")


def _board_wishes(wanted: Wanted, usual: Defaults) -> Iterator[_Wish]:
    """Set calendar, clocks, layout, agenda and groups: as the file says, on a new node the usual ones."""
    part, document, node_id = wanted.part, wanted.document, wanted.placement.node
    node = wanted.now.node
    new = node is None
    calendar = document.calendars[part.calendar] if part.calendar else usual.calendar
    if (part.calendar or new) and (node is None or calendar != node.calendar):
        words = f"calendar {was(calendar, node and node.calendar)}"
        yield _Wish(SetCalendar(node_id, calendar), _mark(new), words, ("calendar",))
    clocks = document.clocks[part.clocks] if part.clocks else None
    if clocks is not None and clocks != (node or _BLANK).clocks:
        words = f"clocks: {was(clocks, (node or _BLANK).clocks)}"
        yield _Wish(SetClocks(node_id, clocks), _mark(new), words, ("clocks",))
    layout = part.layout or usual.layout
    if (part.layout or new) and (node is None or layout != node.layout):
        words = f"layout {was(layout, node and node.layout)}"
        yield _Wish(ChooseLayout(node_id, layout), _mark(new), words, ("layout",))
    items = _agenda(wanted) or usual.agenda
    agenda = wanted.now.agenda
    if (part.agenda or agenda is None) and (agenda is None or agenda.items != items):
        words = f"agenda {was(Agenda(items=items), agenda)}"
        yield _Wish(SetAgenda(node_id, items), _mark(agenda is None), words, ("agenda",))
    groups = None if part.groups is None else tuple(map(plain_name, part.groups))
    before = (node or _BLANK).wall_stratifiers
    if groups is not None and groups != before:
        words = f"the wall is split by {was(groups, before)}"
        yield _Wish(SetWallStratifiers(node_id, groups), Mark.CHANGED, words, ("groups",))


_BLANK = Node(facts=NodeFacts(name="new"))


def _agenda(wanted: Wanted) -> tuple[AgendaItem, ...] | None:
    """Return the agenda that the file names: its own, else a shipped one."""
    name = wanted.part.agenda
    if name is None:
        return None
    own = wanted.document.agendas.get(name)
    if own is not None:
        return own.items
    shipped = {agenda.id: agenda for agenda in wanted.shipped.catalogue.agendas}
    return shipped[name].huddle_items()


def _metric_wishes(wanted: Wanted, usual: Defaults) -> Iterator[_Wish]:
    part, now = wanted.part, wanted.now.metrics
    followed = tuple(key for key, (_, metric) in now.items() if metric.active)
    keys = part.metrics
    if keys is None:
        keys = usual.metrics if wanted.now.node is None else followed
    layout = part.layout or (wanted.now.node.layout if wanted.now.node else usual.layout)
    preset = wanted.shipped.layouts.get(layout, "sqcdp")
    for key in keys:
        entity, metric = _metric_entity(wanted, key), now[key][1] if key in now else None
        goal = metric.goal if metric is not None else None
        if part.metrics is not None or metric is None or key in wanted.document.metrics:
            facts = metric_facts(key, wanted.document, wanted.shipped, preset)
            goal = facts.goal if metric is None else goal
            if metric is None or not metric.active or facts != metric.facts:
                words = f"metric {facts.title}" + _redefined(metric, facts.title)
                yield _Wish(DefineMetric(entity, facts), _mark(metric is None), words, ("metrics",))
        by = metric.goal_by if metric is not None else None
        yield from _goal_wish(entity, key, part.goals.get(key), GoalPart(goal=goal, by=by))
    for key in followed if part.metrics is not None else ():
        if key not in (part.metrics or ()):
            entity, retired = now[key]
            gone = f"metric {retired.facts.title}"
            yield _Wish(RetireMetric(entity), Mark.CLOSED, f"{gone} is retired", gone=gone)


def _metric_entity(wanted: Wanted, key: str) -> str:
    known = wanted.now.metrics.get(key)
    return metric_id(wanted.placement.node, key) if known is None else known[0]


def _redefined(metric: Metric | None, title: str) -> str:
    if metric is None:
        return ""
    if not metric.active:
        return " is followed again"
    before = metric.facts.title
    return " is defined otherwise" + ("" if before == title else f" (was called {before})")


def _goal_wish(entity: str, key: str, goal: GoalPart | None, now: GoalPart) -> Iterator[_Wish]:
    if goal is None or goal == now:
        return
    by = f" by {said(goal.by)}" if goal.by else ""
    words = f"goal of {key} {was(goal.goal, now.goal)}{by}"
    yield _Wish(SetGoal(entity, goal.goal, goal.by), Mark.CHANGED, words, ("goals", key))


def _people_wishes(wanted: Wanted) -> Iterator[_Wish]:
    people, node = wanted.part.people, wanted.placement.node
    if people is None:
        return
    now = wanted.now.people
    for place, one in enumerate(people):
        entity, path = person_of(node, one.key), ("people", place)
        person = now.get(entity)
        as_said = (one.name, one.role, one.group)
        if person is None:
            words = f"on the roster: {one.name}, {one.role}"
            yield _Wish(AddPerson(entity, *as_said), Mark.NEW, words, path)
        elif not person.active:
            words = f"on the roster again: {one.name}, {one.role}"
            yield _Wish(ChangePerson(entity, *as_said), Mark.NEW, words, path)
        elif person.name != NAME_ERASED and (person.name, person.role, person.group) != as_said:
            words = f"{was(one.name, person.name if person.name != one.name else None)}, {one.role}"
            yield _Wish(ChangePerson(entity, *as_said), Mark.CHANGED, words, path)
    known = {person_of(node, one.key) for one in people}
    for entity, person in now.items():
        if person.active and entity not in known:
            gone = f"{person.name} on the roster"
            yield _Wish(RemovePerson(entity), Mark.CLOSED, f"{person.name} leaves", gone=gone)


def _erased(wanted: Wanted) -> Iterator[str]:
    """Say whose name was erased for good; the file does not bring it back."""
    for one in wanted.part.people or ():
        person = wanted.now.people.get(person_of(wanted.placement.node, one.key))
        if person is not None and person.active and person.name == NAME_ERASED:
            yield f"the name of {one.key} was erased and stays so; take it out of the file"


def _equity_goal_wishes(wanted: Wanted) -> Iterator[_Wish]:
    goals, node = wanted.part.equity_goals, wanted.placement.node
    if goals is None:
        return
    now = wanted.now.equity_goals
    for place, goal in enumerate(goals):
        about = (goal.metric, plain_name(goal.stratifier))
        before = now.get(about)
        as_said = (goal.gap, goal.by, goal.owner, goal.group)
        if before is not None and (before.gap, before.by, before.owner, before.group) == as_said:
            continue
        gap = was(float(goal.gap), None if before is None else before.gap)
        words = f"equity goal of {' by '.join(about)}: {gap} by {said(goal.by)}, {goal.owner}"
        command = SetEquityGoal(node, *about, goal.gap, goal.by, goal.owner, goal.group)
        yield _Wish(command, _mark(before is None), words, ("equity_goals", place, "by"))
    said_of = {(goal.metric, plain_name(goal.stratifier)) for goal in goals}
    for about in now:
        if about not in said_of:
            gone = f"the equity goal of {' by '.join(about)}"
            yield _Wish(DropEquityGoal(node, *about), Mark.CLOSED, f"{gone} is dropped", gone=gone)


def _mark(new: object) -> Mark:
    return Mark.NEW if new else Mark.CHANGED


def service_of(placement: Placement, placements: Mapping[str, Placement]) -> str:
    """Return what the nearest service above a node is called, or nothing."""
    above, seen = placement.seats[-1].parent, set[str]()
    while above is not None and above not in seen:
        seen.add(above)
        placed = placements.get(above)
        if placed is None:
            return ""
        if placed.kind is NodeKind.SERVICE:
            return placed.name
        above = placed.seats[-1].parent
    return ""
