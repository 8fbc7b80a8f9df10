"""The rehearsal stage: what was said on it, for thirty days."""

from django.db import models


class Actor(models.Model):
    """An account on the stage."""

    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

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
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Upload(models.Model):
    """A picture on the stage."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    picture_bytes = models.BinaryField()
    media_type = models.CharField(max_length=40)
    alt = models.CharField(max_length=1500, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"upload {self.pk}"


class Status(models.Model):
    """A post on the stage."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="statuses")
    text = models.TextField()
    spoiler = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    in_reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    uploads = models.ManyToManyField(Upload, related_name="+")
    idempotency_key = models.CharField(max_length=200, null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "idempotency_key"], name="stage_status_once_a_key")]

    def __str__(self) -> str:
        return f"status {self.pk}"
