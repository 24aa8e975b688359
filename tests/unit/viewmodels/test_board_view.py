"""The whole board: every layout on every ward, one broken tile, and what the public never sees."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.announcements import Announcement
from kiosk.domain.calendars import Calendar, ClosedPeriod
from kiosk.domain.cards import Acknowledged, Answered, Closed, Owned, Progress, Raised
from kiosk.domain.events import EventType
from kiosk.domain.people import Person, Role
from kiosk.domain.recognitions import Recognition
from kiosk.domain.releases import Release
from kiosk.domain.tickets import New as NewTicket
from kiosk.domain.tickets import Ticket
from kiosk.domain.voices import Voice
from kiosk.domain.wards import Ward
from kiosk.layouts.schema import Layout
from kiosk.viewmodels.board_view import board_view
from kiosk.viewmodels.boards import BoardView, Face
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.status_view import StatusMessage
from kiosk.viewmodels.tiles import BrokenTileView
from tests.unit.viewmodels.sample_wards import (
    NOW,
    PAIN,
    SKIN,
    TODAY,
    card,
    catalogue,
    daily,
    empty_ward,
    event,
    full_ward,
    hidden,
    layout,
    layout_names,
    metric,
    node,
    numbered,
    pain_release,
    shown,
    window,
)


def of(ward: Ward, face: Face = Face.STAFF, name: str = "ward_sqcdp") -> BoardView:
    return board_view(ward, layout(name), catalogue(), face)


def strings(value: object) -> Iterator[str]:
    """Give every string anywhere in a view."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from strings(getattr(value, each.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("ward", [full_ward(), empty_ward(), Ward(now=NOW, node_id="node:1")])
def test_every_shipped_layout_shows_every_ward_without_a_broken_tile(
    name: str, face: Face, ward: Ward
) -> None:
    view = of(ward, face, name)
    assert not [tile for tile in view.tiles if isinstance(tile.view, BrokenTileView)]
    assert all(tile.view.frame.title and tile.view.frame.spoken for tile in view.tiles)
    assert all(tile.landscape or tile.portrait for tile in view.tiles)


@pytest.mark.parametrize("name", layout_names())
def test_no_words_on_the_board_shout_or_beg(name: str) -> None:
    said = " ".join([*strings(of(full_ward(), name=name)), *strings(of(empty_ward(), name=name))])
    assert "!" not in said
    assert "please" not in said.lower()


def test_a_tile_that_fails_says_so_and_the_rest_stands() -> None:
    broken_release = pain_release().model_copy(update={"windows": ("not a window",)})
    ward = replace(full_ward(), releases={("pain_reassessed_1h", "language"): broken_release})
    view = of(ward)
    broken = [tile.view for tile in view.tiles if isinstance(tile.view, BrokenTileView)]
    assert [each.frame.tile_id for each in broken] == ["pain"]
    assert "The rest of the board is right." in broken[0].frame.empty
    assert view.header.unit == "Ward 7 East"


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("name", layout_names())
def test_every_tile_says_which_point_of_the_preset_it_belongs_to(name: str, face: Face) -> None:
    points = {tile.id: layout(name).point_label(tile.point or "") for tile in layout(name).tiles}
    said = {
        each.view.frame.tile_id: each.view.frame.point for each in of(full_ward(), face, name).tiles
    }
    assert said == points


def test_the_words_of_a_point_are_those_of_the_layout() -> None:
    renamed = layout().model_copy(update={"points": {"safety": "Keeping people safe"}})
    view = board_view(full_ward(), renamed, catalogue(), Face.PUBLIC)
    said = {each.view.frame.tile_id: each.view.frame.point for each in view.tiles}
    assert (said["cross"], said["skin"]) == ("Keeping people safe", "Quality")


def test_a_tile_without_a_point_says_none() -> None:
    whole = layout()
    plain = tuple(tile.model_copy(update={"point": None}) for tile in whole.tiles)
    view = board_view(
        full_ward(), whole.model_copy(update={"tiles": plain}), catalogue(), Face.STAFF
    )
    assert {each.view.frame.point for each in view.tiles} == {""}


def test_places_are_counted_from_nought() -> None:
    view = of(empty_ward())
    places = {tile.view.frame.tile_id: tile for tile in view.tiles}
    cards = places["cards"].landscape
    assert cards is not None
    assert (cards.column, cards.row, cards.columns, cards.rows) == (2, 1, 2, 1)


def test_the_header_says_which_ward_which_day_and_which_shift() -> None:
    header = of(empty_ward()).header
    assert (header.unit, header.date, header.shift, header.clock) == (
        "Ward 7 East",
        "Tuesday 24 November",
        "Day shift",
        "07:03",
    )
    assert header.about == "Acute medicine · Co-leads: nursing, medicine, union"


def test_the_face_button_leads_to_the_other_face() -> None:
    assert of(empty_ward(), Face.PUBLIC).header.face_button.action == "face:staff"
    assert of(empty_ward(), Face.STAFF).header.face_button.action == "face:public"


def without_agenda() -> Layout:
    whole = layout()
    tiles = tuple(tile for tile in whole.tiles if tile.type != "agenda")
    return whole.model_copy(update={"tiles": tiles})


def test_without_an_agenda_tile_the_next_huddle_stands_in_the_header() -> None:
    view = board_view(empty_ward(), without_agenda(), catalogue(), Face.PUBLIC)
    assert view.header.shift == "Day shift · huddle in 12 min"


def test_the_actions_are_those_of_the_layout_with_the_primary_one_last() -> None:
    actions = of(empty_ward()).actions
    assert [button.action for button in actions] == [
        "open:raise",
        "open:good_catch",
        "open:harm_event",
        "open:thank_you",
        "open:idea",
        "open:figures",
    ]
    assert [button.role for button in actions] == ["ink", *["plain"] * 4, "primary"]


def test_todays_figures_says_how_many_are_still_open() -> None:
    ward = empty_ward(metrics={"metric:skin": metric(SKIN), "metric:pain": metric(PAIN)})
    assert of(ward).actions[-1].text == "Figures · 1 open"
    not_counted = daily("metric:skin", {TODAY: None})
    assert of(replace(ward, observations=not_counted)).actions[-1].text == "Today's figures"


def test_on_a_closed_day_no_figure_is_missing() -> None:
    closed = Calendar(closed=(ClosedPeriod(first=TODAY, last=TODAY),))
    ward = empty_ward(metrics={"metric:skin": metric(SKIN)}, node=node(closed))
    assert of(ward).actions[-1].text == "Today's figures"


@pytest.mark.parametrize(
    ("parts", "text", "mark"),
    [
        ({}, "This board stands alone · all saved", Mark.DOT),
        ({"alone": False}, "All saved here · connecting", Mark.DASHES),
        ({"alone": False, "waiting": 3}, "All saved here · 3 waiting to send", Mark.DASHES),
        ({"training": True}, "Training · ends 15:00", Mark.HATCH),
    ],
)
def test_the_bottom_line_says_whether_all_is_saved(
    parts: dict[str, object], text: str, mark: Mark
) -> None:
    ends = NOW.replace(hour=15, minute=0)
    view = board_view(empty_ward(**parts), layout(), catalogue(), Face.PUBLIC, training_ends=ends)
    assert (view.status.sync_text, view.status.sync_mark) == (text, mark)
    assert view.training is bool(parts.get("training"))


def test_what_the_store_has_to_say_comes_before_a_message() -> None:
    message = StatusMessage("ward.toml: line 3", Tone.WORSE)
    ward = empty_ward()
    said = board_view(ward, layout(), catalogue(), Face.STAFF, message=message).status
    assert (said.message, said.message_tone) == ("ward.toml: line 3", Tone.WORSE)
    full = replace(ward, notice="The disk is full.")
    said = board_view(full, layout(), catalogue(), Face.STAFF, message=message).status
    assert said.message == "The disk is full."


# What the public never sees. Words that must not appear carry a sign that no other word has.

SIGN = "§"
secret = st.text("abc ", min_size=1, max_size=12).map(lambda text: f"{SIGN}{text}{SIGN}")


@st.composite
def progress(draw: st.DrawFn) -> Progress:
    by = draw(secret)
    steps: list[Progress] = [
        Raised(),
        Acknowledged(by=by, at=NOW),
        Owned(by=by, at=NOW, due=NOW - timedelta(days=1)),
        Answered(by=by, at=NOW, answer=draw(secret)),
        Closed(at=NOW, answer=draw(secret), answered_by=by),
    ]
    return draw(st.sampled_from(steps))


@st.composite
def private_wards(draw: st.DrawFn) -> Ward:
    """Return a ward whose cards, names, thanks, ideas and groups all carry the sign."""
    names = draw(st.lists(secret, min_size=1, max_size=8))
    group_names = draw(st.lists(secret, min_size=1, max_size=4, unique=True))
    rates = [draw(st.integers(0, 400)) for _ in group_names]
    groups = [
        shown(name, rate, 400) if rate else hidden(name)
        for name, rate in zip(group_names, rates, strict=True)
    ]
    months = [
        window(
            TODAY.replace(month=month, day=1), TODAY.replace(month=month, day=28), whole, *groups
        )
        for month, whole in ((3, shown(None, 900, 2000)), (9, shown(None, 1500, 2000)))
    ]
    release = Release(metric=PAIN, stratifier="language", windows=tuple(months))
    cards = [
        card(timedelta(hours=hours), draw(progress()), sentence=draw(secret), phrase=None)
        for hours in range(draw(st.integers(0, 5)))
    ]
    thanks = Recognition(
        group=draw(st.one_of(secret, st.just("nursing"))),
        phrase=None,
        sentence=draw(secret),
        name=names[0],
        shift="",
        day=TODAY,
        given_at=NOW,
    )
    idea = Ticket(
        theme=draw(secret), phrase=None, sentence=draw(secret), raised_at=NOW, progress=NewTicket()
    )
    news = [
        Announcement(sentence=sentence, until=TODAY, by=names[0], posted_at=NOW)
        for sentence in ("Fire drill", f"Thanks to {names[-1]}")
    ]
    voice = Voice(week=TODAY, theme="Noise", you_said=f"{names[0]} was kind", we_did="")
    facts = node().facts.model_copy(update={"co_leads": ("nursing", names[0])})
    return empty_ward(
        node=node().model_copy(update={"facts": facts}),
        cards=numbered("card", cards),
        people=numbered(
            "person", [Person(name=name, role=Role.STAFF, group="nursing") for name in names]
        ),
        events={"event:1": event(TODAY, EventType.HARM, sentence=draw(secret))},
        recognitions={"recognition:1": thanks},
        tickets={"ticket:1": idea},
        announcements=numbered("announcement", news),
        voices={"voice:1": voice},
        metrics={"metric:pain": metric(PAIN)},
        releases={("pain_reassessed_1h", "language"): release},
    )


@given(private_wards(), st.sampled_from(layout_names()))
def test_the_public_face_has_no_card_text_no_name_and_no_group(ward: Ward, name: str) -> None:
    view = of(ward, Face.PUBLIC, name)
    assert [text for text in strings(view) if SIGN in text] == []
    assert not [tile for tile in view.tiles if isinstance(tile.view, BrokenTileView)]


def test_the_search_for_secrets_finds_them_on_the_staff_face() -> None:
    ward = empty_ward(cards={"card:1": card(timedelta(hours=1), sentence=f"{SIGN}x", phrase=None)})
    assert any(SIGN in text for text in strings(of(ward, Face.STAFF)))
