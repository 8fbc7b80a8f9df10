"""Notices: what was to be said, to which address, and whether it left.

The difficult thing: a mail may carry a link that decides something. The text with the link is sealed, so that neither
the outbox page nor a database dump gives it to somebody who may not decide.
"""

from django.db import models
from django.db.models import Q


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

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="notice_to_send")]

    def __str__(self) -> str:
        return f"notice {self.pk}"
