"""What stands around the posts: what can be filtered by, and the kept views.

The difficult thing: a calendar of 500 channels names them all in its filter, and every page asks for it. So channels,
teams, goals, pillars, campaigns, tags, kept views, rhythms and the holidays that count come in one query, as bare values.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from eichhorn.calendar.models import Beginning, Kept
from eichhorn.channels.models import Channel
from eichhorn.occasions.models import Region
from eichhorn.occasions.queries import Shown
from eichhorn.people.models import Link, Person, Team
from eichhorn.people.rules import LinkPurpose
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Rhythm, Terms
from eichhorn.strategy.models import Campaign, Goal, Pillar


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the filter can ask for."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class KeptView:
    """A kept view, as the menu shows it."""

    pk: int
    name: str
    view: str
    filter: str


@dataclass(slots=True)
class Around:
    """All that one query told."""

    channels: list[Choice] = field(default_factory=list)
    teams: list[Choice] = field(default_factory=list)
    goals: list[Choice] = field(default_factory=list)
    pillars: list[Choice] = field(default_factory=list)
    campaigns: list[Choice] = field(default_factory=list)
    """Those that run, and those that were ended."""
    tags: list[Choice] = field(default_factory=list)
    """Those that a post has."""
    views: list[KeptView] = field(default_factory=list)
    team_of: dict[int, int] = field(default_factory=dict)
    """The owning team by channel, where there is one."""
    rhythms: dict[int, int] = field(default_factory=dict)
    """How many posts a week are wished, by channel."""
    regions: list[Shown] = field(default_factory=list)
    """Whose holidays are shown."""
    holidays_of: str = Terms().holidays_of

    def channels_of(self, *, channel: int | None, team: int | None) -> frozenset[int]:
        """Return the numbers of the channels that are meant."""
        chosen = {one.pk for one in self.channels}
        if channel is not None:
            chosen &= {channel}
        if team is not None:
            chosen = {pk for pk in chosen if self.team_of.get(pk) == team}
        return frozenset(chosen)


type Told = tuple[str, int, str, int | None, str]
"""Kind, number, name, another number and another text."""


def kept_by(person: Person | None) -> models.QuerySet[Kept]:
    """Return the views in the person's menu: their own, and those for everybody; a guest has none."""
    if person is None:
        return Kept.objects.none()
    return Kept.objects.filter(Q(owner=person) | Q(for_everybody=True)).order_by("name", "pk")


def beginning_of(person: Person) -> Kept | None:
    """Return the view with which the person's calendar opens. One query."""
    return Kept.objects.filter(pk__in=Beginning.objects.filter(person=person).values("kept")).first()


def shared_of(kept: Iterable[Kept], *, now: datetime) -> frozenset[int]:
    """Return the numbers of those views that can be read by an address. One query."""
    open_links = Link.objects.filter(purpose=LinkPurpose.PLAN, revoked_at__isnull=True, expires_at__gt=now)
    numbers = open_links.filter(object_id__in=[one.pk for one in kept]).values_list("object_id", flat=True)
    return frozenset(number for number in numbers if number is not None)


def around(person: Person | None) -> Around:
    """Return what the person's calendar can be filtered by, and their views. One query."""
    found = Around()
    lists = {
        "team": found.teams, "goal": found.goals, "pillar": found.pillars, "campaign": found.campaigns, "tag": found.tags,
    }  # fmt: skip
    for kind, pk, name, number, text in _told(person):
        match kind:
            case "channel":
                found.channels.append(Choice(pk, name))
                if number is not None:
                    found.team_of[pk] = number
            case "view":
                found.views.append(KeptView(pk, name, text.partition(" ")[0], text.partition(" ")[2]))
            case "rhythm":
                found.rhythms[pk] = number or 0
            case "region":
                found.regions.append(Shown(name, bool(number)))
            case "terms":
                found.holidays_of = name
            case _:
                lists[kind].append(Choice(pk, name))
    return found


def _told(person: Person | None) -> Iterable[Told]:
    """Return kind, number, name, another number and another text of each, by name."""
    channels = _as_told(Channel.objects.filter(retired_on__isnull=True), "channel", number=F("owner_team_id"))
    told: Iterable[Told] = channels.union(
        _as_told(
            Team.objects.filter(pk__in=Channel.objects.filter(retired_on__isnull=True).values("owner_team")), "team"
        ),
        _as_told(Goal.objects.all(), "goal"),
        _as_told(Pillar.objects.all(), "pillar"),
        _as_told(Campaign.objects.all(), "campaign"),
        _as_told(planning.tags_in_use(), "tag"),
        _as_told(kept_by(person).order_by(), "view", text=models.functions.Concat("view", Value(" "), "filter")),
        _as_told(Terms.objects.all(), "terms", name=F("holidays_of")),
        _as_told(Region.objects.all(), "region", name=F("of"), number=F("school")),
        _as_told(
            Rhythm.objects.all(), "rhythm", pk=F("channel_id"), name=F("channel__name"), number=F("posts_per_week")
        ),
        all=True,
    ).order_by("told_name", "told_pk")
    return told


def _as_told(
    rows: Any, kind: str, *, pk: models.F | None = None, name: models.F | None = None, number: models.F | None = None,
    text: models.Expression | None = None,
) -> Any:  # fmt: skip
    nothing = Value(None, output_field=IntegerField())
    return rows.order_by().annotate(
        told_kind=Value(kind), told_pk=pk or F("pk"), told_name=name or F("name"),
        told_number=Cast(number, IntegerField()) if number is not None else nothing,
        told_text=Cast(text if text is not None else Value(""), CharField()),
    ).values_list("told_kind", "told_pk", "told_name", "told_number", "told_text")  # fmt: skip
