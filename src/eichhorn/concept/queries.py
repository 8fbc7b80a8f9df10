"""Reading the strategy: the version in force on a day, the draft, and the versions before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from eichhorn.concept.models import Answer, Version
from eichhorn.concept.rules import Question, Standing, State, standings
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Seen:
    """A version, and where it stands on the day that was asked for."""

    version: Version
    standing: Standing


def versions(*, on: date) -> tuple[Seen, ...]:
    """Return every version with where it stands on the day, the latest first. One query."""
    rows = list(_versions())
    stand = standings((row.dated for row in rows), on=on)
    return tuple(Seen(row, stand[row.number]) for row in rows)


def in_force(*, on: date) -> Version | None:
    """Return the version that holds on the day."""
    begun = _versions().filter(state=State.DECIDED, begins_on__lte=on)
    return begun.order_by("-begins_on", "-number").first()


def draft() -> Version | None:
    """Return the version that is being written."""
    return _versions().filter(state=State.DRAFT).first()


def before(version: Version) -> Version | None:
    """Return the decided version that it replaces, or is to replace."""
    decided = _versions().filter(state=State.DECIDED).exclude(pk=version.pk)
    if version.begins_on is not None:
        decided = decided.filter(begins_on__lt=version.begins_on)
    return decided.order_by("-begins_on").first()


def answers(version: Version) -> Mapping[Question, Answer]:
    """Return the answers of the version, in the order of the questions."""
    found = {Question(answer.question): answer for answer in version.answers.all()}
    return {question: found[question] for question in Question if question in found}


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the strategy, where it is to be looked at again and this person may steer."""
    today = people.today(now)
    standing = in_force(on=today)
    if standing is None or standing.review_on is None or standing.review_on > today:
        return []
    if draft() is not None or not people.may(person, Act.STEER, now=now):
        return []
    return [Waiting(
        kind="later", icon="route", title=gettext("The strategy wants to be looked at again"),
        line=gettext("When it was decided, this day was set for it. Often a few sentences change."),
        href=reverse("concept:document"), action=gettext("Read it"), since=datetime.combine(standing.review_on, time.min, people.zone()),
    )]  # fmt: skip


def _versions() -> QuerySet[Version]:
    return Version.objects.select_related("made_by", "decided_by").order_by("-number")
