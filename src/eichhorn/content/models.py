"""Drafts and their versions.

The difficult thing: an approval must mean exactly one content. A version is never changed; every save that differs makes
the next one, and its digest covers all that people would see.
"""

from django.db import models
from django.db.models import Q

from eichhorn.content.rules import (
    LONGEST_ADDRESS,
    LONGEST_CARD_TEXT,
    LONGEST_CARD_TITLE,
    LONGEST_SPONSOR,
    AiUse,
    Beside,
    Card,
    Film,
    Poll,
    Statement,
)
from eichhorn.media.framing import LONGEST_WRITTEN, WRITTEN, Framing, read


class Draft(models.Model):
    """One post in the making, or out; its content is its latest version."""

    slot = models.OneToOneField("planning.Slot", on_delete=models.PROTECT, related_name="+")
    latest = models.OneToOneField("Version", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Version(models.Model):
    """The content at one time. Never changed; a database trigger refuses it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=5)
    content_warning = models.CharField(max_length=300, blank=True)
    first_comment = models.TextField(blank=True)
    """What we say below the post ourselves, as soon as it is out."""
    consideration = models.BooleanField(default=False)
    """Whether somebody gave something for this post."""
    ai_use = models.CharField(
        max_length=10, default=AiUse.NONE.value, choices=[(use.value, use.value) for use in AiUse]
    )
    deepfake = models.BooleanField(default=False)
    ai_label = models.BooleanField(default=False)
    political = models.BooleanField(default=False)
    sponsor = models.CharField(max_length=LONGEST_SPONSOR, blank=True)
    label = models.CharField(max_length=400, blank=True)
    """The words that stand below the post because of what is stated."""
    handles = models.JSONField(default=list)
    """[channel, person, name there] for everybody of the mention book who is named, as they were called then; sorted."""
    poll_options = models.JSONField(default=list)
    """The answers in order; empty where there is no poll."""
    poll_minutes = models.PositiveIntegerField(default=0)
    poll_several = models.BooleanField(default=False)
    card_url = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    """Of which link a card is shown; empty where none is."""
    card_title = models.CharField(max_length=LONGEST_CARD_TITLE, blank=True)
    card_description = models.CharField(max_length=LONGEST_CARD_TEXT, blank=True)
    card_picture = models.ForeignKey(
        "media.Picture", to_field="digest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    video = models.ForeignKey("video.Video", null=True, on_delete=models.PROTECT, related_name="+")
    film_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the film that leaves; empty where there is none."""
    film_alt = models.CharField(max_length=1500, blank=True)
    film_poster = models.CharField(max_length=64, blank=True)
    """SHA-256 of the picture that stands for it."""
    film_subtitles = models.JSONField(default=list)
    """[language, SHA-256 of the text] for each language in which it has subtitles; sorted."""
    request_version = models.ForeignKey("desk.RequestVersion", null=True, on_delete=models.PROTECT, related_name="+")
    channel_ids = models.JSONField(default=list)
    """The channels it was written for, sorted; part of the digest."""
    digest = models.CharField(max_length=64)
    """SHA-256 over all that readers see: text, language, warning, first comment, consideration, variants, pictures with
    alt text, channels; where there are any, what is stated with its label, the names of people on each channel, the
    poll, the card of a link, the film with its description, its poster and its subtitles, and what is shown of a
    picture."""
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="version_number_is_one"),
            models.CheckConstraint(condition=Q(deepfake=False) | Q(ai_label=True), name="version_deepfake_is_labelled"),
            models.CheckConstraint(condition=Q(political=False) | ~Q(sponsor=""), name="version_political_names_payer"),
            models.CheckConstraint(condition=Q(film_digest="") | Q(video__isnull=False), name="version_film_is_ours"),
            models.CheckConstraint(
                condition=Q(ai_use__in=[use.value for use in AiUse]), name="version_ai_use_is_known"
            ),
        ]

    @property
    def stated(self) -> Statement:
        """What is stated about how it came to be, and who paid."""
        return Statement(AiUse(self.ai_use), self.deepfake, self.ai_label, self.political, self.sponsor)

    @property
    def beside(self) -> Beside:
        """What hangs on it beside words and pictures. No query."""
        poll = Poll(tuple(self.poll_options), self.poll_minutes, self.poll_several) if self.poll_options else None
        card = Card(self.card_url, self.card_title, self.card_description, self.card_picture_id or "")
        said = tuple((language, digest) for language, digest in self.film_subtitles)
        film = Film(self.film_digest, self.film_alt, self.film_poster, said) if self.film_digest else None
        return Beside(poll=poll, card=card if self.card_url else None, film=film)

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"


class Variant(models.Model):
    """A channel's own text, where it differs from the shared one."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "channel"], name="variant_is_one_a_channel")]

    def __str__(self) -> str:
        return f"variant {self.pk}"


class Attachment(models.Model):
    """A picture in a version, with its description in the language of the version, and what of it is shown."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    picture = models.ForeignKey("media.Picture", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=1500, blank=True)
    written_framing = models.CharField(max_length=LONGEST_WRITTEN, blank=True, default="")
    """As `media.framing` writes it; empty where the picture is shown as it is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="attachment_position_is_one"),
            models.CheckConstraint(
                condition=Q(written_framing="") | Q(written_framing__regex=WRITTEN.pattern.replace("?:", "")),
                name="attachment_framing_can_be_read",
            ),
        ]

    @property
    def framing(self) -> Framing:
        """What of the picture is shown."""
        return read(self.written_framing)

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Justification(models.Model):
    """A finding that was left as it is, and why."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="justifications")
    finding_key = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "finding_key"], name="justification_is_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="justification_says_why"),
        ]

    def __str__(self) -> str:
        return f"justification {self.pk}"
