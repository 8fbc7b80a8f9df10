"""How this house plans, read: places, budget, effort, lead time, holidays."""

from collections.abc import Collection, Mapping
from datetime import date, time

from django.db import models
from django.db.models import Sum

from eichhorn.occasions import queries as occasions
from eichhorn.occasions.rules import knows
from eichhorn.planning.models import FireBudget, KindOfWork, Place, Rhythm, Slot, Terms
from eichhorn.planning.rules import Budget, Cadence, Stage
from eichhorn.planning.rules.fire import ceiling, weeks_of_quarter

USUAL_EFFORT_MINUTES = 60
"""What a post costs where nobody has declared any kind of work."""


def terms() -> Terms:
    """Return the declared terms, or the usual ones. One query."""
    return Terms.objects.first() or Terms()


def kinds() -> models.QuerySet[KindOfWork]:
    """Return the kinds of work in the order in which they were declared; the first is the usual one."""
    return KindOfWork.objects.order_by("pk")


def usual_kind() -> KindOfWork | None:
    """Return the kind of work that is meant where nobody names one. One query."""
    return kinds().first()


def effort_of(kind: KindOfWork | None) -> int:
    """Return the minutes that the kind costs when nobody estimates."""
    return USUAL_EFFORT_MINUTES if kind is None else kind.effort_minutes


def places_of(channel_ids: Collection[int] | None = None) -> Mapping[int, Mapping[int, tuple[time, ...]]]:
    """Return the regular places by channel and weekday, of these channels or of all. One query."""
    rows = Place.objects.order_by("channel_id", "weekday", "at")
    if channel_ids is not None:
        rows = rows.filter(channel_id__in=channel_ids)
    found: dict[int, dict[int, tuple[time, ...]]] = {}
    for channel, weekday, at in rows.values_list("channel_id", "weekday", "at"):
        of_channel = found.setdefault(channel, {})
        of_channel[weekday] = (*of_channel.get(weekday, ()), at)
    return found


def rhythms() -> dict[int, int]:
    """Return how many posts a week are wished, by channel. One query."""
    return dict(Rhythm.objects.values_list("channel_id", "posts_per_week"))


def cadence(channel_ids: Collection[int] | None, *, begins: date, ends: date, holidays_of: str) -> Cadence:
    """Return the regular places and the holidays of the half-open period. One query."""
    return Cadence(places_of(channel_ids), frozenset(holidays_between(begins, ends, of=holidays_of)))


def budget(week: date) -> Budget:
    """Return the fire budget of the week that begins on this Monday, and what is spent of it. Two queries."""
    return budgets([week])[week]


def budgets(mondays: Collection[date]) -> dict[date, Budget]:
    """Return the fire budgets of the weeks that begin on these Mondays with their quarters, and what is spent. Two queries."""
    quarters = {week: weeks_of_quarter(week) for week in mondays}
    rows = Slot.objects.filter(
        spontaneous=True, budget_week__in={one for weeks in quarters.values() for one in weeks}, rehearsal=False
    ).exclude(stage=Stage.CANCELLED)
    spent = dict(rows.order_by().values_list("budget_week").annotate(minutes=Sum("effort_minutes")))
    declared = list(
        FireBudget.objects.order_by("-from_monday").values_list(
            "from_monday", "minutes_per_week", "minutes_per_quarter"
        )
    )

    def of(week: date) -> tuple[int | None, int | None]:
        return next(((minutes, whole) for begins, minutes, whole in declared if begins <= week), (None, None))

    found = {}
    for week, weeks in quarters.items():
        whole, own = of(week)
        quarter = None if whole is None else ceiling(own, (of(one)[0] for one in weeks))
        found[week] = Budget(whole, spent.get(week, 0), quarter, sum(spent.get(one, 0) for one in weeks))
    return found


def own_quarter(week: date) -> int | None:
    """Return what was declared for the quarter of the week; None where its weeks together are meant. One query."""
    return (
        FireBudget.objects.filter(from_monday__lte=week)
        .order_by("-from_monday")
        .values_list("minutes_per_quarter", flat=True)
        .first()
    )


def minutes_per_week(week: date) -> int | None:
    """Return how large the fire budget of the week is, or None where nobody declared one. One query."""
    return (
        FireBudget.objects.filter(from_monday__lte=week)
        .order_by("-from_monday")
        .values_list("minutes_per_week", flat=True)
        .first()
    )


def holidays_between(begins: date, ends: date, *, of: str) -> dict[date, str]:
    """Return the public holidays of the half-open period with their names in the language of the page."""
    return occasions.holidays_between(begins, ends, of=of)


def knows_holidays_of(of: str) -> bool:
    """Return whether public holidays are known for what ISO 3166-2 calls so."""
    return knows(of)
