"""The patient-voice tile: what patients said this week, and what the ward did about it."""

from collections.abc import Iterator
from datetime import date, timedelta

from kiosk.domain.voices import Voice
from kiosk.layouts.tiles import VoiceTile
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, ListRow, ListTileView
from kiosk.viewmodels.words import plain_day, short_day

TITLE = "Patient voice"
NOTHING = "Nothing recorded yet. What did patients say this week?"
NOT_YET = "We are working on it."
STALE_AFTER = timedelta(days=14)
A_WEEK = timedelta(days=6)


def voice_tile(tile: VoiceTile, scene: Scene) -> ListTileView:
    """Return the newest weeks of what patients said."""
    voices = sorted(_may_be_shown(scene), key=lambda voice: voice.week, reverse=True)
    title = tile.title or TITLE
    if not voices:
        frame = Frame(tile.id, title, empty=NOTHING, spoken=f"{title}. {NOTHING}")
        return ListTileView(frame, figure="", figure_label="", sentence="", rows=())
    newest, stale = voices[0], _is_stale(voices[0].week, scene.today)
    label = f"last heard {plain_day(newest.week, scene.today)}" if stale else ""
    return ListTileView(
        frame=Frame(
            tile.id,
            title,
            foot_left=f"week of {short_day(newest.week, scene.today)}",
            stale=stale,
            stale_label=label,
            spoken=f"{title}. You said: {newest.you_said} We did: {newest.we_did or NOT_YET}",
        ),
        figure="",
        figure_label="",
        sentence="",
        rows=tuple(_row(voice) for voice in voices[: tile.limit]),
        note=newest.theme,
    )


def _may_be_shown(scene: Scene) -> Iterator[Voice]:
    for voice in scene.ward.voices.values():
        if not scene.hides(f"{voice.theme} {voice.you_said} {voice.we_did}"):
            yield voice


def _is_stale(week: date, today: date) -> bool:
    return today - (week + A_WEEK) > STALE_AFTER


def _row(voice: Voice) -> ListRow:
    return ListRow(
        text=f"“{voice.you_said}”",
        detail=f"We did: {voice.we_did}" if voice.we_did else NOT_YET,
    )
