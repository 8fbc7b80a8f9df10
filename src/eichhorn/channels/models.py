"""Channels: one account on one network each.

The difficult thing: the secret of an account must be usable by the worker and readable by nobody. It is sealed by the
installation's key; only `services.open_network` unseals it.
"""

from django.db import models
from django.db.models import Q

from eichhorn.channels.rules import LATEST_MINUTES, LONGEST_PACE_MINUTES, Health


class Channel(models.Model):
    """One account on one network, by whom it is kept and what its server allows."""

    name = models.CharField(max_length=120, unique=True)
    network = models.CharField(max_length=40)
    """Slug of the network class: "mastodon", "by_hand"."""
    server_url = models.CharField(max_length=300, blank=True)
    """Origin of the server; where people post by hand, the address of the page."""
    account = models.CharField(max_length=200, blank=True)
    """As the network writes it: "@stadtwerke@erlengrund.social"."""
    account_id = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=40, blank=True)
    """The name of the network as people say it, where it differs from the class: "Facebook" for one posted by hand."""
    language = models.CharField(max_length=5, default="de")
    owner_team = models.ForeignKey("people.Team", null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    imprint_url = models.URLField(blank=True)
    secret_sealed = models.BinaryField(null=True)
    client_sealed = models.BinaryField(null=True)
    token_ends_at = models.DateTimeField(null=True)
    """When the key ends unless it is renewed; null where it lasts."""
    renewal_ends_at = models.DateTimeField(null=True)
    """When only a person can let us in again; null where nobody said."""
    renews_at = models.DateTimeField(null=True)
    """When the worker renews the key."""
    renewing_until = models.DateTimeField(null=True)
    """Until then one worker is renewing the key, or has died at it."""
    limits = models.JSONField(default=dict)
    """What the server told when it was last asked: see networks.base.Told."""
    software = models.CharField(max_length=60, blank=True)
    """`software.name` of the server's NodeInfo."""
    health = models.CharField(max_length=20, default=Health.NEW, choices=[(h.value, h.value) for h in Health])
    health_because = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    read_until = models.CharField(max_length=100, blank=True)
    """The network's mark up to which incoming messages have been read."""
    rehearsal = models.BooleanField(default=False)
    """Stands on the stage of this installation; outside all figures."""
    imprint_checked_on = models.DateField(null=True)
    """When somebody last saw that the profile leads to the imprint."""
    access_reviewed_on = models.DateField(null=True)
    """When somebody last went through who can get into the account."""
    pace_minutes = models.PositiveSmallIntegerField(null=True)
    """At least so long between two posts, as its team wishes; null where the network alone says."""
    late_after_minutes = models.PositiveSmallIntegerField(null=True)
    """So late a post does not leave by itself any more; null for the usual half hour."""
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(health__in=[h.value for h in Health]), name="channel_health_is_known"),
            models.CheckConstraint(
                condition=Q(pace_minutes__isnull=True) | Q(pace_minutes__lte=LONGEST_PACE_MINUTES),
                name="channel_pace_is_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=Q(late_after_minutes__isnull=True)
                | Q(late_after_minutes__gte=1, late_after_minutes__lte=LATEST_MINUTES),
                name="channel_is_late_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Access(models.Model):
    """Somebody who can get into the account itself, past Eichhorn: an administrator of the page, an agency."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="accesses")
    who = models.CharField(max_length=120)
    """A name, or what it is: "Agentur Blau, gemeinsames Konto"."""
    may = models.CharField(max_length=60, blank=True)
    """As the network calls it: "Administrator", "Editor"."""
    has_second_factor = models.BooleanField(null=True)
    """Null while nobody has asked."""
    since = models.DateField()
    until = models.DateField(null=True)
    """When it was taken away; null while it lasts."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "who"], condition=Q(until__isnull=True), name="access_is_entered_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="access_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"


class Connecting(models.Model):
    """A connection under way: from leaving for the server's consent page until coming back, once, by the same person."""

    state_hash = models.CharField(max_length=64, unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    verifier_sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"connecting {self.channel_id}"
