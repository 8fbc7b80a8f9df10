"""Notices: what was to be said, to which address, and whether it left.

The difficult thing: a mail may carry a link that decides something. The text with the link is sealed, so that neither
the outbox page nor a database dump gives it to somebody who may not decide.
"""

from django.db import models
from django.db.models import Q

from eichhorn.notices.rules import Rhythm


class Notice(models.Model):
    """One mail to one address, kept until it left."""

    to_email = models.EmailField()
    to_person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=5, default="de")
    subject = models.CharField(max_length=200)
    body_sealed = models.BinaryField()
    """The whole text, sealed by the installation's key."""
    links_hidden_from = models.BigIntegerField(null=True)
    """A person's id: the author of what the links in this mail decide; the outbox never shows them the text."""
    decides = models.BooleanField(default=False)
    """Whether the mail carries a link that decides something."""
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)
    gather_at = models.DateTimeField(null=True)
    """When it leaves with others instead of by itself; its text is then the few lines that stand in that mail."""
    gathered_in = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="pieces")
    """The mail that it left with."""

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="notice_to_send"),
            models.Index(fields=["gather_at"], condition=Q(gathered_in__isnull=True), name="notice_to_gather"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gather_at__isnull=True) | Q(next_try_at__isnull=True, sent_at__isnull=True, decides=False),
                name="what_is_gathered_is_not_sent_alone",
            ),
            models.CheckConstraint(
                condition=Q(gathered_in__isnull=True) | Q(gather_at__isnull=False), name="only_what_waits_is_gathered"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Gathering(models.Model):
    """An address that has what merely informs gathered in one mail. Without a row, everything comes at once."""

    email = models.EmailField(unique=True)
    """In small letters."""
    rhythm = models.CharField(max_length=10, choices=[(one.value, one.value) for one in (Rhythm.DAILY, Rhythm.WEEKLY)])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=[Rhythm.DAILY.value, Rhythm.WEEKLY.value]), name="gathering_has_a_rhythm"
            )
        ]

    def __str__(self) -> str:
        return f"gathering {self.pk}"
