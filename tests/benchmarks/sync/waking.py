"""A hospital's kiosks coming back after an outage, to two central processes over one PostgreSQL."""

import asyncio
import os
import random
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.central.api.directory import Directory
from kiosk.central.devices.device import Device, Devices, Standing
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.applying import carry_out, file_day, plan
from kiosk.central.organisation.checking import check_organisation
from kiosk.central.organisation.document import node_of
from kiosk.central.organisation.shipped import read_shipped
from kiosk.central.organisation.tree import Tree
from kiosk.central.organisation.writing import Administration
from kiosk.central.settings import CentralSettings
from kiosk.central.storage.opening import open_storage
from kiosk.domain.changes import Log, LogKind, Record
from kiosk.domain.leaving import leaving
from kiosk.host.clock import SystemClock
from kiosk.host.ids import SystemIds
from kiosk.sync.entries import entry_text
from tests.benchmarks.figures import Finding
from tests.benchmarks.processes import cpu_s
from tests.benchmarks.sync.crowd import Kiosk, Told
from tests.benchmarks.sync.hospital import Yard
from tests.benchmarks.sync.ingest import CARD, WORDS
from tests.fakes.central_process import CentralProcess, running_central
from tests.fakes.remote_board import RemoteBoard
from tests.simulation.postgres import PostgresServer

CHANGES = 20
PER_SERVICE = 5
"""Wards below one service: a board follows the cards of all of them."""
DRAINED_WITHIN_S = 400.0
SEED = 4


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many kiosks wake within how long."""

    kiosks: int
    within_s: float


def waking(yard: Yard) -> list[Finding]:
    """Let a crowd come back."""
    crowd = Crowd(200, 12.0) if yard.quick else Crowd(2_000, 120.0)
    folder = yard.new("waking")
    server = PostgresServer()
    told = Told()
    try:
        server.start()
        address = server.new_database("waking")
        kiosks = _prepare(CentralSettings(data=folder / "central", database=address), crowd, told)
        with _two_centrals(folder / "central", address) as centrals:
            pids = [one.process.pid for one in centrals]
            before = os.times().user + os.times().system, sum(map(cpu_s, pids))
            took_s, came = asyncio.run(_wake(kiosks, crowd, centrals))
            after = os.times().user + os.times().system, sum(map(cpu_s, pids))
    finally:
        server.remove()
    driver, central = ((now - then) / crowd.kiosks for then, now in zip(before, after, strict=True))
    return [
        *_judge(crowd, told, took_s, came),
        Finding("  processor time of both centrals for a kiosk", "ms", [central * 1_000]),
        Finding("  processor time of this driver for a kiosk", "ms", [driver * 1_000]),
    ]


def _judge(crowd: Crowd, told: Told, took_s: float, came: int) -> list[Finding]:
    name = f"{crowd.kiosks:,} kiosks wake in {crowd.within_s:.0f} s"
    every = [one for times in told.times_s.values() for one in times]
    busy = sum(count for status, count in told.statuses.items() if status in {429, 503})
    drained = crowd.kiosks * CHANGES
    return [
        Finding(f"{name}: a request, p95", "s", every, most=2, share=0.95),
        Finding(
            f"{name}: answers of 5xx but 503 with Retry-After", "", [len(told.wrong)], most=0,
            note=f"{busy} were told to come back; {'; '.join(told.wrong[:3])}",
        ),
        Finding(
            f"{name}: drained after", "s", [took_s],
            note=f"{drained:,} changes sent, {came:,} fetched, {len(every):,} requests",
        ),
        *(
            Finding(f"  a {path}, p95", "s", times, share=0.95)
            for path, times in told.times_s.items()
        ),
    ]  # fmt: skip


async def _wake(
    kiosks: Sequence[Kiosk], crowd: Crowd, centrals: Sequence[CentralProcess]
) -> tuple[float, int]:
    """Let all come back, each at a moment of its own; return seconds until the last is done, and what came.

    Raises:
        RuntimeError: one of them could not send everything.
    """
    chance = random.Random(SEED)  # noqa: S311 - the same crowd every time
    trusting = ssl.create_default_context(cafile=str(centrals[0].authority))
    ports = [int(one.address.rpartition(":")[2]) for one in centrals]
    begun = time.monotonic()
    async with asyncio.timeout(DRAINED_WITHIN_S):
        went = await asyncio.gather(
            *(
                kiosk.wake(chance.uniform(0, crowd.within_s), ports[number % len(ports)], trusting)
                for number, kiosk in enumerate(kiosks)
            ),
            return_exceptions=True,
        )
    failed = [repr(one) for one in went if isinstance(one, BaseException)]
    short = [one for one in went if not isinstance(one, BaseException) and one[0] != CHANGES]
    if failed or short:
        raise RuntimeError(f"{len(failed)} failed: {failed[:3]}; {len(short)} sent too little.")
    came = sum(one[1] for one in went if not isinstance(one, BaseException))
    return time.monotonic() - begun, came


def _prepare(settings: CentralSettings, crowd: Crowd, told: Told) -> list[Kiosk]:
    """Make the organisation, the devices and their changes, before the clock starts."""
    clock, ids = SystemClock(), SystemIds()
    settings.data.mkdir()
    storage = open_storage(settings, clock, ids)
    try:
        means = CentralMeans(storage, clock, ids, settings)
        wards = _organise(means, crowd.kiosks // 2)
        tree, devices = Tree(storage, clock), Devices(storage, clock)
        heads = storage.heads(list({log for ward in wards for log in tree.follows(ward)}))
        return [
            _kiosk(number, wards[number // 2], (devices, tree), heads, told)
            for number in range(crowd.kiosks)
        ]
    finally:
        storage.close()


def _kiosk(
    number: int, ward: str, asked: tuple[Devices, Directory], heads: dict[Log, int], told: Told
) -> Kiosk:
    devices, directory = asked
    key, ids = Ed25519PrivateKey.generate(), SystemIds()
    device = Device(
        id=ids.new_id(),
        name=f"PC-{number:04d}",
        public_key=key.public_key().public_bytes_raw().hex(),
        node=ward,
        standing=Standing.APPROVED,
    )
    devices.add(device)
    log = Log(ward, LogKind.SHARED)
    board, now = RemoteBoard(ids, device.id, log), SystemClock().now()
    written = [
        board.writes("card.raised", {**CARD, "node": ward}, words=WORDS, at=now)
        for _ in range(CHANGES)
    ]
    texts = [entry_text(leaving(Record(one.entry, None, one.words))) for one in written]
    cursors = {str(followed): heads.get(followed, 0) for followed in directory.follows(ward)}
    return Kiosk(device.id, key, str(log), texts, cursors, told)


def _organise(means: CentralMeans, count: int) -> list[str]:
    """Make a hospital with so many wards; return their nodes."""
    nodes = ['[[nodes]]\nkey = "hospital"\nname = "Hospital"\nkind = "hospital"\ntier = 3\n']
    wards = []
    for number in range(count):
        service = f"service-{number // PER_SERVICE}"
        if number % PER_SERVICE == 0:
            nodes.append(_node(service, "service", 2, "hospital"))
        nodes.append(_node(f"ward-{number}", "unit", 1, service))
        wards.append(node_of(f"ward-{number}"))
    declared = check_organisation('time_zone = "UTC"\n' + "\n".join(nodes), "bench", read_shipped())
    administration = Administration(means, "bench")
    with administration.alone():
        today = file_day(declared.document, administration)
        carry_out(administration, plan(declared, administration, means.storage, today), declared)
    return wards


def _node(key: str, kind: str, tier: int, parent: str) -> str:
    return (
        f'[[nodes]]\nkey = "{key}"\nname = "{key}"\nkind = "{kind}"\ntier = {tier}\n'
        f'parent = "{parent}"\n'
    )


@contextmanager
def _two_centrals(data: Path, address: str) -> Iterator[list[CentralProcess]]:
    """Start two processes over one database, with the same certificate."""
    with ExitStack() as ending:
        yield [ending.enter_context(running_central(data, "--database", address)) for _ in range(2)]
