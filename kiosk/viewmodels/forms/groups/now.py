"""Groups now: the verdict and its sentence, the newest window as intervals, and what they are compared with."""

from dataclasses import replace

from kiosk.viewmodels.charts import GroupsView, Interval
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.groups.about import THIS_UNIT, reference_facts
from kiosk.viewmodels.forms.groups.completeness import banner, completeness_in
from kiosk.viewmodels.forms.groups.figures import detail_words
from kiosk.viewmodels.forms.groups.gap import gap_size, reference_name
from kiosk.viewmodels.forms.groups.subject import PageView, Subject, cell_of
from kiosk.viewmodels.groups_tile import share_words
from kiosk.viewmodels.reported import REPORTED
from kiosk.viewmodels.sheets import Block, ChartBlock, Facts, Paragraph
from kiosk.viewmodels.tiles import Chip, GroupsTileView
from kiosk.viewmodels.words import plain_day, span_of_days

MANY = 9
"""More rows than this, and the verdict stands beside the picture."""


def now_page(subject: Subject) -> PageView:
    """Return the picture of the newest window, and beside it what it shows.

    Where groups are many, the words stand beside the picture, so that it keeps its height.
    """
    view = subject.view
    words, facts = verdict_blocks(view, subject.said.told), beside(subject)
    if view.groups is None:
        return PageView(columns=(words, facts), wide=True)
    chart = ChartBlock(readable(view.groups, subject), view.frame.spoken)
    if len(view.groups.rows) > MANY:
        return PageView(columns=((chart,), (*words, *facts)), wide=True)
    return PageView(columns=((*words, chart), facts), wide=True)


def verdict_blocks(view: GroupsTileView, told: str = "") -> tuple[Block, ...]:
    """Return the verdict, its sentence (`told` has it in full), and that figures are old where they are."""
    said = (view.frame.empty, view.verdict, told or view.sentence, view.frame.stale_label)
    words = [text for text in said if text]
    look = view.chip or Chip("", Tone.INK)
    return tuple(
        Paragraph(text, look.tone, bold=True, size="large", mark=look.mark)
        if text == view.verdict
        else Paragraph(text, bold=position == 0, size="large" if position == 0 else "body")
        for position, text in enumerate(words)
    )


def beside(subject: Subject) -> tuple[Block, ...]:
    """Return what the picture is of, and what groups are compared with."""
    said = subject.view.verdict.rstrip(".")
    known = completeness_in(subject.published, subject.window)
    today = subject.scene.today
    window = span_of_days(subject.window.first, subject.window.last, today)
    facts = (
        ("Window", window),
        ("Known", share_words(known.known) if known is not None else ""),
        ("Over time", "" if said == subject.said.badge else subject.said.badge),
        ("About", subject.published.scope or THIS_UNIT),
        ("Compared with", reference_facts(subject.said.reference, subject.facts)),
        ("As of", plain_day(subject.published.windows[-1].last, today)),
        ("Source", subject.published.source),
    )
    reported = (Paragraph(REPORTED, bold=True),) if subject.facts.voluntary else ()
    shown = tuple((label, words) for label, words in facts if words)
    return (*banner(known), *reported, Facts(shown))


def readable(groups: GroupsView, subject: Subject) -> GroupsView:
    """Return the picture with what a finger on each row reads."""
    return replace(groups, rows=tuple(_readable(row, subject) for row in groups.rows))


def _readable(row: Interval, subject: Subject) -> Interval:
    if row.mark is Mark.STAR:  # the hidden groups: no figure of theirs is anywhere
        return replace(row, detail="Hidden, so that nobody can be recognised.")
    found = subject.said.findings.of(row.name)
    reference = subject.said.reference
    gap = ""
    if found is not None and found.gap is not None and reference is not None:
        gap = f"{gap_size(found.gap, subject.facts)} {reference_name(reference)}"
    cell = cell_of(subject.window, row.name)
    return replace(row, detail=detail_words(cell, subject.facts, gap))
