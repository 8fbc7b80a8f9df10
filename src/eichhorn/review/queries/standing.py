"""What stands approved.

The difficult thing: "approved" is not a state that somebody sets and forgets; it is a comparison. Nothing here calls a
post approved unless the latest version, the date and the channels are, now, those that somebody said Yes to, and every
picture in it may still appear: on the day for which it is planned, and today, where that is later.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Cast, Greatest, Now

from eichhorn.content import queries as content
from eichhorn.content.models import Version
from eichhorn.media import queries as media
from eichhorn.media.queries import EndedPicture
from eichhorn.people import queries as people
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome, Standing, stands
from eichhorn.video import queries as videos


@dataclass(frozen=True, slots=True)
class Approved:
    """A post that stands approved: this version, at this instant, on these channels."""

    draft_id: int
    version_id: int
    slot_id: int
    digest: str
    due_at: datetime
    decided_at: datetime
    window_ends_at: datetime
    """From then on it may not appear any more."""
    channel_ids: tuple[int, ...]


FACTS = (
    "outcome", "digest", "window_begins_at", "window_ends_at", "decided_at", "version_id", "version__digest",
    "version__channel_ids", "version__draft_id", "version__draft__slot_id", "version__draft__slot__due_at",
    "version__draft__slot__embargo_until",
)  # fmt: skip


class Facts(NamedTuple):
    """What has to be compared of one approval: what it binds, and what is true now. Read many times a second."""

    outcome: str
    digest: str
    window_begins_at: datetime
    window_ends_at: datetime
    decided_at: datetime | None
    version_id: int
    version_digest: str
    version_channel_ids: list[int]
    draft_id: int
    slot_id: int
    due_at: datetime | None
    embargo_until: datetime | None


def approved(
    *, due_before: datetime, due_from: datetime | None = None, now: datetime | None = None
) -> list[Approved]:  # fmt: skip
    """Return the posts that stand approved now, are not out, and fall due before the instant, soonest first.

    Two queries.
    """
    granted = _granted(now).filter(version__draft__slot__due_at__lt=due_before)
    if due_from is not None:
        granted = granted.filter(version__draft__slot__due_at__gte=due_from)
    waiting = granted.exclude(version__draft__slot__stage=Stage.OUT)
    return _standing(waiting.order_by("version__draft__slot__due_at", "pk"))


def standing(draft_ids: Collection[int], *, now: datetime | None = None) -> dict[int, Approved]:
    """Return by draft those of the drafts that stand approved now. Two queries, however many drafts.

    Without `now` the database says what day it is.
    """
    return {post.draft_id: post for post in _standing(_granted(now).filter(version__draft__in=draft_ids))}


def value_of(approval: Approval) -> Standing:
    """Return what the approval binds."""
    return Standing(Outcome(approval.outcome), approval.digest, approval.window_begins_at, approval.window_ends_at)


def _granted(now: datetime | None) -> models.QuerySet[Approval]:
    """Return the granted approvals of latest versions whose slot has a date and is no draft (again), and whose pictures may
    all appear."""
    return Approval.objects.filter(
        ~models.Q(content.shows_what_may_not_appear(on=day_of("version__draft__slot__due_at", now), version="version")),
        outcome=Outcome.GRANTED, version=models.F("version__draft__latest"), version__draft__slot__due_at__isnull=False,
        version__draft__slot__stage__in=[Stage.APPROVED, Stage.OUT, Stage.NEEDS_SOMEONE],
    )  # fmt: skip


def pictures_ended(version: Version, *, due_at: datetime | None, now: datetime) -> tuple[EndedPicture, ...]:
    """Return the pictures of the version, or of its link's card, that may not appear on its day. One query where it has none,
    else up to five."""
    numbers = [attachment.picture_id for attachment in version.attachments.all()]
    if version.card_picture is not None and not numbers and not version.film_digest:
        numbers = [version.card_picture.pk]
    if not numbers:
        return ()
    return tuple(media.unusable(numbers, on=people.today(max(due_at, now) if due_at is not None else now)).values())


def film_ended(version: Version, *, due_at: datetime | None, now: datetime) -> bool:
    """Return whether the film of the version may not appear on its day. At most two queries."""
    if version.video is None:
        return False
    return videos.ended(version.video, on=people.today(max(due_at, now) if due_at is not None else now)) is not None


def day_of(due_at: str, now: datetime | None) -> models.Expression:
    """Return the organisation's day on which a post with this date would appear, for a subquery: today where that is over."""
    leaves_at = Greatest(
        models.OuterRef(due_at), models.Value(now, models.DateTimeField()) if now is not None else Now()
    )
    return Cast(models.Func(people.zone_in_query(), leaves_at, function="timezone"), models.DateField())


def _standing(granted: models.QuerySet[Approval]) -> list[Approved]:
    facts = [Facts(*row) for row in granted.values_list(*FACTS)]
    channels: dict[int, set[int]] = {fact.slot_id: set() for fact in facts}
    chosen = Slot.channels.through.objects.filter(slot_id__in=channels).values_list("slot_id", "channel_id")
    for slot, channel in chosen:
        channels[slot].add(channel)
    return [post for fact in facts if (post := _as_approved(fact, channels[fact.slot_id]))]


def _as_approved(fact: Facts, channel_ids: set[int]) -> Approved | None:
    if fact.due_at is None or fact.decided_at is None or channel_ids != set(fact.version_channel_ids):
        return None
    if fact.embargo_until is not None and fact.due_at < fact.embargo_until:
        return None
    bound = Standing(Outcome(fact.outcome), fact.digest, fact.window_begins_at, fact.window_ends_at)
    if not stands(bound, digest=fact.version_digest, due_at=fact.due_at):
        return None
    return Approved(
        draft_id=fact.draft_id, version_id=fact.version_id, slot_id=fact.slot_id, digest=fact.version_digest,
        due_at=fact.due_at, decided_at=fact.decided_at, window_ends_at=fact.window_ends_at,
        channel_ids=tuple(sorted(channel_ids)),
    )  # fmt: skip
