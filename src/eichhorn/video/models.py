"""Videos, the pictures that stand for them, and what stands below them.

The difficult thing: an approval binds what people saw. So the film that leaves, a poster and the subtitles in a language
are each kept by their hash and never change; what is chosen anew is another row, and old versions go on naming theirs.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from eichhorn.media.models import Showable, SomebodyShown
from eichhorn.media.rules import Consent, Licence
from eichhorn.video.rules.taking import LONGEST_ALT, State, VideoProblem


class Video(Showable):
    """One film, from the file that somebody gave to the one that may leave."""

    source_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the file as it was given; the same file is the same video."""
    source_bytes = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=200)
    """Its plain part, without its ending; never used as a path."""
    container = models.CharField(max_length=40)
    picture_codec = models.CharField(max_length=40)
    sound_codec = models.CharField(max_length=40, blank=True)
    """Empty where it has no sound."""
    frame_rate = models.FloatField()
    rotation = models.SmallIntegerField(default=0)
    duration_ms = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    """As one sees it; once it is ready, of the film that may leave."""

    state = models.CharField(
        max_length=10, default=State.WAITING.value, choices=[(one.value, one.value) for one in State]
    )
    percent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=64, blank=True)
    """The worker that converts it; one whose name no longer stands here stops."""
    touched_at = models.DateTimeField()
    """When its state or its progress was last written."""
    why = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in VideoProblem])
    """Why it could not be converted."""

    digest = models.CharField(max_length=64, blank=True, db_index=True)
    """SHA-256 of the film that may leave; empty until it is ready."""
    size_bytes = models.PositiveBigIntegerField(default=0)
    poster = models.ForeignKey("Poster", null=True, on_delete=models.PROTECT, related_name="+")
    no_speech = models.BooleanField(default=False)
    """Somebody says that nothing is spoken in it, so that it needs no subtitles."""

    added_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="video_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(digest="") & Q(size_bytes__gt=0, poster__isnull=False)),
                name="video_ready_is_whole",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(why=""), name="video_failed_says_why"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="video_percent_has_an_end"),
            models.CheckConstraint(
                condition=Q(licence__in=[one.value for one in Licence]), name="video_licence_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="video_newest"),
            models.Index(fields=["touched_at"], condition=Q(state__in=["waiting", "at_work"]), name="video_to_convert"),
            models.Index(fields=["last_day"], condition=Q(last_day__isnull=False), name="video_ends"),
            GinIndex(fields=["findable"], opclasses=["gin_trgm_ops"], name="video_found_by_words"),
            GinIndex(fields=["tags"], name="video_found_by_tag"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_silent(self) -> bool:
        """Whether it needs no subtitles: it has no sound, or nothing is spoken in it."""
        return not self.sound_codec or self.no_speech


class Poster(models.Model):
    """A picture out of the film that stands for it until somebody plays it; its bytes lie by their hash."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="posters")
    digest = models.CharField(max_length=64)
    at_ms = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video", "digest"], name="poster_is_one_picture")]
        indexes = [models.Index(fields=["digest"], name="poster_by_digest")]

    def __str__(self) -> str:
        return f"poster {self.pk}"


class Description(models.Model):
    """What somebody has to know who cannot see the video, in one language: the default for posts in it."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="descriptions")
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=LONGEST_ALT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["video", "language"], name="video_description_is_one_a_language"),
            models.CheckConstraint(condition=~Q(text=""), name="video_description_says_something"),
        ]

    def __str__(self) -> str:
        return f"description {self.pk}"


class Shown(SomebodyShown):
    """Somebody who is to be seen or heard in a film; what they said counts as it does for pictures."""

    SHOWN_ON = "video"
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="shown")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["video", "name"], name="film_shown_is_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="film_shown_has_a_name"),
            models.CheckConstraint(
                condition=Q(consent__in=[one.value for one in Consent]), name="film_consent_is_known"
            ),
        ]
        indexes = [models.Index(fields=["video"], condition=~Q(consent="given"), name="film_shown_without_a_yes")]


class Subtitles(models.Model):
    """What is said in the video, in one language, as WebVTT. Never changed; what is written anew is another row."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="subtitles")
    language = models.CharField(max_length=5)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the text."""
    is_current = models.BooleanField(default=True)
    """Whether posts that are saved from now on take these."""
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["video", "language", "digest"], name="subtitles_are_kept_once"),
            models.UniqueConstraint(
                fields=["video", "language"], condition=Q(is_current=True), name="subtitles_are_one_a_language"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="subtitles_say_something"),
        ]

    def __str__(self) -> str:
        return f"subtitles {self.pk}"
