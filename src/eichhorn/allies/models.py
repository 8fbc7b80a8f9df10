"""What people of the house say they like to give, what each was asked for, and what came.

The difficult thing: an entry belongs to the person whom it is about. So it goes with one press and takes with it all that
they said of themselves and why they said No; an ask that is over keeps the department and nothing else of them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from eichhorn.allies.rules import Gift, No, State, Step, Way
from eichhorn.allies.rules.limits import (
    LONGEST_ABOUT,
    LONGEST_LETTER,
    LONGEST_NAMES,
    LONGEST_PHONE,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_WHEN,
    MOST_A_QUARTER,
    MOST_REMINDERS,
)


def _gifts() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=12, choices=[(one.value, one.value) for one in Gift]), default=list)


class Ally(models.Model):
    """Somebody of another department, with what they say of themselves. It is theirs: they change it, and it goes when they say so."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    gives = _gifts()
    about = models.CharField(max_length=LONGEST_ABOUT, blank=True)
    """What they know, or can show."""
    way = models.CharField(max_length=10, default=Way.MAIL.value, choices=[(one.value, one.value) for one in Way])
    phone = models.CharField(max_length=LONGEST_PHONE, blank=True)
    best_time = models.CharField(max_length=LONGEST_WHEN, blank=True)
    """When it suits them, in words."""
    per_quarter = models.PositiveSmallIntegerField(default=3)
    """So often they may be asked in thirteen weeks."""
    reminders = models.PositiveSmallIntegerField(default=2)
    """So often one ask may be brought back to mind."""
    rests_until = models.DateField(null=True)
    """The first day on which they may be asked again; null where nothing speaks against it."""
    entered_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who of the team wrote down what they said."""
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    """When they said themselves that it is so; nobody is asked before."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=[one.value for one in Way]), name="ally_way_is_known"),
            models.CheckConstraint(
                condition=Q(per_quarter__gte=1, per_quarter__lte=MOST_A_QUARTER), name="ally_is_asked_within_measure"
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MOST_REMINDERS), name="ally_is_reminded_within_measure"),
            models.CheckConstraint(condition=~Q(way=Way.PHONE) | ~Q(phone=""), name="ally_by_phone_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"ally {self.pk}"


class Ask(models.Model):
    """The smallest next thing that somebody is asked for, and what became of it."""

    ally = models.ForeignKey(Ally, null=True, on_delete=models.SET_NULL, related_name="asks")
    """Null where they took their entry away."""
    department = models.ForeignKey("people.Department", null=True, on_delete=models.PROTECT, related_name="+")
    """Where they belonged when they were asked."""
    title = models.CharField(max_length=LONGEST_TITLE)
    wants = _gifts()
    letter = models.TextField(max_length=LONGEST_LETTER)
    """What they are told, without greeting and link."""
    way = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Way])
    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    """The last day on which it would help."""
    state = models.CharField(
        max_length=10, default=State.DRAFTED.value, choices=[(one.value, one.value) for one in State]
    )
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    """When they gave, or said No; or when we stopped asking."""
    promised_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    """So many they had agreed to when they were asked."""
    reminded = models.PositiveSmallIntegerField(default=0)
    next_step = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Step])
    next_at = models.DateTimeField(null=True)
    """When something happens by itself; null where nothing does."""
    no = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in No])
    because = models.CharField(max_length=LONGEST_REASON, blank=True)
    """Why not, in their words."""
    thanked_at = models.DateTimeField(null=True)
    thanked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="ask_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="ask_state_is_known"),
            models.CheckConstraint(condition=Q(wants__len__gte=1), name="ask_wants_something"),
            models.CheckConstraint(condition=Q(reminded__lte=F("reminders")), name="ask_reminds_as_often_as_agreed"),
            models.CheckConstraint(
                condition=Q(state__in=[State.ASKED, State.PROMISED], next_at__isnull=False, asked_at__isnull=False)
                | (~Q(state__in=[State.ASKED, State.PROMISED]) & Q(next_at__isnull=True)),
                name="ask_drips_only_while_it_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PROMISED) | Q(promised_on__isnull=False), name="ask_promised_has_a_day"
            ),
            models.CheckConstraint(condition=Q(state=State.DECLINED) | Q(no="", because=""), name="ask_says_no_once"),
            models.CheckConstraint(
                condition=Q(state=State.GIVEN) | Q(thanked_at__isnull=True), name="ask_thanks_for_a_gift"
            ),
            models.UniqueConstraint(
                fields=["ally"],
                condition=Q(state=State.ASKED),  # who thinks better of an older one may promise it beside
                name="ally_is_asked_one_thing_at_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-made_at"], name="ask_newest"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="ask_next_drop"),
            models.Index(fields=["department", "answered_at"], name="ask_of_department"),
        ]

    def __str__(self) -> str:
        return self.title


class Given(models.Model):
    """What came for an ask: an idea with words and pictures in the pool, and perhaps a voice."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="gifts")
    idea = models.OneToOneField("ideas.Idea", on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=LONGEST_NAMES, blank=True)
    """Who is to be seen, in their words."""
    agreed_at = models.DateTimeField(null=True)
    """When they said that all who are shown agree; null where there is no picture."""
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who of the team wrote it down for them; null where they sent it."""
    once = models.CharField(max_length=64, null=True, unique=True)
    """The mark of the form by which it came: the same form sent twice is one gift."""

    class Meta:
        indexes = [models.Index(fields=["ask", "at"], name="given_in_order")]

    def __str__(self) -> str:
        return f"gift {self.pk}"


class Speech(models.Model):
    """What somebody said, as sound: AAC in MP4, without anything that the phone wrote into it."""

    given = models.OneToOneField(Given, on_delete=models.CASCADE, related_name="speech")
    content = models.BinaryField()
    lasts_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lasts_ms__gt=0), name="speech_lasts"),
        ]

    def __str__(self) -> str:
        return f"speech {self.pk}"
