"""What the unit is called, where it belongs, and whom to phone when the building sleeps."""

from kiosk.viewmodels.emphasis import Mark
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import options
from kiosk.viewmodels.forms.setup import answers, board
from kiosk.viewmodels.forms.setup.page import Columns, Page
from kiosk.viewmodels.forms.setup.times import put_calendar, with_minutes
from kiosk.viewmodels.sheets import Choices, Label, NumberEntry, Paragraph, TextEntry

NAME_LIMIT = 40
SERVICE_LIMIT = 60
INCIDENT_LIMIT = 40
PHONE_LIMIT = 15

TIERS = (
    ("1", "Tier 1"),
    ("2", "Tier 2"),
    ("3", "Tier 3"),
    ("4", "Tier 4"),
    ("5", "Tier 5"),
    ("6", "Tier 6"),
)
ABOUT_TIERS = {
    "1": "A ward or department",
    "2": "A service of several units",
    "3": "A hospital",
    "4": "A group of hospitals",
    "5": "A region",
    "6": "The whole organisation",
}


def tier_words(tier: str) -> str:
    """Return "Tier 1 · A ward or department"."""
    return f"Tier {tier} · {ABOUT_TIERS[tier]}"


def _name_blocks(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            Label("What is the unit called? These words stand at the top of the board."),
            TextEntry("name", draft.get("name"), "Ward 7 East", NAME_LIMIT, draft.problem),
        ),
    )


def _name_missing(context: Context, draft: Draft) -> str:
    del context
    return "" if draft.get("name").strip() else "Write what the unit is called."


def _service_blocks(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            Label("Which service or specialty is it? This may stay empty."),
            TextEntry(
                "service", draft.get("service"), "Acute medicine", SERVICE_LIMIT, draft.problem
            ),
        ),
    )


def _tier_blocks(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            Label("Where does it stand? Cards go up from one tier to the next."),
            Choices(
                "tier",
                options("tier", TIERS, draft.get("tier"), ABOUT_TIERS),
                layout="tiles",
                columns=3,
            ),
        ),
    )


def _touch_tier(context: Context, draft: Draft, name: str, value: str) -> Draft:
    if name != "tier" or value == draft.get("tier"):
        return draft
    minutes = -(-context.catalogue.agenda_for(int(value)).seconds // 60)
    calendar = with_minutes(answers.calendar(draft.values), minutes)
    picked = put_calendar(draft.put(tier=value), calendar)
    if context.ward.node is not None:
        return picked
    return board.choose_layout(picked, board.usual_layout(context, value))


def _phone_name_blocks(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            Label("Out of hours, whom does the ward phone? A role, not a person."),
            TextEntry(
                "phone_name", draft.get("phone_name"), "Site manager", SERVICE_LIMIT, draft.problem
            ),
        ),
    )


def _phone_blocks(context: Context, draft: Draft) -> Columns:
    del context
    whom = draft.get("phone_name").strip() or "Out of hours"
    return (
        (
            NumberEntry("phone", draft.get("phone"), f"{whom}: phone", "4321", PHONE_LIMIT),
            Paragraph(
                "It stands on every sheet that may be about danger: phone first, the card records.",
                mark=Mark.DIAMOND,
            ),
            Paragraph("Not known yet? Go on. It can be added behind the PIN."),
        ),
    )


def _incident_blocks(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            Label("What is your incident system called? The board reminds people to report there."),
            TextEntry(
                "incident",
                draft.get("incident"),
                "the incident system",
                INCIDENT_LIMIT,
                draft.problem,
            ),
        ),
    )


def _write(context: Context, draft: Draft, name: str, value: str) -> Draft:
    """Keep what was written or keyed in: `text:name` and `number:name`."""
    del context
    kind, _, field = name.partition(":")
    return draft.put(**{field: value}) if kind in {"text", "number"} else draft


NAME = Page("name", 0, "What is the unit called?", _name_blocks, _write, _name_missing)
SERVICE = Page("service", 0, "Which service is it?", _service_blocks, _write)
TIER = Page("tier", 0, "Where does it stand?", _tier_blocks, _touch_tier)
PHONE_NAME = Page("phone_name", 2, "Whom to phone out of hours?", _phone_name_blocks, _write)
PHONE = Page("phone", 2, "The phone number out of hours", _phone_blocks, _write)
INCIDENT = Page("incident", 2, "What is your incident system called?", _incident_blocks, _write)
