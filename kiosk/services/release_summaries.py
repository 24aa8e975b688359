"""What releases say about the group most in need: worked out once, kept beside each release, and read at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kiosk.domain.metrics import Metric
from kiosk.domain.release_shelf import Key
from kiosk.domain.release_summaries import SUMMARY_RULES, ReleaseSummary
from kiosk.domain.releases import Published
from kiosk.services.ward_store import ReleaseStore

if TYPE_CHECKING:
    from kiosk.domain.wards import Ward

AT_ONCE = 8
"""Releases that are worked out in one go, so that a touch never waits for all of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary, and under which rules and for which goal it was worked out."""

    made_for: str
    summary: ReleaseSummary


class ReleaseSummaries:
    """The summaries of one board's releases, by the release's SHA-256."""

    def __init__(self, store: ReleaseStore) -> None:
        self._store = store
        self._kept: dict[str, Kept] | None = None

    def of(self, published: Mapping[Key, Published]) -> dict[Key, ReleaseSummary]:
        """Return the summary of each release that has one."""
        kept = self._known()
        return {
            key: kept[one.sha256].summary for key, one in published.items() if one.sha256 in kept
        }

    def work_out(self, ward: "Ward", limit: int = AT_ONCE) -> int:
        """Work out summaries that are missing, or were made by other rules or for another goal.

        Args:
            ward: the ward as it stands.
            limit: how many at most.

        Returns:
            How many were worked out; fewer than `limit` when none is due any more.

        Raises:
            StoreError: one could not be kept.
        """
        from kiosk.analytics.equity_focus import summary_of  # noqa: PLC0415 - not for the first board

        done = 0
        for key, published, made_for in self._due(ward):
            if done == limit:
                break
            release = ward.releases.get(key)
            if release is None:
                continue  # its body has not come, or a newer program wrote it
            summary = summary_of(release, ward.goal_of(release.metric))
            self._store.put_release_summary(published.sha256, made_for, summary.model_dump_json())
            self._known()[published.sha256] = Kept(made_for, summary)
            done += 1
        return done

    def _due(self, ward: "Ward") -> Iterator[tuple[Key, Published, str]]:
        kept = self._known()
        for key, published in ward.published.items():
            if not key[1]:
                continue  # not by group
            made_for = _made_for(ward.metric_by_key(key[0]))
            found = kept.get(published.sha256)
            if found is None or found.made_for != made_for:
                yield key, published, made_for

    def _known(self) -> dict[str, Kept]:
        if self._kept is None:
            self._kept = {}
            for name, (made_for, body) in self._store.release_summaries().items():
                if not made_for.startswith(f"{SUMMARY_RULES};"):
                    continue
                try:
                    summary = ReleaseSummary.model_validate_json(body)
                except ValidationError:
                    continue  # it is worked out anew
                self._kept[name] = Kept(made_for, summary)
        return self._kept


def _made_for(metric: Metric | None) -> str:
    """Return the rules and the goal in one text; a metric that nobody follows has its release's own goal."""
    return f"{SUMMARY_RULES};goal={'own' if metric is None else metric.goal}"
