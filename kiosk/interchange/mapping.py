"""What a map says: how to read a file of figures into releases. It is a TOML file that a hospital writes once."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from kiosk.domain.metrics import Direction, Entered, MetricFacts, ValueKind

MOST_GROUPS = 60
MOST_METRICS = 20
MOST_FILTERS = 10
PER_CENT = 100

_A_DAY = date(2019, 3, 1)  # any first of a month, to try a date format on


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Texts = Annotated[
    tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=MOST_GROUPS)
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


def _refusal(words: str) -> PydanticCustomError:
    return PydanticCustomError("map_rule", "{words}", {"words": words})


class Part(BaseModel):
    """A frozen piece of the map; a key it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(Part):
    """Which column holds what, by the names in the file's first line; `metric` only if the file has several."""

    period: Text
    numerator: Text
    denominator: Text
    metric: Text | None = None


class Groups(Part):
    """What the figures are split by.

    Attributes:
        column: the column that holds the group.
        stratifier: what the groups are, as a board's layout names them ("language").
        labels: the words on the board for each value in the column, in their order on the board.
        add_up: whether nobody is in two groups.
        total: the value in the column that stands for everyone; without it, groups are added up.
    """

    column: Text
    stratifier: Label
    labels: Annotated[dict[Text, Label], Field(min_length=1, max_length=MOST_GROUPS)]
    add_up: Annotated[bool, Strict()] = True
    total: Annotated[Text | None, Field(validate_default=True)] = None

    @field_validator("total")
    @classmethod
    def _total_of_its_own(cls, total: str | None, info: ValidationInfo) -> str | None:
        if total is None and info.data.get("add_up") is False:
            raise _refusal("groups that overlap cannot be added up, so name the row of everyone")
        if total is not None and total in info.data.get("labels", {}):
            raise _refusal("it is one of the labels too")
        return total


class MappedMetric(Part):
    """A metric's definition, and what the file calls it.

    Attributes:
        id: its name in layouts and in the catalogue.
        called: its value in the metric column, where there is one; the id unless told.
        per: the multiplier of a rate: 1000 for falls per 1,000 bed days.
        goal: in `unit`.
        point: the point of the layout's preset that it belongs to.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    called: Text | None = None
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

    @field_validator("per")
    @classmethod
    def _per_of_a_rate(cls, per: int | None, info: ValidationInfo) -> int | None:
        value = info.data.get("value")
        if value == "rate" and per is None:
            raise _refusal("a rate needs it: 1000 for events per 1,000 bed days")
        if value == "proportion" and per not in {None, PER_CENT}:
            raise _refusal("a proportion is always in per cent: leave it out")
        return per

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
        )


class FigureMap(Part):
    """A whole map.

    Attributes:
        columns: which column holds what.
        period_format: how dates are written, in the codes of Python's strptime; any day of a month counts for it.
        filters: only rows where each of these columns has (one of) these values are read.
        missing: what stands in a numerator or denominator that was not counted.
        scope: whom the figures are about, when it is not the ward alone.
        groups: what they are split by, if they are.
        metrics: what is measured; several need `columns.metric`.
    """

    columns: Columns
    period_format: Text = "%Y-%m-%d"
    filters: Annotated[dict[Text, Texts], Field(max_length=MOST_FILTERS)] = Field(
        default_factory=dict
    )
    missing: Annotated[tuple[Annotated[str, StringConstraints(max_length=20)], ...], Field()] = ()
    scope: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    groups: Groups | None = None
    metrics: Annotated[tuple[MappedMetric, ...], Field(min_length=1, max_length=MOST_METRICS)]

    @field_validator("period_format")
    @classmethod
    def _finds_the_month(cls, text: str) -> str:
        try:
            found = datetime.strptime(_A_DAY.strftime(text), text).replace(tzinfo=UTC).date()
        except ValueError:
            found = None
        if found is None or (found.year, found.month) != (_A_DAY.year, _A_DAY.month):
            raise _refusal('write it as in "%Y-%m-%d" for 2019-03-31 or "%d/%m/%Y" for 31/03/2019')
        return text

    @field_validator("metrics")
    @classmethod
    def _told_apart(
        cls, metrics: tuple[MappedMetric, ...], info: ValidationInfo
    ) -> tuple[MappedMetric, ...]:
        columns = info.data.get("columns")
        if columns is not None and columns.metric is None and len(metrics) > 1:
            raise _refusal("several metrics need columns.metric, the column that tells which")
        for names in ([one.id for one in metrics], [one.value_in_file for one in metrics]):
            if len(set(names)) < len(names):
                raise _refusal("two metrics have the same name")
        return metrics

    @property
    def wanted_columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        columns = self.columns
        named = [columns.period, columns.numerator, columns.denominator, *self.filters]
        named += [columns.metric] if columns.metric else []
        named += [self.groups.column] if self.groups else []
        return tuple(dict.fromkeys(named))
