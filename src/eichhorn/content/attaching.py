"""Putting a picture of the library, or a video, into a post, with what is known of it.

The difficult thing: two people may be at it. So the picture joins whatever stands in the latest version at that moment,
under the lock of the post, and nothing of it is lost.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import Beside, Film
from eichhorn.content.services import NewAttachment, attached_to, save, saved_again
from eichhorn.media import queries as media
from eichhorn.media.framing import Framing
from eichhorn.media.models import Picture
from eichhorn.media.words import short_why
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.video import queries as videos
from eichhorn.video.models import Video


@transaction.atomic
def attach(*, draft: Draft, picture: Picture, by: Person, now: datetime) -> Version:
    """The picture stands behind the others of the latest version, described as the library does in the post's language.

    Where it stands there already, nothing changes. Raises Finished, TooLong.
    """
    planning.locked(draft.slot_id)
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    if latest is None:
        language = next(iter(draft.slot.channels.order_by("name", "pk").values_list("language", flat=True)), "de")
        alone = [NewAttachment(picture, described([picture], language).get(picture.pk, ""))]
        return save(draft=draft, based_on=None, text="", language=language, attachments=alone, by=by, now=now)
    kept = attached_to(latest)
    if all(one.picture != picture for one in kept):
        kept.append(NewAttachment(picture, described([picture], latest.language).get(picture.pk, "")))
    return saved_again(draft, latest, latest, attachments=kept, by=by, now=now)


@transaction.atomic
def attach_film(*, draft: Draft, video: Video, by: Person, now: datetime) -> Version:
    """The video stands in the latest version, in the place of any other, with what belongs to it now. Raises Finished."""
    planning.locked(draft.slot_id)
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    if latest is None:
        language = next(iter(draft.slot.channels.order_by("name", "pk").values_list("language", flat=True)), "de")
        alone = Beside(film=film_of(video, videos.described(video, language)))
        return save(draft=draft, based_on=None, text="", language=language, beside=alone, by=by, now=now)
    there = latest.beside.film
    alt = there.alt if there is not None and there.digest == video.digest else videos.described(video, latest.language)
    hung = replace(latest.beside, film=film_of(video, alt))
    return saved_again(draft, latest, latest, attachments=attached_to(latest), beside=hung, by=by, now=now)


def film_of(video: Video, alt: str) -> Film:
    """Return the film as a post takes it now: with the poster and the subtitles that stand at the video today."""
    said = tuple((one.language, one.digest) for one in videos.subtitles_of(video))
    return Film(video.digest, alt, video.poster.digest if video.poster is not None else "", said)


@transaction.atomic
def frame(*, draft: Draft, picture: Picture, framing: Framing, by: Person, now: datetime) -> Version:
    """Of the picture this part is shown in the latest version; whatever else stands there stays.

    Raises Version.DoesNotExist where the picture does not stand in it, Finished, CannotBeCut.
    """
    planning.locked(draft.slot_id)
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    kept = attached_to(latest) if latest is not None else []
    if latest is None or all(one.picture != picture for one in kept):
        raise Version.DoesNotExist
    after = [replace(one, framing=framing) if one.picture == picture else one for one in kept]
    return saved_again(draft, latest, latest, attachments=after, by=by, now=now)


def described(pictures: Sequence[Picture], language: str) -> dict[int, str]:
    """Return by number how the library describes the pictures in the language, where it does. One query."""
    return media.described([picture.pk for picture in pictures], language=language.partition("-")[0])


def ended_in(pictures: Sequence[NewAttachment], draft: Draft, *, now: datetime) -> list[tuple[Picture, str]]:
    """Return the pictures that may not appear on the day of the post, each with why, in words.

    No query where there are no pictures, else up to four.
    """
    numbers = [new.picture.pk for new in pictures]
    return (
        [(state.picture, short_why(state.why)) for state in media.unusable(numbers, on=_day(draft, now)).values()]
        if numbers
        else []
    )


def film_ended(video: Video, draft: Draft, *, now: datetime) -> bool:
    """Return whether the video may not appear on the day of the post. At most one query."""
    return videos.ended(video, on=_day(draft, now)) is not None


def _day(draft: Draft, now: datetime) -> date:
    due_at = draft.slot.due_at
    return people.today(max(due_at, now) if due_at is not None else now)
