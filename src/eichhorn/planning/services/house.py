"""How this house plans: regular places, what work costs, the fire budget, the usual lead time."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.occasions import services as occasions
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import rules
from eichhorn.planning.models import FireBudget, KindOfWork, Place, Rhythm, Terms
from eichhorn.planning.services import locks


@transaction.atomic
def set_places(*, channel: Channel, places: Iterable[tuple[int, time]], by: Person | None, now: datetime) -> None:
    """The channel has exactly these places, each weekday (0 is Monday) and time once. What is planned stays."""
    _require(by, now)
    locks.alone()
    wanted = set(places)
    standing = {(place.weekday, place.at): place for place in Place.objects.filter(channel=channel)}
    Place.objects.filter(pk__in=[standing[key].pk for key in standing.keys() - wanted]).delete()
    Place.objects.bulk_create(
        Place(channel=channel, weekday=weekday, at=at) for weekday, at in sorted(wanted - standing.keys())
    )
    audit.record(
        "planning.places_set", of=("channel", channel.pk), by=_id(by), now=now, details={"places": len(wanted)}
    )


@transaction.atomic
def set_rhythm(*, channel: Channel, posts_per_week: int | None, by: Person | None, now: datetime) -> None:
    """So many posts a week are wished on the channel; None wishes nothing. What is planned stays. Idempotent."""
    _require(by, now)
    standing = Rhythm.objects.filter(channel=channel).first()
    if (standing.posts_per_week if standing is not None else None) == posts_per_week:
        return
    if posts_per_week is None:
        Rhythm.objects.filter(channel=channel).delete()
    else:
        Rhythm.objects.update_or_create(channel=channel, defaults={"posts_per_week": posts_per_week})
    audit.record(
        "planning.rhythm_set", of=("channel", channel.pk), by=_id(by), now=now, details={"per_week": posts_per_week}
    )


@transaction.atomic
def set_budget(
    *, from_day: date, minutes_per_week: int, minutes_per_quarter: int | None = None, by: Person | None, now: datetime
) -> FireBudget:
    """From the Monday of the day's week on the fire budget is so large, until the next one that was set.

    Without minutes for a quarter its ceiling is the sum of its weeks.
    """
    _require(by, now)
    locks.alone()
    budget, _ = FireBudget.objects.update_or_create(
        from_monday=rules.monday(from_day),
        defaults={"minutes_per_week": minutes_per_week, "minutes_per_quarter": minutes_per_quarter},
    )
    audit.record(
        "planning.budget_set", of=("fire_budget", budget.pk), by=_id(by), now=now, details={"minutes": minutes_per_week}
    )
    return budget


@transaction.atomic
def add_kind(*, name: str, name_en: str = "", effort_minutes: int, by: Person | None, now: datetime) -> KindOfWork:
    """There is such a kind of work, and what it usually costs."""
    _require(by, now)
    kind = KindOfWork.objects.create(name=name, name_en=name_en, effort_minutes=effort_minutes)
    audit.record("planning.kind_added", of=("kind_of_work", kind.pk), by=_id(by), now=now)
    return kind


@transaction.atomic
def change_kind(
    *, kind: KindOfWork, name: str, name_en: str, effort_minutes: int, by: Person | None, now: datetime
) -> KindOfWork:
    """The kind is called so and costs so much from now on; what is planned already keeps its effort."""
    _require(by, now)
    kind.name, kind.name_en, kind.effort_minutes = name, name_en, effort_minutes
    kind.save(update_fields=["name", "name_en", "effort_minutes"])
    audit.record("planning.kind_changed", of=("kind_of_work", kind.pk), by=_id(by), now=now)
    return kind


@transaction.atomic
def set_terms(*, lead_days: int, holidays_of: str, by: Person | None, now: datetime) -> Terms:
    """So many working days are the usual lead time, and these public holidays count."""
    _require(by, now)
    locks.alone()
    before = Terms.objects.first() or Terms()
    if holidays_of and holidays_of != before.holidays_of:
        occasions.show(of=holidays_of, instead_of=before.holidays_of, school=False, by=by, now=now)
    terms, _ = Terms.objects.update_or_create(
        only_one=True, defaults={"lead_days": lead_days, "holidays_of": holidays_of}
    )
    audit.record("planning.terms_set", of=("terms", terms.pk), by=_id(by), now=now, details={"lead_days": lead_days})
    return terms


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.STEER, now=now)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
