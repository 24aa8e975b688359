"""What an upload is to announce, written down before it begins, so that whoever comes next can finish it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final, TypeVar

from kiosk.central.authoring import Look, Scribe
from kiosk.central.means import CentralMeans
from kiosk.central.publishing.released import BLOB, Out, note
from kiosk.domain.changes import Log, LogKind
from kiosk.domain.clock import instant_from, instant_text
from kiosk.domain.entities import Act, Decision, Refusal
from kiosk.domain.metrics import DefineMetric, MetricFacts, metric_id
from kiosk.domain.metrics import decide as decide_metric
from kiosk.domain.releases import PublishRelease, Release, published_id
from kiosk.domain.releases import decide as decide_release

PLAN: Final = "publishing-plan"
"""The kind of blob that a plan is, named by the upload."""
ACTS_AT_ONCE: Final = 200
"""Changes that are written into a log in one transaction."""
UNDECIDED: Final = timedelta(days=30)
"""How long a body lies there that was never announced: its upload lost a race, or ended half-way."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Step:
    """One release in one log.

    Attributes:
        node: the node whose board shows it.
        sha256: the release.
    """

    node: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an upload announces.

    Attributes:
        upload: the upload's id.
        map: by which map.
        by: who published.
        at: when.
        steps: by node.
        homes: the node that each release is about by its SHA-256, where central knows it.
    """

    upload: str
    map: str
    by: str
    at: datetime
    steps: tuple[Step, ...]
    homes: Mapping[str, str]

    @property
    def releases(self) -> tuple[str, ...]:
        """The SHA-256 of every release, each once."""
        return tuple(dict.fromkeys(step.sha256 for step in self.steps))


class Plans:
    """Keeps plans, and carries them out."""

    def __init__(self, means: CentralMeans) -> None:
        self._means = means
        self._storage = means.storage
        self._scribe = Scribe(means)

    def keep(self, plan: Plan, bodies: Mapping[str, bytes]) -> None:
        """Keep a plan and its bodies until it is begun; what never is goes by itself.

        Args:
            plan: what is to be announced.
            bodies: of the releases, by SHA-256.
        """
        last_day = plan.at + UNDECIDED
        for sha256 in plan.releases:
            if self._storage.blob(BLOB, sha256) is None:
                self._storage.put_blob(
                    BLOB,
                    sha256,
                    bodies[sha256],
                    node=plan.homes.get(sha256, ""),
                    at=plan.at,
                    expires_at=last_day,
                )
        self._storage.put_blob(PLAN, plan.upload, _written(plan), at=plan.at, expires_at=last_day)

    def kept(self, upload: str) -> Plan | None:
        """Return an upload's plan, or None when there is none any more."""
        body = self._storage.blob(PLAN, upload)
        return None if body is None else _read(upload, body)

    def kept_before(self, instant: datetime) -> list[str]:
        """Return the uploads of plans that were kept before an instant."""
        return [name for name, at in self._storage.blob_names(PLAN) if at < instant]

    def forget(self, upload: str) -> None:
        """Delete a plan that was carried out, or that will not be."""
        self._storage.delete_blob(PLAN, upload)

    def carry_out(self, plan: Plan) -> None:
        """Keep the bodies for good, and announce each release in its log; twice is once.

        Raises:
            StorageBusy: some of it is not done; it can be carried out again.
        """
        releases: dict[str, Release] = {}
        for sha256 in plan.releases:
            body = self._storage.blob(BLOB, sha256)
            if body is None:  # a backup from before it was put back; the counts publish it anew
                continue
            releases[sha256] = Release.model_validate_json(body)
            out = Out.of(releases[sha256], plan.map, plan.at)
            note(self._storage, out, body, plan.homes.get(sha256, ""))
        for node, steps in groupby(plan.steps, lambda step: step.node):
            there = [releases[step.sha256] for step in steps if step.sha256 in releases]
            self._define(node, there)
            self._announce(node, there)

    def _define(self, node: str, releases: Sequence[Release]) -> None:
        """Have the node follow metrics that nobody follows there yet."""
        facts = {release.metric.key: release.metric for release in releases}
        for some in _in_batches(list(facts.values())):
            self._scribe.write(Log(node, LogKind.CONFIG), partial(_definitions, node, some))

    def _announce(self, node: str, releases: Sequence[Release]) -> None:
        for some in _in_batches(releases):
            self._scribe.write(Log(node, LogKind.SHARED), partial(_announcements, node, some))


def _definitions(node: str, facts: Sequence[MetricFacts], look: Look) -> Decision:
    acts: list[Act] = []
    for one in facts:
        entity = metric_id(node, one.key)
        if look(entity).state is None:  # one that was retired there stays so
            decision = decide_metric(None, DefineMetric(entity, one))
            acts += () if isinstance(decision, Refusal) else decision
    return tuple(acts)


def _announcements(node: str, releases: Sequence[Release], look: Look) -> Decision:
    """Return what announces releases; what is older than what a board shows stays unannounced."""
    acts: list[Act] = []
    for release in releases:
        published = look(published_id(node, release.metric.key, release.stratifier)).state
        decision = decide_release(published, PublishRelease(node, release))
        acts += () if isinstance(decision, Refusal) else decision
    return tuple(acts)


def _in_batches(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), ACTS_AT_ONCE):
        yield things[start : start + ACTS_AT_ONCE]


def _written(plan: Plan) -> bytes:
    told = {
        "map": plan.map,
        "by": plan.by,
        "at": instant_text(plan.at),
        "steps": [[step.node, step.sha256] for step in plan.steps],
        "homes": dict(plan.homes),
    }
    return json.dumps(told).encode()


def _read(upload: str, body: bytes) -> Plan:
    told = json.loads(body)
    return Plan(
        upload=upload,
        map=told["map"],
        by=told["by"],
        at=instant_from(told["at"]),
        steps=tuple(Step(node, sha256) for node, sha256 in told["steps"]),
        homes=told["homes"],
    )
