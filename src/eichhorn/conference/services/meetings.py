"""Preparing, opening and closing a meeting; own points, additions, and mailing the protocol.

The difficult thing: two people press Open at once, and the agenda must stand there once. Whoever changes a meeting locks
its row first, and the table of states says who was too late.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from eichhorn.conference import mails, queries
from eichhorn.conference.models import Addition, Line, Mailing, Meeting
from eichhorn.conference.rules import STATES, Point, Standing, State, Why
from eichhorn.foundation import audit
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


@transaction.atomic
def prepare(
    *, title: str, begins_at: datetime, taking_part: Collection[Person], by: Person | None, now: datetime
) -> Meeting:
    """The meeting stands there, to be opened. `by` None is the installation itself (demo data)."""
    _require(by, now)
    meeting = Meeting.objects.create(title=title, begins_at=begins_at, made_by=by, made_at=now)
    meeting.people.set(taking_part)
    audit.record("conference.prepared", of=("meeting", meeting.pk), by=_id(by), now=now)
    return meeting


@transaction.atomic
def change(
    *, meeting: Meeting, title: str, begins_at: datetime, taking_part: Collection[Person], by: Person, now: datetime
) -> Meeting:
    """The meeting is called so, begins then, and these take part. ForbiddenMove where it is open already."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state != State.PREPARED:
        raise ForbiddenMove(State(standing.state), State.PREPARED)
    standing.title, standing.begins_at = title, begins_at
    standing.save(update_fields=["title", "begins_at"])
    standing.people.set(taking_part)
    audit.record("conference.changed", of=("meeting", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def take_part(*, meeting: Meeting, taking_part: Collection[Person], by: Person, now: datetime) -> Meeting:
    """These took part. ForbiddenMove where the meeting is closed."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state == State.CLOSED:
        raise ForbiddenMove(State.CLOSED, State.RUNNING)
    standing.people.set(taking_part)
    audit.record("conference.changed", of=("meeting", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def open_(*, meeting: Meeting, by: Person, now: datetime) -> Meeting:
    """The meeting runs, and its agenda is what the rooms ask at this moment. ForbiddenMove where somebody was quicker."""
    _require(by, now)
    standing = locked(meeting.pk)
    standing.state, standing.opened_at = STATES.check(standing.state, State.RUNNING), now
    points = queries.agenda(by, now=now)
    standing.lines.update(number=F("number") + len(points))
    found = queries.things((point.slot for point in points), (point.request for point in points))
    Line.objects.bulk_create(
        Line.of_point(
            point, meeting=standing, number=number, standing=found.of(point.slot, point.request) or Standing()
        )
        for number, point in enumerate(points, start=1)
    )
    standing.save(update_fields=["state", "opened_at"])
    audit.record("conference.opened", of=("meeting", standing.pk), by=by.pk, now=now, details={"lines": len(points)})
    return standing


@transaction.atomic
def close(*, meeting: Meeting, by: Person, now: datetime) -> Meeting:
    """The protocol stands and never changes. What was not decided is open. ForbiddenMove where it does not run."""
    _require(by, now)
    standing = locked(meeting.pk)
    standing.state, standing.closed_at = STATES.check(standing.state, State.CLOSED), now
    standing.save(update_fields=["state", "closed_at"])
    audit.record("conference.closed", of=("meeting", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def call_off(*, meeting: Meeting, by: Person, now: datetime) -> None:
    """The meeting does not take place, and is gone. ForbiddenMove where it was opened."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state != State.PREPARED:
        raise ForbiddenMove(State(standing.state), State.PREPARED)
    audit.record("conference.called_off", of=("meeting", standing.pk), by=by.pk, now=now)
    standing.delete()


@transaction.atomic
def add_point(*, meeting: Meeting, title: str, by: Person | None, now: datetime) -> Line:
    """The point stands at the end of the agenda. ForbiddenMove where the meeting is closed."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state == State.CLOSED:
        raise ForbiddenMove(State.CLOSED, State.RUNNING)
    last = standing.lines.aggregate(last=Max("number"))["last"] or 0
    line = Line.of_point(Point(Why.POINT, title), meeting=standing, number=last + 1, standing=Standing())
    line.save()
    audit.record("conference.point_added", of=("meeting", standing.pk), by=_id(by), now=now)
    return line


@transaction.atomic
def add(*, meeting: Meeting, text: str, by: Person, now: datetime) -> Addition:
    """The addition stands under the closed protocol, which itself stays as it is. ForbiddenMove where it is not closed."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state != State.CLOSED:
        raise ForbiddenMove(State(standing.state), State.CLOSED)
    addition = Addition.objects.create(meeting=standing, text=text, by=by, at=now)
    audit.record("conference.added_to", of=("meeting", standing.pk), by=by.pk, now=now)
    return addition


@transaction.atomic
def mail(*, meeting: Meeting, by: Person, now: datetime) -> Mailing:
    """Each of those who took part gets the protocol, in their language, as far as they may read it."""
    _require(by, now)
    standing = locked(meeting.pk)
    if standing.state != State.CLOSED:
        raise ForbiddenMove(State(standing.state), State.CLOSED)
    there = [person for person in standing.people.order_by("pk") if person.email]
    for person in there:
        mails.protocol(standing, to=person, now=now)
    audit.record("conference.mailed", of=("meeting", standing.pk), by=by.pk, now=now)
    return Mailing.objects.create(meeting=standing, by=by, at=now, number=len(there))


def locked(meeting_id: int) -> Meeting:
    """Return the meeting with its row locked until the end of the transaction."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.PLAN, now=now)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
