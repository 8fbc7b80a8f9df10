"""What stands about objections: whether one is possible or open, who decides, and until when."""

from datetime import datetime, timedelta

from eichhorn.desk.models import Answer, Request
from eichhorn.desk.queries.house import terms
from eichhorn.desk.rules import AnswerKind, Objection, objection
from eichhorn.duty import queries as duty
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.working_time import add_working_hours


def objection_of(request: Request) -> Objection:
    """Return how it stands with objecting to our answer. No query where the answers are loaded."""
    said = sorted(request.answers.all(), key=lambda one: (one.at, one.pk))
    return objection(AnswerKind(one.kind) for one in said)


def open_objection(request: Request) -> Answer | None:
    """Return the objection that waits for a decision, None where none does."""
    if objection_of(request) is not Objection.OPEN:
        return None
    return max(
        (one for one in request.answers.all() if one.kind == AnswerKind.OBJECT), key=lambda one: (one.at, one.pk)
    )


def open_objections() -> list[Answer]:
    """Return every objection that waits, the oldest first, each with its request. Two queries."""
    latest = Answer.objects.filter(kind=AnswerKind.OBJECT).select_related("request", "request__department")
    return [
        one
        for one in latest.prefetch_related("request__answers").order_by("at", "pk")
        if (standing := open_objection(one.request)) is not None and standing.pk == one.pk
    ]


def decided_by(at: datetime) -> datetime:
    """Return until when an objection of that moment is decided, as it was promised. Two queries."""
    house, days = people.organisation(), terms().appeal_days
    day = datetime.combine(at.date(), house.service_ends) - datetime.combine(at.date(), house.service_begins)
    return add_working_hours(at, days * (day / timedelta(hours=1)), organisation=house)


def may_decide_objections(person: Person, *, now: datetime) -> bool:
    """Return whether the person is named to requesters for it, or stands in for who is and is away today."""
    named = terms().appeal_to
    if named is None:
        return False
    return named.pk == person.pk or any(one.pk == named.pk for one in duty.stands_in_for(person, now=now))
