"""Colours by role, type sizes and the one font: all that a widget knows about the look."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import get_ident
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase

from kiosk.host.resources import resource_folder

WEIGHT_REGULAR = 400
WEIGHT_SEMIBOLD = 600
WEIGHT_BOLD = 700

# Type sizes in design pixels: of 1920 by 1080, or of 1080 by 1920 in portrait.
HUDDLE_TIMER = 190
KEY_FIGURE = 120
HUDDLE_TITLE = 96
FIGURE = 80
CLOCK = 64
SHEET_TITLE = 54
UNIT_NAME = 48
LARGE = 36
ACTION = 32
CHOICE = 31
TITLE = 28
BODY = 27
LABEL = 25
SMALL_BODY = 24
FOOT = 22

THEME_NAMES = ("light", "dark", "contrast")
ROLES = (
    "canvas",
    "surface",
    "soft",
    "line",
    "ink",
    "on_ink",
    "muted",
    "accent",
    "on_accent",
    "accent_soft",
    "better",
    "on_better",
    "better_soft",
    "worse",
    "worse_soft",
    "common",
    "harm",
    "on_harm",
    "harm_soft",
    "scrim",
)
FAMILY = "Atkinson Hyperlegible Next"
# Where the bundled font has no glyph (Chinese), the first of these that the system has.
FALLBACK_FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, by role.

    Attributes:
        name: "light", "dark" or "contrast".
        colours: a colour for each of `ROLES`.
    """

    name: str
    colours: Mapping[str, QColor]

    def colour(self, role: str) -> QColor:
        """Give the colour of a role; every `Tone` is a role too."""
        return QColor(self.colours[role])


@cache
def load_theme(name: str) -> Theme:
    """Read a theme's colours.

    Args:
        name: one of `THEME_NAMES`.

    Raises:
        KeyError: when the file leaves a role out.
    """
    text = (resource_folder("assets") / "theme" / f"{name}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Theme(name, MappingProxyType({role: _colour(table[role]) for role in ROLES}))


def _colour(code: str) -> QColor:
    """Read "#RRGGBB", or "#RRGGBBAA" where the last pair is opacity."""
    colour = QColor(code[:7])
    if len(code) > len("#RRGGBB"):
        colour.setAlpha(int(code[7:], 16))
    return colour


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the bundled font known to Qt, once; call it after the application object is made.

    Returns:
        The font files that Qt took.
    """
    files = sorted((resource_folder("assets") / "fonts").glob("*.ttf"))
    return tuple(file.name for file in files if QFontDatabase.addApplicationFont(str(file)) >= 0)


_tabular: ContextVar[bool] = ContextVar("tabular figures", default=True)


@contextmanager
def figures_that_are_read_back() -> Iterator[None]:
    """Set figures in their own widths for as long as this lasts, in this thread.

    A PDF names the letter of each glyph by the font's own table, in which tabular figures do not
    stand: set with them, a page has no figure that can be searched, copied or heard.
    """
    before = _tabular.set(False)
    try:
        yield
    finally:
        _tabular.reset(before)


def tabular_figures() -> bool:
    """Tell whether all figures are equally wide: on screen always, on paper never."""
    return _tabular.get()


def font(size_px: float, weight: int = WEIGHT_REGULAR) -> QFont:
    """Give the board's font: tabular figures, no hinting, the same pixels on every system; made once for each size.

    Qt's fonts are reentrant and not thread-safe, so each thread has its own: paper is drawn beside
    the window.

    Args:
        size_px: height in pixels, already scaled.
        weight: one of the `WEIGHT_` constants.
    """
    return _font(size_px, weight, get_ident(), tabular_figures())


@lru_cache(maxsize=256)
def _font(size_px: float, weight: int, thread: int, tabular: bool) -> QFont:  # noqa: FBT001 - a cache's key
    del thread
    load_fonts()
    made = QFont()
    made.setFamilies([FAMILY, *FALLBACK_FAMILIES])
    made.setPixelSize(max(1, round(size_px)))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
