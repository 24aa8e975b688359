"""Looking the answers over: every line leads back to its page, and nothing is written before the last touch."""

from kiosk.domain.calendars import Calendar
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.set_elsewhere import as_they_can_be_gone
from kiosk.viewmodels.forms.setup import answers
from kiosk.viewmodels.forms.setup.page import Columns, Page, problem_blocks
from kiosk.viewmodels.forms.setup.unit import tier_words
from kiosk.viewmodels.forms.setup.zones import city
from kiosk.viewmodels.sheets import Block, Choices, Option
from kiosk.viewmodels.words import counted, listed

NOT_SAID = "not said"


def lines(context: Context, draft: Draft) -> tuple[tuple[str, str, str], ...]:
    """Return page, words and answer of every line."""
    said = draft.get
    calendar = answers.calendar(draft.values)
    layout = said("layout")
    return (
        ("name", "Unit", said("name").strip()),
        ("service", "Service", said("service").strip()),
        ("tier", "Tier", tier_words(said("tier"))),
        ("zone", "Time zone", city(said("zone"))),
        ("shifts", "Shifts", listed(f"{s.starts:%H:%M}" for s in calendar.shifts)),
        ("huddles", "Huddles", _huddles(calendar)),
        ("phone", "Phone out of hours", listed((said("phone_name").strip(), said("phone")))),
        ("incident", "Incident system", said("incident").strip()),
        ("layout", "Layout", context.layouts.get(layout, layout)),
        ("co_leads", "Co-leads", ", ".join(answers.co_leads(draft.values))),
        ("metrics", "Follows", counted(len(answers.metric_keys(draft.values)), "metric")),
        ("pin", "PIN", "chosen" if said("pin") else ""),
    )


def check_columns(context: Context, draft: Draft, pages: frozenset[str]) -> Columns:
    """Return the lines of some pages in two columns, and what was wrong with the last try."""
    shown = (
        Option(f"go={page}", words, right=answer or NOT_SAID)
        for page, words, answer in lines(context, draft)
        if page in pages
    )
    options = as_they_can_be_gone(context.ward, shown)
    half = -(-len(options) // 2)
    left: tuple[Block, ...] = (Choices("go", options[:half]), *problem_blocks(draft))
    return left, (Choices("go_on", options[half:]),)


def _huddles(calendar: Calendar) -> str:
    return listed(f"{slot.starts:%H:%M}" for slot in calendar.huddles)


def _blocks(context: Context, draft: Draft) -> Columns:
    return check_columns(context, draft, frozenset(page for page, _, _ in lines(context, draft)))


def _touched(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context, name, value
    return draft


CHECK = Page("check", 6, "Look it over", _blocks, _touched)
