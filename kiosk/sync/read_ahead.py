"""Asking for the next page while the last one is being kept, for whoever does one thing after the other."""

import queue
import threading
from collections.abc import Callable
from dataclasses import replace

from kiosk.sync.acts import AskPages, Request
from kiosk.sync.events import Answer, Failure, PagesRead, Why
from kiosk.sync.protocol import Refusal
from kiosk.sync.surroundings import Wire

Answered = Answer | Refusal | Failure
Asking = Callable[[Request, str | None], Answered]


class ReadAhead:
    """A wire that has asked already for what follows, where an answer says that more is to come.

    Only an answer with pages in it is ever kept for later: it stays right whatever happens meanwhile, because pages
    follow cursors. That there is nothing new may be wrong a moment later, and is asked for anew.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._ahead: tuple[AskPages, Callable[[], Answered]] | None = None

    def ask(self, request: Request, token: str | None) -> Answered:
        """Ask, or take what was asked already."""
        if not isinstance(request, AskPages):
            return self._wire.ask(request, token)
        answer = self._asked(request)
        if answer is None:
            answer = self._wire.ask(request, token)
        if isinstance(answer, PagesRead) and _has_more(answer):
            follows = _following(request, answer)
            self._ahead = follows, ask_aside(self._wire.ask, follows, token)
        return answer

    def _asked(self, request: AskPages) -> Answered | None:
        """Return pages that were asked for already, or None."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead[0] != request:
            return None
        answer = ahead[1]()
        return answer if isinstance(answer, PagesRead) and answer.pages else None


def ask_aside(ask: Asking, request: Request, token: str | None) -> Callable[[], Answered]:
    """Ask in a thread of its own; return what waits for the answer."""
    answers: queue.SimpleQueue[Answered] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(ask(request, token))
        except Exception as bug:  # noqa: BLE001 - nobody waits for ever; it is asked again, and told then
            answers.put(Failure(Why.BUG, type(bug).__name__))

    threading.Thread(target=work, name="sync-ahead", daemon=True).start()
    return answers.get


def _has_more(answer: PagesRead) -> bool:
    """Whether a log goes on after its page."""
    lasts = ((page.records[-1].seq or 0, page.head) for page in answer.pages if page.records)
    return any(last < head for last, head in lasts)


def _following(request: AskPages, answer: PagesRead) -> AskPages:
    came = {page.log: page.records[-1].seq or 0 for page in answer.pages if page.records}
    return replace(
        request, cursors=tuple((log, came.get(log, seq)) for log, seq in request.cursors)
    )
