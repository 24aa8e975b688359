"""The administrator's PIN, keyed in twice."""

from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.setup.page import Columns, Page
from kiosk.viewmodels.sheets import NumberEntry, Paragraph

PIN_LIMIT = 12


def pin_entry(name: str, label: str, draft: Draft, hint: str = "") -> NumberEntry:
    """Return the entry for a PIN; it shows dots."""
    return NumberEntry(
        name, draft.get(name), label, hint, PIN_LIMIT, secret=True, problem=draft.problem
    )


def _first(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            pin_entry("pin", "Choose a PIN of 4 to 12 digits", draft),
            Paragraph("It opens the settings of this board. Nobody needs it to raise a card."),
            Paragraph("Give it to two people, and to IT. It cannot be read anywhere afterwards."),
        ),
    )


def _second(context: Context, draft: Draft) -> Columns:
    del context
    return (
        (
            pin_entry("pin_again", "The same PIN once more", draft),
            Paragraph("Not sure any more? Go back and choose another."),
        ),
    )


def _keyed(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    match name:
        case "number:pin":
            return draft.put(pin=value, pin_again="")
        case "number:pin_again":
            return draft.put(pin_again=value)
        case _:
            return draft


def _none_yet(context: Context, draft: Draft) -> str:
    del context
    return "" if draft.get("pin") else "Key in a PIN."


def _another(context: Context, draft: Draft) -> str:
    del context
    same = draft.get("pin") == draft.get("pin_again")
    return "" if same else "The two are not the same. Key it in once more, or go back."


PIN = Page("pin", 5, "Choose a PIN", _first, _keyed, _none_yet, ask="pin:fit")
PIN_AGAIN = Page("pin_again", 5, "The same PIN once more", _second, _keyed, _another)
