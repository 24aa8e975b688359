"""The parts of a chart in SVG: lines, boxes, words, and the marks that say by shape what the colour says."""

from markupsafe import Markup, escape

from kiosk.viewmodels.emphasis import Mark


def element(name: str, classes: str, **attributes: float) -> str:
    """Return an empty element; numbers are cut to hundredths."""
    placed = " ".join(f'{key}="{round(value, 2):g}"' for key, value in attributes.items())
    return f'<{name} class="{escape(classes)}" {placed}/>'


def text(x: float, y: float, words: str, classes: str, anchor: str = "start") -> str:
    """Return words at a place; nothing for no words."""
    if not words:
        return ""
    at = f'x="{round(x, 2):g}" y="{round(y, 2):g}" text-anchor="{anchor}"'
    return f'<text class="{escape(classes)}" {at}>{escape(words)}</text>'


def dot(x: float, y: float, radius: float, classes: str, spoken: str = "") -> str:
    """Return a disc; a pointer that rests on it reads its words."""
    at = f'cx="{round(x, 2):g}" cy="{round(y, 2):g}" r="{round(radius, 2):g}"'
    return f'<circle class="mark {escape(classes)}" {at}>{_title(spoken)}</circle>'


def mark(shape: Mark, x: float, y: float, radius: float, classes: str, spoken: str) -> str:
    """Return a mark of a shape: ◆ worse, ▲ better, ✱ hidden, dashes for no data; a disc for any other."""
    corners: tuple[tuple[float, float], ...]
    match shape:
        case Mark.DIAMOND:
            corners = ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0))
        case Mark.TRIANGLE:
            corners = ((0, -1.15), (1.15, 0.95), (-1.15, 0.95))
        case Mark.STAR:
            return _strokes(x, y, radius, f"star {classes}", ((0, 1), (0.87, 0.5), (0.87, -0.5)))
        case Mark.DASHES:
            return _dashes(x, y, radius, classes)
        case _:
            return dot(x, y, radius * 0.85, classes, spoken)
    points = " ".join(f"{x + dx * radius:.2f},{y + dy * radius:.2f}" for dx, dy in corners)
    return f'<polygon class="mark {escape(classes)}" points="{points}">{_title(spoken)}</polygon>'


def hatch_pattern() -> Markup:
    """Return the pattern that fills what is unreliable; once on a page that has charts, where nothing hides it."""
    return Markup(
        '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>'
        '<pattern id="hatch" class="hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><line x1="1.5" y1="0" x2="1.5" y2="7"/></pattern>'
        "</defs></svg>"
    )


def _strokes(
    x: float, y: float, radius: float, classes: str, ways: tuple[tuple[float, float], ...]
) -> str:
    lines = "".join(
        element(
            "line",
            "stroke",
            x1=x - dx * radius,
            y1=y - dy * radius,
            x2=x + dx * radius,
            y2=y + dy * radius,
        )
        for dx, dy in ways
    )
    return f'<g class="{escape(classes)}">{lines}</g>'


def _dashes(x: float, y: float, radius: float, classes: str) -> str:
    pieces = "".join(
        element("line", "stroke", x1=x + start, y1=y, x2=x + start + radius * 0.5, y2=y)
        for start in (-radius, -radius * 0.2, radius * 0.6)
    )
    return f'<g class="dashes {escape(classes)}">{pieces}</g>'


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>" if words else ""
