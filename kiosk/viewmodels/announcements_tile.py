"""The news tile: one sentence for everybody, as long as it stands; who put it up is for staff."""

from kiosk.domain.announcements import Announcement
from kiosk.layouts.tiles import AnnouncementsTile
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.tiles import Frame, ListRow, ListTileView
from kiosk.viewmodels.words import counted, listed, near_day

TITLE = "News"
NOTHING = "No news."


def announcements_tile(tile: AnnouncementsTile, scene: Scene) -> ListTileView:
    """Return what stands today, the newest first."""
    standing = sorted(
        (
            each
            for each in scene.ward.announcements.values()
            if not each.taken_down and each.until >= scene.today and not scene.hides(each.sentence)
        ),
        key=lambda each: each.posted_at,
        reverse=True,
    )
    title = tile.title or TITLE
    said = f"{counted(len(standing), 'announcement')}." if standing else NOTHING
    return ListTileView(
        frame=Frame(tile.id, title, empty="" if standing else NOTHING, spoken=f"{title}: {said}"),
        figure="",
        figure_label="",
        sentence="",
        rows=tuple(_row(each, scene) for each in standing[: tile.limit]),
    )


def _row(announcement: Announcement, scene: Scene) -> ListRow:
    return ListRow(
        text=announcement.sentence,
        detail=listed(
            (
                "" if scene.public else announcement.by,
                f"until {near_day(announcement.until, scene.today)}",
            )
        ),
    )
