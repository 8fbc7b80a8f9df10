"""What was said about a draft, and who should look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.content.models import Draft, Version
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import Stage
from eichhorn.remarks.models import Remark
from eichhorn.remarks.rules import Audience
from eichhorn.ui.waiting import Waiting

DONE = (Stage.OUT, Stage.CANCELLED)
MOST_ROWS = 20
COMMENT = 0
"""Names the first comment among the texts of a version; the shared text is None, a variant its channel."""
type Texts = Mapping[int | None, str]


@dataclass(frozen=True, slots=True)
class Talk:
    """A remark with the answers to it."""

    remark: Remark
    answers: tuple[Remark, ...]
    stands: bool
    """Whether its passage stands in the text as it is now; true where it has none."""


def texts_of(version: Version | None) -> Texts:
    """Return all texts of a version that people would see. One query."""
    if version is None:
        return {}
    texts: dict[int | None, str] = {None: version.text, COMMENT: version.first_comment}
    texts.update(version.variants.values_list("channel_id", "text"))
    return texts


def of_draft(draft: Draft, *, audience: Audience) -> tuple[Talk, ...]:
    """Return what was said: what is open first, then what is settled, each in the order in which it was said. Three queries."""
    found = Remark.objects.filter(draft=draft).select_related("by", "settled_by", "version").order_by("at", "pk")
    if audience is Audience.GUESTS:
        found = found.filter(audience=Audience.GUESTS)
    rows = list(found.fetch_mode(models.FETCH_RAISE))
    answers: dict[int, list[Remark]] = {}
    for row in rows:
        if row.answers_id is not None:
            answers.setdefault(row.answers_id, []).append(row)
    texts = texts_of(draft.latest).values() if any(row.passage for row in rows) else ()
    talks = [
        Talk(row, tuple(answers.get(row.pk, ())), not row.passage or any(row.passage in words for words in texts))
        for row in rows
        if row.answers_id is None
    ]
    return tuple(sorted(talks, key=lambda talk: bool(talk.remark.settled)))


def of_guests(draft: Draft, number: int | None) -> Remark | None:
    """Return the remark of the draft that guests may read, None where there is none. One query."""
    found = Remark.objects.select_related("by", "draft__made_by").filter(draft=draft, audience=Audience.GUESTS)
    return found.filter(pk=number, answers__isnull=True).first() if number is not None else None


def open_of(draft: Draft) -> int:
    """Return how many remarks of the draft are open. One query."""
    return Remark.objects.filter(draft=draft, answers__isnull=True, settled="").count()


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return each post on which the person is called, or whose writer they are and others said something. Two queries."""
    visible = planning.visible_to(person, now=now).exclude(stage__in=DONE)
    theirs = Q(draft__made_by=person) | Q(draft__latest__by=person)
    called = Q(names=person) | Q(answered_by__names=person)
    found = (
        Remark.objects.filter(answers__isnull=True, settled="", draft__slot__in=visible)
        .filter((theirs & ~Q(by=person)) | called)
        .values("draft", "draft__slot", "draft__slot__title")
        .annotate(number=Count("pk", distinct=True), calls=Count("pk", filter=called, distinct=True), first=Min("at"))
        .order_by("first", "draft")
    )  # fmt: skip
    return [_row(row) for row in found[:MOST_ROWS]]


def _row(row: Mapping[str, Any]) -> Waiting:
    title, number = row["draft__slot__title"], row["number"]
    if row["calls"]:
        said = _("You are asked about %(title)s") % {"title": title}
    else:
        said = _("Somebody said something about %(title)s") % {"title": title}
    return Waiting(
        kind="person", icon="message-circle", title=said,
        line=ngettext("%(number)s remark is open.", "%(number)s remarks are open.", number) % {"number": number},
        href=reverse("composer:draft", args=[row["draft"]]) + "#remarks", action=_("Read it"), since=row["first"], effort_minutes=3,
        slot_id=row["draft__slot"],
    )  # fmt: skip
