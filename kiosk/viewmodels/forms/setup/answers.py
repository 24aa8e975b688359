"""What the set-up's answers mean: from what was touched and written to facts, a calendar, metrics."""

from collections.abc import Mapping

from kiosk.domain.calendars import Calendar
from kiosk.domain.nodes import NodeFacts
from kiosk.domain.wards import Ward

BETWEEN_KEYS = ","
BETWEEN_NAMES = "|"


def node_facts(values: Mapping[str, str], before: NodeFacts | None = None) -> NodeFacts:
    """Return what the unit is, keeping of `before` what the set-up does not ask."""
    said = {
        "name": values["name"].strip(),
        "service": values.get("service", "").strip(),
        "tier": int(values["tier"]),
        "time_zone": values["zone"],
        "co_leads": co_leads(values),
        "out_of_hours_name": values.get("phone_name", "").strip(),
        "out_of_hours_phone": values.get("phone", ""),
    }
    incident = values.get("incident", "").strip()
    if incident:
        said["incident_system"] = incident
    kept = before.model_dump() if before else {}
    return NodeFacts.model_validate({**kept, **said})


def calendar(values: Mapping[str, str]) -> Calendar:
    """Return the shifts and huddles."""
    return Calendar.model_validate_json(values["calendar"])


def metric_keys(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the chosen metrics of the catalogue."""
    return _parts(values.get("metrics", ""), BETWEEN_KEYS)


def co_leads(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return who leads the board together."""
    return _parts(values.get("co_leads", ""), BETWEEN_NAMES)


def values_of(ward: Ward) -> dict[str, str]:
    """Return the answers that would make a ward what it is; empty before the first set-up."""
    node = ward.node
    if node is None:
        return {}
    facts = node.facts
    followed = (metric.facts.key for metric in ward.metrics.values() if metric.active)
    return {
        "name": facts.name,
        "service": facts.service,
        "tier": str(facts.tier),
        "zone": facts.time_zone,
        "co_leads": BETWEEN_NAMES.join(facts.co_leads),
        "phone_name": facts.out_of_hours_name,
        "phone": facts.out_of_hours_phone,
        "incident": facts.incident_system,
        "calendar": node.calendar.model_dump_json(),
        "layout": node.layout,
        "metrics": BETWEEN_KEYS.join(followed),
    }


def toggled(parts: tuple[str, ...], part: str) -> tuple[str, ...]:
    """Return the parts without one that was among them, or with it at the end."""
    return tuple(p for p in parts if p != part) if part in parts else (*parts, part)


def _parts(text: str, between: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(between) if part)
