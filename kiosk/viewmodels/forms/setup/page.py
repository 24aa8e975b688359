"""A page of the set-up: what it asks, what a touch on it chooses, and what is missing before one can go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.sheets import Block, Paragraph

Columns = tuple[tuple[Block, ...], ...]


def complete(context: Context, draft: Draft) -> str:
    """Return that nothing is missing."""
    del context, draft
    return ""


def stay_level(draft: Draft) -> Draft | None:
    """Return that the page has no list inside a list."""
    del draft
    return None


@dataclass(frozen=True, slots=True)
class Page:
    """One question, or a few that belong together.

    Attributes:
        name: of the page.
        step: index of its step in the line at the top.
        question: what it asks, for a screen reader.
        blocks: what stands on it.
        touched: the draft after a touch, from its name and its value.
        missing: why one cannot go on yet, or nothing.
        up: the draft one list further up, or None where Back leaves the page.
        ask: a request that must be granted before one goes on, or empty.
    """

    name: str
    step: int
    question: str
    blocks: Callable[[Context, Draft], Columns]
    touched: Callable[[Context, Draft, str, str], Draft]
    missing: Callable[[Context, Draft], str] = complete
    up: Callable[[Draft], Draft | None] = stay_level
    ask: str = ""


def named(pages: tuple[Page, ...]) -> Mapping[str, Page]:
    """Return pages by name."""
    return {page.name: page for page in pages}


def problem_blocks(draft: Draft) -> tuple[Block, ...]:
    """Return the words of a refusal, if there was one."""
    if not draft.problem:
        return ()
    return (Paragraph(draft.problem, Tone.HARM, bold=True, mark=Mark.DIAMOND),)
