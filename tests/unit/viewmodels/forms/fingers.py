"""A finger for forms that also ask the desk: it touches only what a sheet offers, and keeps what was asked."""

from dataclasses import replace

from kiosk.domain.wards import Ward
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import load_catalogue
from kiosk.layouts.loader import available_layouts
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Form, Next, Submit
from kiosk.viewmodels.sheets import SheetView
from tests.unit.viewmodels.forms.hand import TUESDAY, offered, text
from tests.unit.viewmodels.sample_wards import NODE

LAYOUTS = available_layouts(resource_folder("board_layouts"))


def a_context(ward: Ward | None = None) -> Context:
    """Return what a form knows on a machine; without a ward, before the first set-up."""
    return Context(
        ward=ward or Ward(TUESDAY, NODE),
        catalogue=load_catalogue(resource_folder("assets") / "catalogue"),
        layout=LAYOUTS["ward_sqcdp"],
        layouts={name: layout.title for name, layout in LAYOUTS.items()},
        zone="Europe/London",
    )


class Finger:
    """Touches one form; requests are granted unless `refusing` says why not.

    Attributes:
        context: what the form knows; tests change it.
        draft: what was chosen so far.
        last: what the last touch led to.
        asked: every request, with its values.
        refusing: what the desk answers to the next request, or empty.
    """

    def __init__(self, form: Form, context: Context | None = None, argument: str = "") -> None:
        self.form = form
        self.context = context or a_context()
        self.draft = form.start(self.context, Draft(form.name, argument, "0190-draft", TUESDAY))
        self.last: Next = self.draft
        self.asked: list[Ask] = []
        self.refusing = ""

    @property
    def sheet(self) -> SheetView:
        """The sheet that is shown."""
        return self.form.view(self.context, self.draft)

    @property
    def words(self) -> str:
        """Everything that stands on the sheet."""
        return text(self.sheet)

    @property
    def offered(self) -> list[str]:
        """Everything that can be touched."""
        return offered(self.sheet)

    @property
    def ticked(self) -> list[str]:
        """The actions of the options that carry a tick."""
        return [
            option.action
            for block in self.sheet.blocks
            for option in getattr(block, "options", ())
            if option.chosen
        ]

    def touch(self, *actions: str) -> "Finger":
        """Touch one thing after the other; each has to be offered."""
        for action in actions:
            assert action in self.offered, f"{action} is not on {self.offered}"
            self._follow(self.form.touched(self.context, self.draft, action, ""))
        return self

    def write(self, name: str, written: str) -> "Finger":
        """Write words on the line of the sheet."""
        return self._enter(f"text:{name}", written)

    def key(self, name: str, digits: str) -> "Finger":
        """Key digits in."""
        return self._enter(f"number:{name}", digits)

    def with_ward(self, ward: Ward) -> "Finger":
        """Go on with the ward as it stands now."""
        self.context = replace(self.context, ward=ward)
        return self

    def _enter(self, action: str, value: str) -> "Finger":
        name = action.partition(":")[2]
        names = [getattr(b, "name", "") for b in self.sheet.blocks]
        assert name in names, f"{name} cannot be entered on {self.sheet.name}"
        self._follow(self.form.touched(self.context, self.draft, action, value))
        return self

    def _follow(self, step: Next) -> None:
        self.last = step
        if isinstance(step, Draft):
            self.draft = step
        elif isinstance(step, Ask):
            self.asked.append(step)
            self._answer(step)
        elif isinstance(step, Submit) and step.stay is not None:
            self.draft = step.stay

    def _answer(self, ask: Ask) -> None:
        if self.refusing:
            self.draft = self.draft.refuse(self.refusing)
            self.refusing = ""
        elif ask.stay is not None:
            self.draft = ask.stay
