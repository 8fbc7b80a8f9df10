"""How listening goes, messages that came in, and our replies.

The difficult thing: a network tells the same thing several times. Each message is stored once, by the network's own id.
"""

from django.db import models
from django.db.models import Q


class Listening(models.Model):
    """How listening on a channel goes: one worker asks at a time, and a server that wants quiet is left alone."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_until = models.DateTimeField()
    """Not asked again before: a worker is asking just now, or the server wants a pause."""
    silences = models.PositiveSmallIntegerField(default=0)
    """How often in a row the server did not answer."""
    silent_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(silences=0, silent_since__isnull=True) | Q(silences__gt=0, silent_since__isnull=False),
                name="listening_silence_has_a_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"listening on channel {self.channel_id}"


class Message(models.Model):
    """What somebody said to us on a network."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    network_id = models.CharField(max_length=200)
    delivery = models.ForeignKey("delivery.Delivery", null=True, on_delete=models.SET_NULL, related_name="+")
    """The post under which it stands, where we know it."""
    answers = models.CharField(max_length=200, blank=True)
    """The network's id of what it answers."""
    author = models.CharField(max_length=200)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=10, blank=True)
    url = models.CharField(max_length=500, blank=True)
    private = models.BooleanField(default=False)
    """Said to us alone: only those who answer read it."""
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    """When it was answered, or found to need no answer; null while it waits."""
    no_answer_needed_at = models.DateTimeField(null=True)
    no_answer_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "network_id"], name="message_comes_in_once"),
            models.CheckConstraint(
                condition=Q(no_answer_needed_at__isnull=True) | Q(done_at__isnull=False),
                name="message_needing_no_answer_is_done",
            ),
        ]
        indexes = [
            models.Index(fields=["delivery", "said_at"], name="message_under_a_post"),
            models.Index(fields=["said_at"], condition=Q(done_at__isnull=True), name="message_that_waits"),
            models.Index(fields=["said_at", "id"], name="message_by_time"),
            models.Index(
                fields=["channel", "answers"], condition=Q(delivery__isnull=True), name="message_without_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def name(self) -> str:
        """The author as they call themselves, else as the network does."""
        return self.author_name or self.author


class Reply(models.Model):
    """Our answer to a message; it leaves through delivery."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="replies")
    key = models.UUIDField(unique=True)
    """Made with the form: the same form sent twice is the same reply."""
    text = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_has_a_text")]

    def __str__(self) -> str:
        return f"reply {self.pk}"
