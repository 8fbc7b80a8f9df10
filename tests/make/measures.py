"""Measures of a topic."""

from collections.abc import Iterable
from datetime import date

from eichhorn.channels.models import Channel
from eichhorn.measures import services
from eichhorn.measures.models import Measure
from eichhorn.measures.rules import How
from eichhorn.measures.services import Wanted
from eichhorn.topics.models import Topic
from tests import make


def measure(
    topic: Topic | None = None, *, channels: Iterable[Channel] = (), how: How = How.BEFORE, until: date = date(2026, 7, 1),
    days_before: tuple[int, ...] = (14, 7, 1), weekday: int = 0,
) -> Measure:  # fmt: skip
    """Return a new measure, of which nothing is planned yet."""
    wanted = Wanted("Einladung", tuple(channels), None, how, until, weekday, days_before)
    return services.set_measure(topic=topic or make.topics.topic(), wanted=wanted, by=None, now=make.people.NOW)
