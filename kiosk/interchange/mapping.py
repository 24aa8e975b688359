"""What a map says: how to read a file of figures into releases. It is a TOML file that a hospital writes once."""

from datetime import UTC, date, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from kiosk.domain.releases import WindowKind
from kiosk.interchange.map_groups import Groups
from kiosk.interchange.map_metrics import MappedMetric
from kiosk.interchange.map_nodes import Nodes, Profile, ProfileByName
from kiosk.interchange.map_parts import Code, Part, Text, Texts, refusal
from kiosk.interchange.refusals import FiguresRefusedError

MOST_METRICS = 40
MOST_FILTERS = 10
MOST_SPLITS = 12

_A_DAY = date(2019, 3, 1)  # any first of a month, to try a date format on


NO_COLUMNS: Final = (
    "The map has no [columns]. A table needs them: what holds period, numerator, denominator."
)


class Columns(Part):
    """Which column holds what, by the names in the file's first line; `metric` only if the file has several."""

    period: Text
    numerator: Text
    denominator: Text
    metric: Text | None = None


class FigureMap(Part):
    """A whole map.

    Attributes:
        columns: which column holds what; FHIR resources have none, so a map for them needs no columns.
        period_format: how dates are written, in the codes of Python's strptime; any day of a month counts for it.
        filters: only rows where each of these columns has (one of) these values are read.
        missing: what stands in a numerator or denominator that was not counted.
        zero_denominator: whether a row where nobody was counted is refused, or is no data.
        scope: whom the figures are about, when it is not the ward alone.
        window: how long a published window is.
        profile: which counts are too small to publish.
        nodes: whom each row is about, when a file is about several wards.
        board: the code of the node whose board this is.
        groups: what they are split by, if they are.
        splits: the same, several times: by language and by age band.
        metrics: what is measured; several need `columns.metric`.
    """

    columns: Columns | None = None
    period_format: Text = "%Y-%m-%d"
    filters: Annotated[dict[Text, Texts], Field(max_length=MOST_FILTERS)] = Field(
        default_factory=dict
    )
    missing: Annotated[tuple[Annotated[str, StringConstraints(max_length=20)], ...], Field()] = ()
    zero_denominator: Literal["refuse", "no_data"] = "refuse"
    scope: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    window: Literal["month", "quarter", "rolling_12"] = "month"
    profile: ProfileByName = Field(default_factory=Profile.default)
    nodes: Nodes | None = None
    board: Code | None = None
    groups: Groups | None = None
    splits: Annotated[tuple[Groups, ...], Field(max_length=MOST_SPLITS)] = ()
    metrics: Annotated[tuple[MappedMetric, ...], Field(min_length=1, max_length=MOST_METRICS)]

    @field_validator("period_format")
    @classmethod
    def _finds_the_month(cls, text: str) -> str:
        try:
            found = datetime.strptime(_A_DAY.strftime(text), text).replace(tzinfo=UTC).date()
        except ValueError:
            found = None
        if found is None or (found.year, found.month) != (_A_DAY.year, _A_DAY.month):
            raise refusal('write it as in "%Y-%m-%d" for 2019-03-31 or "%d/%m/%Y" for 31/03/2019')
        return text

    @field_validator("board")
    @classmethod
    def _one_of_the_nodes(cls, board: str | None, info: ValidationInfo) -> str | None:
        nodes = info.data.get("nodes")
        if board and nodes is not None and nodes.list == "named" and board not in nodes.named:
            raise refusal("it is not one of the nodes")
        return board

    @field_validator("splits")
    @classmethod
    def _splits_of_their_own(
        cls, splits: tuple[Groups, ...], info: ValidationInfo
    ) -> tuple[Groups, ...]:
        if splits and info.data.get("groups") is not None:
            raise refusal("say it once: [groups] for one split, [[splits]] for several")
        names = [split.stratifier or split.set for split in splits]
        if len(set(names)) < len(names):
            raise refusal("two splits are by the same stratifier")
        answers = [(split.column, sorted(split.where.items())) for split in splits]
        if any(one in answers[:number] for number, one in enumerate(answers)):
            raise refusal(
                "two splits group the same answers, so one would tell what the other hides"
            )
        beside = [split.total is None for split in splits if not split.where]
        if any(beside) and not all(beside):
            raise refusal("name the row of everyone in each of them, or in none")
        return splits

    @field_validator("metrics")
    @classmethod
    def _told_apart(
        cls, metrics: tuple[MappedMetric, ...], info: ValidationInfo
    ) -> tuple[MappedMetric, ...]:
        columns = info.data.get("columns")
        if columns is not None and columns.metric is None and len(metrics) > 1:
            raise refusal("several metrics need columns.metric, the column that tells which")
        for names in ([one.id for one in metrics], [one.value_in_file for one in metrics]):
            if len(set(names)) < len(names):
                raise refusal("two metrics have the same name")
        return metrics

    @property
    def every_split(self) -> tuple[Groups, ...]:
        """What the figures are split by, in the order of the map; none for figures of everyone alone."""
        return (self.groups,) if self.groups else self.splits

    def with_splits(self, splits: tuple[Groups, ...]) -> Self:
        """Return the same map, its splits replaced one by one."""
        whole = {"groups": splits[0]} if self.groups else {"splits": splits}
        return self.model_copy(update=whole)

    @property
    def window_kind(self) -> WindowKind:
        """How long a published window is."""
        return WindowKind(self.window)

    @property
    def named_columns(self) -> Columns:
        """Which column of a table holds what.

        Raises:
            FiguresRefusedError: the map is for FHIR resources only.
        """
        if self.columns is None:
            raise FiguresRefusedError(NO_COLUMNS)
        return self.columns

    @property
    def wanted_columns(self) -> tuple[str, ...]:
        """Every column that is read, each once.

        Raises:
            FiguresRefusedError: the map is for FHIR resources only.
        """
        columns = self.named_columns
        named = [columns.period, columns.numerator, columns.denominator, *self.filters]
        named += [columns.metric] if columns.metric else []
        named += [self.nodes.column] if self.nodes else []
        for split in self.every_split:
            named += [split.column, *split.where]
        return tuple(dict.fromkeys(named))
