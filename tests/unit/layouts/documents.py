"""Random TOML texts whose lines are known key by key, because they are written piece by piece."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

Path = tuple[str | int, ...]

BARE_KEYS = ("a", "b1", "long-key", "under_score", "tiles", "x")
ODD_KEYS = ('"with space"', '"[b]"', "'single = 1'", '"#no"', '"a.b"', r'"q\"]"', '"\\u00e9"', "''")
KEY_VALUES = {key: key for key in BARE_KEYS} | {
    '"with space"': "with space",
    '"[b]"': "[b]",
    "'single = 1'": "single = 1",
    '"#no"': "#no",
    '"a.b"': "a.b",
    r'"q\"]"': 'q"]',
    '"\\u00e9"': "é",
    "''": "",
}
SCALARS = (
    "1",
    "-0.5e3",
    "true",
    "inf",
    "1979-05-27T07:32:00Z",
    "1979-05-27 07:32:00",
    '"plain"',
    '"[not] # a = {table}"',
    r'"quote \" ] } \\"',
    r"'C:\path\'",
    '""',
    "''",
    '"""one"""',
    '"""\nfirst\n[second]\nthird = 3 # no\n"""',
    '"""ends with two quotes """""',
    '"""a \\"""] b"""',
    "'''\nraw \\\n]]\n'''",
    "'''two ''inside''''",
)


@dataclass
class Document:
    """A text in the making and where its keys stand."""

    text: str = ""
    lines: dict[Path, int] = field(default_factory=dict)

    def write(self, words: str) -> None:
        """Go on with these words."""
        self.text += words

    def mark(self, path: Path) -> None:
        """Remember that a key stands on the line reached."""
        self.lines.setdefault(path, self.text.count("\n") + 1)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of loose pairs, tables and arrays of tables."""
    document = Document()
    _noise(draw, document)
    _pairs(draw, document, ())
    for name in draw(st.lists(st.sampled_from(BARE_KEYS + ODD_KEYS), unique=True, max_size=4)):
        path = (f"t-{KEY_VALUES[name]}",)
        quoted = f"'t-{KEY_VALUES[name]}'" if name in ODD_KEYS else f"t-{name}"
        if draw(st.booleans()):
            _table(draw, document, quoted, path)
        else:
            _array_of_tables(draw, document, quoted, path)
    return document


def _table(draw: st.DrawFn, document: Document, name: str, path: Path) -> None:
    document.mark(path)
    space = draw(st.sampled_from(("", " ", "\t")))
    document.write(f"[{space}{name}{space}]")
    _line_end(draw, document)
    _pairs(draw, document, path)
    if draw(st.booleans()):
        document.mark((*path, "inner"))
        document.mark((*path, "inner", "deep"))
        document.write(f"  [{name} . inner.deep]")
        _line_end(draw, document)
        _pairs(draw, document, (*path, "inner", "deep"))


def _array_of_tables(draw: st.DrawFn, document: Document, name: str, path: Path) -> None:
    for index in range(draw(st.integers(1, 3))):
        document.mark(path)
        document.mark((*path, index))
        document.write(f"[[ {name} ]]")
        _line_end(draw, document)
        _pairs(draw, document, (*path, index))
        if draw(st.booleans()):
            document.mark((*path, index, "sub"))
            document.write(f"[{name}.sub]")
            _line_end(draw, document)
            _pairs(draw, document, (*path, index, "sub"))


def _pairs(draw: st.DrawFn, document: Document, path: Path) -> None:
    for key in draw(st.lists(st.sampled_from(BARE_KEYS + ODD_KEYS), unique=True, max_size=4)):
        _pair(draw, document, (*path, f"{KEY_VALUES[key]}"), key, inline=False)
        _line_end(draw, document)


def _pair(draw: st.DrawFn, document: Document, path: Path, key: str, *, inline: bool) -> None:
    document.mark(path)
    document.write(key)
    if draw(st.integers(0, 4)) == 0:
        path = (*path, "dotted")
        document.mark(path)
        document.write(" . dotted")
    document.write(draw(st.sampled_from(("=", " = ", "\t=  "))))
    _value(draw, document, path, depth=2 if inline else 0)


def _value(draw: st.DrawFn, document: Document, path: Path, depth: int) -> None:
    kind = draw(st.integers(0, 5)) if depth < 3 else 5
    if kind == 0:
        _array(draw, document, path, depth)
    elif kind == 1:
        _inline_table(draw, document, path)
    else:
        document.write(draw(st.sampled_from(SCALARS)))


def _array(draw: st.DrawFn, document: Document, path: Path, depth: int) -> None:
    document.write("[")
    for index in range(draw(st.integers(0, 3))):
        _gap(draw, document)
        document.mark((*path, index))
        _value(draw, document, (*path, index), depth + 1)
        _gap(draw, document)
        document.write(",")
    _gap(draw, document)
    document.write("]")


def _inline_table(draw: st.DrawFn, document: Document, path: Path) -> None:
    keys = draw(st.lists(st.sampled_from(BARE_KEYS + ODD_KEYS), unique=True, max_size=3))
    document.write("{ ")
    for number, key in enumerate(keys):
        document.write(" , " if number else "")
        _pair(draw, document, (*path, KEY_VALUES[key]), key, inline=True)
    document.write(" }")


def _gap(draw: st.DrawFn, document: Document) -> None:
    """What may stand between elements: spaces, lines, or a comment that looks like more list."""
    document.write(draw(st.sampled_from(("", " ", "\n", "\n\n  ", " # ], [x] = 'y'\n"))))


def _line_end(draw: st.DrawFn, document: Document) -> None:
    document.write(draw(st.sampled_from(("\n", "  \n", " # [c] 'd' \"\n", "\r\n"))))
    _noise(draw, document)


def _noise(draw: st.DrawFn, document: Document) -> None:
    document.write(draw(st.sampled_from(("", "", "\n", "# [[x]] = {\n", "   \n\t# '''\n"))))
