"""Whether central answers boards as the model says; taking notes of what it took."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from kiosk.sync.protocol import PATHS
from tests.fakes.sync_model import SyncModel

SNAPSHOT_BEHIND: Final = 6
"""A board that is further behind than this gets a snapshot."""

Said = Mapping[str, Any]


def check_answer(
    model: SyncModel, name: str, path: str, asked: Said, status: int, said: Said
) -> None:
    """Demand that an answer is what the model says, and let the model take what central took.

    Args:
        model: the model.
        name: the board that asked.
        path: of the request.
        asked: the request.
        status: of the answer.
        said: the answer.
    """
    if path == PATHS["enrol"]:
        _enrolled(model, status, said)
        return
    if status == HTTPStatus.UNAUTHORIZED:  # the token is too old, and the board gets another
        return
    if status == HTTPStatus.FORBIDDEN:
        assert model.device(name) not in model.central.devices, said
        return
    ok = status == HTTPStatus.OK
    asked = _in_full(model, asked)
    if path in {PATHS["nonce"], PATHS["token"]}:
        assert ok, said
    elif said.get("error") == "timeline":
        assert asked["timeline"] != model.central.timeline
    elif path == PATHS["hello"]:
        assert ok, said
        assert said["timeline"] == model.central.timeline
        assert not said["behind"]
        model.vectors[said["vector"]] = (said["timeline"], tuple(said["follow"]))
        model.greeting.discard(model.device(name))
    elif asked["timeline"] != model.central.timeline:  # the name of a vector of another timeline
        assert (said["error"], asked["named"]) == ("hello", True), said
    else:
        FOLLOWED[path](model, name, asked, said)


def _in_full(model: SyncModel, asked: Said) -> Said:
    """Return a request as if it had said its cursors by the names of their logs."""
    if "of" not in asked:
        return {**asked, "named": False}
    timeline, logs = model.vectors[asked["of"]]
    cursors = dict(zip(logs, asked["at"], strict=True))
    return {**asked, "named": True, "timeline": timeline, "cursors": cursors}


def _enrolled(model: SyncModel, status: int, said: Said) -> None:
    """Let a board in with its code, once; a restored central does not know the code any more."""
    if status != HTTPStatus.OK:
        assert said["error"] == "not_permitted", said
        return
    model.central.devices.add(said["device"])
    model.greeting |= model.central.devices


def _pushed(model: SyncModel, name: str, asked: Said, said: Said) -> None:
    """Each change is answered with its number, or dead; a fork or a gap needs a disk that is not the only one."""
    if "error" in said:
        assert said["error"] in {"fork", "gap"}, said
        assert model.device(name) in model.parted, said
        return
    answers = []
    for entry in asked["entries"]:
        did = model.told[entry["change"]["id"]]
        seq = model.central.take(did, without_words=entry.get("words") is None)
        answers.append((did.id, seq))
    assert [(one["id"], one.get("seq")) for one in said["answers"]] == answers
    assert all((one.get("seq") is None) == ("dead" in one) for one in said["answers"])


def _pulled(model: SyncModel, name: str, asked: Said, said: Said) -> None:
    """All that is new comes, in order and without a hole, or a snapshot is offered."""
    cursors = asked["cursors"]
    behind = {log: len(model.central.log(log)) - cursor for log, cursor in cursors.items()}
    if "error" in said:
        assert said["error"] == "hello", said
        ahead = any(count < 0 for count in behind.values())
        assert ahead or model.device(name) in model.greeting, said
        return
    if "own" in asked:  # what only the board itself wrote is not news to it
        behind = {
            log: count
            for log, count in behind.items()
            if log in _logs_in(said) or not _is_own(model, name, log, cursors[log])
        }
    pages = {page["log"]: page["entries"] for page in said["pages"]}
    assert set(pages) == {log for log, count in behind.items() if 0 < count <= SNAPSHOT_BEHIND}
    assert set(said["snapshot"]) == {
        log for log, count in behind.items() if count > SNAPSHOT_BEHIND
    }
    for log, entries in pages.items():
        assert len(entries) == behind[log]
        _same(model, entries, log, cursors[log])


def _logs_in(said: Said) -> set[str]:
    return {*said["snapshot"], *(page["log"] for page in said["pages"])}


def _is_own(model: SyncModel, name: str, log: str, after: int) -> bool:
    new = model.dids(model.central.log(log)[after:])
    return all(did.device == model.device(name) for did in new)


def _snapped(model: SyncModel, _name: str, asked: Said, said: Said) -> None:
    """Everything is young here, so a snapshot is the whole log."""
    log = model.central.log(asked["log"])
    assert said["at"] == (asked["at"] or len(log))
    assert len(said["entries"]) == said["at"] - asked["after_seq"]
    _same(model, said["entries"], asked["log"], asked["after_seq"])


def _same(model: SyncModel, entries: Sequence[Said], log: str, after: int) -> None:
    """Demand that entries are those of a log after a number, with the words that are left."""
    ids = [entry["change"]["id"] for entry in entries]
    assert ids == model.central.log(log)[after : after + len(entries)]
    assert [entry["seq"] for entry in entries] == [*range(after + 1, after + 1 + len(entries))]
    for did, entry in zip(model.dids(ids), entries, strict=True):
        if did.says:
            assert (entry.get("words") is None) == (did.id in model.central.wordless)


FOLLOWED: Final = {PATHS["push"]: _pushed, PATHS["pull"]: _pulled, PATHS["snapshot"]: _snapped}
