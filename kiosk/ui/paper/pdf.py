"""A PDF as bytes: vectors, embedded fonts, title and language, and nothing in it that changes from run to run."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QUuid
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

RESOLUTION = 1200
"""Dots per inch of the coordinates; vectors have no other."""
DESIGN_WIDTH = 1500.0
"""Width of an A4 page in design pixels: the wall's body type (27) is read as 10.7 points."""
A4_WIDTH_POINTS = 595.0
CREATOR = "Huddle Kiosk"
LANGUAGE = b"en-GB"

_INFO_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")
_GLYPH_NAMES = re.compile(rb"> \[(?:<[0-9A-F]{4}> ?)+\]")
_NO_NAMES = re.compile(rb"/Names (\d) 0 R")
_XMP = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>
"""


class Paper(StrEnum):
    """The sizes of paper, both upright."""

    A4 = "a4"
    LETTER = "letter"


PAGE_SIZES = {
    Paper.A4: QPageSize.PageSizeId.A4,
    Paper.LETTER: QPageSize.PageSizeId.Letter,
}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says about itself: its title, and when it was made."""

    title: str
    made: datetime


class PdfPages:
    """Pages to draw on, one after another, in design pixels.

    Use it in a `with`; the file is there after it. Works in any thread: Qt paints on a PDF wherever it is asked to.

    Attributes:
        painter: in design pixels, from the page's top left corner.
        page: the whole page.
    """

    def __init__(self, about: About, paper: Paper) -> None:
        self._about = about
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        size = QPageSize(PAGE_SIZES[paper])
        self._writer.setResolution(RESOLUTION)
        self._writer.setPageSize(size)
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._writer.setTitle(about.title)
        self._writer.setCreator(CREATOR)
        self._writer.setDocumentXmpMetadata(QByteArray(_xmp(about)))
        # The id is a name for the file; from title and time it is the same for the same page.
        name = f"{about.title}\n{about.made.isoformat()}\n{paper}"
        self._writer.setDocumentId(QUuid(str(uuid5(NAMESPACE_URL, name))))
        points = size.sizePoints()
        self.page = QRectF(0, 0, _design(points.width()), _design(points.height()))
        self.painter = QPainter(self._writer)
        self._set_up()

    def turn(self) -> None:
        """Begin another page."""
        self._writer.newPage()
        self.painter.resetTransform()
        self._set_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.painter.end()  # Qt cannot throw a page away that is still being painted

    def body(self) -> bytes:
        """Return the file, once the last page has ended."""
        return _settled(bytes(self._buffer.data().data()), self._about.made)

    def _set_up(self) -> None:
        scale = RESOLUTION / 72 * A4_WIDTH_POINTS / DESIGN_WIDTH
        self.painter.scale(scale, scale)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _design(points: float) -> float:
    return points * DESIGN_WIDTH / A4_WIDTH_POINTS


def _xmp(about: About) -> bytes:
    at = about.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _XMP.format(title=escape(about.title), creator=CREATOR, at=at).encode()


def _settled(body: bytes, made: datetime) -> bytes:
    """Put the given time in the place of the machine's, and the language in that of an empty table.

    Qt writes the machine's time into the file's head, has no word for the language, and names the
    glyph of the space a tab, because both look alike. All replacements are as long as what they
    replace, so that every offset in the file stands.
    """
    stamp = made.astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()
    head, rest = body[:_HEAD_BYTES], body[_HEAD_BYTES:]
    head = _INFO_DATE.sub(lambda found: _as_long(b"/%b (D:%bZ)" % (found[1], stamp), found), head)
    head = _NO_NAMES.sub(lambda found: _as_long(b"/Lang(%b)" % LANGUAGE, found), head, count=1)
    return _GLYPH_NAMES.sub(lambda found: found[0].replace(b"<0009>", b"<0020>"), head + rest)


_HEAD_BYTES = 8192
"""Info and catalogue are the first objects of the file."""


def _as_long(new: bytes, found: re.Match[bytes]) -> bytes:
    if len(new) > len(found[0]):
        return found[0]
    return new.ljust(len(found[0]))
