"""Who can get into the accounts themselves, and whether the profiles lead to the imprint: looked at twice a year.

The difficult thing: no network tells it reliably, so people tell it. What nobody has asked stays unknown and is never
taken for a No; what has ended stays readable, because one day somebody asks who had the key then.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from eichhorn.channels.models import Access, Channel
from eichhorn.channels.rules import AlreadyEntered
from eichhorn.foundation import audit
from eichhorn.people import queries as people
from eichhorn.people import services as people_services
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


def enter_access(
    *, channel: Channel, who: str, may: str, has_second_factor: bool | None, by: Person, now: datetime
) -> Access:
    """Return the entry that somebody can get into the account. Raises AlreadyEntered."""
    people_services.require(by, Act.ADMINISTER, now=now)
    try:
        with transaction.atomic():
            made = Access.objects.create(
                channel=channel, who=" ".join(who.split()), may=may.strip(), has_second_factor=has_second_factor,
                since=people.today(now),
            )  # fmt: skip
            audit.record("channels.access_entered", of=("channel", channel.pk), by=by.pk, now=now)
    except IntegrityError as error:
        raise AlreadyEntered from error
    return made


@transaction.atomic
def confirm_second_factor(*, access: Access, by: Person, now: datetime) -> None:
    """Somebody has seen that this access asks for a second factor."""
    people_services.require(by, Act.ADMINISTER, now=now)
    if Access.objects.filter(pk=access.pk).exclude(has_second_factor=True).update(has_second_factor=True):
        audit.record("channels.second_factor_confirmed", of=("channel", access.channel_id), by=by.pk, now=now)


@transaction.atomic
def end_access(*, access: Access, by: Person, now: datetime) -> None:
    """The access was taken away on the network; the entry stays as history. Idempotent."""
    people_services.require(by, Act.ADMINISTER, now=now)
    if Access.objects.filter(pk=access.pk, until__isnull=True).update(until=people.today(now)):
        audit.record("channels.access_ended", of=("channel", access.channel_id), by=by.pk, now=now)


@transaction.atomic
def review_access(*, channel: Channel, by: Person, now: datetime) -> None:
    """Somebody went through the list today, and it is right."""
    people_services.require(by, Act.ADMINISTER, now=now)
    Channel.objects.filter(pk=channel.pk).update(access_reviewed_on=people.today(now))
    audit.record("channels.access_reviewed", of=("channel", channel.pk), by=by.pk, now=now)


@transaction.atomic
def check_imprint(*, channel: Channel, by: Person, now: datetime) -> None:
    """Somebody saw today that the profile leads to the imprint."""
    people_services.require(by, Act.ADMINISTER, now=now)
    Channel.objects.filter(pk=channel.pk).update(imprint_checked_on=people.today(now))
    audit.record("channels.imprint_checked", of=("channel", channel.pk), by=by.pk, now=now)
