"""The verdict on groups as a chip: the same words, with a colour and a shape that can be told apart at four metres."""

from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.gap_words import BETTER_OVERALL, GAP_NARROWER, NO_CLEAR_GAP
from kiosk.viewmodels.groups_verdict import GroupsVerdict
from kiosk.viewmodels.tiles import Chip


def verdict_chip(said: GroupsVerdict, *, known: bool) -> Chip | None:
    """Return the chip of a verdict.

    Args:
        said: the verdict.
        known: whether the group is known for enough people; if not, the chip is a banner.
    """
    words = said.verdict.rstrip(".")
    if not words:
        return None
    if not known:
        return Chip(words, Tone.INK, Mark.HATCH)
    if said.worse:
        return Chip(words, Tone.WORSE, Mark.DIAMOND)
    look = {
        BETTER_OVERALL: (Tone.BETTER, Mark.TRIANGLE),
        GAP_NARROWER: (Tone.BETTER, Mark.TRIANGLE),
        NO_CLEAR_GAP: (Tone.COMMON, Mark.DOT),
    }
    tone, mark = look.get(said.verdict, (Tone.MUTED, Mark.DASHES))
    return Chip(words, tone, mark)
