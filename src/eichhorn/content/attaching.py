"""Putting a picture of the library into a post, with what the library knows of it.

The difficult thing: two people may be at it. So the picture joins whatever stands in the latest version at that moment,
under the lock of the post, and nothing of it is lost.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from eichhorn.content.models import Draft, Version
from eichhorn.content.services import NewAttachment, attached_to, save, saved_again
from eichhorn.media import queries as media
from eichhorn.media.models import Picture
from eichhorn.media.words import short_why
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import services as planning


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


def _day(draft: Draft, now: datetime) -> date:
    due_at = draft.slot.due_at
    return people.today(max(due_at, now) if due_at is not None else now)
