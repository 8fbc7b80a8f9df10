"""What was asked before, and what is promised for the same day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left

from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.queries.requests import visible_to
from eichhorn.desk.rules import State
from eichhorn.noticing.rules.alike import SAME, Text, nearest
from eichhorn.people.models import Person
from eichhorn.planning.rules import kept

REMEMBERED = timedelta(days=400)
"""So far back is looked; what was asked each year comes again."""
MOST_READ, MOST_SHOWN = 400, 3
PROMISED = (State.ACCEPTED, State.PLANNED)
LONGEST_READ = 1_500


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request that was about the same."""

    request: Request
    is_same: bool
    """Nearly word for word."""


def earlier(request: Request, version: RequestVersion, *, person: Person, now: datetime) -> tuple[Earlier, ...]:
    """Return what the person may read of what others, or the same people, asked before of the same; the nearest first. Two queries at most."""
    last = RequestVersion.objects.filter(request=OuterRef("pk")).order_by("-number")
    rows = (
        visible_to(person, now=now).filter(received_at__gte=now - REMEMBERED).exclude(pk=request.pk)
        .order_by("-received_at", "-pk")
        .values_list("pk", "title", Subquery(last.values(said=Left("purpose", LONGEST_READ))[:1]), Subquery(last.values(said=Left("text", LONGEST_READ))[:1]))
    )  # fmt: skip
    among = [(number, Text(title, f"{purpose} {text}")) for number, title, purpose, text in rows[:MOST_READ]]
    found = dict(nearest(Text(request.title, f"{version.purpose} {version.text}"), among, most=MOST_SHOWN))
    whole = Request.objects.select_related("department", "slot").in_bulk(found) if found else {}
    return tuple(Earlier(whole[number], much >= SAME) for number, much in found.items())


def promised(day: datetime, *, besides: Request, person: Person, now: datetime) -> QuerySet[Request]:
    """Return what is promised to others for the day of this wall-clock time, as far as the person may read it. One query."""
    begins = kept(datetime.combine(day.date(), time()))
    standing = visible_to(person, now=now).filter(state__in=PROMISED).exclude(pk=besides.pk)
    on_the_day = standing.filter(slot__planned_local__gte=begins, slot__planned_local__lt=begins + timedelta(days=1))
    return on_the_day.select_related("department", "slot").order_by("slot__planned_local", "pk")[:MOST_SHOWN]
