"""Measures of how unequal a figure is between groups: numbers in, a frozen measure out.

- ``measures``: what goes in (the figures of groups) and what comes out (estimate, interval, reason).
- ``pairs``: difference and ratio of two groups.
- ``spread``: variance, variation, index of disparity, mean differences from best, average, reference.
- ``entropy``: Theil's index, mean log deviation.
- ``attributable``: population attributable risk and fraction.
- ``slopes``: slope and relative index of inequality, on ``lines``.
- ``concentration``: concentration indices, also between bounds.
- ``bootstrap``: intervals of those that have no formula.
- ``released``: all of them for one released window.
"""
