"""Parts that several forms share: the buttons of the bar, options, the guard on free text, day choices."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.calendars import shift_at
from kiosk.domain.guard import problem_in
from kiosk.domain.people import NAME_ERASED
from kiosk.domain.sentences import SENTENCE_LIMIT
from kiosk.domain.wards import Ward
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.sheets import Option, SheetView, TextEntry
from kiosk.viewmodels.words import long_day, near_day

CANCEL = Button("cancel", "Cancel")
CLOSE = Button("cancel", "Close")
BACK = Button("back", "‹ Back")
HELP = Button("help", "Help")
WAY_OUT = Button("cancel", "×", role="corner", spoken="Close, back to the board")
SAY_WHAT = "Say what, not who."


def with_way_out(view: SheetView) -> SheetView:
    """Return a sheet whose bar leads back only one step with a way to the board in its corner."""
    if any(button.action == CANCEL.action for button in view.buttons):
        return view
    return replace(view, buttons=(WAY_OUT, *view.buttons))


def primary(action: str, text: str, *, enabled: bool = True, why: str = "") -> Button:
    """Return the accent button at the right end of the bar."""
    return Button(
        action, text, role="primary", enabled=enabled, spoken=f"{text}. {why}" if why else ""
    )


def options(
    name: str,
    choices: Iterable[tuple[str, str]],
    chosen: str,
    details: Mapping[str, str] | None = None,
) -> tuple[Option, ...]:
    """Return options for (value, words) pairs; touching one sends `<name>=<value>`."""
    return tuple(
        Option(
            action=f"{name}={value}",
            text=words,
            detail=(details or {}).get(value, ""),
            chosen=value == chosen,
        )
        for value, words in choices
    )


def sentence_entry(draft: Draft, name: str, hint: str, limit: int = SENTENCE_LIMIT) -> TextEntry:
    """Return the line to write on, with what is wrong with it."""
    return TextEntry(name=name, text=draft.get(name), hint=hint, limit=limit, problem=draft.problem)


def guard(context: Context, text: str) -> str:
    """Return why words cannot stand on the board, or nothing."""
    names = frozenset(person.name for person in context.ward.people.values()) - {NAME_ERASED}
    return problem_in(text, names)


def chosen(action: str) -> tuple[str, str]:
    """Split `<name>=<value>` into its two halves; an action without a value gives an empty one."""
    name, _, value = action.partition("=")
    return name, value


def write_option() -> Option:
    """Return the line that opens the keyboard."""
    return Option(action="write", text="Write it", tone=Tone.ACCENT, mark=Mark.NONE)


def own_words(draft: Draft) -> Option:
    """Return the sentence that was written, chosen, or the line that opens the keyboard."""
    written = draft.get("sentence").strip()
    return Option("write", written, chosen=True) if written else write_option()


def day_words(day: date, today: date) -> str:
    """Return "Today", "Yesterday", or the whole date."""
    words = near_day(day, today) if day in {today, today - timedelta(days=1)} else long_day(day)
    return words[0].upper() + words[1:]


def day_choices() -> tuple[tuple[str, str], ...]:
    """Return the three answers to *when*: this shift, last shift, pick a day."""
    return (("this", "This shift"), ("last", "Last shift"), ("pick", "Pick a day"))


def last_shift(ward: Ward) -> tuple[date, str]:
    """Return day and name of the shift before the running one."""
    if ward.node is None or ward.shift is None:
        return ward.today - timedelta(days=1), ""
    before = shift_at(ward.node.calendar, ward.shift.starts - timedelta(seconds=1), ward.zone)
    return before.day, before.name
