"""The question to whoever comes next: go on with what somebody had begun, or start new?"""

from kiosk.domain.clock import local_time
from kiosk.viewmodels.boards import Button
from kiosk.viewmodels.forms.form import Context, Draft
from kiosk.viewmodels.forms.parts import CANCEL
from kiosk.viewmodels.sheets import Paragraph, SheetView

WHAT = {
    "raise": "card",
    "good_catch": "good catch",
    "harm_event": "event",
    "thank_you": "thank-you",
    "idea": "idea",
    "announcement": "announcement",
    "voice": "patient voice",
}


def resume_view(context: Context, draft: Draft) -> SheetView:
    """Return the sheet that offers a kept draft; it says nothing of what the draft says."""
    begun = local_time(draft.begun, context.ward.zone).strftime("%H:%M")
    what = WHAT.get(draft.form, "entry")
    question = f"Continue the {what} begun {begun}, or start new?"
    return SheetView(
        name="resume",
        title="Somebody had begun",
        columns=((Paragraph(question, size="large"),),),
        buttons=(
            CANCEL,
            Button("new", "Start new"),
            Button("resume", f"Continue the {what} ›", role="primary"),
        ),
        note="What was begun is dropped at the end of the shift.",
        spoken=question,
    )
