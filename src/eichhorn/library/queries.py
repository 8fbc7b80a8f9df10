"""Finding pictures again, where each is used, and which posts that are out show one that may appear no longer.

The difficult thing: a picture of a confidential post must not be found by those who may not read the post. So whoever
reads no hidden posts finds a picture only where something that they may read shows it, where they brought it, or where
nothing shows it at all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import queries as desk
from eichhorn.desk.models import RequestVersion
from eichhorn.library import words
from eichhorn.library.models import Settled
from eichhorn.library.rules import PAGE, SOON_DAYS, Rights, Use, Wanted
from eichhorn.media import queries as media
from eichhorn.media.models import Picture
from eichhorn.media.queries import Ended
from eichhorn.media.rules import Licence, Why
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import Stage
from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting
from eichhorn.video.models import Video

MOST_DUTIES = 100


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture in the grid, and whether it may appear."""

    picture: Picture
    ended: Ended | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the library."""

    tiles: tuple[Tile, ...]
    number: int
    pages: int
    total: int
    tags: tuple[tuple[str, int], ...]
    """The tags of all pictures that the person may find, with how many have each."""
    on: date

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def visible_to(person: Person, *, now: datetime) -> QuerySet[Picture]:
    """Return the pictures that the person may find. One query for the permission."""
    pictures = Picture.objects.all()
    if people.reads_hidden(person, now):
        return pictures
    posts = Attachment.objects.filter(picture=OuterRef("pk"))
    asked = RequestVersion.objects.filter(picture=OuterRef("pk"))
    read = planning.visible_to(person, now=now).values("pk")
    seen = Exists(posts.filter(version__draft__slot__in=read)) | Exists(
        asked.filter(request__in=desk.visible_to(person, now=now).values("pk"))
    )
    return pictures.filter(Q(added_by=person) | seen | ~Exists(posts) & ~Exists(asked))


def videos_seen(person: Person, *, now: datetime) -> QuerySet[Video]:
    """Return the videos that the person may find, by the rule of pictures. One query for the permission."""
    videos = Video.objects.all()
    if people.reads_hidden(person, now):
        return videos
    posts = Version.objects.filter(video=OuterRef("pk"))
    seen = Exists(posts.filter(draft__slot__in=planning.visible_to(person, now=now).values("pk")))
    return videos.filter(Q(added_by=person) | seen | ~Exists(posts))


def page(person: Person, wanted: Wanted, number: int, *, now: datetime) -> Page:
    """Return the page of the pictures that the person may find and looks for, the newest first. Eight queries at most."""
    all_of_them, on = visible_to(person, now=now), people.today(now)
    found = _narrowed(media.matching(all_of_them, words=wanted.words, tag=wanted.tag), wanted, on)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    first = (number - 1) * PAGE
    rows = media.known(found.order_by("-added_at", "-pk"))[first : first + PAGE]
    tiles = tuple(Tile(picture, media.ended(picture, on=on)) for picture in rows)
    return Page(tiles, number, pages, total, tuple(media.tags_in_use(all_of_them)), on)


def _narrowed(pictures: QuerySet[Picture], wanted: Wanted, on: date) -> QuerySet[Picture]:
    if wanted.use is Use.UNUSED:
        posts, asked = (
            Attachment.objects.filter(picture=OuterRef("pk")),
            RequestVersion.objects.filter(picture=OuterRef("pk")),
        )
        pictures = pictures.filter(~Exists(posts), ~Exists(asked))
    match wanted.rights:
        case Rights.ENDED:
            return pictures.filter(media.may_not_appear(on=on))
        case Rights.SOON:
            last = on + timedelta(days=SOON_DAYS)
            return pictures.filter(~media.may_not_appear(on=on), last_day__lte=last)
        case Rights.UNKNOWN:
            return pictures.filter(licence=Licence.UNKNOWN)
    return pictures


def picture(picture_id: int, *, person: Person, now: datetime) -> Picture:
    """Return the picture with all that is known of it, or raise Picture.DoesNotExist (also where it is hidden). Four queries."""
    return media.known(visible_to(person, now=now)).get(pk=picture_id)


@dataclass(frozen=True, slots=True)
class Uses:
    """The posts that show a picture, each kind the nearest date first."""

    drafts: tuple[Draft, ...] = ()
    """Nobody said Yes yet."""
    planned: tuple[Draft, ...] = ()
    """Approved, and not out yet: where the picture may not appear, they are held."""
    published: tuple[Draft, ...] = ()
    hidden: int = 0
    """So many more, which the reader may not read."""

    def __bool__(self) -> bool:
        return bool(self.drafts or self.planned or self.published or self.hidden)


def uses(picture: Picture, *, person: Person, now: datetime) -> Uses:
    """Return every post that shows the picture, or did so when it left. Four queries."""
    out = set(_sent().filter(version__attachments__picture=picture).values_list("draft_id", flat=True))
    shows = Attachment.objects.filter(version=OuterRef("latest"), picture=picture)
    found = (
        Draft.objects.filter(Exists(shows) | Q(pk__in=out))
        .exclude(~Q(pk__in=out), slot__stage=Stage.CANCELLED)
        .select_related("slot")
        .order_by(F("slot__due_at").asc(nulls_last=True), "pk")
    )
    readable = set(
        planning.visible_to(person, now=now).filter(pk__in=[one.slot_id for one in found]).values_list("pk", flat=True)
    )
    kinds: dict[Literal["drafts", "planned", "published"], list[Draft]] = {"drafts": [], "planned": [], "published": []}
    for draft in found:
        if draft.slot_id in readable:
            kinds[_kind(draft, out)].append(draft)
    return Uses(
        tuple(kinds["drafts"]), tuple(kinds["planned"]), tuple(kinds["published"]), hidden=len(found) - len(readable)
    )


def _kind(draft: Draft, out: Collection[int]) -> Literal["drafts", "planned", "published"]:
    if draft.pk in out or draft.slot.stage == Stage.OUT:
        return "published"
    return "planned" if draft.slot.stage in {Stage.APPROVED, Stage.NEEDS_SOMEONE} else "drafts"


def _sent() -> QuerySet[Delivery]:
    """Return the posts that are out and that nobody took back; what changes a post that is out is none of its own."""
    return Delivery.objects.filter(state=State.SENT, draft__isnull=False, corrects__isnull=True).exclude(
        removal__done_at__isnull=False
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """A post that is out and shows a picture which may appear no longer; somebody has to decide."""

    draft: Draft
    ended: Ended
    since: datetime
    out: tuple[Delivery, ...]
    """Where it is to be seen."""


def duties(person: Person, *, now: datetime, only: tuple[int, int] | None = None) -> list[Duty]:
    """Return what nobody has settled since the picture's rights ended, for those who may read the post; the oldest first.

    `only` names one picture and one draft. Two queries where there is nothing, else about eight.
    """
    on = people.today(now)
    shown = Attachment.objects.filter(
        media.may_not_appear(on=on, through="picture__"), version__in=_sent().values("version")
    )
    if only is not None:
        shown = shown.filter(picture=only[0], version__draft=only[1])
    pairs = sorted(set(shown.values_list("picture_id", "version__draft_id")[: MOST_DUTIES * 4]))
    if not pairs:
        return []
    states = media.unusable([picture for picture, _draft in pairs], on=on)
    drafts = Draft.objects.filter(slot__in=planning.visible_to(person, now=now)).select_related("slot")
    by_id = drafts.in_bulk([draft for _picture, draft in pairs])
    out = _out([draft for _picture, draft in pairs])
    settled = list(Settled.objects.filter(draft__in=by_id).order_by("at", "pk"))
    found = [
        Duty(by_id[draft], states[number], _since(states[number]), tuple(row for row in out if row.draft_id == draft))
        for number, draft in pairs
        if draft in by_id and number in states
    ]
    return sorted(
        (duty for duty in found if not _is_settled(duty, settled)), key=lambda duty: (duty.since, duty.draft.pk)
    )


def _out(draft_ids: Sequence[int]) -> list[Delivery]:
    return list(_sent().filter(draft__in=draft_ids).select_related("channel").order_by("sent_at", "pk"))


def _since(ended: Ended) -> datetime:
    """Return the instant from which on the picture might not appear."""
    if ended.since is not None:
        return ended.since
    assert ended.picture.last_day is not None
    return datetime.combine(ended.picture.last_day + timedelta(days=1), time(), tzinfo=people.zone())


def _is_settled(duty: Duty, settled: Sequence[Settled]) -> bool:
    """Return whether somebody looked at it after it began, for the same cause."""
    return any(
        row.draft_id == duty.draft.pk and row.picture_id == duty.ended.picture.pk and row.why == duty.ended.why
        and row.at >= duty.since
        for row in settled
    )  # fmt: skip


def settled(picture: Picture) -> QuerySet[Settled]:
    """Return what was decided about posts with the picture, the newest first. One query."""
    return Settled.objects.filter(picture=picture).select_related("by", "draft__slot").order_by("-at", "-pk")


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the posts that are out with a picture that may appear no longer, for who answers for deliveries.

    Three queries where there is none.
    """
    if not people.may(person, Act.PUBLISH, now=now):
        return []
    return [_row(duty) for duty in duties(person, now=now)[:MOST_DUTIES]]


def _row(duty: Duty) -> Waiting:
    title = _("%(title)s is out with a picture that may appear no longer") % {"title": duty.draft.slot.title}
    return Waiting(
        kind="due", icon="photo", title=title, line=words.why(duty.ended),
        href=reverse("library:duty", args=[duty.ended.picture.pk, duty.draft.pk]), action=_("Decide"),
        since=duty.since, sign=StateKind.STOP, slot_id=duty.draft.slot_id,
    )  # fmt: skip


def used_times(picture_ids: Sequence[int]) -> dict[int, int]:
    """Return by number how many posts show the pictures in their latest version. One query."""
    counted = Attachment.objects.filter(picture__in=picture_ids, version=F("version__draft__latest")).order_by()
    return dict(counted.values_list("picture").annotate(times=Count("version")))


__all__ = [
    "Duty", "Page", "Tile", "Uses", "Why", "duties", "page", "picture", "settled", "used_times", "uses", "visible_to", "waiting_for",
]  # fmt: skip
