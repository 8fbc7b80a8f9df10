"""Tokens, and the answers that are kept so that a request which is repeated has its effect once.

The difficult thing: a crash between the effect and the note that it happened would double it. So the kept answer is a
row of the same transaction as the effect, and a constraint says that there is one for each key.
"""

from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """A program's way in, in the name of one person; shown once, stored as a hash."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    """What it is for, in the person's words."""
    token_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    """Its last four characters, by which its owner knows it again."""
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """When it was last used, to within some minutes."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_expires_after_it_is_made"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_is_for_something"),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; the same request again gets it word for word."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    """Of method, address and body."""
    status = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    location = models.CharField(max_length=300, blank=True)
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_is_one")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
