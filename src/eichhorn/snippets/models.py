"""Snippets, people of the mention book, and the scheme for links.

The difficult thing: nothing here is content. A post takes over what stands here when it is saved, so a later change never
changes what somebody approved.
"""

from django.db import models
from django.db.models import Q

from eichhorn.snippets.rules import LONGEST_HANDLE, LONGEST_NAME, Kind


class Snippet(models.Model):
    """Hashtags, a signature of a channel, or a template."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    name = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()
    channel = models.ForeignKey("channels.Channel", null=True, on_delete=models.CASCADE, related_name="+")
    """Whose signature it is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="snippet_name_is_one"),
            models.UniqueConstraint(fields=["channel"], name="signature_is_one_a_channel"),
            models.CheckConstraint(
                condition=Q(kind=Kind.SIGNATURE.value, channel__isnull=False)
                | (~Q(kind=Kind.SIGNATURE.value) & Q(channel__isnull=True)),
                name="snippet_of_a_channel_is_a_signature",
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="snippet_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="snippet_says_something"),
        ]

    def __str__(self) -> str:
        return f"snippet {self.pk}"


class Mentioned(models.Model):
    """Somebody whom posts name, with the name that they have on each network."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)

    def __str__(self) -> str:
        return f"mentioned {self.pk}"


class Handle(models.Model):
    """What somebody is called on a network."""

    mentioned = models.ForeignKey(Mentioned, on_delete=models.CASCADE, related_name="handles")
    network = models.CharField(max_length=60)
    """As people say it: "Mastodon", "Facebook"."""
    handle = models.CharField(max_length=LONGEST_HANDLE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentioned", "network"], name="handle_is_one_a_network"),
            models.CheckConstraint(condition=~Q(handle=""), name="handle_says_something"),
        ]

    def __str__(self) -> str:
        return f"handle {self.pk}"


class LinkScheme(models.Model):
    """What links of one's own pages carry; one row."""

    only = models.BooleanField(default=True, unique=True)
    domains = models.JSONField(default=list)
    source = models.CharField(max_length=60, blank=True)
    medium = models.CharField(max_length=60, blank=True)
    campaign = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="link_scheme_is_one")]

    def __str__(self) -> str:
        return "link scheme"
