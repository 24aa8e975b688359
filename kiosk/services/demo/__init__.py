"""A believable hospital of five boards and two years, made from a seed: for trying, for pictures, for tests."""

from typing import Final

FRONT_WARD: Final = "ward_7_east"
"""Folder of the ward that people try, and practise on."""
