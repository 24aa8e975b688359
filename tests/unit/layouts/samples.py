"""A small sound layout as text, and a way to change one piece of it."""

SOUND = """\
title = "Small board"
tier = 1
preset = "sqcdp"

[[tiles]]
id = "agenda"
type = "agenda"

[[tiles]]
id = "skin"
type = "metric"
metric = "skin_checked_6h"
point = "quality"

[landscape]
columns = [1, 2]
rows = [1]

[landscape.places]
agenda = { column = 1, row = 1 }
skin = { column = 2, row = 1 }

[portrait]
columns = [1]
rows = [1, 1]

[portrait.places]
agenda = { column = 1, row = 1 }
skin = { column = 1, row = 2 }
"""


def changed(old: str, new: str, text: str = SOUND) -> str:
    """The text with the first `old` replaced; it must stand there."""
    assert old in text
    return text.replace(old, new, 1)
