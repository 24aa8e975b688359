"""Publishing: raw counts come in from the warehouse, suppressed releases go out into the logs of the nodes.

::

    POST /v1/warehouse/MAP ─┐
    <data>/warehouse/MAP/  ─┼─▶ warehouse ─▶ work (a process of its own) ─▶ plans ─▶ blobs, logs
    huddle-central publish ─┘       ▲                                        │
                                    └── released: everything that is out ◀───┘

`warehouse` takes one upload after another; `work` reads, hides and audits it where neither SciPy nor a large file
can burden the server; `plans` says what is to be announced, and carries it out as often as it takes; `turns` lets
one upload be announced at a time, whatever number of processes there are. Raw counts are a blob with a last day, and
leave central in no other form.
"""
