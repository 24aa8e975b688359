"""Diagnostics of TOML files: what is wrong, on which line, what is allowed, the nearest name."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from typing_extensions import override

from kiosk.domain.errors import KioskError
from kiosk.layouts.findings import Finding, Path, findings_in
from kiosk.layouts.positions import key_lines, line_of

MOST_PROBLEMS: Final = 20  # more help nobody; the rest is counted
MOST_SHOWN: Final = 40  # characters of a wrong value
_NEAR_ENOUGH: Final = 0.6  # difflib's own default, named
_SYNTAX_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file.

    Attributes:
        file: the name of the file.
        line: its line, from 1; None when no line can be named.
        key: the key as a person would write it ("tiles[2].type"); empty for the file as a whole.
        words: what is wrong, following `found` ("is not known").
        found: the wrong value as written, else empty.
        allowed: what may stand there, if that can be listed.
        suggestion: the allowed value nearest to what was found, else empty.
    """

    file: str
    line: int | None
    key: str
    words: str
    found: str = ""
    allowed: tuple[str, ...] = ()
    suggestion: str = ""

    @override
    def __str__(self) -> str:
        """The problem on one line, beginning with the file and line as editors expect."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        key = f" {self.key}:" if self.key else ""
        allowed = f" Allowed: {', '.join(self.allowed)}." if self.allowed else ""
        suggestion = f' Did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f"{place}:{key} {self.sentence}{allowed}{suggestion}"

    @property
    def sentence(self) -> str:
        """What is wrong, as a sentence without its place."""
        words = f"{self.found} {self.words}" if self.found else self.words
        return words if words.endswith((".", "?")) else f"{words}."


def brief(problems: Sequence[Problem]) -> str:
    """The first problem in a line for the board itself, and how many more there are."""
    first = problems[0]
    place = first.file if first.line is None else f"{first.file}, line {first.line}"
    key = f"{first.key} " if first.key else ""
    suggestion = f' Did you mean "{first.suggestion}"?' if first.suggestion else ""
    more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
    return f"{place}: {key}{first.sentence}{suggestion}{more}"


class FileProblemsError(KioskError):
    """A file cannot be used; `problems` says why, each with its line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def validated(text: str, file: str, model: type[Model]) -> Model | tuple[Problem, ...]:
    """The text of a TOML file as a model, or all that is wrong with it, in the order of lines."""
    try:
        data = _parsed(text, file)
        return (data,) if isinstance(data, Problem) else _checked(data, text, file, model)
    except RecursionError:
        return (Problem(file, None, "", "Brackets are nested too deeply"),)


def _checked(
    data: dict[str, Any], text: str, file: str, model: type[Model]
) -> Model | tuple[Problem, ...]:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        return in_order(findings_in(error, model, data), key_lines(text), file)


def problem_of(finding: Finding, lines: Mapping[Path, int], file: str) -> Problem:
    """A finding with its line and the nearest allowed name."""
    name = finding.found if isinstance(finding.found, str) else ""
    near = difflib.get_close_matches(name, finding.allowed, n=1, cutoff=_NEAR_ENOUGH)
    return Problem(
        file=file,
        line=line_of(lines, finding.path) or 1,
        key=_key_words(finding.path),
        words=finding.words,
        found=_shown(finding.found),
        allowed=finding.allowed,
        suggestion=near[0] if near else "",
    )


def in_order(found: Iterable[Finding], lines: Mapping[Path, int], file: str) -> tuple[Problem, ...]:
    """Return findings as problems, in the order of lines; of very many the first, and how many more there are."""
    problems = sorted(
        (problem_of(finding, lines, file) for finding in found),
        key=lambda problem: problem.line or 0,
    )
    left_out = len(problems) - MOST_PROBLEMS
    if left_out > 0:
        more = Problem(file, None, "", f"{left_out} more problems like these")
        return (*problems[:MOST_PROBLEMS], more)
    return tuple(problems)


def _parsed(text: str, file: str) -> dict[str, Any] | Problem:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(str(error), text, file)
    except ValueError as error:  # a number or a date that Python refuses, such as 5,000 digits
        return Problem(file, None, "", f"This is not TOML: {error}")


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    place = _SYNTAX_PLACE.search(message)
    last_line = max(text.count("\n") + (not text.endswith("\n")), 1)
    line = int(place[1]) if place and place[1] else last_line
    return Problem(file, line, "", f"This is not TOML: {_SYNTAX_PLACE.sub('', message)}")


def _key_words(path: Path) -> str:
    """A path as a person would say it; lists are counted from 1."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return words.removeprefix(".")


def _shown(found: object) -> str:
    match found:
        case None:
            words = ""
        case Mapping():
            words = "a table"
        case list():
            words = "a list"
        case str() | bool() | int() | float():
            words = json.dumps(found, ensure_ascii=False)
        case _:
            words = str(found)
    return words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"
