"""Every pair of words and background that the board uses can be read, in every theme."""

import pytest
from PySide6.QtGui import QColor

from kiosk.ui.theme import ROLES, THEME_NAMES, load_theme
from kiosk.ui.widgets.calendar_grid import DAY_ROLES
from kiosk.ui.widgets.touch_button import ROLES as BUTTON_ROLES
from kiosk.viewmodels.emphasis import Tone

READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
READABLE_IN_HIGH_CONTRAST = 7.0  # WCAG 2.2, 1.4.6, level AAA
SEEN = 3.0  # WCAG 2.2, 1.4.11: shapes

TEXT_PAIRS = sorted(
    {(tone.value, "surface") for tone in Tone}
    | {(role, "canvas") for role in ("ink", "muted", "accent", "harm", "better", "worse")}
    | {(role, "soft") for role in ("ink", "muted", "accent", "harm", "better")}
    | {(role, f"{role}_soft") for role in ("accent", "better", "worse", "harm")}
    | {("ink", f"{role}_soft") for role in ("accent", "better", "worse", "harm")}
    | {("muted", "accent_soft")}
    | {(f"on_{role}", role) for role in ("ink", "accent", "better", "harm")}
    | {(words, fill or "surface") for fill, _, words in BUTTON_ROLES.values()}
    | {(words, fill) for fill, words, _ in DAY_ROLES.values()}
)
SHAPE_PAIRS = [(tone.value, ground) for tone in Tone for ground in ("canvas", "surface", "soft")]


def luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_names() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_ground(name: str, words: str, ground: str) -> None:
    theme = load_theme(name)
    least = READABLE_IN_HIGH_CONTRAST if name == "contrast" else READABLE
    assert contrast(theme.colour(words), theme.colour(ground)) >= least


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_can_be_seen_on_their_ground(name: str, shape: str, ground: str) -> None:
    theme = load_theme(name)
    least = READABLE_IN_HIGH_CONTRAST if name == "contrast" else SEEN
    assert contrast(theme.colour(shape), theme.colour(ground)) >= least


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_theme_has_a_colour_for_every_role(name: str) -> None:
    assert set(load_theme(name).colours) == set(ROLES)


def test_high_contrast_is_black_and_white() -> None:
    theme = load_theme("contrast")
    assert theme.colour("surface") == theme.colour("canvas") == QColor("#000000")
    assert theme.colour("ink") == theme.colour("muted") == QColor("#FFFFFF")


def test_only_the_scrim_lets_something_through() -> None:
    for name in THEME_NAMES:
        theme = load_theme(name)
        assert [role for role in ROLES if theme.colour(role).alpha() < 255] == ["scrim"]
