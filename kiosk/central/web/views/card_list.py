"""All cards in reach: filtered, sorted by age, lateness or unit, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlencode

from kiosk.central.web.owing import owing
from kiosk.central.web.standing import Standing, UnitCard
from kiosk.central.web.views.rows import CardRow, bare, by_urgency, card_row
from kiosk.central.web.views.shared_problems import said
from kiosk.domain.cards import Acknowledged, Answered, Closed, Owned, Raised, Returned
from kiosk.layouts.catalogue import Catalogue
from kiosk.viewmodels.names import category_title
from kiosk.viewmodels.words import counted

PAGE: Final = 50
STATES: Final = {
    "open": "All open",
    "raised": "Not seen yet",
    "working": "Being worked on",
    "answered": "Answered, not confirmed",
    "returned": "Returned",
    "late": "Late",
    "closed": "Closed in 90 days",
}
SORTS: Final = {"urgent": "Most pressing first", "oldest": "Oldest first", "unit": "By unit"}
_STEPS: Final = {
    "raised": Raised,
    "answered": Answered,
    "returned": Returned,
    "closed": Closed,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list; anything unknown is as good as not said."""

    state: str = "open"
    tier: str = ""
    unit: str = ""
    category: str = ""
    says: str = ""
    sort: str = "urgent"
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        """Read the query of an address."""
        state, sort, page = query.get("state", ""), query.get("sort", ""), query.get("page", "")
        return cls(
            state=state if state in STATES else "open",
            tier=query.get("tier", "")[:1],
            unit=query.get("unit", "")[:100],
            category=query.get("category", "")[:100],
            says=query.get("says", "")[:200],
            sort=sort if sort in SORTS else "urgent",
            page=min(max(int(page), 1), 10_000) if page.isdecimal() and len(page) < 6 else 1,  # noqa: PLR2004
        )

    def href(self, **changed: object) -> str:
        """Return the address of the list with something changed."""
        fields = {
            name: changed.get(name, getattr(self, name)) for name in type(self).__dataclass_fields__
        }
        blank = type(self)()
        said = {name: value for name, value in fields.items() if value != getattr(blank, name)}
        return "/cards" + (f"?{urlencode(said)}" if said else "")


class Choice(NamedTuple):
    """One entry of a list to choose from."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class CardList:
    """A page of the list, with what it can be filtered by.

    Attributes:
        rows: the cards of this page.
        total: how many match.
        words: how many, in words.
        units, tiers, categories: what there is to filter by.
        before, after: addresses of the pages beside this one, or empty.
        together: the cards that say the same, where the list was asked for one problem; else none.
    """

    wanted: Wanted
    rows: tuple[CardRow, ...]
    total: int
    words: str
    units: tuple[Choice, ...]
    tiers: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    before: str
    after: str
    together: tuple[UnitCard, ...]


def card_list(standing: Standing, wanted: Wanted, catalogue: Catalogue) -> CardList:
    """Return the page of the list that is asked for."""
    matching = tuple(each for each in standing.cards if _matches(each, wanted, standing))
    ordered = _sorted(matching, wanted, standing)
    first = (wanted.page - 1) * PAGE
    shown = ordered[first : first + PAGE]
    return CardList(
        wanted=wanted,
        rows=tuple(card_row(each, standing, catalogue) for each in shown),
        total=len(ordered),
        words=_words(len(ordered), first, len(shown)),
        units=_units(standing),
        tiers=_tiers(standing),
        categories=_categories(standing, catalogue),
        before=wanted.href(page=wanted.page - 1) if wanted.page > 1 else "",
        after=wanted.href(page=wanted.page + 1) if first + PAGE < len(ordered) else "",
        together=tuple(each for each in ordered if each.card.is_open) if wanted.says else (),
    )


def _matches(each: UnitCard, wanted: Wanted, standing: Standing) -> bool:
    filters = (
        (wanted.tier, str(each.unit.tier)),
        (wanted.unit, bare(each.unit.node)),
        (wanted.category, each.card.category),
        (wanted.says, said(each)),
    )
    if any(asked and asked != found for asked, found in filters):
        return False
    return _in_state(each, wanted.state, standing)


def _in_state(each: UnitCard, state: str, standing: Standing) -> bool:
    card = each.card
    if state == "open":
        return card.is_open
    if state == "working":
        return isinstance(card.progress, Acknowledged | Owned)
    if state == "late":
        owed = owing(each, standing.now, standing.tiers)
        return owed is not None and owed.late is not None
    return isinstance(card.progress, _STEPS[state])


def _sorted(cards: tuple[UnitCard, ...], wanted: Wanted, standing: Standing) -> list[UnitCard]:
    urgent = by_urgency(cards, standing)
    if wanted.sort == "oldest":
        return sorted(urgent, key=lambda each: each.card.raised_at)
    if wanted.sort == "unit":
        return sorted(urgent, key=lambda each: each.unit.name.casefold())
    return urgent


def _words(total: int, first: int, shown: int) -> str:
    if total <= PAGE:
        return counted(total, "card")
    return f"{counted(total, 'card')}, {first + 1:,} to {first + shown:,}"


def _units(standing: Standing) -> tuple[Choice, ...]:
    named = sorted(standing.units.values(), key=lambda unit: unit.name.casefold())
    return tuple(Choice(bare(unit.node), unit.name) for unit in named)


def _tiers(standing: Standing) -> tuple[Choice, ...]:
    tiers = sorted({unit.tier for unit in standing.units.values()})
    return tuple(Choice(str(tier), f"Tier {tier}") for tier in tiers)


def _categories(standing: Standing, catalogue: Catalogue) -> tuple[Choice, ...]:
    shipped = [category.id for category in catalogue.cards.categories]
    others = sorted({each.card.category for each in standing.cards} - set(shipped))
    return tuple(Choice(name, category_title(catalogue, name)) for name in (*shipped, *others))
