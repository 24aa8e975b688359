"""The equity action plan as a CSV file: the plan's labels as heads, a line for each entry."""

import csv
import io

from kiosk.viewmodels.paper.action_plan import ActionPlan, PlanEntry
from kiosk.viewmodels.words import listed

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell (OWASP, CSV injection)."""


def plan_csv(plan: ActionPlan) -> bytes:
    """Return the plan as CSV, UTF-8 with a byte order mark: spreadsheets read it so."""
    out = io.StringIO()
    writer = csv.writer(out)
    words = plan.words
    writer.writerow(
        _safe(
            words.metric,
            words.by,
            words.finding,
            words.lead,
            words.population,
            words.goal,
            words.strategy,
            words.monitoring,
            words.status,
            words.made,
        )
    )
    made = listed((plan.unit, plan.made, plan.training))
    for entry in plan.entries:
        writer.writerow(_safe(*_cells(entry), made))
    return out.getvalue().encode("utf-8-sig")


def _cells(entry: PlanEntry) -> tuple[str, ...]:
    return (
        entry.metric,
        entry.by,
        entry.finding,
        entry.lead,
        entry.population,
        entry.goal,
        entry.strategy,
        entry.monitoring,
        entry.status.text,
    )


def _safe(*cells: str) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
