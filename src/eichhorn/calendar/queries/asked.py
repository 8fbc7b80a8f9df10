"""The posts that somebody asks for: a person, an instant, a filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef

from eichhorn.calendar.rules import READABLE_CHANNELS, WITHOUT_GOAL, Filter, Only
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage


@dataclass(frozen=True)
class Asked:
    """Who looks, when, at what."""

    person: Person | None
    now: datetime
    today: date
    zone: str
    """In which the house plans; another one is named at the post."""
    filter: Filter
    channel_ids: frozenset[int]
    """The channels that the filter means."""

    @property
    def are_many_channels(self) -> bool:
        return len(self.channel_ids) > READABLE_CHANNELS

    @cached_property
    def posts(self) -> models.QuerySet[Slot]:
        """The posts of the filter that the person may see; what was put back only where it is asked for."""
        wanted = self.filter
        found = planning.visible_to(self.person, now=self.now)
        found = found.filter(stage=wanted.stage) if wanted.stage else found.exclude(stage=Stage.CANCELLED)
        if wanted.goal is not None:
            found = found.filter(goal__isnull=True) if wanted.goal == WITHOUT_GOAL else found.filter(goal=wanted.goal)
        if wanted.pillar is not None:
            found = found.filter(pillar=wanted.pillar)
        if wanted.campaign is not None:
            found = found.filter(campaign=wanted.campaign)
        if wanted.tag is not None:
            found = found.filter(Exists(Slot.tags.through.objects.filter(slot=OuterRef("pk"), tag=wanted.tag)))
        if wanted.only == Only.SPONTANEOUS:
            found = found.filter(spontaneous=True)
        if wanted.only == Only.MINE:
            found = found.filter(with_person=self.person) if self.person is not None else found.none()
        if wanted.channel is not None or wanted.team is not None:
            found = found.filter(Exists(self._on_channels(wanted)))
        return found

    def between(self, begins: date, ends: date) -> models.QuerySet[Slot]:
        """Return those of the posts that stand on the days of the half-open period."""
        return self.posts.filter(**period(begins, ends))

    def _on_channels(self, wanted: Filter) -> "models.QuerySet[models.Model]":
        through = Slot.channels.through.objects.filter(slot=OuterRef("pk"))
        if wanted.channel is not None:
            through = through.filter(channel=wanted.channel)
        if wanted.team is not None:
            through = through.filter(channel__owner_team=wanted.team)
        return through


def period(begins: date, ends: date, *, of: str = "planned_local") -> dict[str, datetime]:
    """Return the half-open period of days as a condition on wall-clock times as they are kept."""
    return {f"{of}__gte": kept_at(begins), f"{of}__lt": kept_at(ends)}


def kept_at(day: date) -> datetime:
    """Return the beginning of the day as wall-clock times are kept."""
    return plan.kept(datetime.combine(day, time()))


def days_from(begins: date, number: int) -> list[date]:
    return [begins + timedelta(days=n) for n in range(number)]


def one_after(days: Iterable[date]) -> date:
    """Return the day after the last one."""
    return max(days) + timedelta(days=1)
