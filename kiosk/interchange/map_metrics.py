"""What a map says of a metric: its definition, how it is drawn, and what the file calls it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints, ValidationInfo, field_validator

from kiosk.domain.metrics import ChartKind, Direction, Entered, MetricFacts, Rules, ValueKind
from kiosk.interchange.map_parts import Label, Part, Text, refusal

PER_CENT = 100
MOST_PHASES = 20


class MappedMetric(Part):
    """A metric's definition, and what the file calls it.

    Attributes:
        id: its name in layouts and in the catalogue.
        called: its value in the metric column, where there is one, or the canonical address of its FHIR
            `Measure`; the id unless told.
        per: the multiplier of a rate: 1000 for falls per 1,000 bed days.
        goal: in `unit`.
        point: the point of the layout's preset that it belongs to.
        we: what we did, as a clause before "less often for some patients".
        chart: how it is drawn over time.
        rules: by which rules signals are found.
        screen: whether unusually large moving ranges are left out of the limits, once.
        rebase: first days of months in the file, on which a new phase begins.
        voluntary: whether people report it as they see fit.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    called: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
        | None
    ) = None
    title: Label
    definition: Annotated[str, StringConstraints(max_length=300)]
    unit: Annotated[str, StringConstraints(min_length=1, max_length=30)] = "%"
    value: Literal["proportion", "rate"]
    per: Annotated[int | None, Strict(), Field(ge=1, le=1_000_000, validate_default=True)] = None
    numerator: Text
    denominator: Text
    direction: Literal["increase", "decrease", "neutral"]
    source: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    goal: Annotated[float | None, Strict(), Field(allow_inf_nan=False)] = None
    point: Annotated[str, StringConstraints(max_length=20)] = ""
    we: Annotated[str, StringConstraints(max_length=60)] = ""
    chart: ChartKind = ChartKind.XMR
    rules: Rules = Rules.MAKING_DATA_COUNT
    screen: Annotated[bool, Strict()] = True
    rebase: Annotated[tuple[date, ...], Field(max_length=MOST_PHASES)] = ()
    voluntary: Annotated[bool, Strict()] = False

    @field_validator("per")
    @classmethod
    def _per_of_a_rate(cls, per: int | None, info: ValidationInfo) -> int | None:
        value = info.data.get("value")
        if value == "rate" and per is None:
            raise refusal("a rate needs it: 1000 for events per 1,000 bed days")
        if value == "proportion" and per not in {None, PER_CENT}:
            raise refusal("a proportion is always in per cent: leave it out")
        return per

    @field_validator("rebase")
    @classmethod
    def _on_first_days(cls, rebase: tuple[date, ...]) -> tuple[date, ...]:
        if any(day.day != 1 for day in rebase):
            raise refusal("a phase begins on the first day of a month")
        return tuple(sorted(set(rebase)))

    @property
    def value_in_file(self) -> str:
        """What the metric column says for it."""
        return self.called or self.id

    def facts(self) -> MetricFacts:
        """The definition as a release and a ward keep it."""
        return MetricFacts(
            key=self.id,
            title=self.title,
            definition=self.definition,
            unit=self.unit,
            value=ValueKind(self.value),
            per=self.per or PER_CENT,
            numerator=self.numerator,
            denominator=self.denominator,
            direction=Direction(self.direction),
            source=self.source,
            entered=Entered.RELEASE,
            point=self.point,
            goal=self.goal,
            we=self.we,
            chart=self.chart,
            rules=self.rules,
            screen=self.screen,
            rebase=self.rebase,
            voluntary=self.voluntary,
        )
