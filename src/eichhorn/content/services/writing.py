"""Beginning drafts and saving versions.

The difficult thing: two people write on one text, and a page saves by itself. So a save names the version it is based
on; one that is older than the latest is refused with both texts in hand (Collision), and nothing is lost.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.channels.models import Channel
from eichhorn.content.comparing import Content
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.content.rules import NOTHING_BESIDE, NOTHING_STATED, Beside, Statement, Whole, digest
from eichhorn.content.services.asking import number_of, require, require_on
from eichhorn.content.services.making import NewAttachment, attachments_of, variants_of, version_of, whole_of
from eichhorn.content.services.refusals import Collision, Finished
from eichhorn.desk import services as desk
from eichhorn.desk.models import RequestVersion
from eichhorn.foundation import audit, trips
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.strategy.models import Goal, Pillar

FINAL = frozenset({Stage.OUT, Stage.CANCELLED})


@dataclass(frozen=True, slots=True)
class Words:
    """All that a version says in words."""

    text: str
    first_comment: str
    variants: Mapping[int, str]


@trips.act
def begin(*, slot: Slot, by: Person | None, now: datetime, request_version: RequestVersion | None = None) -> Draft:
    """A draft stands in the slot; with a request's version it begins with what was asked for. Idempotent."""
    require(by, slot, now)
    standing = planning.locked(slot.pk)
    there = Draft.objects.filter(slot=standing).first()
    if there is not None:
        return there
    draft = Draft.objects.create(slot=standing, made_by=by, made_at=now)
    if standing.stage in {Stage.IDEA, Stage.CANCELLED}:
        planning.advance(slot=standing, to=Stage.DRAFT, now=now)
    if by is not None and standing.with_person_id is None:
        planning.take_in_hand(slot=standing, by=by, now=now)
    desk.taken_up(slot_id=standing.pk, now=now)
    audit.record("content.begun", of=("draft", draft.pk), by=number_of(by), now=now)
    if request_version is not None:
        _from_request(draft, request_version, by, now)
    return draft


@trips.act
def write(
    *,
    title: str,
    goal: Goal | None,
    channels: Collection[Channel],
    planned_local: datetime | None,
    zone: str,
    text: str,
    language: str,
    content_warning: str = "",
    first_comment: str = "",
    consideration: bool = False,
    stated: Statement = NOTHING_STATED,
    variants: Mapping[int, str] | None = None,
    attachments: Sequence[NewAttachment] = (),
    beside: Beside = NOTHING_BESIDE,
    pillar: Pillar | None = None,
    belongs: planning.Belonging | None = None,
    by: Person,
    now: datetime,
) -> Draft:
    """A new post stands in the plan, with its draft and the draft's first version: plan, begin and save in one.

    Nobody knows the slot yet, so there is no lock to take, nothing to collide with, and no request that it came from.
    """
    channel_ids = tuple(sorted({channel.pk for channel in channels}))
    require_on(channel_ids, by, now)
    whole = whole_of(
        channel_ids, text=text, language=language, content_warning=content_warning, first_comment=first_comment,
        consideration=consideration, stated=stated, variants=variants or {}, attachments=attachments,
        beside=beside,
    )  # fmt: skip
    draft = Draft(made_by=by, made_at=now)

    def rows(slot: Slot, draft_number: int, version_number: int) -> Iterator[models.Model]:
        draft.pk, draft.slot = draft_number, slot
        version = version_of(draft, whole, number=1, request_version=None, by=by, now=now)
        version.pk = version_number
        draft.latest = version
        yield from (draft, version, *variants_of(version, whole), *attachments_of(version, whole, attachments))
        yield audit.event("content.begun", of=("draft", draft.pk), by=by.pk, now=now)
        yield _saved(version, by=by, now=now)

    planning.plan(
        title=title, goal=goal, channels=channels, kind=None, planned_local=planned_local, zone=zone, stage=Stage.DRAFT,
        pillar=pillar, belongs=belongs, by=by, with_person=by, now=now, along=planning.Along((Draft, Version), rows),
    )  # fmt: skip
    return draft


@trips.act
def save(
    *,
    draft: Draft,
    based_on: int | None,
    text: str,
    language: str,
    content_warning: str = "",
    first_comment: str = "",
    consideration: bool = False,
    stated: Statement = NOTHING_STATED,
    variants: Mapping[int, str] | None = None,
    attachments: Sequence[NewAttachment] = (),
    beside: Beside = NOTHING_BESIDE,
    by: Person | None,
    now: datetime,
    request_version: RequestVersion | None = None,
) -> Version:
    """Return the version that holds this content: the latest where it is the same, else the next one.

    `based_on` is the number of the version that the writer had before them, None where there was none yet. Raises
    Collision, Finished, TooLong, Unlabelled, Unfit, CannotBeCut. Where people were asked to approve the text before, it
    is a draft again afterwards.
    """
    slot = planning.locked(draft.slot_id)
    channel_ids = require(by, slot, now)
    if Stage(slot.stage) in FINAL:
        raise Finished
    standing = Draft.objects.select_related("latest__request_version").get(pk=draft.pk)
    latest = standing.latest
    whole = whole_of(
        channel_ids, text=text, language=language, content_warning=content_warning, first_comment=first_comment,
        consideration=consideration, stated=stated, variants=variants or {}, attachments=attachments,
        beside=beside,
    )  # fmt: skip
    if latest is not None and latest.digest == digest(whole):
        return latest
    if latest is not None and based_on != latest.number:
        raise Collision(latest, Content(whole, tuple(each.shown for each in attachments)))
    version = _next(standing, whole, attachments, by=by, now=now, request_version=request_version)
    if Stage(slot.stage) is not Stage.DRAFT:
        planning.advance(slot=slot, to=Stage.DRAFT, now=now)
    trips.insert(_saved(version, by=by, now=now))
    draft.latest = version
    return version


@transaction.atomic
def restore(*, draft: Draft, number: int, by: Person, now: datetime) -> Version:
    """The earlier version's content is the latest again, as a new version. Raises Version.DoesNotExist, Finished."""
    earlier = draft.versions.get(number=number)
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    return saved_again(draft, earlier, latest, attachments=attached_to(earlier), by=by, now=now)


@transaction.atomic
def reword(*, draft: Draft, words: Words, by: Person, now: datetime) -> Version:
    """What the latest version holds stands there with these texts, as a new version. Raises as `save` does."""
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    if latest is None:
        raise Version.DoesNotExist
    return saved_again(draft, latest, latest, attachments=attached_to(latest), words=words, by=by, now=now)


def saved_again(
    draft: Draft, content: Version, latest: Version | None, *, attachments: Sequence[NewAttachment],
    words: Words | None = None, beside: Beside | None = None, by: Person, now: datetime,
) -> Version:  # fmt: skip
    """Save what an earlier version says, with these pictures, and with this beside them where it is given; whatever a version holds has its place here."""
    said = words or Words(content.text, content.first_comment, dict(content.variants.values_list("channel_id", "text")))
    return save(
        draft=draft, based_on=latest.number if latest else None, text=said.text, language=content.language,
        content_warning=content.content_warning, first_comment=said.first_comment, consideration=content.consideration,
        stated=content.stated, variants=said.variants, attachments=attachments,
        beside=content.beside if beside is None else beside, by=by, now=now,
    )  # fmt: skip


def attached_to(version: Version) -> list[NewAttachment]:
    return [
        NewAttachment(a.picture, a.alt, a.framing)
        for a in version.attachments.select_related("picture").order_by("position")
    ]


def _next(
    draft: Draft,
    whole: Whole,
    attachments: Sequence[NewAttachment],
    *,
    by: Person | None,
    now: datetime,
    request_version: RequestVersion | None,
) -> Version:
    latest = draft.latest
    version = version_of(
        draft, whole, number=latest.number + 1 if latest else 1,
        request_version=request_version or (latest.request_version if latest else None), by=by, now=now,
    )  # fmt: skip
    version.save(force_insert=True)
    Variant.objects.bulk_create(variants_of(version, whole))
    Attachment.objects.bulk_create(attachments_of(version, whole, attachments))
    draft.latest = version
    draft.save(update_fields=["latest"])
    return version


def _saved(version: Version, *, by: Person | None, now: datetime) -> AuditEvent:
    details = {"digest": version.digest}
    return audit.event("content.saved", of=("version", version.pk), by=number_of(by), now=now, details=details)


def _from_request(draft: Draft, asked: RequestVersion, by: Person | None, now: datetime) -> None:
    attachments = [NewAttachment(one.picture, one.alt) for one in asked.pictures.all()]
    save(
        draft=draft, based_on=None, text=asked.text, language=asked.text_language, attachments=attachments, by=by,
        now=now, request_version=asked,
    )  # fmt: skip
