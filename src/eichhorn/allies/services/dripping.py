"""The drops that fall by themselves, and the end of an ask.

The difficult thing: a worker that was away for a week must not pour. So of each ask one thing happens at a time, the next
is counted from it, and nothing happens outside working hours.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.allies import mails
from eichhorn.allies.models import Ask
from eichhorn.allies.queries.standing import holidays_around
from eichhorn.allies.rules import RESTS_AFTER_SILENCE, State, Step, is_working_day, tone
from eichhorn.allies.services.answering import rests
from eichhorn.allies.services.asking import drips, locked, rest
from eichhorn.foundation import audit
from eichhorn.people import queries as people
from eichhorn.people.working_time import is_service_time


def drip(*, now: datetime) -> int:
    """Whoever is to be reminded now is, once; what is at its end has ended. Return for how many asks something happened."""
    house, day = people.organisation(), people.today(now)
    if not is_service_time(now, organisation=house) or not is_working_day(day, holidays=holidays_around(now)):
        return 0
    due = list(Ask.objects.filter(next_at__lte=now).order_by("next_at", "pk").values_list("pk", flat=True))
    return sum(_happened(pk, now) for pk in due)


@transaction.atomic
def _happened(number: int, now: datetime) -> bool:
    standing = locked(Ask(pk=number))
    if standing.next_at is None or standing.next_at > now:
        return False  # answered meanwhile, or another worker was quicker
    if (
        standing.ally is None
        or standing.next_step == Step.END
        or not people.is_here(standing.ally.person, on=people.today(now))
    ):
        _end(standing, now)
        return True
    standing.reminded += 1
    promised = standing.state == State.PROMISED
    if promised:
        mails.promise_recalled(standing, now=now)
    else:
        mails.reminded(standing, tone(standing.reminded, agreed=standing.reminders), now=now)
    drips(standing, after=now, reminded_of_promise=promised)
    standing.save()
    audit.record("allies.reminded", of=("ask", standing.pk), by=None, now=now, details={"number": standing.reminded})
    return True


def _end(standing: Ask, now: datetime) -> None:
    rest(standing, State.ENDED, now)
    standing.save()
    rests(standing, people.today(now) + RESTS_AFTER_SILENCE)
    audit.record("allies.ended", of=("ask", standing.pk), by=None, now=now)
