"""*Today's figures*: the keypad for metrics without a warehouse; *none* and *not counted* are different answers."""

from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.metrics import Entered, Metric, ValueKind
from kiosk.domain.observations import Observation, RecordObservation, observation_id
from kiosk.domain.wards import Ward
from kiosk.viewmodels.boards import Button, Face
from kiosk.viewmodels.counted_events import counting_of_metric
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.forms.form import Context, Draft, Form, Leave, Next, Submit
from kiosk.viewmodels.forms.months import month_of, month_turns
from kiosk.viewmodels.forms.parts import BACK, CLOSE, chosen, day_words, primary
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.sheets import Block, Choices, Label, NumberEntry, Option, Paragraph, SheetView
from kiosk.viewmodels.words import month_and_year

DAYS_OPEN = 14
"""How many days back a figure can be entered on the sheet; missing ones are listed."""
DIGITS = 5
ANOTHER_DAY = Option("another_day", "Another day", tone=Tone.ACCENT)


def start(context: Context, draft: Draft) -> Draft:
    """Begin with the list of metrics, or with the one that the sheet was opened for."""
    if draft.argument and draft.argument in _entered_here(context):
        return _pick_metric(context, draft, draft.argument)
    return draft.turn("list")


def view(context: Context, draft: Draft) -> SheetView:
    """Return the list of metrics, or the keypad of one."""
    metric = context.ward.metrics.get(draft.get("metric"))
    if draft.page == "keypad" and metric is not None:
        return _keypad(context, draft, metric)
    if draft.page == "days" and metric is not None:
        return _any_day(context, draft, metric)
    return _list(context)


def touched(context: Context, draft: Draft, action: str, value: str) -> Next:
    """Return what a touch leads to."""
    name, chosen_value = chosen(action)
    match name:
        case "metric":
            return _pick_metric(context, draft, chosen_value)
        case "day":
            return _pick_day(context, draft, chosen_value).turn("keypad")
        case "another_day":
            return draft.turn("days")
        case "month":
            return draft.put(month=chosen_value)
        case "number:numerator" | "number:denominator":
            return draft.put(**{name.partition(":")[2]: value})
        case "activate:numerator" | "activate:denominator":
            return draft.put(active=name.partition(":")[2])
        case "next":
            return draft.put(active="denominator")
        case "none":
            return draft.put(numerator="0", active="denominator")
        case "not_counted" | "save":
            return _save(context, draft, counted=name == "save")
        case "back":
            return draft.turn("keypad" if draft.page == "days" else "list")
        case "done":
            return Leave()
        case _:
            return draft


def missing_days(ward: Ward, metric_id: str, today: date) -> list[date]:
    """Return the open days before today, newest first, for which a daily metric has no answer."""
    metric = ward.metrics.get(metric_id)
    if metric is None or metric.facts.entered is not Entered.DAILY:
        return []
    calendar = ward.node.calendar if ward.node else None
    days = (today - timedelta(days=back) for back in range(1, DAYS_OPEN + 1))
    return [
        day
        for day in days
        if not (calendar and calendar.is_closed(day))
        and observation_id(metric_id, day) not in ward.observations
    ]


def _entered_here(context: Context) -> dict[str, Metric]:
    """Return the metrics that are entered by hand; those that count reported events are not."""
    scene = Scene(context.ward, context.catalogue, Face.STAFF)
    return {
        key: metric
        for key, metric in context.ward.metrics.items()
        if metric.active
        and metric.facts.entered is not Entered.RELEASE
        and counting_of_metric(metric.facts.key, scene) is None
    }


def _list(context: Context) -> SheetView:
    ward = context.ward
    rows = tuple(_row(ward, key, metric) for key, metric in _entered_here(context).items())
    blocks: tuple[Block, ...] = (
        (Label("Touch a metric to enter its figure"), Choices("metric", rows))
        if rows
        else (Paragraph("No metric is entered by hand on this ward.", Tone.MUTED),)
    )
    return SheetView(
        name="figures.list",
        title="Today's figures",
        columns=(blocks,),
        buttons=(CLOSE,),
        note="None and not counted are different answers.",
        spoken="Today's figures. Touch a metric to enter its figure.",
    )


def _row(ward: Ward, metric_id: str, metric: Metric) -> Option:
    today = ward.observations.get(observation_id(metric_id, ward.today))
    missing = len(missing_days(ward, metric_id, ward.today))
    detail = "" if not missing else ("1 day missing" if missing == 1 else f"{missing} days missing")
    return Option(
        action=f"metric={metric_id}",
        text=metric.facts.title,
        detail=detail,
        right=answer_words(metric, today) if today else "not yet",
        chosen=today is not None,
        mark=Mark.NONE if today else Mark.DASHES,
    )


def answer_words(metric: Metric, observation: Observation) -> str:
    """Return a day's figure in words: "7 of 9", "none", "not counted"."""
    if observation.answer == "not_counted":
        return "not counted"
    if metric.facts.value is ValueKind.COUNT:
        return "none" if observation.numerator == 0 else str(observation.numerator)
    return f"{observation.numerator} of {observation.denominator}"


def _pick_metric(context: Context, draft: Draft, metric_id: str) -> Draft:
    picked = replace(draft, values={**draft.values, "metric": metric_id}, page="keypad")
    return _pick_day(context, picked, context.ward.today.isoformat())


def _pick_day(context: Context, draft: Draft, day: str) -> Draft:
    known = context.ward.observations.get(
        observation_id(draft.get("metric"), date.fromisoformat(day))
    )
    counted = known is not None and known.answer == "counted"
    return draft.put(
        day=day,
        active="numerator",
        numerator=str(known.numerator) if counted and known else "",
        denominator=str(known.denominator)
        if counted and known and known.denominator is not None
        else "",
    )


def _keypad(context: Context, draft: Draft, metric: Metric) -> SheetView:
    ward, facts = context.ward, metric.facts
    day = date.fromisoformat(draft.get("day"))
    entries: list[Block] = [
        NumberEntry(
            "numerator",
            draft.get("numerator"),
            facts.numerator or facts.title,
            "–",
            DIGITS,
            active=draft.get("active") != "denominator" or not _needs_denominator(metric),
            problem=draft.problem,
        )
    ]
    if _needs_denominator(metric):
        entries.append(
            NumberEntry(
                "denominator",
                draft.get("denominator"),
                f"out of: {facts.denominator}" if facts.denominator else "out of",
                "–",
                DIGITS,
                active=draft.get("active") == "denominator",
            )
        )
    days = sorted({day, *_near_days(ward)}, reverse=True)
    rows = tuple(_day_option(ward, draft, metric, each, day) for each in days)
    entries += [Label("For which day?"), Choices("day", (*rows, ANOTHER_DAY))]
    return SheetView(
        name="figures.keypad",
        title=facts.title,
        columns=(tuple(entries),),
        buttons=(
            BACK,
            Button("not_counted", "Not counted"),
            Button("none", "None"),
            primary("save", "Save ›", enabled=_ready(draft, metric), why="Enter the figure first"),
        ),
        note=facts.definition,
        spoken=f"{facts.title}, {day_words(day, ward.today)}.",
    )


def _near_days(ward: Ward) -> list[date]:
    """Return today and the open days of the last two weeks: those that are missing and those to correct."""
    calendar = ward.node.calendar if ward.node else None
    days = (ward.today - timedelta(days=back) for back in range(DAYS_OPEN + 1))
    return [day for day in days if not (calendar and calendar.is_closed(day))]


def _any_day(context: Context, draft: Draft, metric: Metric) -> SheetView:
    """Return the days of a month to choose from, however long ago: a figure can always be corrected."""
    ward = context.ward
    month = month_of(draft, ward.today)
    after = (month + timedelta(days=31)).replace(day=1)
    last = min(after - timedelta(days=1), ward.today)
    days = [last - timedelta(days=back) for back in range((last - month).days + 1)]
    chosen_day = date.fromisoformat(draft.get("day"))
    rows = tuple(_day_option(ward, draft, metric, each, chosen_day) for each in days)
    return SheetView(
        name="figures.days",
        title=metric.facts.title,
        columns=((Choices("day", rows),), (month_turns(month, ward.today),)),
        buttons=(BACK, CLOSE),
        note="A correction keeps both figures in the history.",
        spoken=f"{metric.facts.title}. Which day of {month_and_year(month)}?",
    )


def _day_option(ward: Ward, draft: Draft, metric: Metric, day: date, chosen_day: date) -> Option:
    known = ward.observations.get(observation_id(draft.get("metric"), day))
    return Option(
        action=f"day={day.isoformat()}",
        text=day_words(day, ward.today),
        right=answer_words(metric, known) if known else "not yet",
        chosen=day == chosen_day,
    )


def _needs_denominator(metric: Metric) -> bool:
    return metric.facts.value is not ValueKind.COUNT


def _ready(draft: Draft, metric: Metric) -> bool:
    return bool(draft.get("numerator")) and (
        not _needs_denominator(metric) or bool(draft.get("denominator"))
    )


def _save(context: Context, draft: Draft, *, counted: bool) -> Next:
    metric = context.ward.metrics.get(draft.get("metric"))
    if metric is None:
        return draft.turn("list")
    if counted and not _ready(draft, metric):
        return draft.refuse("Enter both figures, or say that it was not counted.")
    needs = _needs_denominator(metric)
    command = RecordObservation(
        metric=draft.get("metric"),
        day=date.fromisoformat(draft.get("day")),
        answer="counted" if counted else "not_counted",
        numerator=int(draft.get("numerator")) if counted else None,
        denominator=int(draft.get("denominator")) if counted and needs else None,
        needs_denominator=needs,
        proportion=metric.facts.value is ValueKind.PROPORTION,
    )
    stay = replace(draft, values={}, page="list", problem="")
    return Submit((command,), f"Saved: {metric.facts.title}.", stay=stay)


FIGURES = Form("figures", start, view, touched)
