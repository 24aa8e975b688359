"""Huddle Kiosk: a hospital ward's huddle board on the wall, worked by touch, that loses nothing.

This is the map. A *change* is the unit of everything: whatever a person does at a board becomes
one immutable ``Change``, written in one SQLite transaction with the state it produces. The state of
a card or a huddle is a pure fold of its changes, so the history is the audit trail, and two boards
that have seen the same changes show the same board.

A *release* is the unit of published numbers: figures by group arrive already suppressed and never
change.

::

    touch ─▶ ui ─▶ services ─▶ store         one Change + projection + outbox row, one transaction
                      │ returns what changed
    store ─▶ services ─▶ viewmodels ─▶ ui    plain frozen values, one direction
    store.outbox ◀─▶ sync ◀─▶ central        changes both ways, releases down
    figures (CSV, FHIR MeasureReport) ─▶ analytics ─▶ release ─▶ store

The rooms, from the bottom up. Imports point down; a test runs the contracts of ``pyproject.toml``.

- ``domain``: what a ward talks about: frozen values and rules; no input or output, no clock, no Qt.
- ``analytics``: limits, rules, runs, rates, disparity, suppression: numbers in, numbers out.
- ``host``: the machine: clock, entropy, paths, resources, single instance, logs.
- ``interchange``: figures from outside, releases to the inside, and what was released out again.
- ``layouts``: the schema and the loader of ``board_layouts/*.toml``.
- ``sync``: how changes travel between a board and the central system: a pure engine, and a thin shell around it.
- ``store``: the local SQLite file; the only package that speaks SQLite.
- ``services``: use cases: check, change the store, return what changed.
- ``viewmodels``: every word, number, order and emphasis on screen; no Qt.
- ``ui``: Qt: draws view-models and reports touches.
- ``config``: every setting: its default, its unit, where it may come from.
- ``central``: the central system (``huddle-central``): one order for the changes of many boards; its own map is there.
- ``app``: the composition root of the wall display: the only file that knows every layer.
- ``cli``: the command line, a thin skin over the services.
- ``__main__``: ``python -m kiosk``.
"""
