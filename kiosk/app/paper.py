"""Paper asked for at the board or by command: which page, in which size, and where it goes."""

from pathlib import Path

from kiosk.app.exports import file_name, keep_export
from kiosk.domain.errors import KioskError
from kiosk.domain.wards import Ward
from kiosk.layouts.catalogue import Catalogue
from kiosk.ui.paper.one_page import print_one_page
from kiosk.ui.paper.pdf import Paper
from kiosk.viewmodels.boards import Face
from kiosk.viewmodels.paper.one_page import one_page
from kiosk.viewmodels.scenes import Scene

PDF = "pdf"


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
