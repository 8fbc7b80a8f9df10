"""Videos found again, with what is known of them, and whether they may appear on a day."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Prefetch, Q
from django.utils.module_loading import import_string

from eichhorn.media import queries as media
from eichhorn.media import stores
from eichhorn.media.finding import EVERYTHING, Wanted
from eichhorn.people.models import Person
from eichhorn.video.models import Description, Poster, Shown, Subtitles, Video

DIGEST = re.compile(r"[0-9a-f]{64}")


class VideoMissing(Exception):
    """The row is there and its bytes are not, or are others: nothing is sent in their place."""


class VideoOutOfReach(Exception):
    """The store does not answer: whether the bytes are there is not known, and nothing is sent without them."""


@dataclass(frozen=True, slots=True)
class Subtitle:
    """The subtitles of a video in one language, by the hash of their text."""

    language: str
    digest: str


def content_of(digest: str) -> bytes:
    """Return the bytes of a film or a poster, or raise VideoMissing or VideoOutOfReach."""
    try:
        return stores.ours().read(digest)
    except stores.Missing as error:
        raise VideoMissing(digest) from error
    except stores.OutOfReach as error:
        raise VideoOutOfReach(digest) from error


def is_there(video: Video) -> bool:
    """Return whether the film lies where its row says, in its length. No query. Raises VideoOutOfReach."""
    try:
        return stores.ours().size_of(video.digest) == video.size_bytes
    except stores.OutOfReach as error:
        raise VideoOutOfReach(video.digest) from error


def is_missing(video: Video) -> bool:
    """Return whether the film is surely not there; where the store does not answer, nothing is sure. No query."""
    try:
        return not is_there(video)
    except VideoOutOfReach:
        return False


def known(videos: models.QuerySet[Video]) -> models.QuerySet[Video]:
    """Return the videos with poster, descriptions, those who are shown and the subtitles that are taken now.

    Four queries, however many.
    """
    return videos.select_related("added_by", "poster").prefetch_related(
        Prefetch("descriptions", Description.objects.order_by("language")),
        Prefetch("shown", Shown.objects.order_by("name", "pk")),
        Prefetch("subtitles", Subtitles.objects.filter(is_current=True).order_by("language")),
    )


def visible_to(person: Person, *, now: datetime, wanted: Wanted = EVERYTHING) -> models.QuerySet[Video]:
    """Return the videos that the person may find and looks for; a later room knows the posts in which they stand."""
    videos: models.QuerySet[Video] = import_string(settings.EICHHORN_VIDEOS_SEEN)(person, now=now, wanted=wanted)
    return videos


def tags(person: Person, *, now: datetime) -> list[tuple[str, int]]:
    """Return the tags of the videos that the person may find, with how many have each. Two queries."""
    return media.tags_in_use(visible_to(person, now=now))


def newest(person: Person, *, now: datetime, wanted: Wanted = EVERYTHING) -> models.QuerySet[Video]:
    """Return the videos that the person may find and looks for, the newest first."""
    return known(visible_to(person, now=now, wanted=wanted).order_by("-added_at", "-pk"))


def by_digest(digest: str) -> Video | None:
    """Return the video whose film has the digest, with what is known of it. Four queries where there may be one."""
    return known(Video.objects.filter(digest=digest)).order_by("pk").first() if DIGEST.fullmatch(digest) else None


def poster_by_digest(digest: str) -> Poster | None:
    """Return the poster of the digest. One query where there may be one."""
    return Poster.objects.filter(digest=digest).order_by("pk").first() if DIGEST.fullmatch(digest) else None


def described(video: Video, language: str) -> str:
    """Return what stands for the video in the language, empty where nothing does. No query where it came by `known`."""
    spoken = language.partition("-")[0]
    return next((one.text for one in video.descriptions.all() if one.language == spoken), "")


def subtitles_of(video: Video) -> tuple[Subtitle, ...]:
    """Return the subtitles that a post takes which is saved now. No query where it came by `known`."""
    return tuple(Subtitle(one.language, one.digest) for one in video.subtitles.all() if one.is_current)


def subtitles(video: Video, wanted: Collection[Subtitle]) -> list[Subtitles]:
    """Return the texts of these subtitles, by language. One query where there are some."""
    if not wanted:
        return []
    found = Subtitles.objects.filter(video=video, digest__in={one.digest for one in wanted})
    named = {(one.language, one.digest): one for one in found}
    return [
        named[one.language, one.digest]
        for one in sorted(wanted, key=lambda one: one.language)
        if (one.language, one.digest) in named
    ]


def may_not_appear(*, on: media.Day, through: str = "") -> Q:
    """Return the condition that a video may not appear on the day; `through` leads to it from where it is asked."""
    shown = Shown.objects.filter(video=OuterRef(f"{through}pk"))
    return media.rights_are_over(shown, on=on, through=through)


def ended(video: Video, *, on: date) -> media.Ended | None:
    """Return why the video may not appear on the day. No query where it came by `known`, else one."""
    return media.ended_by(list(video.shown.all()), last_day=video.last_day, on=on)
