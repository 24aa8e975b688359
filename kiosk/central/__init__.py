"""The central system that puts the changes of many boards in one order.

::

    boards ◀─▶ api ─▶ permissions ─▶ storage      a push: read, permitted or dead, numbered, on disk
    warehouse ─▶ publishing ─▶ storage ─▶ boards  raw counts come in, suppressed releases go out
    leaders ◀─▶ web ─▶ authoring ─▶ storage       a decision becomes a change of central's own device
    other systems ◀── interop ◀── storage         FHIR R4 and CloudEvents, read-only

The rooms and the modules between them. Everything durable is in ``storage``; processes keep nothing that another one
would miss, so any number may serve one PostgreSQL.

- ``storage``: three logs for each node, bodies, and a registry of small documents; memory, SQLite, PostgreSQL.
- ``devices``: the boards: keys, codes, the fleet's list, tokens, aliases of wards that ran alone.
- ``organisation``: the tree, how each node is set up, and ``org.toml`` that declares them.
- ``permissions``: who may write what, as a table.
- ``authoring``: the domain's decisions as chained entries of central's own device.
- ``api``: the wire of ``kiosk.sync.protocol`` as HTTP, its limits, health and metrics.
- ``carrying``: the same by file, where there is no network.
- ``publishing``: uploads of raw counts to releases, hidden and audited in a process of its own.
- ``web``: the leaders' page; ``interop``: FHIR and webhooks; ``bearers``: the tokens of programs.
- ``app``: the rooms put together; ``server``, ``connections``, ``tls``, ``chores``, ``logs``: what carries them.
- ``means``, ``settings``: what they are given; ``first_steps``, ``greeting``: what an empty one
  does and says; ``late_database``: a start while the database is away.
- ``cli``: ``huddle-central``, one module for each subject.

Central shares with boards what is free of Qt and of their store: the domain, analytics, the layouts' schema,
interchange, the chart view-models and the wire. Its packages come with the extra ``central``; a board installs none.
"""
