"""Saying what is known of a video: what it shows, whose it is, which picture stands for it, and what is said in it.

The difficult thing: what stands in a post was approved as it was. So nothing here changes a post: a new poster and new
subtitles are taken by whoever saves the post the next time.
"""

import hashlib
import io
from datetime import date, datetime

from django.db import transaction
from PIL import Image

from eichhorn.foundation import audit
from eichhorn.media import services as media
from eichhorn.media import stores
from eichhorn.media.rules import Consent, Known
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.video import converting
from eichhorn.video.models import Description, Poster, Shown, Subtitles, Video
from eichhorn.video.rules import subtitles
from eichhorn.video.rules.taking import VideoProblem, VideoRefused


@transaction.atomic
def describe(*, video: Video, known: Known, by: Person, now: datetime) -> Video:
    """The video has these descriptions, tags and rights, and is found by them."""
    standing = _locked(video, by, now)
    for language, text in known.described.items():
        Description.objects.update_or_create(video=standing, language=language, defaults={"text": text})
    Description.objects.filter(video=standing).exclude(language__in=known.described).delete()
    media.keep(standing, known, name=standing.file_name)
    audit.record("video.described", of=("video", standing.pk), by=by.pk, now=now, details=known.noted)
    return standing


def name_person(
    *, video: Video, name: str, consent: Consent, said_on: date, note: str = "", by: Person, now: datetime
) -> Shown:
    """Somebody is shown in the film, with what they said to it. Raises media's NamedAlready."""
    return media.named(Shown(video=video, name=name, consent=consent, said_on=said_on, note=note), by=by, now=now)


@transaction.atomic
def choose_poster(*, video: Video, at_ms: int, by: Person, now: datetime) -> Poster:
    """The picture at this moment stands for the video in posts that are saved from now on. Raises VideoRefused."""
    standing = _locked(video, by, now)
    if not standing.is_ready:
        raise VideoRefused(VideoProblem.GONE)
    made = poster(standing.digest, at_ms=max(0, min(at_ms, standing.duration_ms - 100)))
    there = Poster.objects.filter(video=standing, digest=made.digest).first()
    if there is None:
        made.video = standing
        made.save(force_insert=True)
        there = made
    standing.poster = there
    standing.save(update_fields=["poster"])
    audit.record("video.poster_chosen", of=("video", standing.pk), by=by.pk, now=now, details={"at_ms": there.at_ms})
    return there


@transaction.atomic
def say_no_speech(*, video: Video, no_speech: bool, by: Person, now: datetime) -> Video:
    """It is said whether nothing is spoken in it. Idempotent."""
    standing = _locked(video, by, now)
    if standing.no_speech != no_speech:
        standing.no_speech = no_speech
        standing.save(update_fields=["no_speech"])
        details = {"no_speech": no_speech}
        audit.record("video.speech_said", of=("video", standing.pk), by=by.pk, now=now, details=details)
    return standing


@transaction.atomic
def put_subtitles(*, video: Video, language: str, typed: str, by: Person, now: datetime) -> Subtitles:
    """This is said in it, in this language; what stood there before is kept for the posts that have it.

    Raises SubtitlesRefused.
    """
    standing = _locked(video, by, now)
    text = subtitles.webvtt(subtitles.read(typed, duration_ms=standing.duration_ms))
    digest = hashlib.sha256(text.encode()).hexdigest()
    current = Subtitles.objects.filter(video=standing, language=language, is_current=True).first()
    if current is not None and current.digest == digest:
        return current
    Subtitles.objects.filter(video=standing, language=language, is_current=True).update(is_current=False)
    there, _ = Subtitles.objects.update_or_create(
        video=standing, language=language, digest=digest, defaults={"is_current": True},
        create_defaults={"is_current": True, "text": text, "by": by, "at": now},
    )  # fmt: skip
    details = {"language": language}
    audit.record("video.subtitled", of=("video", standing.pk), by=by.pk, now=now, details=details)
    return there


@transaction.atomic
def drop_subtitles(*, video: Video, language: str, by: Person, now: datetime) -> None:
    """Posts that are saved from now on have no subtitles in this language. Idempotent."""
    standing = _locked(video, by, now)
    if Subtitles.objects.filter(video=standing, language=language, is_current=True).update(is_current=False):
        details = {"language": language}
        audit.record("video.subtitles_dropped", of=("video", standing.pk), by=by.pk, now=now, details=details)


def poster(film_digest: str, *, at_ms: int) -> Poster:
    """Return the picture at this moment, unsaved, its bytes in the store. Raises VideoRefused."""
    try:
        with stores.ours().at_hand(film_digest) as film:
            content = converting.frame(film, at_ms=at_ms)
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            width, height = picture.size
        digest = hashlib.sha256(content).hexdigest()
        stores.ours().keep(digest, content)
    except stores.Missing as error:
        raise VideoRefused(VideoProblem.GONE) from error
    except stores.OutOfReach as error:
        raise VideoRefused(VideoProblem.NOT_KEPT) from error
    return Poster(digest=digest, at_ms=at_ms, width_px=width, height_px=height, size_bytes=len(content))


def _locked(video: Video, by: Person, now: datetime) -> Video:
    people.require(by, Act.WRITE, now=now)
    return Video.objects.select_for_update().get(pk=video.pk)
