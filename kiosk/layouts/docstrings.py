"""What the models say of their keys, read from their source: for the JSON schema alone, no board waits for it."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.layouts.tiles import Part


def describe_keys(schema: dict[str, Any]) -> None:
    """Put the docstring of every key into a JSON schema that pydantic made.

    Args:
        schema: of one of the parts of a layout; it is changed.
    """
    models = {model.__name__: model for model in _descendants(Part)}
    for name, definition in {schema["title"]: schema, **schema.get("$defs", {})}.items():
        if name in models:
            words = _words_of(models[name])
            keys = definition.get("properties", {})
            for key in keys.keys() & words.keys():
                described = {**keys[key], "description": words[key]}
                keys[key] = dict(sorted(described.items()))  # in pydantic's order


def _descendants(model: type[Part]) -> Iterator[type[Part]]:
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)


def _words_of(model: type[Part]) -> Mapping[str, str]:
    """Return key → docstring, of a model and of those that it inherits from."""
    words: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if issubclass(parent, Part):
            tree = ast.parse(inspect.getsource(sys.modules[parent.__module__]))
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and node.name == parent.__name__:
                    words.update(_words_in(node))
    return words


def _words_in(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, after in zip(node.body, node.body[1:], strict=False):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(id=key)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield key, inspect.cleandoc(words)
            case _:
                pass
