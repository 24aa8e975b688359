"""The history of an entity in words: when, what, by whom; what does not stand says why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.changes import Actor, Json, Record
from kiosk.domain.clock import instant_from, local_time
from kiosk.domain.standing import ERASED, WITHDRAWN
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.names import (
    WORDS_ERASED,
    category_title,
    harm_words,
    kind_title,
    role_words,
    theme_title,
    type_words,
)
from kiosk.viewmodels.sheets import Story, StoryRow
from kiosk.viewmodels.words import listed, number, plain_day, short_day

NEEDS_UPDATE = "A newer board wrote this; it needs an update here"
ACTORS = {"board": "", "huddle": "the huddle", "central": "central", "rule": "by itself"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a line of a history is told from.

    Attributes:
        payload: what the change says.
        words: its words by field; missing once they are erased.
        catalogue: the shipped words.
        ward: the ward as it stands.
    """

    payload: Mapping[str, Json]
    words: Mapping[str, str]
    catalogue: Catalogue
    ward: Ward

    def word(self, field: str) -> str:
        """Return words of the change in quotation marks, or that they are erased, or nothing."""
        if field in self.words:
            return f"“{self.words[field]}”"
        return WORDS_ERASED if field in self.payload.get("words", {}) else ""

    def text(self, field: str) -> str:
        """Return a field of the payload as text."""
        value = self.payload.get(field)
        return "" if value is None else str(value)

    def day(self, field: str) -> str:
        """Return a day of the payload: "3 November"."""
        try:
            return plain_day(date.fromisoformat(self.text(field)), self.ward.today)
        except ValueError:
            return self.text(field)

    def says(self) -> str:
        """Return the sentence or the phrase."""
        return self.word("sentence") or self.text("phrase")


Line = tuple[str, str]
"""What happened, and more about it."""


def story(
    entity: str,
    records: Sequence[Record],
    marks: Mapping[str, str],
    ward: Ward,
    catalogue: Catalogue,
) -> Story:
    """Return an entity's history, oldest first; records of other entities are left out.

    Args:
        entity: the entity's name.
        records: its history, in the order in which it is folded.
        marks: change id → why that change does not stand.
        ward: the ward as it stands.
        catalogue: the shipped words.
    """
    own = [record for record in records if record.change.entity == entity]
    return Story(tuple(_row(record, own, marks, ward, catalogue) for record in own))


def _row(
    record: Record,
    history: Sequence[Record],
    marks: Mapping[str, str],
    ward: Ward,
    catalogue: Catalogue,
) -> StoryRow:
    change = record.change
    words = record.words.fields if record.words is not None else {}
    what, more = _line(change.kind, Told(change.payload, words, catalogue, ward), history)
    mark = marks.get(change.id, "")
    who = by_whom(change.actor, ward)
    who = "" if who and who in f"{what} {more}" else who
    struck = f"Does not count: {mark}" if mark else ""
    waiting = "waiting to be sent" if record.seq is None and not ward.alone else ""
    return StoryRow(
        when=moment(record.happened_at, ward),
        text=what,
        detail=listed((more, who, struck, waiting)),
        mark=Mark.DASHES if mark else Mark.DOT,
        tone=Tone.MUTED if mark else Tone.COMMON,
    )


def moment(instant: datetime, ward: Ward) -> str:
    """Return when something was: "07:22" today, else "3 Nov, 07:22"."""
    local = local_time(instant, ward.zone)
    clock = local.strftime("%H:%M")
    day = local.date()
    return clock if day == ward.today else f"{short_day(day, ward.today)}, {clock}"


def by_whom(actor: Actor, ward: Ward) -> str:
    """Return who did it, where it was not simply somebody at the board."""
    person = ward.people.get(actor.person or "")
    if person is not None:
        return person.name
    return (actor.role or "").replace("_", " ") or ACTORS.get(actor.kind, actor.kind)


def _line(kind: str, told: Told, history: Sequence[Record]) -> Line:
    if kind == WITHDRAWN:
        return _withdrawn(told, history)
    if kind == ERASED:
        return "Words erased for good", ""
    teller = TELLERS.get(kind)
    return teller(told) if teller is not None else (NEEDS_UPDATE, "")


def _withdrawn(told: Told, history: Sequence[Record]) -> Line:
    target = told.text("change")
    if not target:
        return "Withdrawn", told.word("reason")
    undone = next((r for r in history if r.change.id == target), None)
    if undone is None:
        return "Taken back", ""
    words = undone.words.fields if undone.words is not None else {}
    before = Told(undone.change.payload, words, told.catalogue, told.ward)
    return f"Taken back: {_line(undone.change.kind, before, ())[0]}", ""


def _raised(told: Told) -> Line:
    serious = "serious harm" if told.payload.get("serious_harm") else ""
    about = category_title(told.catalogue, told.text("category"))
    return f"Raised: {told.says()}", listed((about, serious))


def _owned(told: Told) -> Line:
    due = told.text("due")
    by_when = f"by {moment(instant_from(due), told.ward)}" if due else ""
    return f"Taken on by {told.text('by')}", by_when


def _edited(told: Told) -> Line:
    return f"Corrected: {told.says()}", category_title(told.catalogue, told.text("category"))


def _event(told: Told) -> str:
    kind = told.payload.get("type")
    what = type_words(told.catalogue, kind, told.payload.get("what"))
    return f"{kind_title(told.catalogue, kind)}: {what}"


def _reported(told: Told) -> Line:
    bad = told.text("harm")
    level = harm_words(told.catalogue, bad) if bad not in {"", "none"} else ""
    return f"Reported: {_event(told)}", listed((told.day("day"), level, told.word("sentence")))


def _reclassified(told: Told) -> Line:
    level = harm_words(told.catalogue, told.payload.get("harm", "none"))
    return f"Now {_event(told)}", listed((level, told.word("reason")))


def _followed_up(told: Told) -> Line:
    questions = told.catalogue.events.after_harm
    asked = next((q.text for q in questions if q.id == told.text("question")), "")
    return f"{asked}: {'yes' if told.payload.get('done') else 'not yet'}", ""


def _thanked(told: Told) -> Line:
    whom = role_words(told.catalogue, told.text("group"))
    return f"Thanks to {whom}: {told.says()}", told.word("name")


def _goal(told: Told) -> Line:
    goal = told.payload.get("goal")
    if goal is None:
        return "No goal any more", ""
    return f"Goal set: {number(float(goal))}", f"by {told.day('by')}" if told.text("by") else ""


def _equity_goal(told: Told) -> Line:
    gap = number(float(told.payload.get("gap", 0)))
    by = f"by {told.day('by')}" if told.text("by") else ""
    return f"Equity goal set: a gap of {gap} at most", listed((by, told.text("owner")))


def _wall_stratifiers(told: Told) -> Line:
    names = [str(name).replace("_", " ") for name in told.payload.get("stratifiers", ())]
    return "Groups on the wall changed", listed(names) if names else "none"


def _closed_unit(told: Told) -> Line:
    taken_over = "others take over" if told.payload.get("successors") else ""
    return f"Closed from {told.day('ends')}", taken_over


def _locked(told: Told) -> Line:
    names = [str(name).replace("_", " ") for name in told.payload.get("locks", ())]
    return "What is set centrally changed", listed(names) if names else "nothing"


def _counted(told: Told) -> Line:
    if told.text("answer") == "not_counted":
        return "Not counted", told.day("day")
    out_of = told.text("denominator")
    counted = f"{told.text('numerator')} of {out_of}" if out_of else told.text("numerator")
    return f"Entered: {counted}", told.day("day")


TELLERS: Mapping[str, Callable[[Told], Line]] = {
    "card.raised": _raised,
    "card.acknowledged": lambda told: (f"Seen by {told.text('by')}", ""),
    "card.owned": _owned,
    "card.answered": lambda told: (f"Answered: {told.word('answer')}", told.text("by")),
    "card.returned": lambda told: (
        f"Returned to tier {told.text('tier')}: {told.word('reason')}",
        told.text("by"),
    ),
    "card.asked": lambda told: (f"Asked: {told.word('question')}", told.text("by")),
    "card.replied": lambda told: (f"Replied: {told.word('reply')}", ""),
    "card.closed": lambda _: ("Answer accepted, closed", ""),
    "card.reopened": lambda told: ("Reopened", told.word("reason")),
    "card.edited": _edited,
    "event.reported": _reported,
    "event.confirmed": lambda _: ("Confirmed: it counts", ""),
    "event.redated": lambda told: (f"Moved to {told.day('day')}", told.word("reason")),
    "event.reclassified": _reclassified,
    "event.withdrawn": lambda told: ("Withdrawn", told.word("reason")),
    "event.followed_up": _followed_up,
    "safety_day.none_reported": lambda told: (f"None reported on {told.day('day')}", ""),
    "safety_day.reopened": lambda told: (f"{told.day('day')} opened again", ""),
    "ticket.raised": lambda told: (
        f"Idea: {told.says()}",
        theme_title(told.catalogue, told.text("theme")),
    ),
    "ticket.made_quick_hit": lambda told: ("Quick hit", f"due {told.day('due')}"),
    "ticket.made_big_issue": lambda told: ("Big issue", f"look again {told.day('check_in')}"),
    "ticket.done": lambda _: ("Done", ""),
    "recognition.given": _thanked,
    "announcement.posted": lambda told: (
        f"Put up: {told.word('sentence')}",
        f"until {told.day('until')}",
    ),
    "announcement.taken_down": lambda _: ("Taken down", ""),
    "voice.recorded": lambda told: (f"You said: {told.word('you_said')}", told.word("we_did")),
    "metric.defined": lambda _: ("Definition set", ""),
    "metric.goal_set": _goal,
    "metric.retired": lambda _: ("No longer followed", ""),
    "observation.recorded": _counted,
    "person.added": lambda told: (f"On the roster: {told.word('name')}", told.text("role")),
    "person.changed": lambda told: (f"Changed: {told.word('name')}", told.text("role")),
    "person.left": lambda _: ("Off the roster", ""),
    "node.defined": lambda _: ("Unit changed", ""),
    "node.calendar_set": lambda _: ("Calendar changed", ""),
    "layout.kept": lambda told: ("Layout given", told.text("name")),
    "layout.dropped": lambda _: ("Layout taken back", ""),
    "node.clocks_set": lambda _: ("Clocks of cards changed", ""),
    "node.layout_chosen": lambda _: ("Layout changed", ""),
    "node.wall_stratifiers_set": _wall_stratifiers,
    "equity_goal.set": _equity_goal,
    "equity_goal.dropped": lambda _: ("No equity goal any more", ""),
    "agenda.set": lambda _: ("Agenda changed", ""),
    "placement.placed": lambda told: (
        f"In the organisation as {told.text('name')}",
        f"from {told.day('starts')}",
    ),
    "placement.renamed": lambda told: (f"Now called {told.text('name')}", ""),
    "placement.described": lambda told: ("Place described", f"tier {told.text('tier')}"),
    "placement.moved": lambda told: (f"Moved from {told.day('since')} on", ""),
    "placement.closed": _closed_unit,
    "placement.reopened": lambda _: ("Open again", ""),
    "placement.locked": _locked,
    "release.published": lambda told: ("Figures published", told.text("stratifier")),
}
"""How each kind of change is told."""
