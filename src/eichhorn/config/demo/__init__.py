"""The demo organisation: the invented Stadtwerke Erlengrund on one Tuesday, so that every page has something to show.

The difficult thing: it must be true in itself. So it is made by the same services as everything else, in the order in
which things happen, each at its own time; its Tuesday is the day of the first start, or the next working day.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.config.demo import calendar, house, posts, requests
from eichhorn.config.demo.days import Days
from eichhorn.people.services import AlreadyFounded

__all__ = ["AlreadyFounded", "load"]


@transaction.atomic
def load(*, now: datetime) -> None:
    """Stadtwerke Erlengrund stand as the tour tells it. Raises AlreadyFounded where there is an organisation."""
    days = Days(now)
    people = house.found(days)
    channels = house.open_channels(days, people)
    plan = house.agree(days, people, channels)
    posts.publish_earlier(days, people, channels, plan)
    calendar.fill(days, people, channels, plan)
    posts.leave_in_doubt(days, people, channels, plan)
    requests.come_in(days, people, channels, plan)
    posts.hear(days, people)
