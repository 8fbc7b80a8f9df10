"""Deciding about posts that are out and show a picture or a film which may appear no longer.

The difficult thing: taking a post back is delivery's work, with its own page and its own doubts. Here somebody only
says that they looked, and what became of it, in words that the next one understands.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.content.models import Draft
from eichhorn.foundation import audit
from eichhorn.library import duties
from eichhorn.library.models import Settled
from eichhorn.library.queries import Thing, kind_of
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class NothingToSettle(Exception):
    """The post is not out any more, it may appear again, or somebody else settled it."""


@transaction.atomic
def settle(*, thing: Thing, draft: Draft, reason: str, by: Person, now: datetime) -> Settled:
    """Somebody looked at the post that is out, and its row on Heute is gone. Raises NothingToSettle."""
    people.require(by, Act.PUBLISH, now=now)
    if not reason.strip():
        raise ValueError("a decision is left with a reason")
    type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    duty = next(iter(duties.duties(by, now=now, only=(thing, draft.pk))), None)
    if duty is None:
        raise NothingToSettle
    kind = kind_of(thing)
    made = Settled(draft=draft, why=duty.ended.why, reason=reason.strip()[:500], by=by, at=now)
    setattr(made, kind, thing)
    made.save(force_insert=True)
    details: dict[str, str | int] = {kind: thing.pk, "why": duty.ended.why}
    audit.record("library.settled", of=("draft", draft.pk), by=by.pk, now=now, details=details)
    return made
