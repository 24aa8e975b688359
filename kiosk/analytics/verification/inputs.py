"""The inputs of a case, read by name and kind; an option that is not there is as good as null."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.analytics.verification.cases import MalformedCaseError, is_list, is_number


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one case.

    Every method raises `MalformedCaseError`, with the key in its words, for a value of another kind.
    """

    given: Mapping[str, object]

    def has(self, key: str) -> bool:
        """Return whether a key is there and not null."""
        return self.given.get(key) is not None

    def numbers(self, key: str) -> tuple[float | None, ...]:
        """Return a list of numbers; null and what is not finite is None. The key must be there."""
        found = self.optional_numbers(key)
        if found is None:
            raise MalformedCaseError(f"inputs.{key} is missing: it is a list of numbers and nulls.")
        return found

    def optional_numbers(self, key: str) -> tuple[float | None, ...] | None:
        """Return a list of numbers as `numbers` does, or None without the key."""
        if not self.has(key):
            return None
        return tuple(
            self._number(value, f"{key}[{position}]")
            for position, value in enumerate(self._list(key))
        )

    def all_numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of finite numbers without any null; the key must be there."""
        return tuple(
            self._finite(value, f"{key}[{position}]")
            for position, value in enumerate(self.numbers(key))
        )

    def number(self, key: str) -> float:
        """Return one finite number; the key must be there."""
        return self._finite(self.optional_number(key), key)

    def optional_number(self, key: str) -> float | None:
        """Return one number, or None without the key."""
        value = self.given.get(key)
        return None if value is None else self._number(value, key)

    def whole(self, key: str) -> int | None:
        """Return one whole number, or None without the key."""
        value = self.optional_number(key)
        if value is None:
            return None
        if not value.is_integer():
            raise MalformedCaseError(f"inputs.{key} is {value!r}, not a whole number.")
        return int(value)

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; empty without the key."""
        if not self.has(key):
            return ()
        found = self.all_numbers(key)
        if not all(value.is_integer() for value in found):
            raise MalformedCaseError(f"inputs.{key} is no list of whole numbers.")
        return tuple(int(value) for value in found)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.given.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise MalformedCaseError(f"inputs.{key} is {value!r}, not true or false.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; the key must be there unless there is a default."""
        value = self.given.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise MalformedCaseError(f"inputs.{key} is {value!r}, not a text.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty without the key."""
        if not self.has(key):
            return ()
        found: list[str] = []
        for position, value in enumerate(self._list(key)):
            if not isinstance(value, str):
                raise MalformedCaseError(f"inputs.{key}[{position}] is {value!r}, not a text.")
            found.append(value)
        return tuple(found)

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of dates; empty without the key."""
        found: list[date] = []
        for position, text in enumerate(self.texts(key)):
            try:
                found.append(date.fromisoformat(text))
            except ValueError:
                raise MalformedCaseError(
                    f"inputs.{key}[{position}] is {text!r}, not a date such as 2026-11-01."
                ) from None
        return tuple(found)

    def _list(self, key: str) -> list[object]:
        value = self.given.get(key)
        if not is_list(value):
            raise MalformedCaseError(f"inputs.{key} is {value!r}, not a list.")
        return list(value)

    def _number(self, value: object, key: str) -> float | None:
        if value is None:
            return None
        if not is_number(value):
            raise MalformedCaseError(f"inputs.{key} is {value!r}, not a number.")
        try:
            number = float(value)
        except OverflowError:
            raise MalformedCaseError(f"inputs.{key} is too large to compute with.") from None
        return number if math.isfinite(number) else None

    def _finite(self, value: float | None, key: str) -> float:
        if value is None:
            raise MalformedCaseError(f"inputs.{key} is missing: it is a number.")
        return value
