"""All that one request needs to be decided: what is asked, what it would cost, which letters would fit."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from eichhorn.channels.models import Channel
from eichhorn.desk import letters
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.queries.completeness import Gap, gaps
from eichhorn.desk.queries.reading import noticed
from eichhorn.desk.queries.ways import Offer, ways
from eichhorn.desk.rules import AnswerKind, Because
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import Facts, PictureFacts, check
from eichhorn.noticing.rules import Notice
from eichhorn.people import queries as people
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork, Place
from eichhorn.planning.queries import TeamWeek
from eichhorn.planning.rules import Budget, Price, Ways
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal

MOST_DATES = 3


@dataclass(frozen=True, slots=True)
class Triage:
    """One request beside its price. Moments without zone are wall-clock time."""

    request: Request
    version: RequestVersion
    wish: datetime | None
    has_passed: bool
    embargo: datetime | None
    """Wall-clock time before which nothing may be known."""
    channels: tuple[Channel, ...]
    channels_are_ours: bool
    """The requester named no channel; these are a proposal."""
    kind: KindOfWork | None
    price: Price | None
    later: datetime | None
    budget: Budget
    """Of the week of the wish, or of this week."""
    goal: Goal | None
    """The goal that the request names, if its period covers the day."""
    nearest: Goal | None
    """A goal that shares words with the request, where it names none."""
    lead_days: int
    today: date
    letters: dict[str, str]
    """By answer, and by the name of each offer."""
    handed_on: str
    """The letter to whoever asked, where another team takes it."""
    opening: tuple[str, ...]
    """How a call could begin."""
    because: Because
    """What speaks against it first, where it is declined."""
    gaps: tuple[Gap, ...]
    """What the form asks and the request leaves open."""
    notices: tuple[Notice, ...]
    """What is noticed in its words."""
    watch: tuple[str, ...]
    """Clauses of the guidelines that the text touches, in words."""
    team: TeamWeek | None = None
    """The hours of the team in the week of the wish, or in this week; None where nobody has told any."""
    ways: Ways | None = None
    """None while nobody has asked for them."""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Return the ways beside the wished date and the next free place, so many that three dates stand on the page.

        The best is shown; another only where it comes before the next free place, which displaces nothing either.
        """
        later = self.later if self.offers_later else None
        shown = {at.date() for at in (self.price.at if self.price is not None else None, later) if at is not None}
        return tuple(
            Offer(way.price, way.proven, first=place == 0)
            for place, way in enumerate(self.ways.ways if self.ways is not None else ())
            if way.price.at.date() not in shown and (place == 0 or (later is not None and way.price.at < later))
        )[: MOST_DATES - (2 if self.offers_later else 1)]

    @property
    def best(self) -> date | None:
        """Return the day of the best way, None where it is not known."""
        return self.ways.ways[0].price.at.date() if self.ways is not None and self.ways.ways else None

    def offer(self, value: str) -> Offer | None:
        """Return the offer that has the name."""
        return next((one for one in self.offers if one.value == value), None)

    @property
    def full_channels(self) -> list[str]:
        """Return the names of the channels on which the request would stand above the ceiling."""
        over = set(self.price.over_ceiling) if self.price is not None else set()
        return [channel.name for channel in self.channels if channel.pk in over]

    @property
    def too_early(self) -> bool:
        """Whether the date that was priced lies under the embargo: where any date was welcome, the first free one may."""
        return self.price is not None and self.embargo is not None and self.price.at < self.embargo

    @property
    def acceptable(self) -> bool:
        """Whether it can be accepted at the date that was priced."""
        return self.price is not None and not self.too_early

    @property
    def offers_later(self) -> bool:
        """Whether a later date stands beside it."""
        wanted = self.wish is not None or self.too_early
        return self.later is not None and wanted and not self.version.fixed_because

    @property
    def recommended(self) -> AnswerKind:
        """Return the answer that displaces nothing and costs nothing; the person decides. A date that must be is that or none."""
        price = self.price
        if self.version.fixed_because:
            return AnswerKind.ACCEPT if self.acceptable else AnswerKind.DECLINE
        if price is None or self.too_early or price.displaced or price.over_ceiling or price.minutes:
            return AnswerKind.LATER
        return AnswerKind.ACCEPT


def triage(
    request: Request, *, now: datetime, channel_ids: Collection[int] | None = None, kind_id: int | None = None,
    with_ways: bool = False,
) -> Triage:  # fmt: skip
    """Return the request with its price, on the wished channels or the given ones. Some thirty queries.

    With the ways some fifteen more, and up to two seconds where the plan is large and nobody has asked before.
    """
    version = request.versions.all()[0]
    channels = _channels(version, channel_ids)
    kind = _kind(kind_id) if kind_id is not None or version.type is None else version.type.work or planning.usual_kind()
    ids = [channel.pk for channel in channels]
    wish = rules.wall(version.wish_local) if version.wish_local is not None else None
    now_local = rules.wall_of(now, version.zone)
    own_lead = version.type.lead_days if version.type is not None else None
    price = (
        planning.price(channel_ids=ids, kind=kind, wish_local=wish, zone=version.zone, now=now, lead_days=own_lead)
        if ids
        else None
    )
    embargo = rules.wall(version.embargo_local) if version.embargo_local is not None else None
    after = max((moment for moment in (wish, embargo) if moment is not None), default=None)
    later = (
        planning.free_place_after(channel_ids=ids, after_local=after, zone=version.zone, now=now, lead_days=own_lead)
        if ids
        else None
    )
    goals = tuple(strategy.goals(on=now_local.date()))
    goal = next((g for g in goals if g.pk == version.goal_id), None)
    nearest = None if goal else strategy.nearest(f"{request.title} {version.purpose} {version.text}", goals)
    lead_days = planning.terms().lead_days_or(own_lead)
    has_passed = wish is not None and wish <= now_local
    found = noticed(request, version)
    facts = letters.Facts(
        name=(request.requester.salutation if request.requester else "") or request.requester_name,
        title=request.title, channels=tuple(channel.name for channel in channels), wish=wish, has_passed=has_passed,
        price=price, later=later, has_goal=goal is not None, has_text=bool(version.text.strip()),
        goals=tuple(g.name for g in goals), lead_days=lead_days, contact=people.organisation().contact,
        today=now_local.date(), language=request.language, notices=found,
    )  # fmt: skip
    week = rules.monday((price.at if price is not None else now_local).date())
    hours = planning.team_weeks([week], now=now)
    sheet = Triage(
        request=request, version=version, wish=wish, has_passed=has_passed, channels=channels,
        embargo=embargo, channels_are_ours=not version.channels.all(), kind=kind, price=price, later=later,
        budget=planning.budget(week), goal=goal, nearest=nearest, lead_days=lead_days, today=now_local.date(),
        letters=letters.drafts(facts), because=letters.reason(facts), handed_on=letters.handed_on(facts), opening=letters.opening(facts), gaps=gaps(version), notices=found, watch=_watch(version),
        team=hours[0] if hours else None,
    )  # fmt: skip
    if not with_ways or not channels:
        return sheet
    best = ways(request, version, channels=channels, kind=kind, ours=proposed_channels(), now=now)
    sheet = replace(sheet, ways=best)
    return replace(
        sheet,
        letters={**sheet.letters, **{one.value: letters.on_another_day(facts, one.price) for one in sheet.offers}},
    )


def choosable_channels() -> list[Channel]:
    """Return the channels that something can be planned on, by name. One query."""
    return list(Channel.objects.filter(retired_on__isnull=True).order_by("name", "pk"))


def displaced_names(request: Request, *, now: datetime) -> list[str]:
    """Return what the request would displace as it was wished; empty where nothing."""
    version = request.versions.all()[0]
    ids = [channel.pk for channel in _channels(version, None)]
    if version.wish_local is None or not ids:
        return []
    wish = rules.wall(version.wish_local)
    price = planning.price(channel_ids=ids, kind=planning.usual_kind(), wish_local=wish, zone=version.zone, now=now)
    return [moved.title for moved in price.displaced] if price is not None else []


def _watch(version: RequestVersion) -> tuple[str, ...]:
    """Return the clauses that the text as it came does not follow yet, each once. Two queries."""
    pictures = tuple(PictureFacts(one.picture.file_name, one.alt) for one in version.pictures.all())
    facts = Facts(text=version.text, language=version.text_language, pictures=pictures)
    found = check(facts, guidelines.in_force(version.text_language))
    clauses = {finding.rule.clause_number: finding.rule.clause_title for finding in found}
    return tuple(
        gettext("%(title)s, clause %(number)s") % {"title": title, "number": number}
        for number, title in sorted(clauses.items())
    )


def proposed_channels() -> tuple[Channel, ...]:
    """Return where something goes when nobody said: the first channel that has places, else the first. One query."""
    choosable = Channel.objects.filter(retired_on__isnull=True)
    has_places = Exists(Place.objects.filter(channel=OuterRef("pk")))
    return tuple(choosable.annotate(has_places=has_places).order_by("-has_places", "rehearsal", "pk")[:1])


def _channels(version: RequestVersion, channel_ids: Collection[int] | None) -> tuple[Channel, ...]:
    """Return the channels asked for, else the wished ones, else a proposal."""
    if channel_ids:
        return tuple(Channel.objects.filter(retired_on__isnull=True, pk__in=channel_ids).order_by("name", "pk"))
    wished = tuple(sorted(version.channels.all(), key=lambda channel: channel.name))
    return wished or proposed_channels()


def _kind(kind_id: int | None) -> KindOfWork | None:
    asked = KindOfWork.objects.filter(pk=kind_id).first() if kind_id is not None else None
    return asked or planning.usual_kind()
