"""Hours of the week, absences and deputies.

The difficult thing: these are data about people at work. So there is no column for a reason, nothing that says how somebody
works, and what is over is deleted (`services.forget_what_is_over`).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from eichhorn.duty.rules import DAYS, MOST_MINUTES_A_DAY

DAYS_OF = Func(F("begins_on"), F("ends_on"), function="daterange", output_field=DateRangeField())


class WorkingWeek(models.Model):
    """So many minutes on each day of the week, from a day on until the next row of the person."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    from_day = models.DateField()
    minutes = ArrayField(models.PositiveSmallIntegerField(), size=DAYS)
    """Monday first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "from_day"], name="working_week_begins_once_a_day"),
            models.CheckConstraint(condition=Q(minutes__len=DAYS), name="working_week_has_seven_days"),
            models.CheckConstraint(
                condition=Q(
                    Func(
                        F("minutes"), function="", template=f"(0 <= all(%(expressions)s) and {MOST_MINUTES_A_DAY} >= all(%(expressions)s))",
                        output_field=models.BooleanField(),
                    )
                ),
                name="working_week_is_sane",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"working week {self.pk}"

    @property
    def total(self) -> int:
        """The minutes of the whole week."""
        return sum(self.minutes)


class Absence(models.Model):
    """Somebody is away on these days, or half of each of them. Why is asked nowhere and stored nowhere."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after it."""
    half = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="absence_lasts"),
            ExclusionConstraint(
                name="absences_of_a_person_lie_apart",
                expressions=[("person", RangeOperators.EQUAL), (DAYS_OF, RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="absence_by_end")]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Deputy(models.Model):
    """Who stands in for somebody while they are away, from a day on; without end until somebody says so."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day after it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="nobody_stands_in_for_themselves"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")), name="deputy_lasts"
            ),
            ExclusionConstraint(
                name="one_deputy_a_day",
                expressions=[("person", RangeOperators.EQUAL), (DAYS_OF, RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["deputy"], name="deputy_by_deputy")]

    def __str__(self) -> str:
        return f"deputy {self.pk}"


class NotNow(models.Model):
    """Somebody does not want to be reminded of telling their hours before a day."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    def __str__(self) -> str:
        return f"not now {self.pk}"
