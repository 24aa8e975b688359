"""How large a chaos run is, and what it was."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

LONG_S: Final = 300.0
"""From so long on, a run has to reach the figures below."""
CHANGES: Final = 20_000
KILLS: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a run is.

    Attributes:
        seconds: how long the chaos lasts.
        services: below the one hospital, which has two boards; each service has one.
        wards: of each service; each has two boards.
        every_s: how often people at a board do something.
        at_once: how many things they do then.
        kill_every_s: how often something is killed, on average.
        seed: of what is killed when.
    """

    seconds: float
    services: int = 2
    wards: int = 4
    every_s: float = 2.0
    at_once: int = 12
    kill_every_s: float = 1.0
    seed: int = 1


@dataclass
class Figures:
    """What a run was.

    Attributes:
        plan: how large it was to be.
        boards: processes of boards.
        changes: in all logs at the end.
        confirmed: changes that screens confirmed.
        twice: changes that a log has more than once.
        lost: changes that a screen confirmed and that are in no log and on no board's way there.
        dead: changes that central did not take, with a reason.
        kills: by kind of process.
        faults: what else was done to whom, by kind.
        spent_s: processor time, by who spent it.
        converged_s: how long the boards took after healing, or None.
        violations: in words.
    """

    plan: Plan
    boards: int = 0
    changes: int = 0
    confirmed: int = 0
    twice: int = 0
    lost: int = 0
    dead: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    spent_s: dict[str, float] = field(default_factory=dict)
    converged_s: float | None = None
    violations: list[str] = field(default_factory=list)

    def demand_size(self) -> None:
        """Note as a violation that a long run was too small."""
        if self.plan.seconds < LONG_S:
            return
        if self.changes < CHANGES:
            self.violations.append(f"only {self.changes:,} of {CHANGES:,} changes")
        if self.kills.total() < KILLS:
            self.violations.append(f"only {self.kills.total()} of {KILLS} kills")

    def lines(self) -> str:
        """Return the figures as lines."""
        took = "not" if self.converged_s is None else f"{self.converged_s:.1f} s"
        spent = ", ".join(f"{who} {seconds:.0f} s" for who, seconds in self.spent_s.items())
        return "\n".join(
            (
                f"seed        {self.plan.seed}, {self.plan.seconds:.0f} s, {self.boards} boards",
                f"operations  {self.changes:,} changes in the logs, {self.dead:,} dead with a reason",
                f"confirmed   {self.confirmed:,} on screens",
                f"kills       {_counted(self.kills)}",
                f"faults      {_counted(self.faults)}",
                f"lost        {self.lost}",
                f"twice       {self.twice}",
                f"converged   {took} after healing",
                f"processor   {spent}",
                f"violations  {len(self.violations)}",
                *self.violations[:50],
            )
        )


def _counted(counts: Counter[str]) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common())
    return f"{counts.total():,}: {kinds}" if kinds else "0"
