"""Paper asked for at the board or by command: which page, in which size, and where it goes."""

from pathlib import Path

from kiosk.app.exports import file_name, keep_export
from kiosk.config import Settings
from kiosk.domain.errors import KioskError
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.plan_words import PlanWords, read_plan_words
from kiosk.ui.paper.action_plan import print_action_plan
from kiosk.ui.paper.one_page import print_one_page
from kiosk.ui.paper.pdf import Paper
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.paper.action_plan import action_plan
from kiosk.viewmodels.paper.one_page import one_page
from kiosk.viewmodels.paper.plan_rows import plan_csv
from kiosk.viewmodels.scenes import Scene

PDF = "pdf"
CSV = "csv"
PLAN = "equity_action_plan"


def metric_page(key: str, ward: Ward, catalogue: Catalogue, paper: Paper) -> bytes:
    """Return the page of a metric as a PDF.

    Raises:
        KioskError: nobody follows the metric here.
    """
    page = one_page(key, Scene(ward, catalogue, Face.STAFF))
    if page is None:
        followed = sorted({each.facts.key for each in ward.metrics.values()})
        raise KioskError(
            f"The metric {key!r} is not followed here.",
            to_do=f"Followed: {', '.join(followed)}." if followed else "Set the ward up first.",
        )
    return print_one_page(page, paper)


def keep_metric_page(
    key: str, ward: Ward, catalogue: Catalogue, paper: Paper, folder: Path
) -> Path:
    """Write the page of a metric into the exports folder.

    Raises:
        KioskError: nobody follows it, or the disk does not take it.
    """
    body = metric_page(key, ward, catalogue, paper)
    return keep_export(folder, file_name(key, ward.local_now, PDF), body)


def plan_files(ward: Ward, catalogue: Catalogue, settings: Settings) -> dict[str, bytes]:
    """Return the equity action plan as a PDF and as CSV, by their endings.

    Raises:
        FileProblemsError: the hospital's own words cannot be used; each problem with its line.
    """
    own = settings.plan_words
    words = read_plan_words(Path(own).expanduser()) if own else PlanWords()
    plan = action_plan(Scene(ward, catalogue, Face.STAFF), words)
    return {PDF: print_action_plan(plan, Paper(settings.paper)), CSV: plan_csv(plan)}


def keep_plan(ward: Ward, catalogue: Catalogue, settings: Settings, folder: Path) -> Path:
    """Write the equity action plan into the exports folder as PDF and CSV; return the PDF.

    Raises:
        KioskError: the words cannot be used, or the disk does not take it.
    """
    files = plan_files(ward, catalogue, settings)
    keep_export(folder, file_name(PLAN, ward.local_now, CSV), files[CSV])
    return keep_export(folder, file_name(PLAN, ward.local_now, PDF), files[PDF])
