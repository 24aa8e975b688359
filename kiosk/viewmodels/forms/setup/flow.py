"""Going through pages: forward when nothing is missing, back to any of them, and over them at the end."""

from dataclasses import dataclass

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.form import Ask, Context, Draft, Next
from kiosk.viewmodels.forms.parts import BACK, chosen, primary
from kiosk.viewmodels.forms.setup.page import Page
from kiosk.viewmodels.sheets import SheetView

CHECK_PAGE = "check"


@dataclass(frozen=True, slots=True)
class Flow:
    """Pages in order, of which the last looks them over.

    Attributes:
        name: of the form; the names of its sheets begin with it.
        title: over every page.
        steps: the line at the top; empty leaves it out.
        pages: in order.
        last: the words on the last button, which sends `done`.
        note: small words on the last page.
    """

    name: str
    title: str
    steps: tuple[str, ...]
    pages: tuple[Page, ...]
    last: str
    note: str

    def page(self, draft: Draft) -> Page:
        """Return the page that a draft is on."""
        return next((page for page in self.pages if page.name == draft.page), self.pages[0])

    def view(self, context: Context, draft: Draft) -> SheetView:
        """Return the sheet of the page that a draft is on."""
        page = self.page(draft)
        return SheetView(
            name=f"{self.name}.{page.name}",
            title=self.title,
            steps=self.steps,
            step=page.step,
            columns=page.blocks(context, draft),
            buttons=self._buttons(page, draft),
            note=self.note if page.name == CHECK_PAGE else "",
            spoken=f"{self.title}. {page.question}",
        )

    def touched(self, context: Context, draft: Draft, action: str, value: str) -> Next:
        """Return what a touch leads to; on the first page `back` leads nowhere."""
        page = self.page(draft)
        name, picked = chosen(action)
        match name:
            case "next":
                return self._go_on(context, draft, page)
            case "back":
                return self._go_back(draft, page)
            case "go" if picked in {known.name for known in self.pages}:
                return draft.put(looked_over="yes").turn(picked)
        return page.touched(context, draft, name, picked or value)

    def unfinished(self, context: Context, draft: Draft) -> Draft | None:
        """Return the draft on the first page on which something is missing, or None."""
        for page in self.pages:
            problem = page.missing(context, draft)
            if problem:
                return draft.turn(page.name).refuse(problem)
        return None

    def _buttons(self, page: Page, draft: Draft) -> tuple[Button, ...]:
        if page.name == CHECK_PAGE:
            return (BACK, primary("done", self.last))
        return (BACK, primary("next", "Done ›" if self._returns(draft, page) else "Go on ›"))

    def _go_on(self, context: Context, draft: Draft, page: Page) -> Next:
        problem = page.missing(context, draft)
        if problem:
            return draft.refuse(problem)
        there = draft.turn(CHECK_PAGE if self._returns(draft, page) else self._beside(page, 1))
        return Ask(page.ask, draft.values, stay=there) if page.ask else there

    def _go_back(self, draft: Draft, page: Page) -> Draft:
        up = page.up(draft)
        return up if up is not None else draft.turn(self._beside(page, -1))

    def _beside(self, page: Page, way: int) -> str:
        place = self.pages.index(page) + way
        return self.pages[max(0, min(place, len(self.pages) - 1))].name

    def _returns(self, draft: Draft, page: Page) -> bool:
        """Whether Done leads back to the last page: it was seen, and this page stands alone."""
        follows = self._beside(page, 1)
        stands_alone = not (page.name in PAIRS and follows == PAIRS[page.name])
        return bool(draft.get("looked_over")) and stands_alone


PAIRS = {"phone_name": "phone", "pin": "pin_again"}
"""Pages of which the second always follows the first."""
