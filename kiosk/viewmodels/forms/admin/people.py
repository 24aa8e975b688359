"""The roster behind the PIN: who is on it in which role, joining it, leaving it, erasing a name."""

from kiosk.domain.corrections import EraseWords
from kiosk.domain.ids import natural_id
from kiosk.domain.people import AddPerson, ChangePerson, RemovePerson, Role
from kiosk.domain.sentences import NAME_LIMIT
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.admin.area import MENU, Area, done, page_of, sheet
from kiosk.viewmodels.forms.form import Context, Draft, Next, Submit
from kiosk.viewmodels.forms.parts import options, primary
from kiosk.viewmodels.forms.setup.page import Columns, problem_blocks
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph, SheetView, TextEntry

ROLES = (
    (Role.STAFF.value, "Staff"),
    (Role.CHARGE_NURSE.value, "Charge nurse"),
    (Role.LEADER.value, "Leader"),
    (Role.ADMINISTRATOR.value, "Administrator"),
)
ROLE_WORDS = dict(ROLES)
ERASED_NAME = "name erased"
"""What the domain calls somebody whose name was erased."""

PEOPLE, ONE, NAME, ROLE, ERASE = "people", "person", "person_name", "person_role", "person_erase"


def view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet of the page that the draft is on."""
    match draft.page:
        case "person":
            return _one(context, draft)
        case "person_name":
            return _name(draft)
        case "person_role":
            return _role(draft)
        case "person_erase":
            return _erase(context, draft)
        case _:
            return _people(context, draft)


def touched(context: Context, draft: Draft, name: str, value: str) -> Next:
    """Return what a touch leads to."""
    match name:
        case "back":
            return _back(draft)
        case "person":
            return page_of(draft, ONE).put(person=value)
        case "gone":
            return page_of(draft, ERASE).put(person=value)
        case "add":
            return page_of(draft, NAME)
        case "text:person_name":
            return draft.put(person_name=value)
        case "next":
            return _to_role(draft)
        case "role":
            return _give_role(context, draft, value)
        case "off":
            return _take_off(draft)
        case "erase":
            return _erase_name(draft)
        case _:
            return draft


def _people(context: Context, draft: Draft) -> SheetView:
    active = {key: person for key, person in context.ward.people.items() if person.active}
    rows = tuple(
        Option(f"person={key}", person.name, right=ROLE_WORDS[person.role.value])
        for key, person in active.items()
    )
    shown: tuple[Block, ...] = (
        (Choices("person", rows),)
        if rows
        else (Paragraph("Nobody is on the roster. The board works without one.", Tone.MUTED),)
    )
    label = Label("On the roster. These names never stand on the public face.")
    columns: Columns = ((label, *problem_blocks(draft), *shown),)
    gone = tuple(
        Option(f"gone={key}", person.name)
        for key, person in context.ward.people.items()
        if not person.active and person.name != ERASED_NAME
    )
    if gone:
        columns = (*columns, (Label("Off the roster, name still kept"), Choices("gone", gone)))
    return sheet(
        PEOPLE,
        "People",
        columns,
        primary("add", "Add somebody ›"),
        note="A name on the roster is stopped\nin cards and other free text.",
    )


def _one(context: Context, draft: Draft) -> SheetView:
    person = context.ward.people.get(draft.get("person"))
    if person is None:
        return sheet(ONE, "People", ((Paragraph("That person is not here any more."),),))
    return sheet(
        ONE,
        person.name,
        (
            (
                Label("Role"),
                Choices("role", options("role", ROLES, person.role.value), layout="boxes"),
            ),
            (*problem_blocks(draft),),
        ),
        Button("off", "Take off the roster"),
    )


def _name(draft: Draft) -> SheetView:
    return sheet(
        NAME,
        "Add somebody",
        (
            (
                Label("The name that colleagues use"),
                TextEntry(
                    "person_name", draft.get("person_name"), "Sam Lee", NAME_LIMIT, draft.problem
                ),
            ),
        ),
        primary("next", "Go on ›"),
    )


def _role(draft: Draft) -> SheetView:
    return sheet(
        ROLE,
        draft.get("person_name").strip(),
        (
            (
                Label("What may this person do at the board?"),
                *problem_blocks(draft),
                Choices("role", options("role", ROLES, ""), layout="tiles", columns=2),
            ),
        ),
    )


def _erase(context: Context, draft: Draft) -> SheetView:
    person = context.ward.people.get(draft.get("person"))
    name = person.name if person else "This person"
    return sheet(
        ERASE,
        "Erase the name as well?",
        (
            (
                Paragraph(f"{name} is off the roster.", size="large"),
                Paragraph("Erasing deletes the name for good, on every copy. It cannot be undone."),
                *problem_blocks(draft),
            ),
        ),
        Button("erase", "Erase the name for good", role="harm"),
    )


def _back(draft: Draft) -> Draft:
    if draft.page == PEOPLE:
        return page_of(draft, MENU)
    if draft.page == ROLE:
        return draft.turn(NAME)
    return page_of(draft, PEOPLE)


def _to_role(draft: Draft) -> Draft:
    named = draft.get("person_name").strip()
    return draft.turn(ROLE) if named else draft.refuse("Write the name first.")


def _give_role(context: Context, draft: Draft, role: str) -> Next:
    if role not in ROLE_WORDS:
        return draft
    person = context.ward.people.get(draft.get("person"))
    if person is not None:
        command = ChangePerson(draft.get("person"), person.name, Role(role), person.group)
        return Submit((command,), "Saved.", stay=draft)
    named = draft.get("person_name").strip()
    number = str(len(context.ward.people))
    added = AddPerson(f"person:{natural_id(draft.draft_id, 'person', number)}", named, Role(role))
    return done(draft, PEOPLE, added, f"Saved. {named} is on the roster.")


def _take_off(draft: Draft) -> Next:
    person = draft.get("person")
    return Submit(
        (RemovePerson(person),),
        "Saved. Off the roster.",
        stay=page_of(draft, ERASE).put(person=person),
    )


def _erase_name(draft: Draft) -> Next:
    return Submit(
        (EraseWords(draft.get("person")),),
        "The name is erased.",
        stay=page_of(draft, PEOPLE),
        undo=False,
    )


AREA = Area((PEOPLE, ONE, NAME, ROLE, ERASE), view, touched)
