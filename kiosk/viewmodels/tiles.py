"""What each tile of the board shows, as plain frozen values; a widget draws one and knows no more."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.analytics.verdicts import Assurance, Variation
from kiosk.viewmodels.charts import ChartView, GroupsView, SpellsView
from kiosk.viewmodels.emphasis import Mark, Tone


@dataclass(frozen=True, slots=True)
class Frame:
    """What every tile has.

    Attributes:
        tile_id: the tile's id in the layout; also the object name of its widget.
        title: a short title.
        subtitle: the scope when it is not this ward alone, else empty.
        foot_left: window, source or "as of".
        foot_right: rule set, goal or count.
        stale: the tile's figures are too old: it is hatched and says so.
        stale_label: the words for it ("last figures 3 October").
        empty: the sentence shown instead of content when there is nothing to show, else empty.
        spoken: the tile in one or two sentences, for a screen reader.
        point: the point of the layout's preset that the tile belongs to, in words ("Safety").
    """

    tile_id: str
    title: str
    subtitle: str = ""
    foot_left: str = ""
    foot_right: str = ""
    stale: bool = False
    stale_label: str = ""
    empty: str = ""
    spoken: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words in a coloured pill, with a shape; `icon` is drawn in place of the mark where there is room."""

    text: str
    tone: Tone = Tone.MUTED
    mark: Mark = Mark.NONE
    filled: bool = False
    icon: Variation | Assurance | None = None


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of the agenda: its name, and its minutes or a chip."""

    text: str
    right: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class AgendaTileView:
    """The next huddle: how long until it starts, the agenda, the equity question of the day."""

    frame: Frame
    countdown: str
    when: str
    rows: tuple[AgendaRow, ...]
    question_label: str
    question: str


@dataclass(frozen=True, slots=True)
class DaysSinceTileView:
    """Days since the last event, paired with the days between events."""

    frame: Frame
    figure: str
    figure_label: str
    spells: SpellsView


class DayMark(StrEnum):
    """The state of a day on the safety cross."""

    NONE_REPORTED = "none_reported"  # somebody closed the day
    HARM = "harm"
    NEAR_MISS = "near_miss"
    OPEN = "open"  # outlined with dashes: nobody has closed it
    CLOSED_WARD = "closed_ward"  # the ward was closed
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the month; `today` gets the heavy outline."""

    day: int
    mark: DayMark
    today: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class SafetyCrossTileView:
    """The month as a cross of days; drawn in the shape of a cross from the days in order."""

    frame: Frame
    month: str
    cells: tuple[DayCell, ...]
    counts: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class GroupsTileView:
    """A metric by group; on the public face `groups` is None and only the verdict is said.

    Attributes:
        frame: what every tile has.
        verdict: the one thing to know, without any group's name.
        sentence: for whom; on the public face everyone together.
        groups: the intervals.
        chip: the verdict with its colour and shape, for where groups are shown.
        note: what has to be known when the bars are read ("people may be in several groups"), or empty.
    """

    frame: Frame
    verdict: str
    sentence: str
    groups: GroupsView | None
    chip: Chip | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BySide:
    """A side of a metric tile that a touch turns to: the metric by a stratifier; never on the public face.

    Attributes:
        stratifier: what the groups are by, in one spelling.
        words: what the side is, beside the title ("by language").
        button: what stands on the button that leads to it ("By language ›").
        spoken: the same for a screen reader.
        view: the groups, as on a tile of their own.
    """

    stratifier: str
    words: str
    button: str
    spoken: str
    view: GroupsTileView


@dataclass(frozen=True, slots=True)
class MetricTileView:
    """A metric over time, and by group on its other sides.

    `figure` is the latest value in words for tiles too small for a chart. Touching the tile's button turns from the
    whole to each of `by` in order, and back; all sides come with the view, so that turning computes nothing.
    """

    frame: Frame
    figure: str
    figure_label: str
    chips: tuple[Chip, ...]
    chart: ChartView | None
    by: tuple[BySide, ...] = ()


@dataclass(frozen=True, slots=True)
class EquityFocusTileView:
    """The metric and the group most in need; on the public face and where there is none, `frame.empty` says so.

    Attributes:
        frame: what every tile has.
        metric: the metric's title.
        chip: the verdict with its mark, or None.
        sentence: for whom, with the figures.
        why: why this one was picked.
        opens: what a touch opens: "<tile>/<metric>/<stratifier>", or the tile.
    """

    frame: Frame
    metric: str
    chip: Chip | None
    sentence: str
    why: str
    opens: str


class Edge(StrEnum):
    """The meaning of the coloured edge of a card."""

    PLAIN = "plain"
    LATE = "late"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class LaneCard:
    """An escalation card in its lane; on the public face lanes have counts and no cards.

    `left_short` is what stays of `left` where that has no room: whose card it is.
    """

    card_id: str
    text: str
    left: str
    right: str
    edge: Edge = Edge.PLAIN
    bold: bool = False
    left_mark: Mark = Mark.NONE
    late: str = ""
    left_short: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of cards, most important first.

    `count_label` says what the count is ("2"); `summary` is drawn large when cards are not shown.
    """

    title: str
    count: int
    cards: tuple[LaneCard, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class LanesTileView:
    """Escalation cards by lane; `show_cards` is False on the public face."""

    frame: Frame
    lanes: tuple[Lane, ...]
    show_cards: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list tile: its words, a second line in muted ink, and something at the right."""

    text: str
    detail: str = ""
    right: str = ""
    tone: Tone = Tone.INK
    mark: Mark = Mark.NONE
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ListTileView:
    """A key figure or sentence and the most important rows: answers, thanks, tickets, patient voice, news.

    The widget draws as many rows as fit and then "+3 more". `note` is small and stands right of the title.
    """

    frame: Frame
    figure: str
    figure_label: str
    sentence: str
    rows: tuple[ListRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal: what, where we are, where we want to be; `fraction` 0..1 is how far along the bar."""

    text: str
    now: str
    goal: str
    fraction: float | None
    chip: Chip


@dataclass(frozen=True, slots=True)
class GoalsTileView:
    """The unit's goals, each with where it stands; `beyond` is how many more there are than rows."""

    frame: Frame
    rows: tuple[GoalRow, ...]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class BrokenTileView:
    """A tile that cannot be shown, with the reason in words; the rest of the board stands."""

    frame: Frame


TileView = (
    AgendaTileView
    | DaysSinceTileView
    | SafetyCrossTileView
    | MetricTileView
    | GroupsTileView
    | EquityFocusTileView
    | LanesTileView
    | ListTileView
    | GoalsTileView
    | BrokenTileView
)
