"""Help: a list of topics, and each topic in large type, turned like the pages of a book."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Context, Draft, Form, Next
from kiosk.viewmodels.forms.parts import CLOSE, chosen, primary
from kiosk.viewmodels.sheets import Block, Choices, Label, Option, Paragraph, SheetView

FIRST = (
    "raise_a_card",
    "from_card_to_answer",
    "good_catch_and_harm",
    "thank_someone",
    "an_idea",
    "the_huddle",
    "todays_figures",
    "safety_cross",
    "reading_a_chart",
    "numbers_by_group",
    "two_faces",
    "undo_and_corrections",
    "sync_and_the_network",
    "connect_to_the_hospital",
    "training",
)
"""The order of the topics for staff; others follow, those for IT last."""
FOR_IT = "for_it"

PAGE_LINES = 13.5
LINE_CHARACTERS = 90
BETWEEN_LINES = 0.6
"""What a page in large type holds; the room between two paragraphs counts as part of a line."""

BULLET = "- "
CODE = "    "
NUMBERED = re.compile(r"\d+\. ")
EMPHASIS = re.compile(r"\*\*|`|(?<!\w)\*(?=\w)|(?<=[\w.,?])\*(?!\w)")
BUTTON = re.compile(r"\*\*([^*]+[^*:.?])\*\*")
"""Bold words inside a sentence: what to touch, or what a thing is called."""
HEADING = re.compile(r"#+ ")


@dataclass(frozen=True, slots=True)
class Topic:
    """A help page: its title, and what it says."""

    title: str
    paragraphs: tuple[Paragraph, ...]


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the topic that was asked for, else with the list."""
    return _open(draft, draft.argument if draft.argument in context.pages else "")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the list, or a page of a topic."""
    text = context.pages.get(draft.page)
    return _list(context.pages) if text is None else _topic(draft, topic(text))


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    del context, value
    name, picked = chosen(action)
    turned = int(draft.get("at") or 0)
    match name:
        case "topic":
            return _open(draft, picked)
        case "back":
            return draft.put(at=str(turned - 1)) if turned else _open(draft, "")
        case "next":
            return draft.put(at=str(turned + 1))
        case _:
            return draft


def topic(text: str) -> Topic:
    """Read a help page: `# Title`, paragraphs, lists, lines of code; other marks are left out."""
    head, _, rest = text.strip().partition("\n")
    paragraphs: list[Paragraph] = []
    for block in re.split(r"\n\s*\n", rest.strip("\n")):
        paragraphs += _paragraphs(block)
    return Topic(HEADING.sub("", head).strip(), tuple(paragraphs))


def pages_of(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], ...]:
    """Divide paragraphs into pages; one that is longer than a page has a page of its own."""
    pages: list[list[Paragraph]] = [[]]
    used = 0.0
    for paragraph in paragraphs:
        needs = -(-len(paragraph.text) // LINE_CHARACTERS) + BETWEEN_LINES
        if pages[-1] and used + needs > PAGE_LINES:
            pages.append([])
            used = 0.0
        pages[-1].append(paragraph)
        used += needs
    return tuple(tuple(page) for page in pages)


def _open(draft: Draft, name: str) -> Draft:
    return draft.put(at="0").turn(name)


def _list(pages: Mapping[str, str]) -> SheetView:
    titles = {name: topic(text).title for name, text in pages.items()}
    choices = tuple(Option(f"topic={name}", titles[name]) for name in sorted(pages, key=_order))
    listed: tuple[Block, ...] = (
        (Choices("topic", choices, layout="tiles", columns=4),)
        if choices
        else (Paragraph("The help pages are not on this machine. Ask IT.", Tone.MUTED),)
    )
    return SheetView(
        name="help",
        title="Help",
        columns=((Label("What would you like to know?"), *listed),),
        buttons=(CLOSE,),
        spoken="Help. What would you like to know?",
    )


def _topic(draft: Draft, shown: Topic) -> SheetView:
    pages = pages_of(shown.paragraphs)
    at = max(0, min(int(draft.get("at") or 0), len(pages) - 1))
    last = at == len(pages) - 1
    back = Button("back", "‹ Back" if at else "‹ All topics")
    return SheetView(
        name=f"help.{draft.page}.{at}",
        title=shown.title,
        columns=(pages[at],),
        buttons=(CLOSE, back) if last else (CLOSE, back, primary("next", "Next ›")),
        note=f"Page {at + 1} of {len(pages)}" if len(pages) > 1 else "",
        spoken=f"Help: {shown.title}. Page {at + 1} of {len(pages)}.",
    )


def _order(name: str) -> tuple[int, int, str]:
    place = FIRST.index(name) if name in FIRST else len(FIRST)
    return int(name.startswith(FOR_IT)), place, name


def _paragraphs(block: str) -> list[Paragraph]:
    lines = block.splitlines()
    if block.startswith(CODE):
        return [Paragraph(line.strip(), Tone.ACCENT, bold=True) for line in lines]
    if block.startswith(BULLET) or NUMBERED.match(block):
        return [_item(item) for item in _items(lines)]
    text = " ".join(line.strip() for line in lines)
    heading = HEADING.match(text)
    return [Paragraph(_plain(HEADING.sub("", text)), size="large", bold=heading is not None)]


def _items(lines: list[str]) -> list[str]:
    """Join the lines of a list into its items."""
    items: list[str] = []
    for line in lines:
        if line.startswith(BULLET) or NUMBERED.match(line) or not items:
            items.append(line)
        else:
            items[-1] += f" {line.strip()}"
    return items


def _item(item: str) -> Paragraph:
    if item.startswith(BULLET):
        return Paragraph(_plain(item.removeprefix(BULLET)), size="large", mark=Mark.DOT)
    return Paragraph(_plain(item), size="large")


def _plain(text: str) -> str:
    return EMPHASIS.sub("", BUTTON.sub(r"“\1”", text))


HELP = Form("help", start, view, touched)
