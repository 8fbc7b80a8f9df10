"""Pictures: the bytes as they came, found again by their hash, with what is known of them and of those who are shown.

The difficult thing: an approval binds what people saw. So the bytes never change once stored; a changed picture is
another picture. What is known of it may change any day, and with it whether the picture may appear.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from eichhorn.media.rules import LONGEST_ALT, LONGEST_TAG, Consent, Licence, UploadKind


class Showable(models.Model):
    """What is known of something that may stand in a post: a picture, or a film of a later room."""

    source = models.CharField(max_length=200, blank=True)
    """Who made it and what we may do with it, in words."""
    licence = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Licence])
    licence_note = models.CharField(max_length=300, blank=True)
    """What the licence asks for: how to name the author, where the contract lies."""
    last_day = models.DateField(null=True)
    """The last day on which it may appear, in the organisation's zone; null means without end."""
    tags = ArrayField(models.CharField(max_length=LONGEST_TAG), default=list)
    findable = models.TextField(blank=True)
    """All that is known of it in words, for searching; kept by the services."""

    class Meta:
        abstract = True


class Picture(Showable):
    """One picture as it was given; its file is named by its hash and never rewritten."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the source bytes."""
    media_type = models.CharField(max_length=40)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    """Its plain part: this is what networks get; never used as a path."""
    given_name = models.TextField(blank=True)
    """As the giver called it, with every sign that can be shown and some that cannot; only ever shown apart."""
    added_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=["image/jpeg", "image/png", "image/gif", "image/webp"]),
                name="picture_type_is_known",
            ),
            models.CheckConstraint(
                condition=Q(licence__in=[one.value for one in Licence]), name="picture_licence_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="picture_newest"),
            models.Index(fields=["last_day"], condition=Q(last_day__isnull=False), name="picture_ends"),
            GinIndex(fields=["findable"], opclasses=["gin_trgm_ops"], name="picture_found_by_words"),
            GinIndex(fields=["tags"], name="picture_found_by_tag"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Description(models.Model):
    """What somebody has to know who cannot see the picture, in one language: the default for posts in it."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="descriptions")
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=LONGEST_ALT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "language"], name="description_is_one_a_language"),
            models.CheckConstraint(condition=~Q(text=""), name="description_says_something"),
        ]

    def __str__(self) -> str:
        return f"description {self.pk}"


class SomebodyShown(models.Model):
    """Somebody who is to be seen, by name in words, and what they said to it: on a picture, or in a film of a later room."""

    SHOWN_ON: ClassVar[str]
    """The field that leads to it."""
    name = models.CharField(max_length=120)
    consent = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Consent])
    said_on = models.DateField()
    """The day on which they said it, or were asked."""
    note = models.CharField(max_length=300, blank=True)
    """Where it lies, or how far it goes."""
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    """When the consent was written down as it stands."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"shown {self.pk}"

    @property
    def thing(self) -> models.Model:
        """What they are shown on."""
        on: models.Model = getattr(self, self.SHOWN_ON)
        return on


class Shown(SomebodyShown):
    """Somebody who is to be seen on a picture."""

    SHOWN_ON = "picture"
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="shown")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "name"], name="shown_is_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="shown_has_a_name"),
            models.CheckConstraint(condition=Q(consent__in=[one.value for one in Consent]), name="consent_is_known"),
        ]
        indexes = [models.Index(fields=["picture"], condition=~Q(consent="given"), name="shown_without_a_yes")]


class Upload(models.Model):
    """A file that comes in by pieces; what has come lies in the home, and is swept where nobody goes on."""

    ident = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    file_name = models.TextField()
    size_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole file as the sender has it; what came is compared with it. Of a video, of its pieces' hashes."""
    kind = models.CharField(
        max_length=10, default=UploadKind.PICTURE.value, choices=[(one.value, one.value) for one in UploadKind]
    )
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "digest"], name="upload_goes_on_where_it_was"),
            models.CheckConstraint(condition=Q(received_bytes__lte=models.F("size_bytes")), name="upload_has_an_end"),
        ]
        indexes = [models.Index(fields=["touched_at"], name="upload_left_behind")]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def is_whole(self) -> bool:
        return self.received_bytes == self.size_bytes
