"""Beginning drafts and saving versions.

The difficult thing: two people write on one text, and a page saves by itself. So a save names the version it is based
on; one that is older than the latest is refused with both texts in hand (Collision), and nothing is lost.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.channels.models import Channel
from eichhorn.content.models import Attachment, Draft, Justification, Variant, Version
from eichhorn.content.rules import (
    LONGEST_ALT,
    LONGEST_COMMENT,
    LONGEST_SPONSOR,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_PARTS,
    MOST_PICTURES,
    NOTHING_STATED,
    Attached,
    Statement,
    Whole,
    digest,
    label,
    named,
    parts,
    tidy,
)
from eichhorn.desk import services as desk
from eichhorn.desk.models import RequestVersion
from eichhorn.foundation import audit, trips
from eichhorn.foundation.models import AuditEvent
from eichhorn.media.models import Picture
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.snippets import queries as snippets
from eichhorn.strategy.models import Goal

FINAL = frozenset({Stage.OUT, Stage.CANCELLED})


class Collision(Exception):
    """Somebody saved meanwhile; `theirs` is what stands there now. What was given is still with the caller."""

    def __init__(self, theirs: Version) -> None:
        super().__init__(f"version {theirs.number} is newer")
        self.theirs = theirs


class Finished(Exception):
    """The post is out or cancelled; its text is history."""


class TooLong(ValueError):
    """A part is longer than any network takes; `part` says which, `most` how many code points it may have."""

    def __init__(self, part: str, most: int) -> None:
        super().__init__(f"{part} is longer than {most}")
        self.part = part
        self.most = most


class Unlabelled(ValueError):
    """A deepfake without its label, or political advertising that does not name who pays."""


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A picture that was stored, with its description."""

    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class Words:
    """All that a version says in words."""

    text: str
    first_comment: str
    variants: Mapping[int, str]


@trips.act
def begin(*, slot: Slot, by: Person | None, now: datetime, request_version: RequestVersion | None = None) -> Draft:
    """A draft stands in the slot; with a request's version it begins with what was asked for. Idempotent."""
    _require(by, slot, now)
    standing = planning.locked(slot.pk)
    there = Draft.objects.filter(slot=standing).first()
    if there is not None:
        return there
    draft = Draft.objects.create(slot=standing, made_by=by, made_at=now)
    if standing.stage in {Stage.IDEA, Stage.CANCELLED}:
        planning.advance(slot=standing, to=Stage.DRAFT, now=now)
    desk.taken_up(slot_id=standing.pk, now=now)
    audit.record("content.begun", of=("draft", draft.pk), by=_id(by), now=now)
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
    by: Person,
    now: datetime,
) -> Draft:
    """A new post stands in the plan, with its draft and the draft's first version: plan, begin and save in one.

    Nobody knows the slot yet, so there is no lock to take, nothing to collide with, and no request that it came from.
    """
    channel_ids = tuple(sorted({channel.pk for channel in channels}))
    _require_on(channel_ids, by, now)
    whole = _whole(
        channel_ids, text=text, language=language, content_warning=content_warning, first_comment=first_comment,
        consideration=consideration, stated=stated, variants=variants or {}, attachments=attachments,
    )  # fmt: skip
    draft = Draft(made_by=by, made_at=now)

    def rows(slot: Slot, draft_number: int, version_number: int) -> Iterator[models.Model]:
        draft.pk, draft.slot = draft_number, slot
        version = _version(draft, whole, number=1, request_version=None, by=by, now=now)
        version.pk = version_number
        draft.latest = version
        yield from (draft, version, *_variants(version, whole), *_attachments(version, whole, attachments))
        yield audit.event("content.begun", of=("draft", draft.pk), by=by.pk, now=now)
        yield _saved(version, by=by, now=now)

    planning.plan(
        title=title, goal=goal, channels=channels, kind=None, planned_local=planned_local, zone=zone, stage=Stage.DRAFT,
        by=by, now=now, along=planning.Along((Draft, Version), rows),
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
    by: Person | None,
    now: datetime,
    request_version: RequestVersion | None = None,
) -> Version:
    """Return the version that holds this content: the latest where it is the same, else the next one.

    `based_on` is the number of the version that the writer had before them, None where there was none yet. Raises
    Collision, Finished, TooLong, Unlabelled. Where people were asked to approve the text before, it is a draft again afterwards.
    """
    slot = planning.locked(draft.slot_id)
    channel_ids = _require(by, slot, now)
    if Stage(slot.stage) in FINAL:
        raise Finished
    standing = Draft.objects.select_related("latest__request_version").get(pk=draft.pk)
    latest = standing.latest
    whole = _whole(
        channel_ids, text=text, language=language, content_warning=content_warning, first_comment=first_comment,
        consideration=consideration, stated=stated, variants=variants or {}, attachments=attachments,
    )  # fmt: skip
    if latest is not None and latest.digest == digest(whole):
        return latest
    if latest is not None and based_on != latest.number:
        raise Collision(latest)
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
    words: Words | None = None, by: Person, now: datetime,
) -> Version:  # fmt: skip
    """Save what an earlier version says, with these pictures; whatever a version holds has its place here."""
    said = words or Words(content.text, content.first_comment, dict(content.variants.values_list("channel_id", "text")))
    return save(
        draft=draft, based_on=latest.number if latest else None, text=said.text, language=content.language,
        content_warning=content.content_warning, first_comment=said.first_comment, consideration=content.consideration,
        stated=content.stated, variants=said.variants, attachments=attachments, by=by, now=now,
    )  # fmt: skip


def attached_to(version: Version) -> list[NewAttachment]:
    return [NewAttachment(a.picture, a.alt) for a in version.attachments.select_related("picture").order_by("position")]


@transaction.atomic
def justify(*, draft: Draft, finding_key: str, reason: str, by: Person, now: datetime) -> Justification:
    """The finding stays as it is, and everybody can read why."""
    _require(by, draft.slot, now)
    if not reason.strip():
        raise ValueError("a finding is left with a reason")
    made, _ = Justification.objects.update_or_create(
        draft=draft, finding_key=finding_key[:300], defaults={"reason": reason.strip()[:500], "by": by, "at": now}
    )
    audit.record("content.justified", of=("draft", draft.pk), by=by.pk, now=now)
    return made


def _whole(
    channel_ids: tuple[int, ...],
    *,
    text: str,
    language: str,
    content_warning: str,
    first_comment: str,
    consideration: bool,
    stated: Statement,
    variants: Mapping[int, str],
    attachments: Sequence[NewAttachment],
) -> Whole:
    shared = tidy(text)
    own = {channel: tidy(words) for channel, words in variants.items() if channel in channel_ids}
    for name, words, most in (
        ("text", shared, LONGEST_TEXT),
        ("content_warning", content_warning, LONGEST_WARNING),
        ("first_comment", first_comment, LONGEST_COMMENT),
        ("sponsor", stated.sponsor, LONGEST_SPONSOR),
        *(("text", words, LONGEST_TEXT) for words in own.values()),
        *(("alt", attachment.alt, LONGEST_ALT) for attachment in attachments),
    ):
        if len(words) > most:
            raise TooLong(name, most)
    if len(attachments) > MOST_PICTURES:
        raise TooLong("pictures", MOST_PICTURES)
    if any(len(parts(words)) > MOST_PARTS for words in (shared, *own.values())):
        raise TooLong("parts", MOST_PARTS)
    kept = {channel: words for channel, words in own.items() if words and words != shared}
    stated = stated.tidied()
    if not stated.is_complete:
        raise Unlabelled
    return Whole(
        text=shared,
        language=language,
        content_warning=" ".join(content_warning.replace("\x00", "").split()),
        first_comment=tidy(first_comment),
        consideration=consideration,
        variants=kept,
        attached=tuple(Attached(a.picture.digest, " ".join(a.alt.replace("\x00", "").split())) for a in attachments),
        channel_ids=channel_ids,
        stated=stated,
        label=label(stated, language),
        handles=_handles(shared, kept, channel_ids),
    )


def _handles(shared: str, own: Mapping[int, str], channel_ids: Iterable[int]) -> tuple[tuple[int, str, str], ...]:
    """Return what everybody who is named is called on each channel, as of now. No query where nobody is named."""
    names = {channel: named(own.get(channel, shared)) for channel in channel_ids}
    wanted = {name for each in names.values() for name in each}
    if not wanted:
        return ()
    known = snippets.handles(wanted, list(Channel.objects.filter(pk__in=names)))
    return tuple(
        sorted(
            (channel, name, known[channel][name])
            for channel, each in names.items()
            for name in each
            if name in known.get(channel, {})
        )
    )


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
    version = _version(
        draft, whole, number=latest.number + 1 if latest else 1,
        request_version=request_version or (latest.request_version if latest else None), by=by, now=now,
    )  # fmt: skip
    version.save(force_insert=True)
    Variant.objects.bulk_create(_variants(version, whole))
    Attachment.objects.bulk_create(_attachments(version, whole, attachments))
    draft.latest = version
    draft.save(update_fields=["latest"])
    return version


def _version(
    draft: Draft, whole: Whole, *, number: int, request_version: RequestVersion | None, by: Person | None, now: datetime
) -> Version:
    return Version(
        draft=draft, number=number, text=whole.text, language=whole.language, content_warning=whole.content_warning,
        first_comment=whole.first_comment, consideration=whole.consideration, channel_ids=list(whole.channel_ids),
        ai_use=whole.stated.ai_use, deepfake=whole.stated.deepfake, ai_label=whole.stated.ai_label,
        political=whole.stated.political, sponsor=whole.stated.sponsor, label=whole.label,
        handles=[list(handle) for handle in sorted(whole.handles)], digest=digest(whole), request_version=request_version, by=by, at=now,
    )  # fmt: skip


def _variants(version: Version, whole: Whole) -> list[Variant]:
    return [Variant(version=version, channel_id=channel, text=words) for channel, words in whole.variants.items()]


def _attachments(version: Version, whole: Whole, given: Sequence[NewAttachment]) -> list[Attachment]:
    return [
        Attachment(version=version, position=position, picture=new.picture, alt=attached.alt)
        for position, (new, attached) in enumerate(zip(given, whole.attached, strict=True))
    ]


def _saved(version: Version, *, by: Person | None, now: datetime) -> AuditEvent:
    details = {"digest": version.digest}
    return audit.event("content.saved", of=("version", version.pk), by=_id(by), now=now, details=details)


def _from_request(draft: Draft, asked: RequestVersion, by: Person | None, now: datetime) -> None:
    attachments = [NewAttachment(asked.picture, asked.alt)] if asked.picture is not None else []
    save(
        draft=draft, based_on=None, text=asked.text, language=asked.text_language, attachments=attachments, by=by,
        now=now, request_version=asked,
    )  # fmt: skip


def _require(by: Person | None, slot: Slot, now: datetime) -> tuple[int, ...]:
    """Return the channels of the slot, sorted, if the person may write on all of them; None is the installation itself."""
    channel_ids = tuple(sorted(slot.channels.values_list("pk", flat=True)))
    if by is not None:
        _require_on(channel_ids, by, now)
    return channel_ids


def _require_on(channel_ids: Iterable[int], by: Person, now: datetime) -> None:
    people.require(by, Act.WRITE, now=now)
    for channel in channel_ids:
        people.require(by, Act.WRITE, now=now, channel=channel)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
