"""Figures from outside, turned into releases that a board can show."""
