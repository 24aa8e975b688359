"""What stands on the board: its layout, who leads it together, and three to five metrics."""

from kiosk.layouts.catalogue import CatalogueMetric
from kiosk.layouts.usual import TILE_METRICS
from kiosk.layouts.usual import usual_layout as usual_layout_of
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import options
from kiosk.viewmodels.forms.setup import answers
from kiosk.viewmodels.forms.setup.page import Columns, Page, problem_blocks
from kiosk.viewmodels.sheets import Choices, Label, Option

FEWEST_METRICS = 3
MOST_METRICS = 5
MOST_METRICS_LATER = 12

SETTINGS = {"emergency_department": "emergency", "perioperative": "perioperative"}

CO_LEADS = ("nursing", "medicine", "management", "union", "therapies", "patient partner")


def usual_layout(context: Context, tier: str) -> str:
    """Return the layout that a board of a tier begins with."""
    usual = usual_layout_of(int(tier))
    return usual if usual in context.layouts else next(iter(context.layouts), usual)


def choose_layout(draft: Draft, layout: str) -> Draft:
    """Return the draft with a layout, and with the metrics that have a tile on it ticked."""
    if layout == draft.get("layout"):
        return draft
    ticked = answers.BETWEEN_KEYS.join(TILE_METRICS.get(layout, ()))
    return draft.put(layout=layout, metrics=ticked)


def offered(context: Context, layout: str) -> tuple[CatalogueMetric, ...]:
    """Return the catalogue's metrics: those with a tile first, then those for such a unit."""
    tiles = TILE_METRICS.get(layout, ())
    setting = SETTINGS.get(layout, "ward")
    return tuple(
        sorted(
            context.catalogue.metrics, key=lambda m: (m.id not in tiles, setting not in m.settings)
        )
    )


def _layout_blocks(context: Context, draft: Draft) -> Columns:
    return (
        (
            Label("How shall the board be laid out? It can be changed at any time."),
            Choices(
                "layout",
                options("layout", context.layouts.items(), draft.get("layout")),
                layout="tiles",
                columns=2,
            ),
        ),
    )


def _touch_layout(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    return choose_layout(draft, value) if name == "layout" else draft


def _co_lead_blocks(context: Context, draft: Draft) -> Columns:
    del context
    chosen = answers.co_leads(draft.values)
    known = dict.fromkeys((*CO_LEADS, *chosen))
    ticks = tuple(
        Option(f"lead={who}", who[0].upper() + who[1:], chosen=who in chosen) for who in known
    )
    return (
        (
            Label("Who leads this board together? Touch all that apply, or none."),
            Choices("lead", ticks, layout="tiles", columns=3),
        ),
    )


def _touch_co_lead(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    if name != "lead":
        return draft
    chosen = answers.toggled(answers.co_leads(draft.values), value)
    return draft.put(co_leads=answers.BETWEEN_NAMES.join(chosen))


def _metric_blocks(context: Context, draft: Draft) -> Columns:
    layout = draft.get("layout")
    chosen = answers.metric_keys(draft.values)
    tiles = TILE_METRICS.get(layout, ())
    rows = tuple(
        Option(
            f"metric={metric.id}",
            metric.title,
            detail=metric.definition,
            right="has a tile" if metric.id in tiles else "",
            chosen=metric.id in chosen,
        )
        for metric in offered(context, layout)
    )
    return (
        (
            Label(f"What will you follow? {_how_many(context)} · {len(chosen)} chosen"),
            *problem_blocks(draft),
            Choices("metric", rows),
        ),
    )


def _how_many(context: Context) -> str:
    return "Three to five to begin with" if context.ward.node is None else "At most twelve"


def _touch_metric(context: Context, draft: Draft, name: str, value: str) -> Draft:
    del context
    if name != "metric":
        return draft
    chosen = answers.toggled(answers.metric_keys(draft.values), value)
    return draft.put(metrics=answers.BETWEEN_KEYS.join(chosen))


def _metrics_missing(context: Context, draft: Draft) -> str:
    count = len(answers.metric_keys(draft.values))
    if context.ward.node is not None:
        return "" if count <= MOST_METRICS_LATER else f"Twelve at most. {_chosen_so_far(count)}"
    if count < FEWEST_METRICS:
        return f"Choose at least three. {_chosen_so_far(count)}"
    if count > MOST_METRICS:
        return f"Begin with five at most. {_chosen_so_far(count)} More can be added later."
    return ""


def _chosen_so_far(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'} chosen."


LAYOUT = Page("layout", 3, "How shall the board be laid out?", _layout_blocks, _touch_layout)
CO_LEAD = Page("co_leads", 3, "Who leads this board together?", _co_lead_blocks, _touch_co_lead)
METRICS = Page(
    "metrics", 4, "What will you follow?", _metric_blocks, _touch_metric, _metrics_missing
)
