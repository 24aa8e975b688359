"""What makes a new node's board complete where nobody said anything: its calendar, agenda, layout and metrics."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from kiosk.central.organisation.checking import Shipped
from kiosk.domain.agendas import AgendaItem
from kiosk.domain.calendars import Calendar
from kiosk.layouts.usual import TILE_METRICS, usual_layout

HUDDLE_STARTS: Final = (time(7, 15), time(8, 15), time(9), time(9, 45), time(10, 15), time(10, 45))
"""When the huddle of tier 1, 2, … begins where nobody said anything."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a node of a tier begins with.

    Attributes:
        layout: the name of its layout.
        agenda: the items of its huddle.
        calendar: three shifts and a morning huddle, as long as the agenda takes, later on each tier: what a tier cannot
            solve is there when the next one meets.
        metrics: keys of the metrics that have a tile on the layout.
    """

    layout: str
    agenda: tuple[AgendaItem, ...]
    calendar: Calendar
    metrics: tuple[str, ...]


def defaults_of(
    tier: int,
    shipped: Shipped,
    *,
    layout: str | None = None,
    agenda: tuple[AgendaItem, ...] | None = None,
) -> Defaults:
    """Return what a node begins with.

    Args:
        tier: its tier.
        shipped: what there is to choose from.
        layout: the layout that was chosen for it, if one was; its metrics follow from it.
        agenda: the agenda that was chosen for it, if one was; its huddles are as long.
    """
    chosen = layout or usual_layout(tier)
    items = agenda or shipped.catalogue.agenda_for(tier).huddle_items()
    minutes = max(1, min(60, -(-sum(item.seconds for item in items) // 60)))
    usual = Calendar()
    starts = HUDDLE_STARTS[min(max(tier, 1), len(HUDDLE_STARTS)) - 1]
    when = {"minutes": minutes, "starts": starts}
    huddles = tuple(slot.model_copy(update=when) for slot in usual.huddles)
    keys = TILE_METRICS.get(chosen, TILE_METRICS[usual_layout(tier)])
    return Defaults(
        layout=chosen,
        agenda=items,
        calendar=usual.model_copy(update={"huddles": huddles}),
        metrics=tuple(key for key in keys if shipped.catalogue.metric(key) is not None),
    )
