"""Every form by its name: what `open:<name>` leads to."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.viewmodels.forms.admin.gate import ADMIN
from kiosk.viewmodels.forms.announcement import ANNOUNCEMENT
from kiosk.viewmodels.forms.card import CARD
from kiosk.viewmodels.forms.display import DISPLAY
from kiosk.viewmodels.forms.equity_goal import EQUITY_GOAL
from kiosk.viewmodels.forms.event import EVENT
from kiosk.viewmodels.forms.figures import FIGURES
from kiosk.viewmodels.forms.form import Form
from kiosk.viewmodels.forms.goals import GOAL
from kiosk.viewmodels.forms.groups.sheet import GROUPS
from kiosk.viewmodels.forms.help import HELP
from kiosk.viewmodels.forms.idea import IDEA
from kiosk.viewmodels.forms.parts import with_way_out
from kiosk.viewmodels.forms.raise_card import RAISE
from kiosk.viewmodels.forms.recognitions import RECOGNITION
from kiosk.viewmodels.forms.report_event import GOOD_CATCH, HARM_EVENT
from kiosk.viewmodels.forms.safety_day import SAFETY_DAY
from kiosk.viewmodels.forms.setup.changes import UNIT
from kiosk.viewmodels.forms.setup.first_time import SETUP
from kiosk.viewmodels.forms.sync.connect import CONNECT
from kiosk.viewmodels.forms.sync.sheet import SYNC
from kiosk.viewmodels.forms.thank_you import THANK_YOU
from kiosk.viewmodels.forms.ticket import TICKET
from kiosk.viewmodels.forms.tile import TILE
from kiosk.viewmodels.forms.voice import VOICE
from kiosk.viewmodels.forms.welcome import WELCOME

NO_BOARD_YET = (WELCOME, SETUP, CONNECT)
"""Forms that nobody leaves by accident: there is no board behind them."""


def _with_way_out(form: Form) -> Form:
    """Return a form each of whose sheets leads to the board with one touch."""
    if form in NO_BOARD_YET:
        return form
    return replace(form, view=lambda context, draft: with_way_out(form.view(context, draft)))


FORMS: Mapping[str, Form] = {
    form.name: _with_way_out(form)
    for form in (
        RAISE,
        GOOD_CATCH,
        HARM_EVENT,
        THANK_YOU,
        IDEA,
        FIGURES,
        TILE,
        CARD,
        EVENT,
        SAFETY_DAY,
        TICKET,
        RECOGNITION,
        ANNOUNCEMENT,
        VOICE,
        GOAL,
        GROUPS,
        EQUITY_GOAL,
        WELCOME,
        SETUP,
        UNIT,
        ADMIN,
        DISPLAY,
        HELP,
        SYNC,
        CONNECT,
    )
}
