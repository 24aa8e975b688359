"""In which time zone the unit stands: a region, the first letters where there are many, a city."""

from functools import lru_cache
from zoneinfo import available_timezones

from kiosk.domain.clock import local_time
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.setup.page import Columns, Page
from kiosk.viewmodels.sheets import Choices, Label, Option, Paragraph

REGIONS = (
    "Europe",
    "America",
    "Asia",
    "Africa",
    "Australia",
    "Pacific",
    "Atlantic",
    "Indian",
    "Antarctica",
)
REGION_WORDS = {"Indian": "Indian Ocean", "Pacific": "Pacific Ocean", "Atlantic": "Atlantic Ocean"}
ON_ONE_PAGE = 16


@lru_cache(maxsize=1)
def zones_by_region() -> dict[str, tuple[str, ...]]:
    """Return the time zones that this machine knows, by region, in the order of the alphabet."""
    known = sorted(available_timezones())
    found = {r: tuple(z for z in known if z.startswith(f"{r}/")) for r in REGIONS}
    return {region: zones for region, zones in found.items() if zones}


def city(zone: str) -> str:
    """Return the words for a zone: "Buenos Aires, Argentina" for America/Argentina/Buenos_Aires."""
    _, _, place = zone.partition("/")
    return ", ".join(reversed((place or zone).replace("_", " ").split("/")))


def _blocks(context: Context, draft: Draft) -> Columns:
    region, letters = draft.get("region"), draft.get("letters")
    zones = zones_by_region().get(region, ())
    if not zones:
        return _regions(context, draft)
    if len(zones) > ON_ONE_PAGE and not letters:
        return _list_of(_words(region), tuple(_letters(zones)))
    shown = _part(zones, int(letters)) if letters else zones
    cities = tuple(Option(f"zone={z}", city(z), chosen=z == draft.get("zone")) for z in shown)
    return _list_of(_words(region), cities)


def _regions(context: Context, draft: Draft) -> Columns:
    zone = draft.get("zone")
    clock = local_time(context.ward.now, zone)
    regions = tuple(
        Option(f"region={region}", _words(region), chosen=zone.startswith(f"{region}/"))
        for region in zones_by_region()
    )
    return (
        (
            Label("The clock on this board"),
            Paragraph(f"{clock:%H:%M}", size="figure", bold=True),
            Paragraph(city(zone), size="large"),
            Paragraph("Is that the time on your ward? If not, touch your region."),
        ),
        (Label("Region"), Choices("region", regions, layout="tiles", columns=3)),
    )


def _list_of(label: str, found: tuple[Option, ...]) -> Columns:
    return ((Label(label), Choices("place", found, layout="tiles", columns=4)),)


def _letters(zones: tuple[str, ...]) -> list[Option]:
    parts = [_part(zones, number) for number in range(_parts(zones))]
    return [
        Option(f"letters={number}", f"{_short(part[0])} – {_short(part[-1])}")
        for number, part in enumerate(parts)
    ]


def _parts(zones: tuple[str, ...]) -> int:
    return -(-len(zones) // ON_ONE_PAGE)


def _part(zones: tuple[str, ...], number: int) -> tuple[str, ...]:
    return zones[number * ON_ONE_PAGE : (number + 1) * ON_ONE_PAGE]


def _short(zone: str) -> str:
    return city("/".join(zone.split("/")[:2]))


def _words(region: str) -> str:
    return REGION_WORDS.get(region, region)


def _touched(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    match name:
        case "region":
            return draft.put(region=value, letters="")
        case "letters":
            return draft.put(letters=value)
        case "zone":
            return draft.put(zone=value, region="", letters="")
        case _:
            return draft


def _up(draft: Draft) -> Draft | None:
    if draft.get("letters"):
        return draft.put(letters="")
    return draft.put(region="") if draft.get("region") else None


ZONE = Page("zone", 1, "In which time zone is the unit?", _blocks, _touched, up=_up)
