"""Checks that are overdue: today these are ideas past their date; 30-, 60- and 90-day checks join when they exist."""

from dataclasses import dataclass
from datetime import date

from kiosk.central.web.standing import PastDate, Standing, Unit
from kiosk.central.web.views.rows import bare
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import theme_title
from kiosk.viewmodels.words import counted, short_day


@dataclass(frozen=True, slots=True)
class CheckRow:
    """Something that should have been done or looked at again; its words stay on the ward."""

    what: str
    unit: str
    href: str
    due: str
    late: str


def overdue_checks(standing: Standing, catalogue: Catalogue) -> tuple[CheckRow, ...]:
    """Return what is past its date in the units in reach, the longest overdue first."""
    found = [(past, unit) for unit in standing.units.values() for past in unit.past]
    found.sort(key=lambda pair: pair[0].due)
    return tuple(_row(past, unit, standing.today, catalogue) for past, unit in found)


def _row(past: PastDate, unit: Unit, today: date, catalogue: Catalogue) -> CheckRow:
    kind = "Quick hit" if past.quick else "Big issue, to be looked at again"
    return CheckRow(
        what=f"{kind}: {theme_title(catalogue, past.theme)}",
        unit=unit.name,
        href=f"/units/{bare(unit.node)}",
        due=short_day(past.due, today),
        late=f"{counted((today - past.due).days, 'day')} overdue",
    )
