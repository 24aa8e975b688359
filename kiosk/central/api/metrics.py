"""What central counts for Prometheus; no label names a person, a board or a text."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

BUCKETS_S: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30)


class Metrics:
    """Counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "huddle_requests",
            "Requests by route and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "huddle_request_seconds",
            "How long requests took, long polls included.",
            ("route",),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self._changes = Counter(
            "huddle_changes",
            "Changes that were pushed, by what became of them: new, known or dead.",
            ("outcome",),
            registry=self.registry,
        )
        self._pulled = Counter(
            "huddle_changes_pulled", "Changes that were sent to boards.", registry=self.registry
        )

    def gauge(self, name: str, about: str) -> Gauge:
        """Return a new gauge, whose value is set or asked for when somebody looks."""
        return Gauge(name, about, registry=self.registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def pushed(self, new: int, known: int, dead: int) -> None:
        """Count changes that came."""
        for outcome, count in (("new", new), ("known", known), ("dead", dead)):
            if count:
                self._changes.labels(outcome).inc(count)

    def pulled(self, count: int) -> None:
        """Count changes that went out."""
        if count:
            self._pulled.inc(count)

    def page(self) -> tuple[bytes, str]:
        """Return everything as Prometheus reads it, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
