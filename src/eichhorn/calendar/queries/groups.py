"""A month by teams: how much stands on the channels of each, and what of it needs somebody.

The difficult thing: a post may stand on channels of several teams. It counts once for each of them, so the rows do not
add up to the month; the page says so.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from eichhorn.calendar.queries.around import Around
from eichhorn.calendar.queries.asked import Asked
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import Sign, sign


@dataclass(frozen=True, slots=True)
class Group:
    """The channels that a team keeps, and the posts of the period that stand on them."""

    team: int | None
    """None for the channels that nobody keeps."""
    name: str
    channels: int
    totals: tuple[tuple[Sign, int], ...]
    exceptions: int

    @property
    def posts(self) -> int:
        return sum(number for _, number in self.totals)


def groups(begins: date, ends: date, *, asked: Asked, around: Around) -> tuple[Group, ...]:
    """Return the teams whose channels are meant, those with exceptions first, then by name; last what nobody keeps. One query."""
    posts = asked.between(begins, ends).order_by().values("pk")
    placed = Slot.channels.through.objects.filter(slot__in=posts, channel__in=asked.channel_ids)
    rows = placed.values_list("channel__owner_team", "slot__stage").annotate(posts=Count("slot", distinct=True))
    counted: dict[int | None, Counter[str]] = {}
    for team, stage, number in rows.order_by():
        counted.setdefault(team, Counter())[stage] = number
    kept = Counter(around.team_of.get(channel) for channel in asked.channel_ids)
    names: dict[int | None, str] = {team.pk: team.name for team in around.teams} | {None: ""}
    found = [_group(team, names[team], kept[team], counted.get(team, Counter())) for team in kept if team in names]
    return tuple(sorted(found, key=lambda one: (one.team is None, -one.exceptions, one.name.casefold(), one.team)))


def _group(team: int | None, name: str, channels: int, of: Counter[str]) -> Group:
    totals = tuple((sign(stage), of[stage]) for stage in Stage if of[stage])
    return Group(team, name, channels, totals, of[Stage.NEEDS_SOMEONE])
