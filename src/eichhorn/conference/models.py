"""Meetings, their agendas, what was decided, and what was added afterwards.

The difficult thing: a protocol is worth what nobody can change in it later. So a decision is never changed at all, and of
a closed meeting nothing is (see the triggers in the migrations). Lines name things by number and keep their titles: what
leaves the plan some day stays in the protocol.
"""

from dataclasses import asdict

from django.db import models
from django.db.models import Deferrable, Q

from eichhorn.conference.rules import Deed, Facts, Point, Section, Standing, State, Why


class Meeting(models.Model):
    """One editorial meeting."""

    title = models.CharField(max_length=120)
    begins_at = models.DateTimeField()
    people = models.ManyToManyField("people.Person", related_name="+")
    state = models.CharField(max_length=10, default=State.PREPARED, choices=[(s.value, s.value) for s in State])
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    """When its agenda was built."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="running", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="meeting_state_fits_its_times",
            ),
        ]
        indexes = [models.Index(fields=["begins_at"], name="meeting_by_instant")]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """One line of an agenda, as it was when it was put there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Section])
    why = models.CharField(max_length=20, choices=[(w.value, w.value) for w in Why])
    title = models.CharField(max_length=300)
    kept_facts = models.JSONField(default=dict)
    kept_standing = models.JSONField(default=dict)
    """How its thing stood when the line was put there."""
    slot_id = models.BigIntegerField(null=True)
    other_slot_id = models.BigIntegerField(null=True)
    request_id = models.BigIntegerField(null=True)
    approval_id = models.BigIntegerField(null=True)
    goal_id = models.BigIntegerField(null=True)
    channel_id = models.BigIntegerField(null=True)
    came_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The line of an earlier meeting that was left open."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="line_number_is_one", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(why__in=[w.value for w in Why]), name="line_why_is_known"),
            models.CheckConstraint(condition=Q(section__in=[s.value for s in Section]), name="line_section_is_known"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of meeting {self.meeting_id}"

    @classmethod
    def of_point(cls, point: Point, *, meeting: Meeting, number: int, standing: Standing) -> "Line":
        return cls(
            meeting=meeting, number=number, section=point.stands_in, why=point.why, title=point.title[:300],
            kept_facts=asdict(point.facts), kept_standing=asdict(standing), slot_id=point.slot, other_slot_id=point.other_slot, request_id=point.request,
            approval_id=point.approval, goal_id=point.goal, channel_id=point.channel, came_from_id=point.came_from,
        )  # fmt: skip

    @property
    def facts(self) -> Facts:
        return Facts.of_row(self.kept_facts)

    @property
    def standing(self) -> Standing:
        return Standing.of_row(self.kept_standing)

    @property
    def point(self) -> Point:
        return Point(
            why=Why(self.why), title=self.title, facts=self.facts, slot=self.slot_id, other_slot=self.other_slot_id,
            request=self.request_id, approval=self.approval_id, goal=self.goal_id, channel=self.channel_id,
            section=Section(self.section),
        )  # fmt: skip


class Decision(models.Model):
    """What was decided about a line, and what it changed. Never changed itself; the latest one holds."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="decisions")
    deed = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Deed])
    note = models.CharField(max_length=500, blank=True)
    kept_before = models.JSONField(default=dict)
    kept_after = models.JSONField(default=dict)
    made_slot_id = models.BigIntegerField(null=True)
    """What came into the plan by it."""
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who wrote it down; who said what is nobody's business."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deed__in=[d.value for d in Deed]), name="decision_deed_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} on {self.line_id}"

    @property
    def before(self) -> Standing:
        return Standing.of_row(self.kept_before)

    @property
    def after(self) -> Standing:
        return Standing.of_row(self.kept_after)


class Addition(models.Model):
    """What was added to a closed protocol, because something in it was wrong or missing. Never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="additions")
    text = models.CharField(max_length=1000)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="addition_says_something")]

    def __str__(self) -> str:
        return f"addition {self.pk}"


class Mailing(models.Model):
    """The protocol was sent to those who took part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="mailings")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    """How many letters."""

    def __str__(self) -> str:
        return f"mailing {self.pk}"
