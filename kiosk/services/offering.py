"""How a ward was set up alone, as it is offered to the hospital when it enrols; nothing of it is about a person."""

from typing import Any

from kiosk.domain.wards import Ward


def offer_of(ward: Ward) -> dict[str, Any] | None:
    """Return a ward's configuration as JSON, or None for a board that was never set up.

    Names on the roster and the PIN stay here.
    """
    node = ward.node
    if node is None:
        return None
    return {
        "facts": node.facts.model_dump(mode="json"),
        "calendar": node.calendar.model_dump(mode="json"),
        "layout": node.layout,
        "wall_stratifiers": list(node.wall_stratifiers),
        "agenda": []
        if ward.agenda is None
        else [item.model_dump(mode="json") for item in ward.agenda.items],
        "metrics": [
            {"facts": metric.facts.model_dump(mode="json"), "goal": metric.goal}
            for metric in ward.metrics.values()
            if metric.active
        ],
    }
