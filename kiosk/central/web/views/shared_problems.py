"""One problem in several units, joined above and never below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kiosk.central.web.standing import Standing, UnitCard
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import card_words, category_title
from kiosk.viewmodels.words import counted, length

FEWEST_UNITS: Final = 2
"""From so many units on it is one problem, not several."""
UNITS_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class SharedProblem:
    """Open cards that say the same, or are about the same.

    Attributes:
        words: what they say, or what they are about.
        about: the category, where the words are a phrase; else empty.
        units: "call bells: 6 wards" as "6 units: …".
        oldest: how old the oldest is.
        href: the list of these cards.
        cards: the cards, oldest first.
        same: whether they say the same, so that one answer can go to all.
    """

    words: str
    about: str
    units: str
    oldest: str
    href: str
    cards: tuple[UnitCard, ...]
    same: bool


def shared_problems(standing: Standing, catalogue: Catalogue) -> tuple[SharedProblem, ...]:
    """Return what several units raised: first what says the same, then what is about the same; the widest first."""
    same = _groups(standing, lambda each: (each.card.category, said(each)))
    told = {each.id for group in same for each in group}
    about = _groups(standing, lambda each: (each.card.category, ""), leave_out=told)
    return tuple(
        _problem(group, standing, catalogue, same=group in same)
        for group in (*_widest_first(same), *_widest_first(about))
    )


def said(each: UnitCard) -> str:
    """Return what a card says, for comparing."""
    return " ".join(card_words(each.card).casefold().split()).rstrip(".")


def _groups(
    standing: Standing,
    key: Callable[[UnitCard], tuple[str, str]],
    leave_out: set[str] | None = None,
) -> list[tuple[UnitCard, ...]]:
    groups: dict[tuple[str, str], list[UnitCard]] = {}
    for each in standing.open_cards():
        if each.id not in (leave_out or set()):
            groups.setdefault(key(each), []).append(each)
    in_order = (sorted(group, key=lambda each: each.card.raised_at) for group in groups.values())
    return [tuple(group) for group in in_order if _width(group) >= FEWEST_UNITS]


def _width(group: Sequence[UnitCard]) -> int:
    return len({each.unit.node for each in group})


def _widest_first(groups: list[tuple[UnitCard, ...]]) -> list[tuple[UnitCard, ...]]:
    return sorted(groups, key=lambda group: (-_width(group), group[0].card.raised_at))


def _problem(
    group: tuple[UnitCard, ...], standing: Standing, catalogue: Catalogue, *, same: bool
) -> SharedProblem:
    first = group[0]
    category = category_title(catalogue, first.card.category)
    query = {"category": first.card.category, **({"says": said(first)} if same else {})}
    return SharedProblem(
        words=card_words(first.card) if same else category,
        about=category if same else counted(len(group), "card"),
        units=_units(group),
        oldest=length(standing.age(first)),
        href=f"/cards?{urlencode(query)}",
        cards=group,
        same=same,
    )


def _units(group: tuple[UnitCard, ...]) -> str:
    names = list(dict.fromkeys(each.unit.name for each in group))
    more = f" and {len(names) - UNITS_NAMED} more" if len(names) > UNITS_NAMED else ""
    return f"{counted(_width(group), 'unit')}: {', '.join(names[:UNITS_NAMED])}{more}"
