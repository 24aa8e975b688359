"""A whole board of invented figures, to look at and to test with."""

from dataclasses import replace

from kiosk.viewmodels.boards import (
    BoardView,
    Button,
    Face,
    Grid,
    HeaderView,
    Place,
    PlacedTile,
    StatusView,
)
from kiosk.viewmodels.charts import (
    ChartPhase,
    ChartPoint,
    ChartView,
    GroupsView,
    Interval,
    Spell,
    SpellsView,
)
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.tiles import (
    AgendaRow,
    AgendaTileView,
    BrokenTileView,
    BySide,
    Chip,
    DayCell,
    DayMark,
    DaysSinceTileView,
    Edge,
    EquityFocusTileView,
    Frame,
    GoalRow,
    GoalsTileView,
    GroupsTileView,
    Lane,
    LaneCard,
    LanesTileView,
    ListRow,
    ListTileView,
    MetricTileView,
    SafetyCrossTileView,
    TileView,
)

SKIN_CHECKS = (70, 73, 69, 72, 68, 74, 71, 70, 73, 69, 72, 75, 79, 81, 80, 83, 82, 84, 83, 85)
SPELL_DAYS = (12, 30, 8, 20, 44, 17, 9, 35, 29, 14, 52, 19, 38)


def agenda() -> AgendaTileView:
    return AgendaTileView(
        Frame("agenda", "Huddle", spoken="The huddle starts in 12 minutes."),
        countdown="12 min",
        when="07:15 · 10 minutes",
        rows=(
            AgendaRow("Thanks, good catches", "1 min"),
            AgendaRow("Look back 24 h", "2 min"),
            AgendaRow("Look ahead 24 h", "2 min"),
            AgendaRow("Ready? (MESS)", "1½ min"),
            AgendaRow("Answers", chip=Chip("1 came down", Tone.ACCENT, filled=True)),
            AgendaRow("Cards", "1 min"),
            AgendaRow("Improvement", "¾ min"),
        ),
        question_label="Equity question of the day",
        question="Was an interpreter needed yesterday, and was one used?",
    )


def days_since() -> DaysSinceTileView:
    spells = tuple(Spell(days) for days in SPELL_DAYS)
    return DaysSinceTileView(
        Frame("falls", "Falls with harm", foot_left="days between, last 14", foot_right="usual 25"),
        figure="23",
        figure_label="days since\nthe last one",
        spells=SpellsView((*spells, Spell(23, open=True)), 25, "usual 25"),
    )


def process_chart() -> ChartView:
    points = tuple(
        ChartPoint(
            f"week {week}", value, *((Tone.BETTER, Mark.DOT) if week >= 12 else (Tone.COMMON,))
        )
        for week, value in enumerate(SKIN_CHECKS)
    )
    return ChartView(
        points,
        (ChartPhase(0, len(points) - 1, 76.7, 68.0, 83.0),),
        goal=90,
        goal_label="goal 90",
        mean_label="mean 76.7",
        first_label="Jan 2025",
        last_label="Nov",
        unit="%",
        minimum=60,
        maximum=90,
    )


def metric() -> MetricTileView:
    return MetricTileView(
        Frame(
            "skin",
            "Skin checked in 6 h, %",
            foot_left="to 22 Nov",
            foot_right="XmR · Making Data Count",
        ),
        figure="85 %",
        figure_label="in the week to 22 Nov",
        chips=(
            Chip("Improving", Tone.BETTER, Mark.TRIANGLE),
            Chip("below goal"),
        ),
        chart=process_chart(),
    )


def metric_with_sides() -> MetricTileView:
    """Give a metric that can be turned to its groups by language."""
    side = BySide(
        "language", "by language", "By language ›", "Skin checked: show by language", groups()
    )
    return replace(metric(), by=(side,))


def safety_cross(days: int = 30) -> SafetyCrossTileView:
    marks = {1: DayMark.HARM, 13: DayMark.HARM, 22: DayMark.OPEN, 24: DayMark.OPEN}
    marks |= dict.fromkeys((6, 9, 18), DayMark.NEAR_MISS)
    marks |= dict.fromkeys(range(25, days + 1), DayMark.FUTURE)
    cells = tuple(
        DayCell(day, marks.get(day, DayMark.NONE_REPORTED), today=day == 24)
        for day in range(1, days + 1)
    )
    return SafetyCrossTileView(
        Frame("cross", "Safety cross", spoken="Two days with harm this month."),
        month="November",
        cells=cells,
        counts=(
            Chip("harm 2", Tone.HARM, Mark.DIAMOND),
            Chip("near miss 3", Tone.ACCENT, Mark.RING),
            Chip("today open"),
        ),
    )


def groups() -> GroupsTileView:
    rows = (
        Interval("English", 82, 79, 85, "82 %"),
        Interval("Spanish", 61, 53, 69, "61 %", Tone.WORSE, Mark.DIAMOND, bold=True),
        Interval("Mandarin", None, 66, 88, "", Tone.MUTED, Mark.HATCH),
        Interval("Others", None, None, None, "too few to show", Tone.MUTED, Mark.STAR),
    )
    return GroupsTileView(
        Frame(
            "pain",
            "Pain reassessed in 1 h",
            subtitle="Medicine service, not this ward alone",
            foot_left="Aug–Oct, electronic record",
        ),
        verdict="Better overall, not for everyone.",
        sentence="Spanish speakers: 70 → 61 %.",
        groups=GroupsView(rows, 80, "goal 80 %", 50, 95),
        chip=Chip("Better overall, not for everyone", Tone.WORSE, Mark.DIAMOND),
        note="people may be in several groups",
    )


def equity_focus() -> EquityFocusTileView:
    return EquityFocusTileView(
        Frame("focus", "Equity focus", foot_left="Aug–Oct", foot_right="most in need of 9"),
        metric="Pain reassessed in 1 h",
        chip=Chip("Better overall, not for everyone", Tone.WORSE, Mark.DIAMOND),
        sentence="For Spanish-speaking patients: 70 → 61 %.",
        why="Overall we improved, 73 → 79 %. Here we fell behind everyone else by 19 points.",
        opens="focus/pain_reassessed_1h/language",
    )


def lanes() -> LanesTileView:
    raised = (
        LaneCard(
            "1",
            "Larger chair missing",
            "",
            "",
            Edge.LATE,
            left_mark=Mark.DIAMOND,
            late="service: 1 h late",
        ),
        LaneCard("2", "Blood fridge alarm", "awareness", "40 min"),
    )
    working = (
        LaneCard("3", "No interpreter after 18:00", "Tier 2 · owned", "2 d"),
        LaneCard("4", "Call bells not working", "Tier 3 · owned", "4 d"),
    )
    answered = (
        LaneCard(
            "5",
            "“Night porter from 1 December.”",
            "Hospital, 06:40",
            "12 d",
            Edge.ANSWERED,
            bold=True,
        ),
    )
    return LanesTileView(
        Frame(
            "cards",
            "Cards",
            foot_left="Only this ward closes its cards",
            foot_right="5 open · 41 closed this month",
        ),
        lanes=(
            Lane("Raised", 2, raised, "oldest 2 h"),
            Lane("Being worked on", 2, working, "oldest 4 days"),
            Lane("Answered: read it out", 1, answered, "by the hospital, at 06:40"),
        ),
        show_cards=True,
    )


def answers() -> ListTileView:
    return ListTileView(
        Frame("answers", "Answers", foot_right="last 30 days"),
        figure="3",
        figure_label="came down since the last huddle",
        sentence="",
        rows=(
            ListRow("Night porter from 1 December", "Hospital, 06:40", "12 d", bold=True),
            ListRow("Second hoist ordered", "Medicine service, yesterday", "5 d"),
            ListRow(
                "No: the lift stays slow until March", "Estates", "9 d", Tone.HARM, Mark.TRIANGLE
            ),
            ListRow("Linen comes at six again", "Facilities", "3 d"),
            ListRow("Discharge letters in large print", "Medicine service", "20 d"),
        ),
    )


def goals() -> GoalsTileView:
    improving = Chip("improving", Tone.BETTER, Mark.TRIANGLE)
    return GoalsTileView(
        Frame("goals", "Our goals", foot_left="to 22 Nov"),
        rows=(
            GoalRow("Skin checked in 6 h", "85 %", "goal 90 %", 0.9, improving),
            GoalRow("Interpreter when needed", "61 %", "goal 80 %", 0.6, Chip("no change")),
            GoalRow("Everyone knows the plan", "not measured yet", "goal 95 %", None, Chip("new")),
        ),
    )


def broken() -> BrokenTileView:
    return BrokenTileView(
        Frame("broken", "Hand hygiene", empty="The layout names a metric that is not known here.")
    )


def board_view(face: Face = Face.STAFF) -> BoardView:
    """Give the staff's or the public board of an invented ward."""
    staff = face is Face.STAFF
    cards = lanes() if staff else replace(lanes(), show_cards=False)
    pain = groups() if staff else replace(groups(), sentence="", groups=None)
    return BoardView(
        face=face,
        training=False,
        header=HeaderView(
            unit="Ward 7 East",
            about="Acute medicine · Co-leads: nursing, medicine, union",
            date="Tuesday 24 November",
            shift="Day shift",
            clock="07:03",
            face_button=Button("face:public", "Public face")
            if staff
            else Button("face:staff", "Staff face"),
        ),
        grid=Grid((428, 453, 453, 453), (1, 1), (1, 1), (350, 300, 315, 335)),
        tiles=(
            PlacedTile(agenda(), Place(0, 0, 1, 2), Place(0, 0, 2, 1)),
            PlacedTile(days_since(), Place(1, 0, 1, 1), Place(0, 1, 1, 1)),
            PlacedTile(metric(), Place(2, 0, 1, 1), Place(1, 1, 1, 1)),
            PlacedTile(safety_cross(), Place(3, 0, 1, 1), Place(0, 2, 1, 1)),
            PlacedTile(pain, Place(1, 1, 1, 1), Place(1, 2, 1, 1)),
            PlacedTile(cards, Place(2, 1, 2, 1), Place(0, 3, 2, 1)),
        ),
        actions=(
            Button("open:raise", "+  Raise a card", "ink"),
            Button("open:good_catch", "Good catch"),
            Button("open:harm", "Harm event"),
            Button("open:thanks", "Thank you"),
            Button("open:idea", "Idea"),
            Button("open:huddle", "Start the huddle ›", "primary"),
        ),
        status=StatusView(
            "In sync at 07:02 · 0 waiting",
            Mark.DOT,
            Tone.MUTED,
            "Say what, not who",
            Tone.MUTED,
            (
                Button("open:clean", "Clean the screen", "quiet"),
                Button("open:text_size", "Aa", "quiet", spoken="Text size and colours"),
                Button("open:language", "Language", "quiet"),
            ),
            sync_action="open:sync",
        ),
        as_of="07:03",
    )


def other_board_view() -> BoardView:
    """Give a board with the kinds of tiles that the first one leaves out."""
    view = board_view()
    places = [Place(0, 0, 1, 1), Place(1, 0, 1, 1), Place(2, 0, 1, 1), Place(3, 0, 1, 2)]
    places += [Place(0, 1, 1, 1), Place(1, 1, 2, 1)]
    upright = [Place(0, 0, 1, 1), Place(1, 0, 1, 1), Place(0, 1, 1, 1), Place(1, 1, 1, 2)]
    upright += [Place(0, 2, 1, 1), Place(0, 3, 2, 1)]
    stale = metric()
    assert stale.chart is not None
    stale = replace(
        stale,
        frame=replace(stale.frame, stale=True, stale_label="last figures 3 October"),
        chart=replace(stale.chart, stale=True),
    )
    quiet = replace(
        answers(),
        frame=Frame("thanks", "Thanks", empty="Nobody has been thanked in this shift yet."),
    )
    views: tuple[TileView, ...] = (goals(), stale, broken(), answers(), quiet, safety_cross(31))
    tiles = tuple(
        PlacedTile(tile, place, standing)
        for tile, place, standing in zip(views, places, upright, strict=True)
    )
    return replace(view, tiles=tiles, training=True)
