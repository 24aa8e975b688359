"""What pydantic and the layout's own rules found wrong: a path in the file and a few words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

RULES_BROKEN: Final = "rules_broken"  # the type of a pydantic error whose context holds findings

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: where it stands in the file, what was found there, and what would be right.

    Attributes:
        path: keys and indexes from the top of the file.
        words: what is wrong, in words that may follow the value.
        found: the value as written, None when there is none to show.
        allowed: what may stand there instead, if that can be listed.
    """

    path: Path
    words: str
    found: object = None
    allowed: tuple[str, ...] = ()


_WORDS: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_type": "must be words in quotes",
    "finite_number": "must be a number that has an end",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long: at most {max_length} characters",
    "string_pattern_mismatch": "must be small letters, digits and _, beginning with a letter",
    "too_short": "needs at least {min_length} in it",
    "too_long": "is too long: at most {max_length} in it",
    "tuple_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "date_type": "must be a day, written as in 2027-04-01",
    "date_parsing": "must be a day, written as in 2027-04-01",
    "date_from_datetime_inexact": "must be a day, written as in 2027-04-01",
    "date_from_datetime_parsing": "must be a day, written as in 2027-04-01",
    "time_type": "must be a time, written as in 07:15:00",
    "time_parsing": "must be a time, written as in 07:15:00",
    "value_error": "is not right: {error}",
}


def findings_in(
    error: ValidationError, model: type[BaseModel], data: Mapping[str, Any]
) -> Iterator[Finding]:
    """Everything that pydantic found in `data`, without what merely follows from something else."""
    schema = model.model_json_schema()
    for details in error.errors(include_url=False):
        if details["type"] == RULES_BROKEN:
            yield from details["ctx"]["findings"]
        elif not _follows_from_another(details):
            yield _finding(details, _path_in_file(details["loc"], data), schema)


def _follows_from_another(details: ErrorDetails) -> bool:
    """A list that is too short only because its elements are wrong, each reported for itself."""
    if details["type"] != "too_short":
        return False
    return bool(details["ctx"]["actual_length"] < len(details["input"]))


def _path_in_file(location: Path, data: Mapping[str, Any]) -> Path:
    """The location without what pydantic adds: a tile's type behind its index, "[key]" at a key."""
    path: Path = ()
    value: Any = data
    behind_index = False
    for part in location:
        is_type = behind_index and isinstance(value, Mapping) and value.get("type") == part
        behind_index = isinstance(part, int)
        if not is_type and part != "[key]":
            path = (*path, part)
            value = _inner(value, part)
    return path


def _inner(value: Any, part: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _finding(details: ErrorDetails, path: Path, schema: Schema) -> Finding:
    match details["type"]:
        case "union_tag_not_found" | "union_tag_invalid":
            return _wrong_type(details, path, schema)
        case "extra_forbidden":
            allowed = _keys_allowed(schema, details["loc"][:-1])
            return Finding(path, "is not a key that may stand here", str(path[-1]), allowed)
        case "literal_error" | "enum":
            return Finding(path, "is not known", details["input"], _values(schema, details["loc"]))
        case kind:
            found = None if kind == "missing" else details["input"]
            return Finding(path, _words(kind, details), found)


def _wrong_type(details: ErrorDetails, path: Path, schema: Schema) -> Finding:
    """A tile whose type is missing or not known: the type is meant, not the tile."""
    mapping = _node(schema, details["loc"])["discriminator"]["mapping"]
    found = details["input"].get("type")
    words = "is missing" if found is None else "is not known"
    return Finding((*path, "type"), words, found, tuple(mapping))


def _words(kind: str, details: ErrorDetails) -> str:
    template = _WORDS.get(kind)
    if template is None:
        return f"is not right: {details['msg']}"
    return template.format(**details.get("ctx", {}))


def _keys_allowed(schema: Schema, location: Path) -> tuple[str, ...]:
    return tuple(_node(schema, location).get("properties", {}))


def _values(schema: Schema, location: Path) -> tuple[str, ...]:
    node = _node(schema, location)
    return tuple(node.get("enum", ())) or (str(node["const"]),)


def _node(schema: Schema, location: Path) -> Schema:
    """The piece of the JSON schema that speaks of a location given by pydantic."""
    node = schema
    for part in location:
        node = _resolved(schema, _child(node, part))
    return node


def _child(node: Schema, part: str | int) -> Schema:
    child: Schema
    if "discriminator" in node:
        child = {"$ref": node["discriminator"]["mapping"][part]}
    elif isinstance(part, int):
        child = node["items"]
    else:
        child = node.get("properties", {}).get(part) or node["additionalProperties"]
    return child


def _resolved(schema: Schema, node: Schema) -> Schema:
    """The node behind a reference, and the real choice of "this or nothing"."""
    if "$ref" in node:
        return schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]  # type: ignore[no-any-return]
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(schema, choice)
    return node
