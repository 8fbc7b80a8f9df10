"""The demo organisation: the invented Stadtwerke Erlengrund on one Tuesday, so that every page has something to show.

The difficult thing: it must be true in itself. So it is made by the same services as everything else, in the order in
which things happened, each at its own time; its Tuesday is the day of the first start, or the next working day.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import translation

from eichhorn.config.demo import (
    album,
    answers,
    calendar,
    giving,
    hearing,
    house,
    meetings,
    past,
    pool,
    requests,
    topics,
)
from eichhorn.config.demo.days import Days
from eichhorn.notices.models import Notice
from eichhorn.people.services import AlreadyFounded

__all__ = ["AlreadyFounded", "load"]


@transaction.atomic
def load(*, now: datetime) -> None:
    """Stadtwerke Erlengrund stand as the tour tells it. Raises AlreadyFounded where there is an organisation."""
    days = Days(now)
    with translation.override("de"):
        people = house.found(days)
        channels = house.open_channels(days, people)
        plan = house.agree(days, people, channels)
        answers.answer(days, people, plan)
        pictures = album.pasted(days, people)
        past.happen(days, people, channels, plan, pictures)
        meetings.meet(days, people)
        calendar.fill(days, people, channels, plan, pictures)
        requests.build_form(days.before(minutes=60 * 24 * 90))
        requests.come_in(days, channels, plan)
        pool.fill(days, people, channels, plan)
        giving.give(days, people, plan)
        topics.speak(days, people, channels, plan)
        hearing.hear(days, people, channels)
    _mails_of_the_past_have_left(now)


def _mails_of_the_past_have_left(now: datetime) -> None:
    """The house had a mail server until this morning; what is still open can be read in the outbox of mail."""
    decided = Notice.objects.filter(made_at__lt=now - timedelta(minutes=1)).exclude(decides=True)
    decided.update(sent_at=F("made_at"), next_try_at=None, body_sealed=b"")
