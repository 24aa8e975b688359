"""Pages that many sheets share: withdraw something with a reason, and erase its words for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kiosk.domain.corrections import EraseWords, WithdrawEntity
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Tone
from kiosk.viewmodels.forms.details import HOME, Touches, done, go_home, pick, turn
from kiosk.viewmodels.forms.form import Context, Draft, Next, Submit
from kiosk.viewmodels.forms.parts import BACK, guard, options, primary, sentence_entry, write_option
from kiosk.viewmodels.sheets import Choices, Label, Option, Paragraph, SheetView

WITHDRAW = "withdraw"
WRITE = "withdraw_write"
ERASE = "erase"
REASONS = ("Entered by mistake", "It is there twice", "It is settled")


@dataclass(frozen=True, slots=True)
class Removal:
    """What can be taken off the board from a sheet.

    Attributes:
        form: the form's name, which begins the names of the pages.
        thing: what it is called in a sentence ("card").
        reasons: reasons to touch.
        command: makes the command from the entity and the reason.
    """

    form: str
    thing: str
    reasons: tuple[str, ...] = REASONS
    command: Callable[[str, str], object] = WithdrawEntity

    @property
    def pages(self) -> Mapping[str, Callable[[Context, Draft], SheetView]]:
        """The pages by name."""
        return {WITHDRAW: self._why, WRITE: self._write, ERASE: self._erase}

    @property
    def touches(self) -> Touches:
        """The touches of the pages, and those that lead to them."""
        return {
            WITHDRAW: turn(WITHDRAW),
            "reason": pick("reason"),
            "write_reason": turn(WRITE),
            "text:reason": pick("reason"),
            "withdraw_it": self._withdraw_it,
            "withdraw_and_erase": self._withdraw_and_erase,
            ERASE: turn(ERASE),
            "erase_it": self._erase_it,
        }

    def ways(self, *, words: bool, withdraw: bool = True) -> tuple[Option, ...]:
        """Return the options that lead to the pages."""
        ways = (
            Option(WITHDRAW, f"Withdraw the {self.thing}", enabled=withdraw),
            Option(ERASE, "Erase the words"),
        )
        return tuple(way for way, there in zip(ways, (withdraw, words), strict=True) if there)

    def _why(self, context: Context, draft: Draft) -> SheetView:
        del context
        reason = draft.get("reason")
        pairs = [(words, words) for words in self.reasons]
        own = reason if reason and reason not in self.reasons else ""
        write = replace(write_option(), action="write_reason")
        last = Option("write_reason", own, chosen=True) if own else write
        return SheetView(
            name=f"{self.form}.withdraw",
            title=f"Withdraw the {self.thing}",
            columns=(
                (
                    Label("Why does it not count?"),
                    Choices("reason", (*options("reason", pairs, reason), last)),
                    *((Paragraph(draft.problem, bold=True),) if draft.problem else ()),
                ),
            ),
            buttons=_withdraw_buttons(self.thing, ready=bool(reason.strip())),
            note="It leaves the board. Its history stays, with the reason.",
            spoken=f"Withdraw the {self.thing}. Why does it not count?",
        )

    def _write(self, context: Context, draft: Draft) -> SheetView:
        del context
        return SheetView(
            name=f"{self.form}.withdraw_write",
            title=f"Withdraw the {self.thing}",
            columns=(
                (
                    Label("Why does it not count? Say what, not who."),
                    sentence_entry(draft, "reason", "Raised for the ward next door"),
                ),
            ),
            buttons=_withdraw_buttons(self.thing, ready=bool(draft.get("reason").strip())),
            spoken=f"Withdraw the {self.thing}. Write why it does not count.",
        )

    def _withdraw_it(self, context: Context, draft: Draft, value: str) -> Next:
        del value
        reason = draft.get("reason").strip()
        problem = guard(context, reason) if reason else "Say why it is withdrawn."
        if problem:
            return draft.refuse(problem)
        command = self.command(draft.argument, reason)
        return Submit((command,), f"Withdrawn. The {self.thing} does not count.")

    def _withdraw_and_erase(self, context: Context, draft: Draft, value: str) -> Next:
        """Withdraw it and erase its words at once: what names somebody is not to be left behind."""
        step = self._withdraw_it(context, draft, value)
        if not isinstance(step, Submit):
            return step
        commands = (*step.commands, EraseWords(draft.argument))
        said = f"Withdrawn. The words of the {self.thing} are gone for good."
        return replace(step, commands=commands, said=said, undo=False)

    def _erase(self, context: Context, draft: Draft) -> SheetView:
        del context
        return SheetView(
            name=f"{self.form}.erase",
            title="Erase the words for good?",
            columns=(
                (
                    Paragraph(
                        "What was written is deleted, here and in the history.", size="large"
                    ),
                    Paragraph("Who, when and what kind stay. Nothing brings the words back."),
                    *((Paragraph(draft.problem, Tone.HARM, bold=True),) if draft.problem else ()),
                ),
            ),
            buttons=(BACK, Button("erase_it", "Erase the words for good", role="harm")),
            spoken="Erase the words for good? Nothing brings them back.",
        )

    def _erase_it(self, context: Context, draft: Draft, value: str) -> Next:
        del context, value
        erased = done(draft, EraseWords(draft.argument), "Erased. The words are gone for good.")
        return replace(erased, undo=False)


def back_or(leave: Callable[[Context, Draft, str], Next]) -> Callable[[Context, Draft, str], Next]:
    """Return the touch that goes back to the first page, and from there where `leave` leads."""

    def touch(context: Context, draft: Draft, value: str) -> Next:
        if draft.page == HOME:
            return leave(context, draft, value)
        return go_home(context, draft, value)

    return touch


def _withdraw_buttons(thing: str, *, ready: bool) -> tuple[Button, ...]:
    return (
        BACK,
        Button("withdraw_and_erase", "Withdraw, erase its words", role="harm", enabled=ready),
        primary("withdraw_it", f"Withdraw the {thing} ›", enabled=ready, why="Say why first"),
    )
