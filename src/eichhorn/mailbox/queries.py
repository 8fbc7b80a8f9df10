"""Letters and the door, read."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from eichhorn.desk import queries as desk
from eichhorn.desk.models import Request
from eichhorn.mailbox.models import Door, Letter
from eichhorn.mailbox.rules import Standing
from eichhorn.mailbox.words import WHY
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import Waiting

ROWS = 20


def door() -> Door:
    """Return whose letters are answered at once, or nobody's. One query."""
    return Door.objects.first() or Door()


def latest() -> models.QuerySet[Letter]:
    """Return the latest letters, without what they say."""
    return Letter.objects.defer("raw", "text").order_by("-came_at", "-pk")[:ROWS]


def visible_to(reader: Person, *, now: datetime) -> models.QuerySet[Letter]:
    """Return the letters whose request the reader may see, and those that belong to none."""
    seen = Q(request__isnull=True) | Q(request__in=desk.visible_to(reader, now=now).values("pk"))
    return letters().filter(seen)


def letters() -> models.QuerySet[Letter]:
    """Return every letter, with the request it belongs to."""
    return Letter.objects.select_related("request").prefetch_related("pictures").order_by("came_at", "pk")


def of_request(request: Request) -> models.QuerySet[Letter]:
    """Return the letters that belong to the request, the oldest first."""
    return letters().filter(request=request)


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the letters that a person has to look at, the oldest first."""
    if not people.may(person, Act.TRIAGE, now=now):
        return []
    aside = (
        visible_to(person, now=now)
        .defer("raw", "text")
        .prefetch_related(None)
        .filter(standing=Standing.ASIDE)
        .order_by("came_at", "pk")[:ROWS]
    )
    return [
        Waiting(
            kind="due", icon="mail", title=one.subject or gettext("A letter without a subject"), line=str(WHY[one.why]),
            href=reverse("mailbox:letter", args=[one.pk]), action=gettext("Look at the letter"), since=one.came_at,
        )
        for one in aside
    ]  # fmt: skip
