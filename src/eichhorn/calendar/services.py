"""Keeping a view, dropping it, beginning with it.

The difficult thing: a name is kept once a person, whatever its capitals. So whoever keeps a view
locks the person's own row first, and two presses at one instant meet there.
"""

from datetime import datetime, timedelta

from django.db import transaction

from eichhorn.calendar.models import Beginning, Kept
from eichhorn.calendar.queries import kept_by
from eichhorn.calendar.rules import Filter, View
from eichhorn.foundation import audit
from eichhorn.people import links
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose

SHARED_FOR = timedelta(days=365)
MOST_KEPT = 40
"""More names than this are no help to find something."""


class NameTaken(Exception):
    """The person keeps another view under this name."""


class TooMany(Exception):
    """The person keeps as many views as can be told apart."""


@transaction.atomic
def keep(*, name: str, view: View, filter_: Filter, for_everybody: bool, by: Person, now: datetime) -> Kept:
    """The view stands under the name: in the menu of the person, or of everybody. Raises NameTaken, TooMany."""
    if for_everybody:
        people.require(by, Act.PLAN, now=now)
    Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    names = {known.casefold() for known in Kept.objects.filter(owner=by).values_list("name", flat=True)}
    if name.casefold() in names:
        raise NameTaken
    if len(names) >= MOST_KEPT:
        raise TooMany
    kept = Kept.objects.create(name=name, view=view, filter=filter_.query, owner=by, for_everybody=for_everybody)
    audit.record("calendar.view_kept", of=("calendar_view", kept.pk), by=by.pk, now=now)
    return kept


def require_change(*, kept: Kept, by: Person, now: datetime) -> None:
    """The person may change the view: it is theirs, or they plan. Raises NotAllowed."""
    if kept.owner_id != by.pk:
        people.require(by, Act.PLAN, now=now)


@transaction.atomic
def rename(*, kept: Kept, name: str, by: Person, now: datetime) -> Kept:
    """The view stands under another name. Others' views need the right to plan. Raises NameTaken."""
    require_change(kept=kept, by=by, now=now)
    Person.objects.select_for_update(of=("self",)).get(pk=kept.owner_id)
    others = Kept.objects.filter(owner=kept.owner_id).exclude(pk=kept.pk).values_list("name", flat=True)
    if name.casefold() in {known.casefold() for known in others}:
        raise NameTaken
    Kept.objects.filter(pk=kept.pk).update(name=name)
    kept.name = name
    audit.record("calendar.view_renamed", of=("calendar_view", kept.pk), by=by.pk, now=now)
    return kept


@transaction.atomic
def drop(*, kept: Kept, by: Person, now: datetime) -> None:
    """The view is gone, and whoever began with it begins with the month. Others' views need the right to plan."""
    require_change(kept=kept, by=by, now=now)
    links.revoke(purpose=LinkPurpose.PLAN, object_id=kept.pk, now=now)
    Kept.objects.filter(pk=kept.pk).delete()
    audit.record("calendar.view_dropped", of=("calendar_view", kept.pk), by=by.pk, now=now)


@transaction.atomic
def share(*, kept: Kept, by: Person, now: datetime) -> str:
    """Return the token by which anybody reads the view for a year, without account; an earlier one opens nothing more."""
    people.require(by, Act.PLAN, now=now)
    links.revoke(purpose=LinkPurpose.PLAN, object_id=kept.pk, now=now)
    audit.record("calendar.view_shared", of=("calendar_view", kept.pk), by=by.pk, now=now)
    return links.issue(purpose=LinkPurpose.PLAN, object_id=kept.pk, lasts=SHARED_FOR, now=now)


@transaction.atomic
def unshare(*, kept: Kept, by: Person, now: datetime) -> None:
    """The view's address opens nothing more. Idempotent."""
    people.require(by, Act.PLAN, now=now)
    links.revoke(purpose=LinkPurpose.PLAN, object_id=kept.pk, now=now)
    audit.record("calendar.view_unshared", of=("calendar_view", kept.pk), by=by.pk, now=now)


@transaction.atomic
def begin_with(*, kept: Kept | None, by: Person) -> None:
    """The person's calendar opens with the view; None: with the month. Idempotent."""
    if kept is None:
        Beginning.objects.filter(person=by).delete()
        return
    if not kept_by(by).filter(pk=kept.pk).exists():
        raise Kept.DoesNotExist
    Beginning.objects.update_or_create(person=by, defaults={"kept": kept})
