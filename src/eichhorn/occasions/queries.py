"""What comes on which days, for calendar, composer and Heute.

The difficult thing: half of it is computed and half is kept, and a calendar asks for both at once. `between` answers in
two SQL queries, however long the period is and however much is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from eichhorn.foundation import trips
from eichhorn.foundation.trips import Statement
from eichhorn.occasions import rules
from eichhorn.occasions.models import Entry, Region, Settled, Source
from eichhorn.occasions.rules import Kind, Level, Occasion
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui import moments
from eichhorn.ui.waiting import Waiting

LASTS_FOR_WEEKS = frozenset({Kind.ELECTION, Kind.SCHOOL})
ORDER = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A region whose holidays are shown, as a value."""

    of: str
    school: bool


def between(
    begins: date, ends: date, *, regions: Iterable[Shown] | None = None, kept: Iterable[Entry] | None = None
) -> tuple[Occasion, ...]:
    """Return all that touches the half-open period, by first day and kind, named as the page speaks.

    Two queries, one for each of regions and entries that are not known already.
    """
    if regions is None:
        regions = [Shown(one.of, one.school) for one in _regions()]
    found = [*_computed(regions, begins, ends), *_kept(_touching(begins, ends) if kept is None else kept, begins, ends)]
    return tuple(sorted(found, key=lambda one: (one.begins_on, ORDER[one.kind], one.name)))


def words_by_day(begins: date, ends: date) -> dict[date, tuple[str, ...]]:
    """Return what a cell of the calendar says of each day of the half-open period. Two queries.

    Holidays and own occasions stand on each of their days, what lasts for weeks on the first of them that is shown.
    """
    return words_of(between(begins, ends), begins, ends)


def words_of(occasions: Iterable[Occasion], begins: date, ends: date) -> dict[date, tuple[str, ...]]:
    """Return what a cell says of each day, of occasions that are known already. No query."""
    found: dict[date, tuple[str, ...]] = {}
    for one in occasions:
        first, after = max(one.begins_on, begins), min(one.ends_on, ends)
        if one.kind in LASTS_FOR_WEEKS:
            after = first + timedelta(days=1)
        for ahead in range((after - first).days):
            day = first + timedelta(days=ahead)
            found[day] = tuple(dict.fromkeys((*found.get(day, ()), one.name)))
    return found


def asked_for(begins: date, ends: date) -> Statement:
    """Return the question for the entries that touch the half-open period, for whoever asks more in the same trip."""
    return Statement(*_touching(begins, ends).query.sql_with_params())


def answered(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    """Return the entries that came back, each with its file. No query."""
    own = len(Entry._meta.concrete_fields)
    found: list[Entry] = []
    for row in rows:
        entry = trips.read(Entry, row[:own])
        entry.source = trips.read(Source, row[own:]) if row[own] is not None else None
        found.append(entry)
    return found


def elections_on(day: date) -> tuple[Occasion, ...]:
    """Return the elections in whose period the day lies. One query."""
    after = day + timedelta(days=1)
    return tuple(_kept(_touching(day, after).filter(kind=Kind.ELECTION), day, after))


def holidays_between(begins: date, ends: date, *, of: str) -> dict[date, str]:
    """Return the public holidays of one region with their names as the page speaks. No query."""
    return rules.public_between(begins, ends, of=of, language=_language())


def regions() -> list[Region]:
    """Return the regions whose holidays are shown. One query."""
    return _regions()


def _regions() -> list[Region]:
    return list(Region.objects.order_by("of"))


def entries(*, today: date) -> models.QuerySet[Entry]:
    """Return what the house keeps and what still comes, without what was read from files. One query."""
    still = Q(yearly=True) | Q(ends_on__gt=today)
    return (
        Entry.objects.filter(still, source__isnull=True)
        .select_related("team", "pillar")
        .order_by("begins_on", "name", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def sources() -> models.QuerySet[Source]:
    """Return the files that were read, with how many dates came from each and until when. One query."""
    return Source.objects.annotate(number=models.Count("entries"), until=models.Max("entries__ends_on")).order_by(
        "name", "pk"
    )


@dataclass(frozen=True, slots=True)
class Idea:
    """An occasion that is near enough to plan something for it, and for which nobody has decided yet."""

    entry: Entry
    name: str
    begins_on: date
    since: date
    """The day from which on it is offered."""


def ideas(*, today: date) -> tuple[Idea, ...]:
    """Return the occasions whose lead time has begun and for which nothing is decided, soonest first. Two queries."""
    kept = Entry.objects.filter(lead_days__isnull=False).select_related("team", "pillar").order_by("pk")
    kept = kept.filter(Q(yearly=True) | Q(begins_on__gte=today))
    found = [
        Idea(entry, named(entry), begins, begins - timedelta(days=entry.lead_days or 0))
        for entry in kept
        for begins, _ in rules.comings(
            entry.begins_on, entry.ends_on, yearly=entry.yearly,
            between=(today, today + timedelta(days=(entry.lead_days or 0) + 1)),
        )
        if begins >= today
    ]  # fmt: skip
    decided = set(Settled.objects.filter(begins_on__gte=today).values_list("entry_id", "begins_on"))
    open_ones = (idea for idea in found if (idea.entry.pk, idea.begins_on) not in decided)
    return tuple(sorted(open_ones, key=lambda idea: (idea.begins_on, idea.name, idea.entry.pk)))


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the occasions for which whoever plans may plan something now. Three queries."""
    if not people.may(person, Act.PLAN, now=now):
        return []
    return [_waiting(idea, now) for idea in ideas(today=people.today(now))]


def named(entry: Entry) -> str:
    """Return the entry's name in the language of the page."""
    return (entry.name_en or entry.name) if _language() == "en" else entry.name


def _waiting(idea: Idea, now: datetime) -> Waiting:
    whose = ", ".join(one.name for one in (idea.entry.team, idea.entry.pillar) if one is not None)
    begins = gettext("Begins on %(day)s. Is something to appear?") % {"day": moments.day(idea.begins_on)}
    return Waiting(
        kind="later", icon="calendar-event", title=idea.name, line=f"{whose} · {begins}" if whose else begins,
        href=reverse("occasions:decide", args=[idea.entry.pk, idea.begins_on.isoformat()]),
        action=gettext("Decide"), since=min(now, _begin(idea.since)),
    )  # fmt: skip


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=people.zone())


def _touching(begins: date, ends: date) -> models.QuerySet[Entry]:
    once = Q(yearly=False, begins_on__lt=ends, ends_on__gt=begins)
    every_year = Q(yearly=True, begins_on__lt=ends)
    return Entry.objects.filter(once | every_year).select_related("source")


def _kept(found: Iterable[Entry], begins: date, ends: date) -> Iterable[Occasion]:
    for entry in found:
        for first, after in rules.comings(entry.begins_on, entry.ends_on, yearly=entry.yearly, between=(begins, ends)):
            yield Occasion(
                kind=Kind(entry.kind), name=named(entry), begins_on=first, ends_on=after,
                region=entry.source.name if entry.source is not None else "", entry_id=entry.pk,
                level=Level(entry.level) if entry.level else None,
            )  # fmt: skip


def _computed(regions: Iterable[Shown], begins: date, ends: date) -> Iterable[Occasion]:
    """Yield the holidays of all regions; one that several share stands there once."""
    language, shared = _language(), dict[tuple[date, str], list[str]]()
    for region in regions:
        for day, name in rules.public_between(begins, ends, of=region.of, language=language).items():
            shared.setdefault((day, name), []).append(region.of)
        if region.school:
            yield from rules.school_between(begins, ends, of=region.of, language=language)
    for (day, name), of in shared.items():
        yield Occasion(Kind.PUBLIC, name, day, day + timedelta(days=1), region=", ".join(of))


def _language() -> str:
    return "de" if (translation.get_language() or "de").startswith("de") else "en"
