"""The row of actions under the tiles, as the layout asks for them, the primary one last."""

from kiosk.domain.metrics import Entered, Metric
from kiosk.layouts.schema import Action, Layout
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.counted_events import counting_of_metric
from kiosk.viewmodels.scenes import Scene
from kiosk.viewmodels.words import counted

BUTTONS: dict[Action, Button] = {
    "raise": Button("open:raise", "+ Raise a card", role="ink", spoken="Raise a card"),
    "good_catch": Button("open:good_catch", "Good catch"),
    "harm_event": Button("open:harm_event", "Harm event"),
    "thank_you": Button("open:thank_you", "Thank you"),
    "idea": Button("open:idea", "Idea"),
}
FIGURES = "Today's figures"


def action_buttons(layout: Layout, scene: Scene) -> tuple[Button, ...]:
    """Return the buttons left to right; *Today's figures* stands last, as the primary one."""
    plain = tuple(BUTTONS[action] for action in layout.actions if action in BUTTONS)
    return (*plain, _figures(scene)) if "figures" in layout.actions else plain


def figures_to_enter(scene: Scene) -> tuple[Metric, ...]:
    """Return the daily metrics that nobody has answered for today; none on a closed day.

    A metric that counts reported events needs no figure by hand.
    """
    if scene.calendar.is_closed(scene.today):
        return ()
    answered = {each.metric for each in scene.ward.observations.values() if each.day == scene.today}
    return tuple(
        metric
        for name, metric in scene.ward.metrics.items()
        if metric.active
        and metric.facts.entered is Entered.DAILY
        and not answered & {name, metric.facts.key}
        and counting_of_metric(metric.facts.key, scene) is None
    )


def _figures(scene: Scene) -> Button:
    missing = len(figures_to_enter(scene))
    if not missing:
        return Button("open:figures", FIGURES, role="primary")
    spoken = f"{FIGURES}, {counted(missing, 'metric')} still to enter"
    return Button("open:figures", f"Figures · {missing} open", role="primary", spoken=spoken)
