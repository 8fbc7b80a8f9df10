"""Searching the audit: by person, act, thing and period, the latest first, a page at a time.

The difficult thing: a record of everybody's acts is a record about everybody. So it is never counted, neither by person
nor as a whole: who looks sees acts, not diligence. What somebody may not read elsewhere has no title here either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft, Version
from eichhorn.delivery import queries as delivery
from eichhorn.desk import queries as desk
from eichhorn.foundation.models import AuditEvent
from eichhorn.intake.models import Question, RequestType
from eichhorn.measures.models import Measure
from eichhorn.occasions.models import Entry, Region, Source
from eichhorn.people.models import Department, Person, Team
from eichhorn.planning import queries as planning
from eichhorn.review.models import Approval
from eichhorn.strategy.models import Campaign, Goal, Milestone, Pillar
from eichhorn.topics.models import Audience, Topic
from eichhorn.web.audit import names as names_of
from eichhorn.web.audit import words

PAGE = 50
NOBODY = 0
"""Stands for Eichhorn itself where a person is chosen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; whatever is empty is not asked for."""

    person: int | None = None
    verb: str = ""
    kind: str = ""
    number: int | None = None
    first_day: date | None = None
    last_day: date | None = None

    def query(self, **more: object) -> str:
        """Return what stands behind the question mark of the same search."""
        given = {
            "person": self.person, "verb": self.verb, "kind": self.kind, "number": self.number,
            "first_day": self.first_day, "last_day": self.last_day, **more,
        }  # fmt: skip
        return urlencode({name: value for name, value in given.items() if value not in {None, ""}})


@dataclass(frozen=True, slots=True)
class Line:
    """One act, as it is read."""

    event: AuditEvent
    who: str
    what: str
    sentence: str
    href: str
    """The page of the thing, where the reader may see one."""
    same: str
    """The search for all that happened to the same thing."""


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Line, ...]
    older: str
    """The search for what came before; empty where nothing did."""


def events(wanted: Wanted) -> models.QuerySet[AuditEvent]:
    """Return the acts that are searched for, the latest first."""
    found = AuditEvent.objects.order_by("-pk")
    if wanted.person is not None:
        found = found.filter(actor_id=wanted.person or None)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.kind:
        found = found.filter(object_kind=wanted.kind)
    if wanted.number is not None:
        found = found.filter(object_id=wanted.number)
    if wanted.first_day is not None:
        found = found.filter(at__gte=_midnight(wanted.first_day))
    if wanted.last_day is not None:
        found = found.filter(at__lt=_midnight(wanted.last_day + timedelta(days=1)))
    return found


def page(wanted: Wanted, *, before: int | None, reader: Person, now: datetime) -> Page:
    """Return a page of what is searched for, from below the given act on. A dozen queries at most."""
    found = events(wanted)
    rows = list((found.filter(pk__lt=before) if before is not None else found)[: PAGE + 1])
    older = wanted.query(before=rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Page(tuple(lines(rows[:PAGE], reader=reader, now=now)), older)


def lines(rows: Sequence[AuditEvent], *, reader: Person, now: datetime) -> list[Line]:
    """Return the acts in words, with the titles that the reader may see."""
    titles, hrefs = _titles(rows, reader=reader, now=now), _hrefs()
    actors = {row.actor_id for row in rows if row.actor_id is not None}
    names = dict(Person.objects.filter(pk__in=actors).values_list("pk", "name"))
    said = []
    for row in rows:
        key = (row.object_kind, row.object_id)
        who = names.get(row.actor_id, names_of.thing("person", row.actor_id)) if row.actor_id else "Eichhorn"
        what = names_of.thing(*key, title=titles.get(key, ""))
        href = hrefs[row.object_kind](row.object_id) if row.object_kind in hrefs and key in titles else ""
        same = Wanted(kind=row.object_kind, number=row.object_id).query()
        said.append(Line(row, who, what, words.sentence(row.verb, who=who, what=what), href, same))
    return said


def persons() -> list[tuple[str, str]]:
    """Return everybody who ever was here, and Eichhorn itself. One query."""
    everybody = Person.objects.order_by("name", "pk").values_list("pk", "name")
    return [(str(NOBODY), _("Eichhorn itself")), *((str(pk), name) for pk, name in everybody)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware at once


def _titles(rows: Sequence[AuditEvent], *, reader: Person, now: datetime) -> dict[tuple[str, int], str]:
    """Return what the things are called, where the reader may know it. One query for each kind that occurs."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.object_kind, set()).add(row.object_id)
    slots = planning.visible_to(reader, now=now).order_by()
    every_series = planning.all_series(reader, now=now).select_related(None).prefetch_related(None)
    questions: dict[str, tuple[models.QuerySet[models.Model], str]] = {
        "slot": (slots, "title"),
        "draft": (Draft.objects.filter(slot__in=slots.values("pk")), "slot__title"),
        "version": (Version.objects.filter(draft__slot__in=slots.values("pk")), "draft__slot__title"),
        "approval": (Approval.objects.filter(version__draft__slot__in=slots.values("pk")), "version__draft__slot__title"),
        "delivery": (delivery.visible_to(reader, now=now).select_related(None), "draft__slot__title"),
        "request_type": (RequestType.objects.all(), "name_de"), "question": (Question.objects.all(), "label_de"),
        "request": (desk.visible_to(reader, now=now).select_related(None), "title"),
        "person": (Person.objects.all(), "name"), "channel": (Channel.objects.all(), "name"),
        "goal": (Goal.objects.all(), "name"), "milestone": (Milestone.objects.all(), "name"), "campaign": (Campaign.objects.all(), "name"), "pillar": (Pillar.objects.all(), "name"),
        "entry": (Entry.objects.all(), "name"), "series": (every_series, "title"), "region": (Region.objects.all(), "of"), "source": (Source.objects.all(), "name"),
        "topic": (Topic.objects.all(), "name"), "measure": (Measure.objects.all(), "title"), "audience": (Audience.objects.all(), "name"),
        "department": (Department.objects.all(), "name"), "team": (Team.objects.all(), "name"),
    }  # fmt: skip
    return {
        (kind, pk): title
        for kind, (question, field) in questions.items()
        if kind in ids
        for pk, title in question.filter(pk__in=ids[kind]).order_by().values_list("pk", field)
        if title
    }


def _hrefs() -> dict[str, Callable[[int], str]]:
    """Return for some kinds where their page is."""

    def to(view: str) -> Callable[[int], str]:
        return lambda number: reverse(view, args=[number])

    return {
        "slot": to("planning:slot"), "draft": to("composer:draft"), "approval": to("review:approval"),
        "delivery": to("delivery:delivery"), "request": to("desk:request"), "channel": to("channels:channel"),
        "goal": to("strategy:goal"), "milestone": to("strategy:milestone"), "campaign": to("strategy:campaign"), "topic": to("topics:topic"), "measure": to("measures:measure"),
    }  # fmt: skip
