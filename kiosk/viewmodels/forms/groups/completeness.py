"""How complete the groups are: of how many people the group is known, who declined, and of whom nobody knows."""

from kiosk.analytics.completeness import Completeness, completeness_of
from kiosk.domain.releases import Release, Window
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.groups.subject import PageView, Subject
from kiosk.viewmodels.groups_tile import share_words
from kiosk.viewmodels.sheets import Block, Facts, Label, Paragraph, Table
from kiosk.viewmodels.stratifiers import stratifier_words
from kiosk.viewmodels.words import span_of_days

TOO_FEW_KNOWN = "Fewer than 80 % are known, so there is no verdict."
NOT_SAID = "These figures do not say of how many people the group is not known."
HEAD = ("Window", "Known", "Declined", "Not known")


def completeness_page(subject: Subject) -> PageView:
    """Return the shares of the newest window, and those of every window as a table."""
    found = completeness_in(subject.published, subject.window)
    if found is None:
        return PageView(columns=((Paragraph(NOT_SAID, size="large"),),))
    today = subject.scene.today
    window = span_of_days(subject.window.first, subject.window.last, today)
    by = stratifier_words(subject.published.stratifier)
    left: tuple[Block, ...] = (
        Paragraph(share_words(found.known), bold=True, size="figure"),
        Paragraph(f"known by {by}, {window}"),
        *banner(found),
        Facts(
            (
                ("Declined", f"{share_words(found.declined)}: asked, and did not want to say"),
                ("Not known", f"{share_words(found.unknown)}: not asked, or no answer"),
            )
        ),
    )
    return PageView(columns=(left, (Label("Window by window"), Table(HEAD, _rows(subject)))))


def completeness_in(release: Release, window: Window) -> Completeness | None:
    """Return the shares in a window of a release; None where it does not report them."""
    return completeness_of(
        window, release.roles, overlapping=release.overlapping, rounded_to=release.rounded_to
    )


def banner(found: Completeness | None) -> tuple[Block, ...]:
    """Return the words over a view whose groups are known for too few."""
    if found is None or found.enough():
        return ()
    return (Paragraph(TOO_FEW_KNOWN, Tone.INK, bold=True, mark=Mark.HATCH),)


def _rows(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """Return the shares of each window, newest first."""
    today = subject.scene.today
    rows = []
    for window in reversed(subject.compared.windows):
        found = completeness_in(subject.published, window)
        shares = () if found is None else (found.known, found.declined, found.unknown)
        words = tuple(share_words(share) for share in shares) or ("no data", "", "")
        rows.append((span_of_days(window.first, window.last, today), *words))
    return tuple(rows)
