"""Slots: what we mean to say, when and where, and how far it has come.

The difficult thing: a plan is made in local time and must stay right when summer time changes, while delivery needs an
instant. The slot keeps local time and zone, and the instant is recomputed from them on every change.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.gaps import MOST_A_WEEK
from eichhorn.planning.rules.series import Frequency, OnHoliday, Rule
from eichhorn.planning.rules.tags import LONGEST_TAG


class KindOfWork(models.Model):
    """What a post costs when nobody estimates: hours by kind."""

    name = models.CharField(max_length=80, unique=True)
    name_en = models.CharField(max_length=80, blank=True)
    effort_minutes = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A regular place of the week: channel, weekday, local time. The number of places of a day is its ceiling."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    """0 is Monday."""
    at = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "weekday", "at"], name="place_is_there_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="place_weekday_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.weekday} {self.at}"


class Rhythm(models.Model):
    """How much a channel is to say: so many posts a week are wished. Where less is planned, the plan has a gap."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    posts_per_week = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(posts_per_week__gte=1, posts_per_week__lte=MOST_A_WEEK), name="rhythm_wishes_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.posts_per_week} a week"


class Terms(models.Model):
    """How this house plans: the usual lead time, and whose public holidays count. One row, or the usual."""

    lead_days = models.PositiveSmallIntegerField(default=5)
    """Working days; what comes in later than that is spontaneous."""
    holidays_of = models.CharField(max_length=10, default="DE")
    """Country, and where it matters its part, as ISO 3166-2 writes them: "DE", "DE-NW"; empty for none."""
    only_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only_one"], name="terms_only_one"),
            models.CheckConstraint(condition=Q(only_one=True), name="terms_are_the_ones"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_days} days"

    def lead_days_or(self, other: int | None) -> int:
        """Return the usual lead time, or the other one where there is one."""
        return self.lead_days if other is None else other


class FireBudget(models.Model):
    """Minutes per week for what nobody planned, and per quarter; from a Monday on until the next row."""

    from_monday = models.DateField(unique=True)
    minutes_per_week = models.PositiveIntegerField()
    minutes_per_quarter = models.PositiveIntegerField(null=True)
    """Null: the sum of the quarter's weeks."""

    def __str__(self) -> str:
        return f"{self.minutes_per_week} min"


class Series(models.Model):
    """What comes again by a rule; each time has a slot of its own, and with it its own draft and its own approval."""

    title = models.CharField(max_length=160)
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    kind = models.ForeignKey(KindOfWork, null=True, on_delete=models.PROTECT, related_name="+")
    confidential = models.BooleanField(default=False)
    zone = models.CharField(max_length=60)
    frequency = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Frequency])
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    month_day = models.PositiveSmallIntegerField(default=0)
    nth = models.SmallIntegerField(default=0)
    at = models.TimeField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day after it."""
    number = models.PositiveSmallIntegerField(null=True)
    without = ArrayField(models.DateField(), default=list)
    on_holiday = models.CharField(max_length=10, choices=[(one.value, one.value) for one in OnHoliday])
    ended_at = models.DateTimeField(null=True)
    """Somebody ended it: no further times are put into the plan."""
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="series_has_a_title"),
            models.CheckConstraint(condition=Q(every__gte=1), name="series_comes_again"),
            models.CheckConstraint(
                condition=Q(frequency__in=[f.value for f in Frequency]), name="series_frequency_is_known"
            ),
            models.CheckConstraint(
                condition=Q(on_holiday__in=[one.value for one in OnHoliday]), name="series_on_holiday_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Rule:
        """Return when it comes, as a value."""
        return Rule(
            frequency=Frequency(self.frequency), at=self.at, begins_on=self.begins_on, every=self.every,
            weekdays=tuple(self.weekdays), month_day=self.month_day, nth=self.nth, ends_on=self.ends_on,
            number=self.number, without=frozenset(self.without), on_holiday=OnHoliday(self.on_holiday),
        )  # fmt: skip


class Tag(models.Model):
    """A word by which posts are found again, as it was first written in the house."""

    name = models.CharField(max_length=LONGEST_TAG)
    key = models.CharField(max_length=3 * LONGEST_TAG, unique=True)
    """By which tags are compared, whatever their capitals."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="tag_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """One planned thing: its goal, its channels, its date, and where its editing stands."""

    title = models.CharField(max_length=160)
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    pillar = models.ForeignKey("strategy.Pillar", null=True, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey("strategy.Campaign", null=True, on_delete=models.PROTECT, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="+")
    with_person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who has it in hand, so that others know whom to ask; no figure is ever made of it."""
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    kind = models.ForeignKey(KindOfWork, null=True, on_delete=models.PROTECT, related_name="+")
    effort_minutes = models.PositiveIntegerField()
    spent_minutes = models.PositiveIntegerField(null=True)
    """What it cost in the end, all who worked on it together, where somebody noted it; never by person."""
    planned_local = models.DateTimeField(null=True)
    """Wall-clock time in `zone`, stored as if it were UTC; null for an idea without a date."""
    zone = models.CharField(max_length=60, default="Europe/Berlin")
    due_at = models.DateTimeField(null=True)
    """The instant of `planned_local`, recomputed on every change."""
    stage = models.CharField(max_length=20, default=Stage.IDEA, choices=[(s.value, s.value) for s in Stage])
    spontaneous = models.BooleanField(default=False)
    """Came in below the usual lead time; its effort is taken from the fire budget."""
    budget_week = models.DateField(null=True)
    """The Monday of the week whose fire budget paid for it."""
    overrun_because = models.CharField(max_length=300, blank=True)
    """Why it was taken in although the budget was spent or the day was full: somebody's words."""
    movable = models.BooleanField(default=True)
    """False where the date is the matter itself, for example a closure that begins on that day."""
    confidential = models.BooleanField(default=False)
    embargo_until = models.DateTimeField(null=True)
    rehearsal = models.BooleanField(default=False)
    outside = models.BooleanField(default=False)
    """Nobody planned it here: it was published on the network itself and is only noted, without draft or approval."""
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="slots")
    series_day = models.DateField(null=True)
    """The day that the rule of the series meant: which of its times this is, wherever it was moved."""
    series_local = models.DateTimeField(null=True)
    """Where the series put it, as `planned_local` is kept; where the two differ, somebody has moved it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "series_day"], name="slot_is_one_time_of_its_series"),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_day__isnull=True, series_local__isnull=True)
                | Q(series__isnull=False, series_day__isnull=False, series_local__isnull=False),
                name="slot_of_a_series_knows_its_day",
            ),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="slot_stage_is_known"),
            models.CheckConstraint(
                condition=Q(planned_local__isnull=True, due_at__isnull=True)
                | Q(planned_local__isnull=False, due_at__isnull=False),
                name="slot_has_plan_and_instant_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(spontaneous=False) | Q(budget_week__isnull=False), name="slot_spontaneous_is_paid_for"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="slot_has_a_title"),
            models.CheckConstraint(
                condition=Q(spent_minutes__isnull=True) | Q(spent_minutes__gte=1, spent_minutes__lte=10_000),
                name="slot_spent_is_sane",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="slot_by_instant"),
            models.Index(fields=["goal", "due_at"], name="slot_by_goal"),
            models.Index(fields=["campaign", "planned_local"], name="slot_by_campaign"),
            # a day's states are counted out of this index alone, also for those who may not see everything
            models.Index(
                fields=["planned_local", "id"],
                include=["stage", "confidential", "embargo_until", "made_by"],
                name="slot_by_day",
            ),
            models.Index(fields=["stage", "planned_local", "id"], name="slot_by_stage"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def leaves_under_embargo(self) -> bool:
        """Whether it is planned for a moment at which nothing of it may be known yet."""
        return self.embargo_until is not None and self.due_at is not None and self.due_at < self.embargo_until


class Moving(models.Model):
    """One act of moving, of one slot or of several at once: what it moved can be taken back together."""

    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="taken_back_by")
    """The act before it that this one takes back."""

    def __str__(self) -> str:
        return f"moving {self.pk}"


class Move(models.Model):
    """One slot was moved: from when to when, by whom, and for which request."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="moves")
    moving = models.ForeignKey(Moving, null=True, on_delete=models.PROTECT, related_name="moves")
    """The act that it belongs to; null for what moved to make room, which nobody takes back for itself, and of old."""
    stage = models.CharField(max_length=20, blank=True, default="", db_default="")
    """Where the editing stood when it was moved; empty of old."""
    before_local = models.DateTimeField(null=True)
    after_local = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    displaced_by = models.ForeignKey(Slot, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"move of {self.slot_id}"
