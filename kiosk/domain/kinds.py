"""Every kind of entity that the board knows, by name; the table that gives each its home log."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.agendas import AGENDA
from kiosk.domain.announcements import ANNOUNCEMENT
from kiosk.domain.board_layouts import BOARD_LAYOUT
from kiosk.domain.cards import CARD
from kiosk.domain.entities import EntityKind
from kiosk.domain.equity_goals import EQUITY_GOAL
from kiosk.domain.events import EVENT
from kiosk.domain.metrics import METRIC
from kiosk.domain.nodes import NODE
from kiosk.domain.observations import OBSERVATION
from kiosk.domain.people import PERSON
from kiosk.domain.placements import PLACEMENT
from kiosk.domain.recognitions import RECOGNITION
from kiosk.domain.releases import RELEASE
from kiosk.domain.safety_days import SAFETY_DAY
from kiosk.domain.tickets import TICKET
from kiosk.domain.voices import VOICE

KINDS: Mapping[str, EntityKind[Any]] = {
    kind.name: kind
    for kind in (
        NODE,
        PERSON,
        METRIC,
        AGENDA,
        OBSERVATION,
        EVENT,
        SAFETY_DAY,
        CARD,
        RECOGNITION,
        TICKET,
        ANNOUNCEMENT,
        VOICE,
        RELEASE,
        EQUITY_GOAL,
        PLACEMENT,
        BOARD_LAYOUT,
    )
}
