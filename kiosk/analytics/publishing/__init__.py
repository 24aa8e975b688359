"""Raw counts by group in, disclosure-safe releases out, and the audit that proves it.

The adversary reads every published number of every table, level, export and overlapping release of the
last 24 months, knows every total, these rules and which wards make up a service, and can solve linear
programmes. Of a hidden cell they know only that it is not negative. They are held for knowing that
groups that add up leave nobody out (what is left out on purpose is a group without a name), and that
where people may stand in several groups everyone stands in at least one.

What they shall not learn: a numerator, complement or denominator of a hidden cell, to within less than
the profile's `narrowest`; a real zero is not a secret.

What is outside: knowledge of single people, two metrics counted over the same people, two splits of which
one has groups that are made of the other's (a map refuses two groupings of one column), and files that did
not pass through this package.

Steps, one file each::

    tables ─▶ windows ─▶ primary ─▶ secondary ─▶ audit ─▶ reliability ─▶ release ─▶ ladder
                                        ▲
          guard, history, corrections, rolling: what earlier releases and other windows say

`publish` takes in one metric after another, `series` one window of a metric after another, `metric_tables`
says what they are worked out from.

Which cells are hidden depends on *bits* (too small or not, large or not) of the raw counts and on the
order of the groups, never on sizes. So two inputs that differ only in hidden cells, with the same bits,
give the same bytes, and the pattern of hidden cells tells nothing but bits.
"""
