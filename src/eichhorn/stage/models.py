"""The rehearsal stage: what was said on it, for thirty days.

The difficult thing: it is a network of its own that happens to live here. So it shares no table with the rooms: they
reach it by its API, as they reach every other network.
"""

from django.db import models
from django.db.models import Q

from eichhorn.stage.rules import PICTURE_TYPES


class Actor(models.Model):
    """An account on the stage, or a visitor who answered."""

    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    visitor = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visitor=True, handle__startswith="gast_")
                | (Q(visitor=False) & ~Q(handle__startswith="gast_")),
                name="stage_visitor_is_known_by_handle",
            )
        ]

    def __str__(self) -> str:
        return self.handle


class App(models.Model):
    """A client registered at the stage by the Mastodon API."""

    client_id = models.CharField(max_length=64, unique=True)
    client_secret_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    redirect_uris = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A code that becomes a token once, then the token."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    redirect_uri = models.CharField(max_length=500, blank=True)
    challenge = models.CharField(max_length=128, blank=True)
    """What the program sent ahead of its verifier; empty where it sent nothing."""
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Status(models.Model):
    """A post on the stage."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="statuses")
    text = models.TextField()
    spoiler = models.CharField(max_length=300, blank=True)
    poll_options = models.JSONField(default=list)
    """The answers in order; empty where nothing is asked. Nobody votes on the stage."""
    poll_several = models.BooleanField(default=False)
    poll_ends_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, blank=True)
    visibility = models.CharField(max_length=10, default="public")
    in_reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    idempotency_key = models.CharField(max_length=200, null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "idempotency_key"], name="stage_status_once_a_key")]
        indexes = [models.Index(fields=["made_at"], name="stage_status_by_age")]

    def __str__(self) -> str:
        return f"status {self.pk}"


class Upload(models.Model):
    """A picture on the stage; it waits without a status until one takes it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    status = models.ForeignKey(Status, null=True, on_delete=models.CASCADE, related_name="uploads")
    position = models.PositiveSmallIntegerField(default=0)
    picture_bytes = models.BinaryField()
    media_type = models.CharField(max_length=40)
    alt = models.CharField(max_length=1500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=PICTURE_TYPES), name="stage_upload_type_is_known")
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"
