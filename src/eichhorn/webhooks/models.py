"""Addresses that are called, and the calls to them.

The difficult thing: no event may be lost, and none may be written twice for one address, however many workers read the
audit at once and whenever they die. So a call is a row with the number of its act, and a constraint says that there is
one for each address; reading again does no harm, and so reading begins a little earlier than it ended.
"""

from django.db import models
from django.db.models import Q

from eichhorn.webhooks.rules import Off, State


class Endpoint(models.Model):
    """One address that is called, and with which secret."""

    name = models.CharField(max_length=80)
    """What is there, in people's words."""
    url = models.CharField(max_length=500)
    types = models.JSONField(default=list)
    """Which events it is told."""
    secret_sealed = models.BinaryField()
    before_sealed = models.BinaryField(default=b"")
    """The secret before this one, as long as both sign."""
    before_until = models.DateTimeField(null=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    """Who is told when it is switched off."""
    added_at = models.DateTimeField()
    hears_after = models.BigIntegerField(default=0)
    """The number of the last act before it was added or switched on: of those it is told only on wish."""
    failing_since = models.DateTimeField(null=True)
    """Since when nothing arrived; empty where something did."""
    rests_until = models.DateTimeField(null=True)
    """The receiver has too much to do until then."""
    off_at = models.DateTimeField(null=True)
    off_because = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Off])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(types=[]), name="endpoint_is_told_something"),
            models.CheckConstraint(
                condition=Q(off_at__isnull=True, off_because="") | Q(off_at__isnull=False) & ~Q(off_because=""),
                name="endpoint_is_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(before_until__isnull=True, before_sealed=b"")
                | Q(before_until__isnull=False) & ~Q(before_sealed=b""),
                name="endpoint_secret_before_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"endpoint {self.pk}"


class Call(models.Model):
    """One event on its way to one address. What is sent is kept as it was signed: ids and links, no text of people."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="calls")
    act_id = models.BigIntegerField(null=True)
    """The act of the audit; null for a test."""
    event = models.CharField(max_length=40)
    """The id by which the receiver knows it."""
    type = models.CharField(max_length=40)
    body = models.TextField()
    happened_at = models.DateTimeField()
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=State.WAITING, choices=[(one.value, one.value) for one in State]
    )  # fmt: skip
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When a worker took it last; who answers for another instant is too late."""
    status = models.PositiveSmallIntegerField(null=True)
    """Of the last answer; null where there was none."""
    said = models.CharField(max_length=200, blank=True)
    """A short line of the last refusal, or why no answer came."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "act_id"], name="call_is_one_for_each_act"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, next_at__isnull=False, ended_at__isnull=True)
                | ~Q(state=State.WAITING) & Q(next_at__isnull=True, ended_at__isnull=False),
                name="call_waits_for_an_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state=State.WAITING), name="call_that_waits"),
            models.Index(fields=["endpoint", "-id"], name="call_of_an_endpoint"),
            models.Index(fields=["made_at"], name="call_by_age"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Reading(models.Model):
    """How far the audit was read. One row.

    Acts are numbered before they are committed, so a lower number may come later than a higher one. `read_to` is
    therefore behind: it moves to `then`, the latest number of an earlier look, once every transaction that ran at that
    look (those below `then_horizon`) has ended.
    """

    salt = models.BinaryField()
    read_to = models.BigIntegerField(default=0)
    then = models.BigIntegerField(null=True)
    then_horizon = models.BigIntegerField(null=True)
    then_at = models.DateTimeField(null=True)
    one = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(one=True), name="reading_is_one")]

    def __str__(self) -> str:
        return "reading"
