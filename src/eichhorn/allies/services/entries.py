"""What somebody says of themselves: written down for them, confirmed by them, changed by them, taken away by them.

The difficult thing: the team writes it down first, because it is told in the corridor. From the moment at which the
person has confirmed it, nobody else changes a word of it; and when it goes, all goes that they said to us.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from eichhorn.allies import mails
from eichhorn.allies.models import Ally, Ask, Given
from eichhorn.allies.rules import OPEN, Gift, State, Way
from eichhorn.foundation import audit
from eichhorn.ideas import services as ideas
from eichhorn.people import links
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose


class AlreadyTheirs(Exception):
    """The person has an entry already, or has confirmed it: it is theirs. `ally` is how it stands."""

    def __init__(self, ally: Ally) -> None:
        super().__init__(f"ally {ally.pk}")
        self.ally = ally


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of themselves."""

    gives: tuple[Gift, ...] = ()
    about: str = ""
    way: Way = Way.MAIL
    phone: str = ""
    best_time: str = ""
    per_quarter: int = 3
    reminders: int = 2
    rests_until: date | None = None


@transaction.atomic
def enter(*, person: Person, said: Said, by: Person | None, now: datetime) -> Ally:
    """The person has an entry that waits for their word, and a mail that asks for it. Raises AlreadyTheirs.

    `by` None is the installation itself (demo data).
    """
    if by is not None:
        permissions.require(by, Act.WRITE, now=now)
    try:
        with transaction.atomic():
            ally = Ally.objects.create(person=person, entered_by=by, made_at=now, **_words(said))
    except IntegrityError as error:
        there = Ally.objects.filter(person=person).first()
        if there is None:
            raise
        raise AlreadyTheirs(there) from error
    audit.record("allies.entered", of=("ally", ally.pk), by=by.pk if by is not None else None, now=now)
    if by is not None:
        mails.invited(ally, by=by, now=now)
    return ally


@transaction.atomic
def invite(*, ally: Ally, by: Person, now: datetime) -> None:
    """The person has a fresh link to their entry by mail."""
    permissions.require(by, Act.WRITE, now=now)
    standing = _locked(ally)
    mails.invited(standing, by=by, now=now)
    audit.record("allies.invited", of=("ally", ally.pk), by=by.pk, now=now)


@transaction.atomic
def say(*, ally: Ally, said: Said, by: Person | None, now: datetime) -> Ally:
    """The entry says this. `by` None is the person themselves, let in by their link, and confirms it with that.

    Somebody of the team may only change what the person has not confirmed yet. Raises AlreadyTheirs.
    """
    standing = _locked(ally)
    if by is not None:
        permissions.require(by, Act.WRITE, now=now)
        if standing.confirmed_at is not None:
            raise AlreadyTheirs(standing)
    for name, value in _words(said).items():
        setattr(standing, name, value)
    if by is None:
        standing.confirmed_at = standing.confirmed_at or now
    standing.save()
    audit.record("allies.changed", of=("ally", standing.pk), by=by.pk if by else standing.person_id, now=now)
    return standing


@transaction.atomic
def confirm(*, ally: Ally, now: datetime) -> Ally:
    """The person says that it is so; they may be asked from now on. Idempotent."""
    standing = _locked(ally)
    if standing.confirmed_at is None:
        standing.confirmed_at = now
        standing.save(update_fields=["confirmed_at"])
        audit.record("allies.confirmed", of=("ally", standing.pk), by=standing.person_id, now=now)
    return standing


@transaction.atomic
def wake_from_rest(*, ally: Ally, now: datetime) -> Ally:
    """The person ends the rest that a No or a silence of theirs began. Idempotent."""
    standing = _locked(ally)
    standing.rests_until = None
    standing.save(update_fields=["rests_until"])
    audit.record("allies.changed", of=("ally", standing.pk), by=standing.person_id, now=now)
    return standing


@transaction.atomic
def remove(*, ally: Ally, by: Person | None, now: datetime) -> None:
    """The entry is gone, with its links and with why they said No; open asks of theirs are withdrawn. Idempotent.

    What they gave stays an idea of the house, without their name. `by` None is the person themselves.
    """
    if by is not None:
        permissions.require(by, Act.WRITE, now=now)
    standing = Ally.objects.select_for_update(of=("self",)).filter(pk=ally.pk).first()
    if standing is None:
        return
    asks = list(Ask.objects.select_for_update(of=("self",)).filter(ally=standing))
    links.revoke(purpose=LinkPurpose.ALLY, object_id=standing.pk, now=now)
    for one in asks:
        links.revoke(purpose=LinkPurpose.ASK, object_id=one.pk, now=now)
    ids = [one.pk for one in asks]
    Ask.objects.filter(pk__in=ids, state__in=[*OPEN, State.DRAFTED]).update(
        state=State.WITHDRAWN, next_at=None, next_step="", answered_at=now
    )
    Ask.objects.filter(pk__in=ids).update(ally=None, because="", letter="")
    gifts = Given.objects.filter(ask__in=ids)
    ideas.forget_who(ideas=list(gifts.values_list("idea", flat=True)))
    gifts.update(shown="")
    person_id = standing.person_id
    standing.delete()
    audit.record("allies.removed", of=("ally", ally.pk), by=by.pk if by else person_id, now=now)


def _locked(ally: Ally) -> Ally:
    return Ally.objects.select_for_update(of=("self",)).select_related("person").get(pk=ally.pk)


def _words(said: Said) -> dict[str, object]:
    return {
        "gives": [gift.value for gift in said.gives], "about": said.about.strip(), "way": said.way.value,
        "phone": said.phone.strip(), "best_time": said.best_time.strip(), "per_quarter": said.per_quarter,
        "reminders": said.reminders, "rests_until": said.rests_until,
    }  # fmt: skip
