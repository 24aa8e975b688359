"""The words of the equity action plan: as shipped, or as a hospital wrote them into a file of its own."""

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from kiosk.layouts.check import FileProblemsError, Problem, validated
from kiosk.layouts.entries import Entry
from kiosk.layouts.files import read_text

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class PlanWords(Entry):
    """The labels and set phrases of the plan; a key that a file leaves out keeps the shipped words.

    The names that hospitals and regulators use differ ("Lead", "Accountable executive"), so all of
    them can be changed. `assets/catalogue/action_plan.toml` is the file to copy.
    """

    title: Words = "Equity action plan"
    metric: Words = "Measure"
    by: Words = "By"
    finding: Words = "What we found"
    lead: Words = "Lead"
    population: Words = "Population"
    goal: Words = "Goal"
    strategy: Words = "Strategy"
    monitoring: Words = "Monitoring"
    status: Words = "Status"
    made: Words = "Made"
    no_lead: Words = "to be named"
    no_goal: Words = "no goal set yet"
    furthest: Words = "whichever group is furthest away"
    too_few: Words = "a group with too few to show now"
    reached: Words = "reached"
    on_track: Words = "on track"
    off_track: Words = "off track"
    overdue: Words = "overdue"
    cannot_tell: Words = "cannot tell yet"
    nothing: Words = "No equity goal is set, and no group has fallen behind."


def read_plan_words(path: Path) -> PlanWords:
    """Read a file of words.

    Raises:
        FileProblemsError: it cannot be read, or has a key or words that cannot be; each with its line.
    """
    text = read_text(path)
    if isinstance(text, Problem):
        raise FileProblemsError([text])
    words = validated(text, path.name, PlanWords)
    if isinstance(words, PlanWords):
        return words
    raise FileProblemsError(words)
