"""Measures of a topic or a campaign."""

from collections.abc import Iterable
from datetime import date

from eichhorn.channels.models import Channel
from eichhorn.measures import services
from eichhorn.measures.models import Measure
from eichhorn.measures.rules import How
from eichhorn.measures.services import Wanted
from eichhorn.strategy.models import Campaign
from eichhorn.topics.models import Topic
from tests import make


def measure(
    of: Topic | Campaign | None = None, *, channels: Iterable[Channel] = (), how: How = How.BEFORE, until: date = date(2026, 7, 1),
    days_before: tuple[int, ...] = (14, 7, 1), weekday: int = 0,
) -> Measure:  # fmt: skip
    """Return a new measure, of which nothing is planned yet."""
    wanted = Wanted("Einladung", tuple(channels), None, how, until, weekday, days_before)
    return services.set_measure(of=of or make.topics.topic(), wanted=wanted, by=None, now=make.people.NOW)
