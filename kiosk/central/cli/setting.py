"""`huddle-central roster`, `metrics` and `goals`: how one unit is set up, listed and changed."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kiosk.central.cli.nodes import node_named
from kiosk.central.cli.opening import WHO, describe_storage, opened
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.configured import Configured, configured
from kiosk.central.organisation.deciding import ConfigCommand
from kiosk.central.organisation.document import person_of
from kiosk.central.organisation.setting_up import follow
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.wording import said
from kiosk.central.organisation.writing import Administration
from kiosk.domain.equity_goals import DropEquityGoal, SetEquityGoal
from kiosk.domain.errors import KioskError
from kiosk.domain.metrics import RetireMetric, SetGoal
from kiosk.domain.people import AddPerson, RemovePerson, Role

NOT_FOLLOWED: Final = "This unit does not follow the metric {!r}."


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a command is about, and how it is set up.

    Attributes:
        means: what central works with.
        node: its id.
        now: how it is set up.
    """

    means: CentralMeans
    node: str
    now: Configured

    def metric(self, key: str) -> str:
        """Return the entity id of a metric that is followed.

        Raises:
            KioskError: it is not.
        """
        known = self.now.metrics.get(key)
        if known is None or not known[1].active:
            followed = ", ".join(k for k, (_, metric) in self.now.metrics.items() if metric.active)
            raise KioskError(NOT_FOLLOWED.format(key), to_do=f"It follows: {followed or 'none'}.")
        return known[0]


def describe(parser: argparse.ArgumentParser, name: str) -> None:
    """Say which options a command has."""
    describe_storage(parser)
    parser.add_argument("unit", metavar="UNIT", help="its name, a path of names, its key or its id")
    parser.set_defaults(about=name)
    does = parser.add_subparsers(dest="does", metavar="WHAT")
    if name == "roster":
        add = does.add_parser("add", help="put somebody on the roster")
        add.add_argument("key", help="what `org.toml` calls the person by; it stays")
        add.add_argument("name")
        add.add_argument("--role", default="staff", choices=[str(role) for role in Role])
        add.add_argument("--group", default="nursing")
        remove = does.add_parser("remove", help="take somebody off the roster")
        remove.add_argument("who", help="the key, or the name as it is listed")
    elif name == "metrics":
        for what, help_text in (
            ("follow", "follow a shipped metric, or again one that was retired"),
            ("retire", "follow a metric no more; its figures stay"),
        ):
            does.add_parser(what, help=help_text).add_argument("key")
    else:
        _describe_goals(does)


def _describe_goals(does: Any) -> None:
    setting = does.add_parser("set", help="set a metric's goal")
    setting.add_argument("key")
    setting.add_argument("goal", type=float)
    setting.add_argument("--by", type=date.fromisoformat, help="the day by which, as 2027-04-01")
    does.add_parser("clear", help="follow no goal of a metric").add_argument("key")
    equity = does.add_parser("equity", help="set the largest gap between groups")
    drop = does.add_parser("drop-equity", help="follow an equity goal no more")
    for one in (equity, drop):
        one.add_argument("key", help="the metric")
        one.add_argument("stratifier", help="what the groups are by: language")
    equity.add_argument("gap", type=float)
    equity.add_argument("--by", type=date.fromisoformat, required=True)
    equity.add_argument("--owner", required=True, help="the role that answers for it")
    equity.add_argument("--group", default="", help="the group it is about; the furthest without")


def carry_out(options: argparse.Namespace) -> int:
    """List how a unit is set up, or change it.

    Raises:
        KioskError: it cannot be done, in words.
    """
    with opened(options) as means:
        node, name = node_named(means, options.unit)
        unit = Unit(means, node, configured(means.storage, node))
        if options.does is None:
            print("\n".join(LISTED[options.about](unit)) or f"{name}: none.")
            return 0
        administration = Administration(means, WHO)
        with administration.alone():
            commands = COMMANDS[options.about, options.does](unit, options)
            today = administration.tree.today(node)
            made = administration.configure(node, commands, today)
            administration.audit(
                f"{options.about}.{options.does}", node, {"changes": made, **_detail(options)}
            )
        print(f"{name}: done." if made else f"{name}: it is so already.")
        return 0


def _detail(options: argparse.Namespace) -> dict[str, object]:
    """Return what stands in the audit log: keys of metrics, never a person's."""
    return {"metric": options.key} if options.about != "roster" else {}


def _roster(unit: Unit) -> Iterator[str]:
    for entity, person in unit.now.people.items():
        if person.active:
            yield f"{person.name}  {person.role}  {person.group}  {entity}"


def _metrics(unit: Unit) -> Iterator[str]:
    for key, (_, metric) in unit.now.metrics.items():
        retired = "" if metric.active else "  (no longer followed)"
        yield f"{key}  {metric.facts.title}  entered {metric.facts.entered}{retired}"


def _goals(unit: Unit) -> Iterator[str]:
    for key, (_, metric) in unit.now.metrics.items():
        if metric.active and metric.goal is not None:
            by = f" by {said(metric.goal_by)}" if metric.goal_by else ""
            yield f"{key}  {metric.goal:g} {metric.facts.unit}{by}"
    for (key, stratifier), goal in unit.now.equity_goals.items():
        group = f" for {goal.group}" if goal.group else ""
        yield f"{key} by {stratifier}  a gap of {goal.gap:g}{group} by {said(goal.by)}, {goal.owner}"


LISTED: Final[Mapping[str, Callable[[Unit], Iterator[str]]]] = {
    "roster": _roster,
    "metrics": _metrics,
    "goals": _goals,
}


def _add(unit: Unit, options: argparse.Namespace) -> Sequence[ConfigCommand]:
    entity = person_of(unit.node, options.key)
    return [AddPerson(entity, options.name, Role(options.role), options.group)]


def _remove(unit: Unit, options: argparse.Namespace) -> Sequence[ConfigCommand]:
    by_key = person_of(unit.node, options.who)
    found = [
        entity
        for entity, person in unit.now.people.items()
        if person.active and (entity in {by_key, options.who} or person.name == options.who)
    ]
    if len(found) != 1:
        number = "Nobody" if not found else f"{len(found)} people"
        raise KioskError(
            f"{number} on the roster: {options.who!r}.", to_do="Name the key, or the id listed."
        )
    return [RemovePerson(found[0])]


def _follow(unit: Unit, options: argparse.Namespace) -> Sequence[ConfigCommand]:
    shipped = read_shipped()
    known = shipped.catalogue.metric(options.key)
    here = unit.now.metrics.get(options.key)
    if known is None and here is None:
        keys = ", ".join(metric.id for metric in shipped.catalogue.metrics)
        raise KioskError(
            f"There is no shipped metric {options.key!r}.",
            to_do=f"Define it in org.toml, or choose: {keys}.",
        )
    if here is not None:
        return list(follow(unit.node, here[1].facts, unit.now))
    layout = unit.now.node.layout if unit.now.node is not None else ""
    preset = shipped.layouts.get(layout, "sqcdp")
    return [] if known is None else list(follow(unit.node, known.facts(preset), unit.now))


def _equity(unit: Unit, options: argparse.Namespace) -> Sequence[ConfigCommand]:
    unit.metric(options.key)
    return [
        SetEquityGoal(
            unit.node,
            options.key,
            options.stratifier,
            options.gap,
            options.by,
            options.owner,
            options.group,
        )
    ]


COMMANDS: Final[
    Mapping[tuple[str, str], Callable[[Unit, argparse.Namespace], Sequence[ConfigCommand]]]
] = {
    ("roster", "add"): _add,
    ("roster", "remove"): _remove,
    ("metrics", "follow"): _follow,
    ("metrics", "retire"): lambda unit, o: [RetireMetric(unit.metric(o.key))],
    ("goals", "set"): lambda unit, o: [SetGoal(unit.metric(o.key), o.goal, o.by)],
    ("goals", "clear"): lambda unit, o: [SetGoal(unit.metric(o.key), None)],
    ("goals", "equity"): _equity,
    ("goals", "drop-equity"): lambda unit, o: [DropEquityGoal(unit.node, o.key, o.stratifier)],
}
