"""The page on which somebody writes one short sentence about a thing that stands on the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.viewmodels.forms.details import Touches, pick, turn
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import BACK, SAY_WHAT, guard, primary, sentence_entry
from kiosk.viewmodels.sheets import Block, Label, SheetView


@dataclass(frozen=True, slots=True)
class SentencePage:
    """A page for one sentence.

    Attributes:
        name: the name of the page's sheet.
        title: what the sheet is called.
        entry: under which name the draft keeps the sentence.
        question: what the sentence answers.
        hint: a sentence as it may be, in grey.
        send: the words on the button that sends it; it acts as `<page>_it`.
        missing: what to do before that button works.
        spoken: for the screen reader.
    """

    name: str
    title: str
    entry: str
    question: str
    hint: str
    send: str
    missing: str
    spoken: str

    @property
    def page(self) -> str:
        """The page's own name, and the touch that turns to it."""
        return self.name.rpartition(".")[2]

    @property
    def sends(self) -> str:
        """The touch that sends the sentence."""
        return f"{self.page}_it"

    @property
    def touches(self) -> Touches:
        """Turning to the page, and writing on it."""
        return {self.page: turn(self.page), f"text:{self.entry}": pick(self.entry)}

    def view(
        self,
        draft: Draft,
        *,
        question: str = "",
        before: Sequence[Block] = (),
        after: Sequence[Block] = (),
        note: str = "",
    ) -> SheetView:
        """Return the page.

        Args:
            draft: what was written so far.
            question: the question where it names somebody; else the page's own.
            before: what stands above the question.
            after: what stands below the line to write on.
            note: what the sheet says at its foot.
        """
        return SheetView(
            name=self.name,
            title=self.title,
            columns=(
                (
                    *before,
                    Label(f"{question or self.question} {SAY_WHAT}"),
                    sentence_entry(draft, self.entry, self.hint),
                    *after,
                ),
            ),
            buttons=(
                BACK,
                primary(
                    self.sends, self.send, enabled=bool(self._sentence(draft)), why=self.missing
                ),
            ),
            note=note,
            spoken=self.spoken,
        )

    def written(self, context: Context, draft: Draft) -> str | Draft:
        """Return the sentence; the draft with the reason where it cannot stand on the board."""
        sentence = self._sentence(draft)
        problem = guard(context, sentence) if sentence else f"{self.missing}."
        return draft.refuse(problem) if problem else sentence

    def _sentence(self, draft: Draft) -> str:
        return draft.get(self.entry).strip()
