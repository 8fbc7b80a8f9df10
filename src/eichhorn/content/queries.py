"""Drafts, their versions, and what a channel gets of a version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content import rules
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.content.rules import Card, Film, Poll
from eichhorn.desk.models import Request
from eichhorn.desk.rules import State
from eichhorn.media import queries as media
from eichhorn.media.framing import AS_IT_IS, Framing
from eichhorn.media.models import Picture
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.ui import moments
from eichhorn.ui.thread import Knot, KnotName, KnotState
from eichhorn.ui.waiting import Waiting
from eichhorn.video import queries as videos
from eichhorn.video.models import Video

RUN_S = 600
"""Versions by one person that follow each other within ten minutes are shown as one."""
SOON = timedelta(days=3)
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture in a post, its description, and what of it is shown."""

    picture: Picture
    alt: str
    framing: Framing = AS_IT_IS

    @property
    def href(self) -> str:
        """Where signed-in people see it as it appears."""
        return self._at("media:picture", "media:framed")

    @property
    def small_href(self) -> str:
        return self._at("media:small", "media:framed_small")

    def _at(self, whole: str, framed: str) -> str:
        digest = self.picture.digest
        return (
            reverse(framed, args=[digest, self.framing.written])
            if self.framing.is_cut
            else reverse(whole, args=[digest])
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """What one channel gets of a version."""

    text: str
    """As one reads it in one piece; where the channel knows threads, with the lines that begin its parts."""
    parts: tuple[str, ...]
    """One for each post of a thread; one where the channel knows none."""
    first_comment: str
    """Empty where there is none, or where we may not comment."""
    language: str
    content_warning: str
    pictures: tuple[Pictured, ...]
    """Pictures in order; they go with the first part."""
    poll: Poll | None = None
    """With the first part; None where the channel has no polls."""
    card: Card | None = None
    """With the first part; None where the channel makes cards by itself, or none, or shows pictures in its place."""
    card_picture: Picture | None = None
    film: Film | None = None
    """With the first part; None where the channel takes no videos."""
    video: Video | None = None
    """Whose film it is."""

    @property
    def looks(self) -> tuple[object, ...]:
        """What is shown, apart from words: which parts of which pictures, in which order, and which film."""
        film = (self.film.digest, self.film.poster_digest) if self.film is not None else ()
        return (*((each.picture.digest, each.framing.box) for each in self.pictures), film)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Return what leaves, one after the other: each part, then the first comment."""
        return (*self.parts, self.first_comment) if self.first_comment else self.parts


def wordings(version_ids: Collection[int]) -> models.QuerySet[Version]:
    """Return the versions with all that a wording needs. Three queries, however many."""
    return (
        Version.objects.filter(pk__in=version_ids)
        .select_related("card_picture", "video")
        .prefetch_related(
            models.Prefetch("variants", Variant.objects.order_by("channel_id")),
            models.Prefetch("attachments", Attachment.objects.select_related("picture").order_by("position")),
        )
        .order_by("pk")
    )


def wording(version: Version, channel: Channel) -> Wording:
    """Return what the channel gets. No query where the version came from `wordings`, else two."""
    own = next((variant.text for variant in version.variants.all() if variant.channel_id == channel.pk), None)
    words = version.text if own is None else own
    attachments = sorted(version.attachments.all(), key=lambda attachment: attachment.position)
    words = rules.resolved(words, {name: handle for on, name, handle in version.handles if on == channel.pk})
    limits = channels.limits(channel)
    label = version.label if words or attachments or version.film_digest else ""
    beside = version.beside
    card = beside.card if limits.cards and not attachments and beside.film is None else None
    pieces = rules.labelled(rules.parts(words) if limits.threads else (rules.joined(words),), label)
    return Wording(
        text=words if limits.threads and not label else "\n\n---\n\n".join(pieces),
        parts=pieces,
        first_comment=version.first_comment if limits.comments else "",
        language=version.language,
        content_warning=version.content_warning,
        pictures=tuple(Pictured(each.picture, each.alt, each.framing) for each in attachments),
        poll=beside.poll if limits.poll_options else None,
        card=card,
        film=beside.film if limits.videos else None,
        video=version.video if limits.videos and beside.film is not None else None,
        card_picture=version.card_picture if card is not None and card.picture_digest else None,
    )


def shows_what_may_not_appear(*, on: media.Day, version: str) -> models.Q:
    """Return the condition that a picture, the film or the link's card of the version may not appear on the day, as a part of
    somebody's query."""
    shown = Attachment.objects.filter(
        media.may_not_appear(on=on, through="picture__"), version=models.OuterRef(version)
    )
    film = Version.objects.filter(videos.may_not_appear(on=on, through="video__"), pk=models.OuterRef(version))
    card = with_card().filter(media.may_not_appear(on=on, through="card_picture__"), pk=models.OuterRef(version))
    return models.Q(models.Exists(shown)) | models.Q(models.Exists(film)) | models.Q(models.Exists(card))


def with_card() -> models.QuerySet[Version]:
    """Return the versions whose link shows a card with a picture, where the channel has cards: nothing stands in its place."""
    return Version.objects.filter(card_picture__isnull=False, film_digest="", attachments__isnull=True)


def draft(draft_id: int) -> Draft:
    """Return the draft with slot, goal and latest version, or raise Draft.DoesNotExist. Four queries."""
    return (
        Draft.objects.select_related(
            "slot__goal",
            "slot__kind",
            "latest__by",
            "latest__request_version",
            "latest__card_picture",
            "latest__video__poster",
            "made_by",
        )
        .prefetch_related(
            models.Prefetch("slot__channels", Channel.objects.order_by("name", "pk")),
            models.Prefetch("latest__variants", Variant.objects.order_by("channel_id")),
            models.Prefetch("latest__attachments", Attachment.objects.select_related("picture").order_by("position")),
        )
        .get(pk=draft_id)
    )


def posts(slots: models.QuerySet[Slot], *, only: str = "") -> models.QuerySet[Draft]:
    """Return the drafts that stand in the slots, those in the making first, then by date. One query."""
    found = Draft.objects.filter(slot__in=slots).select_related("slot__goal", "slot__with_person")
    if only:
        found = found.filter(slot__stage=only)
    finished = models.Q(slot__stage__in=[Stage.OUT, Stage.CANCELLED])
    return found.annotate(finished=models.Case(models.When(finished, then=1), default=0)).order_by(
        "finished", models.F("slot__due_at").asc(nulls_last=True), "pk"
    )[:200]


def draft_of_slot(slot_id: int) -> Draft | None:
    """Return the draft that stands in the slot. One query."""
    return Draft.objects.select_related("slot", "latest").filter(slot_id=slot_id).first()


@dataclass(frozen=True, slots=True)
class Run:
    """What one person saved in one go: the version at its end, and those on the way there, newest first."""

    version: Version
    between: tuple[Version, ...]


def history(draft: Draft) -> list[Run]:
    """Return all versions, newest first, those of one person within ten minutes together. Three queries."""
    versions = list(wordings(draft.versions.values_list("pk", flat=True)).select_related("by").order_by("-number"))
    runs: list[list[Version]] = []
    for version in versions:
        last = runs[-1][0] if runs else None
        if last is None or last.by_id != version.by_id or (last.at - version.at).total_seconds() >= RUN_S:
            runs.append([])
        runs[-1].append(version)
    return [Run(versions[0], tuple(versions[1:])) for versions in runs]


def authors(draft: Draft) -> frozenset[int]:
    """Return the ids of all who wrote on the draft. One query."""
    return frozenset(
        draft.versions.filter(by__isnull=False).order_by().values_list("by_id", flat=True).distinct()
    ) - frozenset({None})


def knot(slot_id: int) -> Knot:
    """Return the knot of the draft. One query."""
    return knots([slot_id])[slot_id]


def knots(slot_ids: Collection[int]) -> dict[int, Knot]:
    """Return the knot of the draft for each slot. One query."""
    drafts = {d.slot_id: d for d in Draft.objects.select_related("latest").filter(slot_id__in=slot_ids)}
    return {slot_id: _knot(drafts.get(slot_id)) for slot_id in slot_ids}


def _knot(draft: Draft | None) -> Knot:
    if draft is None:
        return Knot(KnotName.DRAFT, KnotState.NEXT, _("not begun yet"))
    href = reverse("composer:draft", args=[draft.pk])
    if draft.latest is None:
        return Knot(KnotName.DRAFT, KnotState.NOW, _("begun"), href)
    return Knot(KnotName.DRAFT, KnotState.DONE, _("Version %(number)s") % {"number": draft.latest.number}, href)


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the accepted requests whose draft nobody has begun, for who writes; the nearest date first. Two queries."""
    if not people.may(person, Act.WRITE, now=now):
        return []
    begun = Draft.objects.filter(slot=models.OuterRef("slot"))
    accepted = (
        Request.objects.filter(models.Q(state=State.ACCEPTED), ~models.Exists(begun), slot__isnull=False)
        .exclude(slot__stage=Stage.CANCELLED)
        .select_related("slot", "department")
        .order_by(models.F("slot__due_at").asc(nulls_last=True), "pk")
    )
    return [_to_begin(request, now) for request in accepted[:MOST_ROWS]]


def _to_begin(request: Request, now: datetime) -> Waiting:
    slot = request.slot
    assert slot is not None
    who = request.department.name if request.department is not None else request.requester_name
    when = moments.day_time(slot.due_at) if slot.due_at is not None else _("without a date")
    is_near = slot.due_at is not None and slot.due_at - now <= SOON
    return Waiting(
        kind="due" if is_near else "later", icon="pencil", title=_("%(title)s: begin the draft") % {"title": slot.title},
        line=_("%(when)s · asked for by %(who)s") % {"when": when, "who": who},
        href=reverse("planning:slot", args=[slot.pk]), action=_("Begin draft"),
        since=request.decided_at or request.received_at, effort_minutes=slot.effort_minutes,
    )  # fmt: skip
