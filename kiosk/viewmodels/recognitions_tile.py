"""The thanks tile: who was thanked for what; in public only how many, by groups large enough."""

from collections import Counter
from datetime import timedelta

from kiosk.domain.recognitions import Recognition
from kiosk.layouts.tiles import RecognitionsTile
from kiosk.viewmodels.emphasis import Mark, Tone
from kiosk.viewmodels.names import role_words
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, ListRow, ListTileView
from kiosk.viewmodels.words import brief_day, counted, listed, sentence

TITLE = "Thanks"
NOTHING = "Nobody was thanked yet. Who helped?"
A_WEEK = timedelta(days=7)
SMALLEST_GROUP = 5
"""A role of fewer people is merged with the others (DOMAIN.md section 3)."""

OTHERS = "Other teams"


def recognitions_tile(tile: RecognitionsTile, scene: Scene) -> ListTileView:
    """Return the thanks as they stand; the public face has no name and no free text."""
    since = scene.today - timedelta(days=tile.days)
    given = [each for each in scene.ward.recognitions.values() if since < each.day <= scene.today]
    given.sort(key=lambda each: each.given_at, reverse=True)
    week = [each for each in given if each.day > scene.today - A_WEEK]
    title = tile.title or TITLE
    label = "thank-you this week" if len(week) == 1 else "thank-yous this week"
    return ListTileView(
        frame=Frame(
            tile.id,
            title,
            foot_left=f"last {counted(tile.days, 'day')}" if given else "",
            empty="" if given else NOTHING,
            spoken=sentence(f"{title}: {len(week)} {label}") if given else f"{title}. {NOTHING}",
        ),
        figure=str(len(week)) if given else "",
        figure_label=label if given else "",
        sentence="",
        rows=_by_group(week, scene)
        if scene.public
        else tuple(_row(each, scene) for each in given[: tile.limit]),
    )


def _row(given: Recognition, scene: Scene) -> ListRow:
    return ListRow(
        text=given.sentence or given.phrase or "Thank you",
        detail=listed(
            (
                given.name or role_words(scene.catalogue, given.group),
                brief_day(given.day, scene.today),
            )
        ),
        tone=Tone.ACCENT,
    )


def _by_group(given: list[Recognition], scene: Scene) -> tuple[ListRow, ...]:
    """Return how often each role was thanked; a role that few people have goes with the others."""
    people = Counter(person.group for person in scene.ward.people.values() if person.active)
    shipped = {role.id for role in scene.catalogue.recognitions.roles}
    counts: Counter[str] = Counter()
    for each in given:
        large = each.group in shipped and people[each.group] >= SMALLEST_GROUP
        counts[role_words(scene.catalogue, each.group) if large else OTHERS] += 1
    if set(counts) == {OTHERS}:
        return ()
    return tuple(
        ListRow(text=group, right=str(count), mark=Mark.NONE)
        for group, count in counts.most_common()
    )
