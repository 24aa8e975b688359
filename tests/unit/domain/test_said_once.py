"""Thanks, voices, agendas, definitions and figures: each says its thing, and refuses what says nothing."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from kiosk.domain import agendas, metrics, nodes, recognitions, releases, voices
from kiosk.domain.calendars import Calendar
from kiosk.domain.entities import fold
from kiosk.domain.wards import Ward
from tests.unit.domain.histories import BEGIN, WARD, History, only, why_not

TODAY = BEGIN.date()
FACTS = nodes.NodeFacts(name="Ward 7 East", time_zone="Pacific/Auckland")
ITEM = agendas.AgendaItem(key="cards", title="Cards", seconds=60)
SKIN = metrics.MetricFacts(key="skin_checked_6h", title="Skin checked in 6 h, %", goal=90.0)


def test_a_thank_you_needs_a_phrase_or_a_sentence() -> None:
    def thanks(phrase: str | None, sentence: str) -> recognitions.GiveRecognition:
        return recognitions.GiveRecognition("recognition:1", "nursing", phrase, TODAY, sentence)

    assert "Pick a phrase" in why_not(recognitions.decide(None, thanks(None, "  ")))
    assert "140" in why_not(recognitions.decide(None, thanks(None, "x" * 141)))
    act = only(recognitions.decide(None, thanks("Checked twice", "")))
    history = History("recognition:1")
    history.add(act)
    given = fold(recognitions.RECOGNITION, "recognition:1", history.records).state
    assert given is not None
    assert (given.phrase, given.sentence, given.name) == ("Checked twice", None, None)
    assert "already" in why_not(recognitions.decide(given, thanks("Checked twice", "")))


def test_a_week_of_patient_voice_needs_what_was_said() -> None:
    def said(words: str) -> voices.RecordVoice:
        return voices.RecordVoice("voice:1", TODAY, "Waiting", words)

    assert "what patients said" in why_not(voices.decide(None, said(" ")))
    assert "140" in why_not(voices.decide(None, said("x" * 141)))
    assert only(voices.decide(None, said("We waited"))).words == {"you_said": "We waited"}


def test_an_agenda_has_some_items_and_not_too_many() -> None:
    def setting(items: int) -> agendas.SetAgenda:
        return agendas.SetAgenda(WARD, (ITEM,) * items)

    assert "1 to 15" in why_not(agendas.decide(None, setting(0)))
    assert "1 to 15" in why_not(agendas.decide(None, setting(16)))
    assert only(agendas.decide(None, setting(15))).entity == agendas.agenda_id(WARD)
    assert agendas.decide(agendas.Agenda(items=(ITEM,)), setting(1)) == ()
    assert agendas.Agenda(items=(ITEM, ITEM)).seconds == 120


def test_a_metric_keeps_a_goal_that_the_node_set_when_its_definition_is_corrected() -> None:
    name = metrics.metric_id(WARD, SKIN.key)
    history = History(name)
    commands = (
        metrics.DefineMetric(name, SKIN),
        metrics.SetGoal(name, 85.0, TODAY),
        metrics.RetireMetric(name),
        metrics.DefineMetric(name, SKIN.model_copy(update={"title": "Skin checked, %"})),
    )
    for command in commands:
        state = fold(metrics.METRIC, name, history.records).state
        history.add(only(metrics.decide(state, command)))
    metric = fold(metrics.METRIC, name, history.records).state
    assert metric is not None
    assert (metric.facts.title, metric.goal, metric.active) == ("Skin checked, %", 85.0, True)
    assert "not followed" in why_not(metrics.decide(None, commands[1]))


def test_a_node_is_defined_before_anything_else_of_it() -> None:
    assert "first" in why_not(nodes.decide(None, nodes.SetCalendar(WARD, Calendar())))
    assert "first" in why_not(nodes.decide(None, nodes.ChooseLayout(WARD, "ward_sqcdp")))
    assert only(nodes.decide(None, nodes.DefineNode(WARD, FACTS))).kind == "node.defined"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="time zone"):
        nodes.NodeFacts(name="Ward", time_zone=zone)


def test_a_ward_has_its_own_day_and_shift() -> None:
    ward = Ward(now=BEGIN + timedelta(hours=6), node_id=WARD, node=nodes.Node(facts=FACTS))
    assert ward.today == TODAY + timedelta(days=1)
    assert ward.local_now.hour == 2
    assert ward.shift is not None
    assert (ward.shift.name, ward.shift.day) == ("Night shift", TODAY)
    assert Ward(now=BEGIN, node_id=WARD).shift is None


def test_a_release_is_named_by_its_content_and_announced_once() -> None:
    cell = releases.Cell(group=None, status=releases.CellStatus.SHOWN, value=82.0)
    window = releases.Window(first=TODAY, last=TODAY, overall=cell)
    release = releases.Release(metric=SKIN, stratifier="language", windows=(window,))
    command = releases.PublishRelease(WARD, release)
    history = History(releases.published_id(WARD, SKIN.key, "language"))
    history.add(only(releases.decide(None, command)))
    published = fold(releases.RELEASE, history.entity, history.records).state
    assert published is not None
    assert published.sha256 == releases.release_sha256(releases.release_body(release))
    assert releases.decide(published, command) == ()
    empty = releases.PublishRelease(WARD, release.model_copy(update={"windows": ()}))
    assert "no windows" in why_not(releases.decide(published, empty))


def test_a_followed_metric_is_found_by_the_name_in_a_layout() -> None:
    followed = {"metric:1": metrics.Metric(facts=SKIN, goal=90.0)}
    retired = {"metric:1": metrics.Metric(facts=SKIN, goal=90.0, active=False)}
    assert Ward(now=BEGIN, node_id=WARD, metrics=followed).metric_by_key(SKIN.key) is not None
    assert Ward(now=BEGIN, node_id=WARD, metrics=retired).metric_by_key(SKIN.key) is None
