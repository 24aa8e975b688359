"""Measures of how unequal a figure is between groups: numbers in, a frozen measure out."""
