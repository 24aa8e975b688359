"""What a reader finds in a PDF: its words, its fonts, what it says about itself."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Read:
    """A PDF as it is read back.

    Attributes:
        words: of all pages.
        pages: how many.
        size: width and height of the first page in points.
        title: from the file's head.
        language: of the document, or empty.
        embedded: whether the file holds every font that it uses.
        drawing: what draws the first page, as PDF operators.
    """

    words: str
    pages: int
    size: tuple[int, int]
    title: str
    language: str
    embedded: bool
    drawing: str


def read(body: bytes) -> Read:
    """Read a PDF back."""
    reader = PdfReader(BytesIO(body), strict=True)
    box = reader.pages[0].mediabox
    root: Any = reader.trailer["/Root"]
    pages: Any = reader.pages
    fonts = [
        descendant.get_object()["/FontDescriptor"].get_object()
        for page in pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    return Read(
        words="\n".join(page.extract_text() for page in reader.pages),
        pages=len(reader.pages),
        size=(round(box.width), round(box.height)),
        title=(reader.metadata.title or "") if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        drawing=pages[0].get_contents().get_data().decode("latin-1"),
        embedded=bool(fonts) and all("/FontFile2" in font for font in fonts),
    )
