"""Which addresses are called, which acts they have not been told, and which calls are due.

The difficult thing: an act that is committed late has a lower number than others that were told already. So what is
asked for is not "what came after the last one" but "what has no call yet", above a mark that is surely complete.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.delivery.rules import State as Delivered
from eichhorn.desk.rules import AnswerKind
from eichhorn.foundation.models import AuditEvent, Standstill
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import StateKind, Waiting
from eichhorn.webhooks import words
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import KEPT_FOR, TOLD, Off, State, What


def endpoints() -> models.QuerySet[Endpoint]:
    """Return every address, the latest first. One query."""
    return Endpoint.objects.select_related("owner").order_by("-pk").fetch_mode(models.FETCH_RAISE)


def switched_on() -> models.QuerySet[Endpoint]:
    """Return the addresses that are called. One query."""
    return Endpoint.objects.filter(off_at__isnull=True).order_by("pk")


def given_up() -> models.QuerySet[Endpoint]:
    """Return the addresses that we switched off ourselves, the latest first: no person wanted that. One query."""
    off = Endpoint.objects.filter(off_at__isnull=False).exclude(off_because=Off.BY_PERSON)
    return off.order_by("-off_at", "-pk").fetch_mode(models.FETCH_RAISE)


def verbs(types: Collection[str]) -> list[str]:
    """Return the acts that are told as one of the types."""
    return [verb for verb, kind in TOLD.items() if kind in types]


def told(types: Collection[str]) -> models.QuerySet[AuditEvent]:
    """Return the acts that are events of these types, the oldest first.

    A doubt that stays one is no event, nor is a question or a proposal to a requester.
    """
    acts = AuditEvent.objects.filter(verb__in=verbs(types))
    acts = acts.exclude(verb="desk.decided", details__answer__in=[AnswerKind.ASK_BACK.value, AnswerKind.RESHAPE.value])
    return acts.exclude(verb="delivery.unsure", details__before=Delivered.UNSURE.value).order_by("pk")


def latest_act() -> int:
    """Return the number of the last act that is committed. One query."""
    return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def untold(endpoint: Endpoint, *, above: int) -> models.QuerySet[AuditEvent]:
    """Return the acts of which the address has no call yet, the oldest first. One query."""
    called = Call.objects.filter(endpoint=endpoint, act_id=OuterRef("pk"))
    return told(endpoint.types).filter(~Exists(called), pk__gt=max(above, endpoint.hears_after))


def since(endpoint: Endpoint, *, at: datetime, what: What) -> models.QuerySet[AuditEvent]:
    """Return the acts since the instant that the address is to be told again, the oldest first. One query."""
    acts = told(endpoint.types).filter(at__gte=at)
    standing = Call.objects.filter(endpoint=endpoint, act_id=OuterRef("pk"), state__in=[State.ARRIVED, State.WAITING])
    return acts.filter(~Exists(standing)) if what is What.MISSING else acts


def due(*, now: datetime, busy: Collection[int] = ()) -> models.QuerySet[Call]:
    """Return the calls that may leave now, the longest due first; none at all during a standstill. One query."""
    called = Q(endpoint__off_at__isnull=True) & (
        Q(endpoint__rests_until__isnull=True) | Q(endpoint__rests_until__lte=now)
    )
    alone = ~Exists(Standstill.objects.filter(open_key=True))
    waiting = Call.objects.filter(called, alone, state=State.WAITING, next_at__lte=now)
    return waiting.exclude(endpoint_id__in=list(busy)).order_by("next_at", "pk")


def calls(endpoint: Endpoint, *, before: int | None = None, state: State | None = None) -> models.QuerySet[Call]:
    """Return the calls to the address, the latest first, from below the given one on. One query."""
    found = Call.objects.filter(endpoint=endpoint).order_by("-pk")
    if state is not None:
        found = found.filter(state=state)
    return found if before is None else found.filter(pk__lt=before)


def too_old(*, now: datetime) -> models.QuerySet[Call]:
    """Return the calls that ended and are kept no longer."""
    return Call.objects.filter(made_at__lte=now - KEPT_FOR).exclude(state=State.WAITING)


def who_is_told(endpoint: Endpoint, *, now: datetime) -> list[Person]:
    """Return the owner of the address, if they are here; else those who administer. Three queries at most."""
    here = people.here(Person.objects.filter(pk=endpoint.owner_id), on=people.today(now)).first()
    return [here] if here is not None else list(people.holders(Act.ADMINISTER, now=now))


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return for an administrator which programs are told nothing any more, though nobody wanted that. Two queries."""
    if not people.may(person, Act.ADMINISTER, now=now):
        return []
    return [_given_up(endpoint, now) for endpoint in given_up()]


def _given_up(endpoint: Endpoint, now: datetime) -> Waiting:
    return Waiting(
        kind="due", icon="plug-connected-x", sign=StateKind.STOP, since=endpoint.off_at or now, effort_minutes=10,
        title=_("“%(name)s” is not told any more what happens") % {"name": endpoint.name},
        line=f"{words.OFF[Off(endpoint.off_because)]} {_('Nothing is lost: what it missed can be sent again.')}",
        href=reverse("webhooks:endpoint", args=[endpoint.pk]), action=_("Look at it"),
    )  # fmt: skip
