"""What a change is, in a few words without any of its own: for the queue, where nobody's sentence is needed."""

from collections.abc import Mapping

from kiosk.domain.changes import Change
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.viewmodels.words import listed

ENTITIES: Mapping[str, str] = {
    "node": "This unit",
    "person": "The roster",
    "metric": "A metric",
    "agenda": "The agenda",
    "layout": "A layout",
    "observation": "A figure",
    "event": "An event",
    "safety_day": "A day of the safety cross",
    "card": "A card",
    "placement": "Where a unit stands",
    "recognition": "A thank-you",
    "ticket": "An idea",
    "announcement": "News",
    "voice": "Patient voice",
    "release": "Published figures",
    "equity_goal": "An equity goal",
}
"""What each kind of entity is called at the beginning of a line."""

HAPPENED: Mapping[str, str] = {
    "node.defined": "name and place changed",
    "node.calendar_set": "calendar changed",
    "layout.kept": "layout given",
    "layout.dropped": "layout taken back",
    "node.clocks_set": "clocks of cards changed",
    "node.layout_chosen": "layout changed",
    "node.wall_stratifiers_set": "groups on the wall changed",
    "person.added": "somebody added",
    "person.changed": "somebody changed",
    "person.left": "somebody taken off",
    "metric.defined": "definition set",
    "metric.goal_set": "goal set",
    "metric.retired": "no longer followed",
    "agenda.set": "changed",
    "observation.recorded": "entered",
    "event.reported": "reported",
    "event.confirmed": "confirmed",
    "event.redated": "moved to another day",
    "event.reclassified": "classified anew",
    "event.withdrawn": "withdrawn",
    "event.followed_up": "followed up",
    "safety_day.none_reported": "closed: none reported",
    "safety_day.reopened": "opened again",
    "card.raised": "raised",
    "card.acknowledged": "seen",
    "card.owned": "taken on",
    "card.answered": "answered",
    "card.closed": "closed",
    "card.reopened": "reopened",
    "card.edited": "corrected",
    "card.asked": "a question asked",
    "card.replied": "a question answered",
    "card.returned": "sent back",
    "placement.placed": "set",
    "placement.renamed": "renamed",
    "placement.described": "described",
    "placement.moved": "moved",
    "placement.closed": "closed",
    "placement.reopened": "opened again",
    "placement.locked": "settings locked",
    "recognition.given": "given",
    "ticket.raised": "written down",
    "ticket.made_quick_hit": "made a quick hit",
    "ticket.made_big_issue": "made a big issue",
    "ticket.done": "done",
    "announcement.posted": "put up",
    "announcement.taken_down": "taken down",
    "voice.recorded": "written down",
    "release.published": "announced",
    "equity_goal.set": "set",
    "equity_goal.dropped": "dropped",
    WITHDRAWN: "taken back",
    ERASED: "words erased",
}
"""What each kind of change did, after the name of its entity."""

SOMETHING = "Something"
CHANGED = "changed"


def change_words(change: Change) -> str:
    """Return what a change is: "A card: raised"; a kind of a newer program is "Something: changed"."""
    what = ENTITIES.get(change.entity_kind, SOMETHING)
    return f"{what}: {HAPPENED.get(change.kind, CHANGED)}"


def queued_words(change: Change) -> str:
    """Return what a change is, and which of several alike: "A card: raised · Broken, waiting for repair".

    Only a phrase that was chosen from the list is added; what somebody wrote is on the entry itself.
    """
    phrase = change.payload.get("phrase")
    return listed((change_words(change), phrase if isinstance(phrase, str) else ""))
