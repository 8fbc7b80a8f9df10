"""Bringing a file in, making its posts, and taking them back.

The difficult thing: all or nothing, and what was looked at is what is made. So the file is read again inside of the
transaction, against the house as it is then; one line that has become wrong, and nothing is made.
"""

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, models, transaction

from eichhorn.channels.models import Channel
from eichhorn.content import services as content
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import audit, table, trips
from eichhorn.foundation.typed import one_line
from eichhorn.media.models import Picture
from eichhorn.people import queries as house
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.spreadsheets import queries
from eichhorn.spreadsheets.models import Made, Sheet
from eichhorn.spreadsheets.rules import NewPost, Report
from eichhorn.strategy.models import Campaign, Goal, Pillar

LONGEST_NAME = 200


class NotRight(Exception):
    """Something is wrong with the file, perhaps only since it was looked at; `report` says what. Nothing is made."""

    def __init__(self, report: Report) -> None:
        super().__init__("something is wrong with the file")
        self.report = report


class MadeBefore(Exception):
    """Posts were made of the same file, and whoever asks has not said that they know; `earlier` is that making."""

    def __init__(self, earlier: Sheet | None) -> None:
        super().__init__("the same file was made to posts before")
        self.earlier = earlier


@transaction.atomic
def look_at(*, content: bytes, name: str, by: Person, now: datetime) -> Sheet:
    """The file is kept, to be looked at; nothing is made. The same file, looked at again: the same row. Idempotent.

    Raises table.Unreadable where it is no text. What others left lying is thrown away after a week.
    """
    _require(by, now)
    text = table.decoded(content)
    digest = sha256(content).hexdigest()
    Sheet.objects.filter(made_at__isnull=True, looked_at__lt=now - queries.KEPT_FOR).delete()
    sheet, _ = Sheet.objects.update_or_create(
        digest=digest, looked_by=by, made_at=None,
        defaults={"name": one_line(name)[:LONGEST_NAME], "text": text, "looked_at": now},
    )  # fmt: skip
    return sheet


def make(*, sheet: Sheet, knowing: int | None, by: Person, now: datetime) -> int:
    """Every line of the file is a post of its own, a draft or an idea, approved by nobody; return how many.

    `knowing` is the number of the earlier making that the person was shown, None where there was none. Raises NotRight,
    MadeBefore; then nothing is made.
    """
    try:
        with trips.all_or_nothing():
            return _make(sheet, knowing, by, now)
    except IntegrityError as problem:
        if "sheet_is_made_once_each_time" not in str(problem):
            raise
        raise MadeBefore(queries.made_before(sheet.digest)) from problem  # two presses at the same moment


@transaction.atomic
def undo(*, sheet: Sheet, by: Person, now: datetime) -> int:
    """The posts of the file on which nobody has worked since are put back; return how many. The others stay."""
    _require(by, now)
    fresh = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if fresh.undone_at is not None or fresh.made_at is None:
        return 0
    slots = list(queries.untouched(fresh).prefetch_related("channels"))
    for slot in slots:
        for channel in slot.channels.all():
            people.require(by, Act.PLAN, now=now, channel=channel.pk)
        planning.advance(slot=slot, to=Stage.CANCELLED, now=now)
    fresh.undone_at = now
    fresh.save(update_fields=["undone_at"])
    audit.record("spreadsheets.undone", of=("sheet", fresh.pk), by=by.pk, now=now, details={"posts": len(slots)})
    return len(slots)


def _make(sheet: Sheet, knowing: int | None, by: Person, now: datetime) -> int:
    _require(by, now)
    fresh = Sheet.objects.select_for_update().get(pk=sheet.pk)
    earlier = queries.made_before(fresh.digest)
    if fresh.made_at is not None or (earlier.pk if earlier is not None else None) != knowing:
        raise MadeBefore(earlier)
    found = queries.looked_at(fresh, by=by, now=now)
    if not found.is_right:
        raise NotRight(found)
    _written(fresh, found, by, now)
    times = Sheet.objects.filter(digest=fresh.digest, making__isnull=False).count()
    fresh.made_at, fresh.made_by, fresh.making, fresh.text = now, by, times + 1, ""
    fresh.save(update_fields=["made_at", "made_by", "making", "text"])
    posts = len(found.posts)
    audit.record("spreadsheets.made", of=("sheet", fresh.pk), by=by.pk, now=now, details={"posts": posts})
    return posts


def _written(sheet: Sheet, found: Report, by: Person, now: datetime) -> None:
    zone, known = house.organisation().zone, _Known(found.posts)
    made: list[Made] = []
    with house.roles_read_once():
        for line in found.lines:
            assert line.post is not None
            slot = _slot(line.post, known, zone, by, now)
            made.append(Made(sheet=sheet, slot=slot, row=line.number, local=slot.planned_local))
    Made.objects.bulk_create(made)


class _Known:
    """The rows that the posts name, read once for all of them."""

    def __init__(self, posts: tuple[NewPost, ...]) -> None:
        self.channels = _rows(Channel, {pk for post in posts for pk in post.channel_ids})
        self.goals = _rows(Goal, {post.goal_id for post in posts}, "pillar")
        self.pillars = _rows(Pillar, {post.pillar_id for post in posts})
        self.campaigns = _rows(Campaign, {post.campaign_id for post in posts}, "goal")
        self.pictures = _rows(Picture, {pk for post in posts for pk, _ in post.pictures})


def _rows[M: models.Model](kind: type[M], numbers: set[int] | set[int | None], *along: str) -> dict[int, M]:
    found = kind._default_manager.filter(pk__in=numbers - {None})
    return {row.pk: row for row in (found.select_related(*along) if along else found)}


def _slot(post: NewPost, known: _Known, zone: str, by: Person, now: datetime) -> Slot:
    """The post stands in the plan: as a draft where something is written, else as an idea."""
    channels = [known.channels[pk] for pk in post.channel_ids]
    goal = known.goals[post.goal_id] if post.goal_id is not None else None
    pillar = known.pillars[post.pillar_id] if post.pillar_id is not None else None
    campaign = known.campaigns[post.campaign_id] if post.campaign_id is not None else None
    belongs = planning.Belonging(campaign, post.tags)
    if not post.has_content:
        return planning.plan(
            title=post.title, goal=goal, pillar=pillar, channels=channels, kind=None, planned_local=post.local,
            zone=zone, belongs=belongs, by=by, now=now,
        )  # fmt: skip
    attachments = [NewAttachment(known.pictures[pk], alt) for pk, alt in post.pictures]
    draft = content.write(
        title=post.title, goal=goal, pillar=pillar, channels=channels, planned_local=post.local, zone=zone,
        text=post.text, language=post.language, content_warning=post.warning, first_comment=post.comment,
        variants=post.own_texts, attachments=attachments, belongs=belongs, by=by, now=now,
    )  # fmt: skip
    return draft.slot


def _require(by: Person, now: datetime) -> None:
    people.require(by, Act.PLAN, now=now)
    people.require(by, Act.WRITE, now=now)
