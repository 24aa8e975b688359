"""What can be asked of the desk that is no change of the ward: set-up, PIN, practice, paper, how it looks, leaving."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from kiosk.app.display_settings import keep_display
from kiosk.app.places import Places
from kiosk.app.practice import Practice
from kiosk.app.sync_desk import BEHIND_PIN, SYNC_REQUESTS, SyncingDesk
from kiosk.config import Settings
from kiosk.domain.errors import KioskError
from kiosk.host.resources import resource_folder
from kiosk.layouts.catalogue import Catalogue
from kiosk.layouts.loader import load_layout
from kiosk.services.first_day import WardSetup, set_up_ward
from kiosk.services.pins import PinKeeper, problem_with_pin
from kiosk.services.refused import Refused
from kiosk.ui.paper.pdf import Paper
from kiosk.ui.presenter import Kept, NotKept
from kiosk.viewmodels.forms.paper import ACTION_PLAN, METRIC_PAGE
from kiosk.viewmodels.forms.setup import answers

WHERE_TO_LEAVE = "To leave, touch Settings, enter the PIN, then touch Leave."


class AnsweringDesk(SyncingDesk, Protocol):
    """What answering needs of the desk."""

    settings: Settings
    practice: Practice | None
    catalogue: Catalogue

    @property
    def pins(self) -> PinKeeper:
        """The PIN of the store that is open."""
        ...

    def open_ward(self, *, practice: bool) -> None:
        """Open the ward's own store, or a practice ward's."""
        ...


Answer = Kept | NotKept
Values = Mapping[str, str]


def answer(desk: AnsweringDesk, request: str, values: Values) -> Answer:
    """Do what a form asked for.

    Args:
        desk: the desk that was asked.
        request: one of `REQUESTS` or `SYNC_REQUESTS`.
        values: what the form sent with it.

    Raises:
        KioskError: it could not be done, with the reason in words.
    """
    if request in SYNC_REQUESTS:
        return _about_sync(desk, request, values)
    return REQUESTS[request](desk, values)


def _display(desk: AnsweringDesk, values: Values) -> Answer:
    desk.settings = keep_display(desk.settings, values)
    return Kept()


def _set_up(desk: AnsweringDesk, values: Values) -> Answer:
    if desk.service.ward().node is not None:
        return NotKept("This ward is set up already.")
    facts = answers.node_facts(values)
    layout = load_layout(resource_folder("board_layouts") / f"{values['layout']}.toml")
    chosen = (desk.catalogue.metric(key) for key in answers.metric_keys(values))
    setup = WardSetup(
        facts=facts,
        calendar=answers.calendar(values),
        layout=values["layout"],
        metrics=tuple(metric.facts(layout.preset) for metric in chosen if metric is not None),
        agenda=desk.catalogue.agenda_for(facts.tier).huddle_items(),
        pin=values["pin"],
    )
    set_up_ward(desk.service, desk.pins, setup, values["draft_id"])
    return Kept(said="Saved. The board is up.")


def _try_pin(desk: AnsweringDesk, values: Values) -> Answer:
    if not desk.pins.is_set:
        return Kept(said="No PIN is set yet. Choose one here.")
    return _with_pin(desk, values) or Kept()


def _fit_pin(desk: AnsweringDesk, values: Values) -> Answer:
    del desk
    problem = problem_with_pin(values.get("pin", ""))
    return NotKept(problem) if problem else Kept()


def _change_pin(desk: AnsweringDesk, values: Values) -> Answer:
    refusal = _with_pin(desk, values)
    if refusal:
        return refusal
    desk.pins.set(values.get("new_pin", ""))
    return Kept(said="Saved. The new PIN counts from now on.")


def _start_practice(desk: AnsweringDesk, values: Values) -> Answer:
    if desk.practice is not None:
        return Kept()
    refusal = _with_pin(desk, values)
    if refusal:
        return refusal
    try:
        desk.open_ward(practice=True)
    except (OSError, KioskError) as problem:
        raise Refused("The practice ward could not be made. Nothing has changed.") from problem
    return Kept(said="This is practice. Nothing here counts.")


def _end_practice(desk: AnsweringDesk, values: Values) -> Answer:
    del values
    if desk.practice is None:
        return Kept()
    folder = desk.practice.folder
    desk.open_ward(practice=False)
    shutil.rmtree(folder, ignore_errors=True)
    return Kept(said="Practice is over. Nothing of it was kept.")


def _metric_page(desk: AnsweringDesk, values: Values) -> Answer:
    from kiosk.app.paper import keep_metric_page  # noqa: PLC0415 - only who asks for paper needs it

    ward, paper = desk.service.ward(), Paper(desk.settings.paper)
    path = keep_metric_page(values.get("metric", ""), ward, desk.catalogue, paper, _exports(desk))
    return Kept(said=f"In the folder {path.parent.name}: {path.name}")


def _action_plan(desk: AnsweringDesk, values: Values) -> Answer:
    from kiosk.app.paper import keep_plan  # noqa: PLC0415 - as above

    del values
    path = keep_plan(desk.service.ward(), desk.catalogue, desk.settings, _exports(desk))
    return Kept(said=f"In the folder {path.parent.name}: {path.name}, and as CSV")


def _exports(desk: AnsweringDesk) -> Path:
    places = Places(desk.settings.data)
    return places.exports if desk.practice is None else places.practice_exports


def _about_sync(desk: AnsweringDesk, request: str, values: Values) -> Answer:
    if desk.practice is not None:
        return NotKept("Practice is never sent anywhere.")
    refusal = _with_pin(desk, values) if request in BEHIND_PIN else None
    return refusal or SYNC_REQUESTS[request](desk, values)


def _leave(desk: AnsweringDesk, values: Values) -> Answer:
    if desk.practice is not None or desk.service.ward().node is None or not desk.pins.is_set:
        return Kept()
    if "pin" not in values:
        return NotKept(WHERE_TO_LEAVE)
    return _with_pin(desk, values) or Kept()


def _with_pin(desk: AnsweringDesk, values: Values) -> NotKept | None:
    """Return why somebody may not go on: with a PIN set, nobody may without it."""
    if not desk.pins.is_set:
        return None
    tried = desk.pins.verify(values.get("pin", ""))
    return None if tried.right else NotKept(tried.words)


REQUESTS: Mapping[str, Callable[[AnsweringDesk, Values], Answer]] = {
    "display": _display,
    "setup": _set_up,
    "pin": _try_pin,
    "pin:fit": _fit_pin,
    "pin:change": _change_pin,
    "training:start": _start_practice,
    "training:end": _end_practice,
    METRIC_PAGE: _metric_page,
    ACTION_PLAN: _action_plan,
    "leave": _leave,
}
"""Every request by name."""
