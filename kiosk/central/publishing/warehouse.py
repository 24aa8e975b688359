"""Taking an upload of raw counts: all of it is published, or nothing is kept and the reason is said in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from kiosk.central.means import CentralMeans
from kiosk.central.publishing import turns
from kiosk.central.publishing.boards import news_for
from kiosk.central.publishing.codes import Codes
from kiosk.central.publishing.demands import (
    demand_few,
    demand_known,
    demand_one_publisher,
    older_than,
    without_a_board,
)
from kiosk.central.publishing.jobs import PROFILES, Job, NotNowError, Result, Work
from kiosk.central.publishing.maps import Maps, parsed_map
from kiosk.central.publishing.plans import Plan, Plans, Step
from kiosk.central.publishing.released import Out, bodies, out_of
from kiosk.central.publishing.uploads import Receipt, Taken, Upload, Uploads
from kiosk.central.storage.protocol import Changed
from kiosk.domain.errors import KioskError
from kiosk.domain.releases import CellStatus, Release, release_sha256
from kiosk.interchange.refusals import FiguresRefusedError

MOST_TRIES: Final = 3
"""How often an upload is read together anew with what another process published meanwhile."""


@dataclass(frozen=True, slots=True)
class _New:
    """What an upload has to announce.

    Attributes:
        plan: the steps.
        bodies: of the releases in it, by SHA-256.
        receipt: what is answered.
    """

    plan: Plan
    bodies: Mapping[str, bytes]
    receipt: Receipt


class Warehouse:
    """Takes uploads, one at a time in this process, and one after another on all.

    Args:
        means: what central works with.
        work: reads, hides and audits.
    """

    def __init__(self, means: CentralMeans, work: Work) -> None:
        self._means = means
        self._storage = means.storage
        self._work = work
        self._one_at_a_time = Lock()
        self.maps = Maps(means.storage, means.clock)
        self.codes = Codes(means.storage)
        self.uploads = Uploads(means.storage, means.settings.raw_counts_days)
        self._plans = Plans(means)

    def take(self, upload: Upload, *, keep: bool = True) -> Receipt:
        """Publish an upload.

        Args:
            upload: the file, and by which map.
            keep: False to say only what would be published.

        Raises:
            NoSuchMapError: there is no such map.
            FiguresRefusedError: it cannot be published, in words with rows and columns; nothing was kept.
            NotNowError: others published in between each time; nothing was kept.
            StorageBusy: the database is away. What was begun is finished later.
        """
        text = self.maps.text(upload.map)
        if upload.profile not in {None, *PROFILES}:
            raise FiguresRefusedError(
                f"There is no privacy profile {upload.profile!r}. There are: {', '.join(PROFILES)}."
            )
        with self._one_at_a_time:
            for _ in range(MOST_TRIES):
                seen = self.settle()
                new = self._worked_out(upload, text)
                if not keep or not new.plan.steps:
                    return new.receipt
                if self._publish(upload, new, seen):
                    return new.receipt
        raise NotNowError(
            "Other figures were published in between.",
            "Nothing of this file was kept, and what is out stays.",
            "Send it again in a few minutes.",
        )

    def settle(self) -> turns.Turn:
        """Finish what an upload began to announce and did not finish; return the turn, which is nobody's then.

        Raises:
            StorageBusy: it is still not finished.
        """
        turn = turns.current(self._storage)
        while turn.upload is not None:
            plan = self._plans.kept(turn.upload)
            if plan is not None:
                self._finish(plan)
            turns.end(self._storage, turn.upload)
            self._plans.forget(turn.upload)
            turn = turns.current(self._storage)
        return turn

    def forget_abandoned(self, before: datetime) -> None:
        """Delete plans and raw counts of uploads that ended before they were published.

        Args:
            before: only of uploads that began before this instant.
        """
        upload = turns.current(self._storage).upload
        for name in self._plans.kept_before(before):
            if name == upload:
                continue
            if not self.uploads.knows(name):
                self.uploads.forget_raw(name)
            self._plans.forget(name)

    def forget_code(self, code: str) -> None:
        """Forget which node a code means, as long as nothing is out under it.

        Raises:
            KioskError: it means nothing, or something is out, which another code's figures would not be read with.
        """
        metrics = [
            metric.id
            for name in self.maps.names()
            for metric in parsed_map(self.maps.text(name), f"{name}.toml").metrics
        ]
        if any(one.code == code for one in out_of(self._storage, metrics)):
            raise KioskError(
                f"Figures of {code} are out.",
                "They stay, and so does what the code means.",
                'Where the unit has another code now, name this one in the map: predecessors = ["…"].',
            )
        if not self.codes.unbind(code):
            raise KioskError(f"{code} means no node.")

    def _worked_out(self, upload: Upload, text: str) -> _New:
        now = self._means.clock.now()
        figure_map = parsed_map(text, f"{upload.map}.toml")
        out = out_of(self._storage, [metric.id for metric in figure_map.metrics])
        demand_few(out)
        nodes = self.codes.nodes()
        job = Job(
            map_name=upload.map,
            map_text=text,
            path=upload.path,
            by=upload.by,
            now=now,
            source_id=self._means.ids.new_id(),
            boards=tuple(nodes),
            profile=upload.profile,
        )
        result = self._work(job, bodies(self._storage, out))
        return self._compared(upload, result, out, nodes, now)

    def _compared(
        self,
        upload: Upload,
        result: Result,
        out: Sequence[Out],
        nodes: Mapping[str, str],
        now: datetime,
    ) -> _New:
        """Return what is new of a result: what a board does not show yet."""
        shown = {release_sha256(one.body): one for one in result.shown}
        releases = {name: Release.model_validate_json(one.body) for name, one in shown.items()}
        demand_one_publisher(upload, releases.values(), self._others(upload, out))
        demand_known(upload, result.codes, nodes)
        by_node = {
            nodes[code]: [name for name, one in shown.items() if code in one.boards]
            for code in sorted({code for one in shown.values() for code in one.boards})
        }
        news = {
            node: news_for(self._storage, node, {name: releases[name] for name in names})
            for node, names in by_node.items()
        }
        steps = tuple(Step(node, name) for node, new in news.items() for name in new.names)
        upload_id = self._means.ids.new_id() if steps else ""
        homes = {name: nodes.get(release.node, "") for name, release in releases.items()}
        plan = Plan(upload_id, upload.map, upload.by, now, steps, homes)
        before = {one.sha256 for one in out}
        new = [name for name in plan.releases if name not in before]
        receipt = Receipt(
            upload=upload_id,
            map=upload.map,
            releases=len(new),
            as_before=len(before & releases.keys()),
            nodes=len({step.node for step in steps}),
            cells=_counted(releases[name] for name in new),
            attacked=result.attacked,
            notes=(
                *result.notes,
                *older_than(metric for new in news.values() for metric in new.older),
                *without_a_board(result.codes, nodes),
            ),
        )
        return _New(plan, {name: one.body for name, one in shown.items()}, receipt)

    def _others(self, upload: Upload, out: Sequence[Out]) -> dict[tuple[str, str, str], str]:
        """Return the maps, other than the upload's, that publish a metric of a node by a stratifier."""
        known = set(self.maps.names()) - {upload.map}
        return {(one.code, one.metric, one.stratifier): one.map for one in out if one.map in known}

    def _publish(self, upload: Upload, new: _New, seen: turns.Turn) -> bool:
        """Keep, take the turn and announce; tell whether nobody else published meanwhile."""
        plan = new.plan
        self.uploads.keep_raw(plan.upload, upload.path, plan.at)
        self._plans.keep(plan, new.bodies)
        try:
            turns.begin(self._storage, seen, plan.upload)
        except Changed:
            self.uploads.forget_raw(plan.upload)
            self._plans.forget(plan.upload)
            return False
        self._finish(plan)
        turns.end(self._storage, plan.upload)
        self._plans.forget(plan.upload)
        return True

    def _finish(self, plan: Plan) -> None:
        """Announce, and note once who published."""
        self._plans.carry_out(plan)
        if self.uploads.knows(plan.upload):
            return
        told = self._storage.audited(since=plan.at)
        if not any(line["detail"].get("upload") == plan.upload for line in told):
            detail = {"upload": plan.upload, "releases": len(plan.releases)}
            now = self._means.clock.now()
            self._storage.audit(now, plan.by, "figures.published", plan.map, detail)
        self.uploads.note(Taken(plan.upload, plan.map, plan.by, plan.at, len(plan.releases)))


def _counted(releases: Iterable[Release]) -> Counter[CellStatus]:
    return Counter(
        cell.status
        for release in releases
        for window in release.windows
        for cell in (window.overall, *window.groups)
    )
