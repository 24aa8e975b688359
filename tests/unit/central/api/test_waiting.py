"""Long polls wait without a thread; work beyond the limit is refused before it begins; a crowd is spread."""

import asyncio
from datetime import timedelta
from threading import Event

import pytest

from kiosk.central.api.news import News
from kiosk.central.api.refusing import Busy
from kiosk.central.api.workers import Spread, Workers
from kiosk.domain.changes import Log, LogKind
from tests.fakes.clock import FixedClock
from tests.fakes.wire_client import until

pytestmark = pytest.mark.anyio
SHARED, OWN = Log("ward", LogKind.SHARED), Log("ward", LogKind.OWN)


async def test_who_waits_for_a_log_is_told_and_nobody_else() -> None:
    news = News()
    news.begin()
    with news.waiter([SHARED]) as told, news.waiter([OWN]) as other:
        await asyncio.to_thread(news.told, [SHARED])

        assert await told.wait(10)
        assert not await other.wait(0)
    assert news.waiting_count == 0


async def test_a_board_is_writing_until_the_last_of_its_requests_is_done() -> None:
    news = News()
    with news.writing("a"):
        with news.writing("a"):
            assert news.is_writing("a")
            assert not news.is_writing("b")
        assert news.is_writing("a")

    assert not news.is_writing("a")


async def test_news_between_looking_and_waiting_is_not_missed() -> None:
    news = News()
    news.begin()
    with news.waiter([SHARED]) as waiter:
        waiter.look_again()
        news.told([SHARED])

        assert await waiter.wait(10)


async def test_thousands_may_wait_for_the_same_log() -> None:
    news = News()
    news.begin()

    async def wait() -> bool:
        with news.waiter([SHARED]) as waiter:
            return await waiter.wait(30)

    tasks = [asyncio.create_task(wait()) for _ in range(4_000)]
    await until(lambda: news.waiting_count == 4_000)
    news.told([SHARED])

    assert all(await asyncio.gather(*tasks))
    assert news.waiting_count == 0


async def test_a_server_that_stops_lets_everybody_go() -> None:
    news = News()
    news.begin()
    with news.waiter([SHARED]) as waiting:
        news.end()
        assert await waiting.wait(10)
    with news.waiter([SHARED]) as late:
        assert await late.wait(10)
    assert news.ended


async def test_news_before_the_server_runs_are_nobodys() -> None:
    News().told([SHARED])


async def test_work_beyond_the_limit_is_refused_before_it_begins(clock: FixedClock) -> None:
    workers, go_on, begun = Workers(clock, threads=1, waiting=1), Event(), Event()

    def work() -> bool:
        begun.set()
        return go_on.wait(30)

    first = asyncio.create_task(workers.run(work))
    second = asyncio.create_task(workers.run(work))
    await until(lambda: workers.at_work == 2 and begun.is_set())
    called: list[int] = []
    with pytest.raises(Busy) as busy:
        await workers.run(called.append, 1)
    go_on.set()

    assert await first
    assert await second
    assert not called
    assert busy.value.more["retry_after_s"] > 0
    assert workers.at_work == 0
    workers.close()


async def test_what_a_function_raises_is_raised_and_frees_its_place(clock: FixedClock) -> None:
    workers = Workers(clock, threads=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await workers.run(divmod, 1, 0)
    assert workers.at_work == 0
    workers.close()


def test_a_crowd_is_spread_at_a_steady_rate_and_forgotten_when_it_has_passed(
    clock: FixedClock,
) -> None:
    spread = Spread(clock, per_s=10, free=5, most_s=120)

    waits = [spread.next_wait_s() for _ in range(105)]
    clock.advance(timedelta(seconds=60))

    assert waits[:5] == [0.0] * 5
    assert waits[-1] == pytest.approx(10.0)
    assert spread.next_wait_s() == 0.0


def test_nobody_waits_longer_than_the_most(clock: FixedClock) -> None:
    spread = Spread(clock, per_s=10, free=0, most_s=120)

    waits = [spread.next_wait_s() for _ in range(5_000)]

    assert max(waits) == 120.0
    assert sum(wait == 120.0 for wait in waits) < 10
