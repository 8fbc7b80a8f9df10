"""What is in pictures, what is known of them, and whether they may appear on a day.

The difficult thing: whoever lets something out asks in the middle of its own query. So `may_not_appear` is a condition
that others take into theirs, and it costs them no question of its own.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from eichhorn.media import stores
from eichhorn.media.models import Description, Picture, Showable, Shown, SomebodyShown
from eichhorn.media.rules import Consent, Why, findable, forbidden

DIGEST = re.compile(r"[0-9a-f]{64}")


class PictureMissing(Exception):
    """The row is there and its bytes are not, or are others: nothing is sent in their place."""


class PictureOutOfReach(Exception):
    """The store does not answer: whether the bytes are there is not known, and nothing is sent without them."""


def content_of(picture: Picture) -> bytes:
    """Return the bytes of the picture, or raise PictureMissing or PictureOutOfReach."""
    try:
        return stores.ours().read(picture.digest)
    except stores.Missing as error:
        raise PictureMissing(f"the file of picture {picture.pk} is missing") from error
    except stores.OutOfReach as error:
        raise PictureOutOfReach(f"the file of picture {picture.pk} is out of reach") from error


def is_there(picture: Picture) -> bool:
    """Return whether the bytes lie where their row says, in their length. No query. Raises PictureOutOfReach."""
    try:
        return stores.ours().size_of(picture.digest) == picture.size_bytes
    except stores.OutOfReach as error:
        raise PictureOutOfReach(f"the file of picture {picture.pk} is out of reach") from error


def is_missing(picture: Picture) -> bool:
    """Return whether the bytes are surely not there, or not all of them; while nobody answers, nobody knows. No query."""
    try:
        return not is_there(picture)
    except PictureOutOfReach:
        return False


def without_bytes() -> int:
    """Return how many pictures have no bytes, or not all of them. Raises PictureOutOfReach."""
    rows = dict(Picture.objects.values_list("digest", "size_bytes"))
    try:
        lying = {one.digest: one.size_bytes for one in stores.ours().walk()}
    except stores.OutOfReach as error:
        raise PictureOutOfReach("the store of media is out of reach") from error
    return sum(lying.get(digest) != size for digest, size in rows.items())


def by_digest(digest: str) -> Picture | None:
    """Return the picture of the digest. One query where it may be one."""
    return Picture.objects.filter(digest=digest).first() if DIGEST.fullmatch(digest) else None


@dataclass(frozen=True, slots=True)
class Ended:
    """Why something may not appear on the day."""

    why: Why
    who: tuple[str, ...]
    """Those who have not said Yes, by name; only for people who work with pictures."""
    since: datetime | None
    """When the last of them was written down; None where the last day is over."""
    last_day: date | None


@dataclass(frozen=True, slots=True)
class EndedPicture(Ended):
    """A picture that may not appear on the day, and why."""

    picture: Picture


type Day = date | models.Expression | models.F
"""A day, or what the database is to take for one."""


def may_not_appear(*, on: Day, through: str = "") -> Q:
    """Return the condition that a picture may not appear on the day; `through` leads to the picture from where it is asked."""
    return rights_are_over(Shown.objects.filter(picture=OuterRef(f"{through}pk")), on=on, through=through)


def rights_are_over[Row: SomebodyShown](shown: models.QuerySet[Row], *, on: Day, through: str) -> Q:
    """Return the condition that something with a last day, on which these are shown, may not appear on the day."""
    return Q(**{f"{through}last_day__lt": on}) | Q(Exists(shown.exclude(consent=Consent.GIVEN)))


def unusable(picture_ids: Collection[int], *, on: date) -> dict[int, EndedPicture]:
    """Return by number those of the pictures that may not appear on the day. Three queries, however many."""
    found = known(Picture.objects.filter(may_not_appear(on=on), pk__in=picture_ids))
    return {picture.pk: state for picture in found if (state := ended(picture, on=on)) is not None}


def ended(picture: Picture, *, on: date) -> EndedPicture | None:
    """Return why the picture may not appear on the day. No query where it came by `known`."""
    found = ended_by(list(picture.shown.all()), last_day=picture.last_day, on=on)
    return EndedPicture(found.why, found.who, found.since, found.last_day, picture) if found is not None else None


def ended_by(shown: Sequence[SomebodyShown], *, last_day: date | None, on: date) -> Ended | None:
    """Return why something on which these are shown may not appear on the day. No query."""
    why = forbidden(last_day=last_day, consents=[Consent(one.consent) for one in shown], on=on)
    if why is None:
        return None
    silent = [one for one in shown if why is not Why.EXPIRED and one.consent != Consent.GIVEN]
    since = max((one.changed_at for one in silent), default=None)
    return Ended(why, tuple(one.name for one in silent), since, last_day)


def known(pictures: models.QuerySet[Picture]) -> models.QuerySet[Picture]:
    """Return the pictures with descriptions and those who are shown. Three queries, however many."""
    return pictures.select_related("added_by").prefetch_related(
        Prefetch("descriptions", Description.objects.order_by("language")),
        Prefetch("shown", Shown.objects.order_by("name", "pk")),
    )


def described(picture_ids: Collection[int], *, language: str) -> dict[int, str]:
    """Return by number what stands for the pictures in the language, where something does. One query."""
    found = Description.objects.filter(picture__in=picture_ids, language=language)
    return dict(found.values_list("picture_id", "text"))


def matching[Thing: Showable](
    things: models.QuerySet[Thing], *, words: str = "", tag: str = ""
) -> models.QuerySet[Thing]:
    """Return those in which every word stands, in name, tags, descriptions, source or licence, and with the tag."""
    for word in findable(words).split()[:10]:
        things = things.filter(findable__contains=word)
    return things.filter(tags__contains=[tag]) if tag else things


def tags_in_use(things: models.QuerySet[Any], *, most: int = 30) -> list[tuple[str, int]]:
    """Return the tags of pictures or films with how many have them, the most used first. One query."""
    each = models.Func(F("tags"), function="unnest", output_field=models.CharField())
    counted = things.order_by().annotate(tag=each).values("tag").annotate(times=models.Count("pk"))
    return [(row["tag"], row["times"]) for row in counted.order_by("-times", "tag")[:most]]
