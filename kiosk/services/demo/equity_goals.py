"""The equity goal of the demo: a smaller gap in pain reassessment by language, set half a year ago."""

from datetime import timedelta
from typing import Final

from kiosk.domain.equity_goals import SetEquityGoal
from kiosk.services.demo.exports import PAIN
from kiosk.services.demo.setting import Moment, Setting

SET_DAYS_AGO: Final = 180
DUE_IN_DAYS: Final = 90
LARGEST_GAP: Final = 5.0
"""Points to the goal that are meant to be left."""
OWNER: Final = "Charge nurse"


def equity_goal_moments(setting: Setting) -> list[Moment]:
    """Return the moment at which the unit sets the goal, after a huddle."""
    command = SetEquityGoal(
        node=setting.node_id,
        metric=PAIN,
        stratifier="language",
        gap=LARGEST_GAP,
        by=setting.today + timedelta(days=DUE_IN_DAYS),
        owner=OWNER,
    )
    return [Moment(setting.huddle(setting.ago(SET_DAYS_AGO)), command)]
