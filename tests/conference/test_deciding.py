"""What is decided in a meeting is done by the thing's own room, or not at all, and is kept as it was."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import DatabaseError, transaction

from eichhorn.conference import queries, services
from eichhorn.conference.models import Decision, Line, Meeting
from eichhorn.conference.rules import Deed, Why
from eichhorn.content.models import Draft
from eichhorn.desk.models import Request
from eichhorn.foundation.models import AuditEvent
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import Stage, wall
from eichhorn.situation import queries as situation
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
FRIDAY = datetime(2026, 6, 12, 10)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def of(meeting: Meeting, why: Why, person: Person) -> Line:
    found: Line = make.conference.line(meeting, why, seen_by=person)
    return found


def test_an_idea_gets_its_date_and_the_protocol_knows_before_and_after(miriam: Person) -> None:
    slot = make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    decision = make.conference.decided(line, Deed.MOVE, by=miriam, when=FRIDAY, note="Nach dem Fest.")
    slot.refresh_from_db()
    assert slot.planned_local is not None
    assert wall(slot.planned_local) == FRIDAY
    assert (decision.before.when, decision.after.when, decision.note) == ("", FRIDAY.isoformat(), "Nach dem Fest.")
    assert Move.objects.get(slot=slot).by == miriam
    assert AuditEvent.objects.filter(verb="conference.decided", actor_id=miriam.pk).count() == 1


def test_a_post_is_put_back(miriam: Person) -> None:
    slot = make.planning.slot("Ohne Ziel")
    line = of(make.conference.running(by=miriam), Why.WITHOUT_GOAL, miriam)
    decision = make.conference.decided(line, Deed.PUT_BACK, by=miriam)
    slot.refresh_from_db()
    assert slot.stage == Stage.CANCELLED
    assert (decision.before.stage, decision.after.stage) == ("idea", "cancelled")


def test_a_post_gets_its_goal_and_keeps_all_else(miriam: Person) -> None:
    goal, channel = make.strategy.goal("Nähe", owner=miriam), make.planning.channel()
    slot = make.planning.slot("Ohne Ziel", channels=[channel], movable=False, effort_minutes=17)
    line = of(make.conference.running(by=miriam), Why.WITHOUT_GOAL, miriam)
    decision = make.conference.decided(line, Deed.SET_GOAL, by=miriam, goal=goal)
    slot.refresh_from_db()
    assert (slot.goal, slot.title, slot.movable, slot.effort_minutes) == (goal, "Ohne Ziel", False, 17)
    assert list(slot.channels.all()) == [channel]
    assert decision.after.goal == "Nähe"


def test_a_post_is_begun(miriam: Person) -> None:
    slot = make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    make.conference.decided(line, Deed.BEGIN, by=miriam)
    assert Draft.objects.filter(slot=slot).exists()


def test_a_gap_is_filled_on_its_channel(miriam: Person) -> None:
    channel = make.planning.channel("Facebook", places=[(4, time(10))])
    line = of(make.conference.running(by=miriam), Why.GAP, miriam)
    decision = make.conference.decided(line, Deed.PLAN, by=miriam, title="Wochenmarkt", when=FRIDAY)
    slot = Slot.objects.get(pk=decision.made_slot_id)
    assert (slot.title, list(slot.channels.all()), decision.after.title) == ("Wochenmarkt", [channel], "Wochenmarkt")


def test_a_goal_gets_its_first_post(miriam: Person) -> None:
    goal = make.strategy.goal("Nähe", owner=miriam)
    line = of(make.conference.running(by=miriam), Why.GOAL, miriam)
    decision = make.conference.decided(line, Deed.PLAN, by=miriam, title="Nachbarn")
    assert Slot.objects.get(pk=decision.made_slot_id).goal == goal


def test_everything_is_held_with_a_reason_and_without_one_nothing_is(miriam: Person) -> None:
    make.occasions.election()
    make.planning.slot(channels=[make.planning.channel()])
    line = of(make.conference.running(by=miriam), Why.ELECTION, miriam)
    with pytest.raises(services.NothingSaid):
        make.conference.decided(line, Deed.HOLD, by=miriam)
    assert situation.current() is None
    decision = make.conference.decided(line, Deed.HOLD, by=miriam, note="Bis die Regel geklärt ist.")
    assert situation.current() is not None
    assert decision.after.hold == "Bis die Regel geklärt ist."


def test_what_triage_made_of_a_request_is_noted_as_it_stands(miriam: Person) -> None:
    request = make.desk.request("Gewinnspiel", now=NOW - timedelta(days=2))
    line = of(make.conference.running(by=miriam), Why.REQUEST, miriam)
    with pytest.raises(services.NothingSaid):
        make.conference.decided(line, Deed.NOTE, by=miriam)
    Request.objects.filter(pk=request.pk).update(state="declined")
    decision = make.conference.decided(line, Deed.NOTE, by=miriam)
    assert (decision.before.request, decision.after.request) == ("received", "declined")


def test_a_thing_that_changed_meanwhile_is_asked_again_and_nothing_is_done(miriam: Person) -> None:
    slot = make.planning.slot("Ohne Ziel", at=FRIDAY)
    line = of(make.conference.running(by=miriam), Why.WITHOUT_GOAL, miriam)
    seen = queries.standings([line])[line.pk].mark
    planning.move(slot=slot, planned_local=FRIDAY + timedelta(hours=1), by=miriam, now=NOW)
    with pytest.raises(services.ChangedMeanwhile) as refused:
        make.conference.decided(line, Deed.PUT_BACK, by=miriam, seen=seen)
    assert refused.value.stands.standing.when == (FRIDAY + timedelta(hours=1)).isoformat()
    slot.refresh_from_db()
    assert slot.stage == Stage.IDEA
    assert not Decision.objects.exists()


def test_a_second_press_finds_the_first_ones_decision(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    seen = queries.standings([line])[line.pk].mark
    make.conference.decided(line, Deed.ADJOURN, by=miriam, seen=seen)
    with pytest.raises(services.ChangedMeanwhile):
        make.conference.decided(line, Deed.ADJOURN, by=miriam, seen=seen)
    assert Decision.objects.count() == 1


def test_a_change_that_the_room_refuses_leaves_no_decision(miriam: Person) -> None:
    slot = make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    planning.advance(slot=slot, to=Stage.CANCELLED, now=NOW)
    with pytest.raises(services.NotPossible):
        make.conference.decided(line, Deed.MOVE, by=miriam, when=FRIDAY)
    assert not Decision.objects.exists()


def test_a_decision_that_cannot_be_kept_changes_nothing(miriam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.conference.decided(line, Deed.MOVE, by=miriam, when=FRIDAY, note="x" * 501)
    slot.refresh_from_db()
    assert slot.planned_local is None


def test_whoever_may_not_plan_decides_nothing(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    author = make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        make.conference.decided(line, Deed.ADJOURN, by=author)


def test_a_line_takes_no_deed_of_another_kind(miriam: Person) -> None:
    make.strategy.goal("Nähe", owner=miriam)
    line = of(make.conference.running(by=miriam), Why.GOAL, miriam)
    with pytest.raises(services.NotPossible):
        make.conference.decided(line, Deed.MOVE, by=miriam, when=FRIDAY)


def test_a_meeting_is_opened_once(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    meeting = make.conference.running(by=miriam)
    with pytest.raises(ForbiddenMove):
        services.open_(meeting=meeting, by=miriam, now=NOW)
    assert len(make.conference.lines(meeting, Why.IDEA, seen_by=miriam)) == 1


def test_after_closing_nothing_is_decided_and_nothing_can_be_changed(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    meeting = make.conference.running(by=miriam, people=[miriam])
    line = of(meeting, Why.IDEA, miriam)
    decision = make.conference.decided(line, Deed.ADJOURN, by=miriam)
    services.close(meeting=meeting, by=miriam, now=NOW)
    with pytest.raises(services.NotRunning):
        make.conference.decided(line, Deed.ADJOURN, by=miriam)
    addition = services.add(meeting=meeting, text="Es war der Brunnen am Markt.", by=miriam, now=NOW)
    changes: list[Callable[[], object]] = [
        lambda: Meeting.objects.filter(pk=meeting.pk).update(title="Anders"),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(state="running", closed_at=None),
        lambda: Line.objects.filter(pk=line.pk).update(title="Anders"),
        lambda: Line.objects.filter(pk=line.pk)._raw_delete(using="default"),  # type: ignore[attr-defined]
        lambda: Line.objects.create(meeting=meeting, number=99, section="own", why="point", title="Neu"),
        lambda: Decision.objects.filter(pk=decision.pk).update(note="Anders"),
        lambda: Decision.objects.filter(pk=decision.pk).delete(),
        lambda: Decision.objects.create(line=line, deed="note", at=NOW),
        meeting.people.clear,
        lambda: type(addition).objects.filter(pk=addition.pk).update(text="Anders"),
        lambda: type(addition).objects.filter(pk=addition.pk).delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="conference"), transaction.atomic():
            change()


def test_a_decision_never_changes_while_the_meeting_runs_either(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    line = of(make.conference.running(by=miriam), Why.IDEA, miriam)
    decision = make.conference.decided(line, Deed.ADJOURN, by=miriam)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(deed="note")


def test_what_is_called_off_is_gone_and_what_was_opened_cannot_be(miriam: Person) -> None:
    meeting = make.conference.prepared(by=miriam)
    services.add_point(meeting=meeting, title="Wer fotografiert?", by=miriam, now=NOW)
    services.call_off(meeting=meeting, by=miriam, now=NOW)
    assert not Meeting.objects.exists()
    with pytest.raises(ForbiddenMove):
        services.call_off(meeting=make.conference.running(by=miriam), by=miriam, now=NOW)


def test_a_time_of_a_series_on_an_agenda_may_still_leave_the_plan(miriam: Person) -> None:
    series = make.planning.series("Wasserwerte", channels=[make.planning.channel()])
    meeting = make.conference.running(by=miriam)
    before = len(make.conference.lines(meeting, Why.WITHOUT_GOAL, seen_by=miriam))
    planning.end_series(series=series, by=miriam, now=NOW)
    assert before
    assert len(make.conference.lines(meeting, Why.WITHOUT_GOAL, seen_by=miriam)) == before
    reader = make.people.person(role=RoleKind.READER)
    assert make.conference.lines(meeting, Why.WITHOUT_GOAL, seen_by=reader) == []


def test_whoever_may_not_read_a_post_does_not_find_it_in_an_old_protocol(miriam: Person) -> None:
    slot = make.planning.slot("Fusion mit Nachbarn", at=None)
    meeting = make.conference.closed(by=miriam)
    reader = make.people.person(role=RoleKind.READER)
    assert make.conference.lines(meeting, Why.IDEA, seen_by=reader)
    Slot.objects.filter(pk=slot.pk).update(confidential=True)
    assert not make.conference.lines(meeting, Why.IDEA, seen_by=reader)
    assert make.conference.lines(meeting, Why.IDEA, seen_by=miriam)
