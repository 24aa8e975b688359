"""What the audit says of a metric is about the windows that leave."""

from kiosk.analytics.publishing.tables import AuditReport
from tests.unit.analytics.publishing.months import FEBRUARY, JANUARY, LARGE, WARD, by_month
from tests.unit.analytics.publishing.worlds import published


def test_a_correction_that_does_not_leave_is_not_in_the_report() -> None:
    before = published([by_month(LARGE)], WARD).releases
    found = published([by_month(JANUARY)], WARD, previous=before)
    assert found.releases[0].windows == before[0].windows
    assert found.audit == AuditReport()


def test_what_is_published_beside_a_window_that_stays_is_in_the_report() -> None:
    before = published([by_month(LARGE)], WARD).releases
    found = published([by_month(LARGE, JANUARY, FEBRUARY)], WARD, previous=before)
    assert found.audit is not None
    assert (
        found.audit.checked == 4
    )  # numerator and complement of the small group and of the one beside it
