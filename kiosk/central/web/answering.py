"""The forms of a leader: what is done with a card, and one answer to all that say the same."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.central.web.acting import Done, Form, LeadersCommand, NotDone
from kiosk.central.web.callers import Caller
from kiosk.central.web.gate import Gate
from kiosk.central.web.leading import Leading, Trouble, card_of
from kiosk.central.web.offices import Office
from kiosk.central.web.reach import OutOfReach
from kiosk.central.web.requests import Fields
from kiosk.central.web.room import Room
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.card_page import due_of, ward_of
from kiosk.central.web.views.rows import card_href
from kiosk.domain.card_clocks import time_allowed
from kiosk.domain.cards import AcknowledgeCard, AnswerCard, AskOnCard, OwnCard, ReturnCard
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.guard import problem_in
from kiosk.domain.people import Person
from kiosk.viewmodels.story import story
from kiosk.viewmodels.words import counted

WORDS: Final = {"ask": "question", "answer": "answer", "return": "reason"}
"""The field of words of each deed that has one."""
EMPTY: Final = {
    "ask": "Write the question first.",
    "answer": "Write the answer first.",
    "return": "Say why it goes back.",
}
MOST_TOGETHER: Final = 60
"""Cards that one answer goes to at once."""
CANNOT_BE: Final = 422
CONFLICT: Final = 409
PARTS_OF_A_CARD: Final = 3
ID_PARTS: Final = (8, 4, 4, 4, 12)


class Answering:
    """What a leader's forms do; each is decided on the log as it is at that moment."""

    def __init__(self, room: Room, gate: Gate, leading: Leading) -> None:
        self._room = room
        self._gate = gate
        self._leading = leading

    def act(self, request: Request, caller: Caller, fields: Fields) -> Response:
        """Carry a form of a card's page out."""
        standing = self._leading.standing(caller)
        each, deed = card_of(request, standing), str(request.path_params["deed"])
        typed, due = fields.get(WORDS.get(deed, "")), fields.get("due")
        wrong = self._wrong(deed, typed, due, standing, each)
        if wrong:
            trouble = Trouble(wrong, CANNOT_BE, deed, typed, due)
            return self._leading.card_page(caller, standing, each, trouble)
        command = _command(deed, each, standing, typed, due)
        form = Form(self._key(fields.get("key")), fields.get("seen"))
        result = self._room.acting.act(each.unit.node, command, standing.office, form)
        if isinstance(result, NotDone):
            told = story(
                each.id, result.meanwhile, {}, ward_of(each, standing), self._room.catalogue
            )
            trouble = Trouble(result.reason, CONFLICT, deed, typed, due, told.rows)
            now = self._leading.standing(caller)
            return self._leading.card_page(caller, now, card_of(request, now), trouble)
        self._audit(caller, deed, each, result)
        page = "/" if fields.get("back") == "opening" else card_href(each)
        return self._gate.go_on(f"{page}?done={deed}")

    def answer_together(self, request: Request, caller: Caller, fields: Fields) -> Response:
        """Send one answer down to every unit that raised the same problem; each accepts or reopens its own."""
        standing, answer = self._leading.standing(caller), fields.get("answer")
        by_href = {card_href(each): each for each in standing.cards}
        asked = [line.split(" ") for line in fields.all("card")[:MOST_TOGETHER]]
        whole = [parts for parts in asked if len(parts) == PARTS_OF_A_CARD]
        wanted = [(by_href[href], key, seen) for href, key, seen in whole if href in by_href]
        wrong = self._wrong_words(
            "answer", answer, standing.office, [each for each, _, _ in wanted]
        )
        if wrong or not wanted:
            trouble = Trouble(wrong or "These cards are not here any more.", CANNOT_BE, "", answer)
            return self._leading.cards_page(request, caller, trouble)
        kept = []
        for each, key, seen in wanted:
            command = _command("answer", each, standing, answer, "")
            form = Form(self._key(key), seen)
            result = self._room.acting.act(each.unit.node, command, standing.office, form)
            if isinstance(result, NotDone):
                kept.append(f"{each.unit.name}: {result.reason}")
            else:
                self._audit(caller, "answer", each, result)
        sent = counted(len(wanted) - len(kept), "unit")
        said = f"Sent to {sent}. Each accepts it or reopens its card."
        trouble_of_some = Trouble(" ".join(kept), CONFLICT) if kept else None
        return self._leading.cards_page(request, caller, trouble_of_some, said)

    def _wrong(self, deed: str, typed: str, due: str, standing: Standing, each: UnitCard) -> str:
        """Return why a form cannot be carried out as it was filled in, or nothing."""
        if deed == "own":
            return "" if due_of(due, standing) else "Say by which day, from today on."
        if deed in WORDS:
            return self._wrong_words(deed, typed, standing.office, [each])
        if deed != "acknowledge":
            raise OutOfReach
        return ""

    def _wrong_words(self, deed: str, words: str, office: Office, cards: list[UnitCard]) -> str:
        """Return why words cannot stand on a board, or nothing; they say what, not who."""
        if not words:
            return EMPTY[deed]
        nodes = dict.fromkeys((office.node, *(each.unit.node for each in cards)))
        states = self._room.folds.read([Log(node, LogKind.CONFIG) for node in nodes])
        people = (person for state in states.values() for _, person, _ in state.of(Person))
        return problem_in(words, frozenset(person.name for person in people))

    def _audit(self, caller: Caller, deed: str, each: UnitCard, result: Done) -> None:
        """Keep which account acted; the ward's log has the office only."""
        if result.again or caller.office is None:
            return
        means, office = self._room.means, caller.office
        detail = {"node": each.unit.node, "office": office.holder, "deputy": office.deputy}
        means.storage.audit(means.clock.now(), caller.account.name, f"card {deed}", each.id, detail)

    def _key(self, text: str) -> str:
        """Return a form's identity; a new one for what is not one."""
        plain = text.strip().lower()
        shape = tuple(len(part) for part in plain.split("-"))
        fine = shape == ID_PARTS and all(letter in "0123456789abcdef-" for letter in plain)
        return plain if fine else self._room.means.ids.new_id()


def _command(deed: str, each: UnitCard, standing: Standing, words: str, due: str) -> LeadersCommand:
    """Return the command of a form that was filled in rightly."""
    office, tier, unit = standing.office, standing.here.tier, each.unit
    anew = time_allowed(standing.now, unit.calendar, unit.zone, unit.tier, unit.clocks)
    commands: dict[str, LeadersCommand] = {
        "acknowledge": AcknowledgeCard(each.id, office.by),
        "own": OwnCard(each.id, office.by, due_of(due, standing), office.node, tier),
        "ask": AskOnCard(each.id, office.by, words),
        "answer": AnswerCard(each.id, office.by, words, tier),
        "return": ReturnCard(each.id, office.by, words, tier, within_s=round(anew.total_seconds())),
    }
    return commands[deed]
