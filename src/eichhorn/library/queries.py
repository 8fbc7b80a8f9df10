"""Finding pictures again, where each picture and film is used, and which posts that are out show what may appear no longer.

The difficult thing: a picture of a confidential post must not be found by those who may not read the post. So whoever
reads no hidden posts finds a picture only where something that they may read shows it, where they brought it, or where
nothing shows it at all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import queries as desk
from eichhorn.desk.models import RequestPicture
from eichhorn.library.models import Settled
from eichhorn.library.rules import PAGE, Kind
from eichhorn.media import queries as media
from eichhorn.media.finding import EVERYTHING, SOON_DAYS, Rights, Use, Wanted
from eichhorn.media.models import Picture
from eichhorn.media.queries import Ended
from eichhorn.media.rules import Licence
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import Stage
from eichhorn.video import queries as videos
from eichhorn.video.models import Video

type Thing = Picture | Video
"""What may be shown in a post, and may appear no longer one day."""


def kind_of(thing: Thing) -> Kind:
    """Return which of both it is."""
    return Kind.VIDEO if isinstance(thing, Video) else Kind.PICTURE


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
    asked = RequestPicture.objects.filter(picture=OuterRef("pk"))
    cards = Version.objects.filter(card_picture=OuterRef("digest"))
    read = planning.visible_to(person, now=now).values("pk")
    seen = (
        Exists(posts.filter(version__draft__slot__in=read))
        | Exists(asked.filter(version__request__in=desk.visible_to(person, now=now).values("pk")))
        | Exists(cards.filter(draft__slot__in=read))
    )
    return pictures.filter(Q(added_by=person) | seen | ~Exists(posts) & ~Exists(asked) & ~Exists(cards))


def videos_seen(person: Person, *, now: datetime, wanted: Wanted = EVERYTHING) -> QuerySet[Video]:
    """Return the videos that the person may find, by the rule of pictures, and looks for. One query for the permission."""
    films = media.matching(Video.objects.all(), words=wanted.words, tag=wanted.tag)
    posts = Version.objects.filter(video=OuterRef("pk"))
    if wanted.use is Use.UNUSED:
        films = films.filter(~Exists(posts))
    if wanted.rights:
        on = people.today(now)
        films = _by_rights(films, wanted.rights, videos.may_not_appear(on=on), on)
    if people.reads_hidden(person, now):
        return films
    seen = Exists(posts.filter(draft__slot__in=planning.visible_to(person, now=now).values("pk")))
    return films.filter(Q(added_by=person) | seen | ~Exists(posts))


def found(person: Person, wanted: Wanted, *, now: datetime) -> QuerySet[Picture]:
    """Return the pictures that the person may find and looks for. One query for the permission."""
    return _found(visible_to(person, now=now), wanted, people.today(now))


def _found(pictures: QuerySet[Picture], wanted: Wanted, on: date) -> QuerySet[Picture]:
    return _narrowed(media.matching(pictures, words=wanted.words, tag=wanted.tag), wanted, on)


def page(person: Person, wanted: Wanted, number: int, *, now: datetime) -> Page:
    """Return the page of the pictures that the person may find and looks for, the newest first. Eight queries at most."""
    all_of_them, on = visible_to(person, now=now), people.today(now)
    found = _found(all_of_them, wanted, on)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    first = (number - 1) * PAGE
    rows = media.known(found.order_by("-added_at", "-pk"))[first : first + PAGE]
    tiles = tuple(Tile(picture, media.ended(picture, on=on)) for picture in rows)
    return Page(tiles, number, pages, total, tuple(media.tags_in_use(all_of_them)), on)


def _narrowed(pictures: QuerySet[Picture], wanted: Wanted, on: date) -> QuerySet[Picture]:
    if wanted.use is Use.UNUSED:
        posts, asked, cards = (
            Attachment.objects.filter(picture=OuterRef("pk")),
            RequestPicture.objects.filter(picture=OuterRef("pk")),
            Version.objects.filter(card_picture=OuterRef("digest")),
        )
        pictures = pictures.filter(~Exists(posts), ~Exists(asked), ~Exists(cards))
    return _by_rights(pictures, wanted.rights, media.may_not_appear(on=on), on)


def _by_rights[Row: Picture | Video](things: QuerySet[Row], rights: Rights, over: Q, on: date) -> QuerySet[Row]:
    """Return those whose rights are like this; `over` is the condition that they may not appear on the day."""
    match rights:
        case Rights.ENDED:
            return things.filter(over)
        case Rights.SOON:
            return things.filter(~over, last_day__lte=on + timedelta(days=SOON_DAYS))
        case Rights.UNKNOWN:
            return things.filter(licence=Licence.UNKNOWN)
    return things


def picture(picture_id: int, *, person: Person, now: datetime) -> Picture:
    """Return the picture with all that is known of it, or raise Picture.DoesNotExist (also where it is hidden). Four queries."""
    return media.known(visible_to(person, now=now)).get(pk=picture_id)


def thing(kind: Kind, number: int, *, person: Person, now: datetime) -> Thing | None:
    """Return the picture or the video with all that is known of it; None where there is none that the person may find."""
    if kind is Kind.VIDEO:
        return videos.known(videos_seen(person, now=now)).filter(pk=number).first()
    return media.known(visible_to(person, now=now)).filter(pk=number).first()


def ended(thing: Thing, *, on: date) -> Ended | None:
    """Return why it may not appear on the day. No query where it came by `thing`."""
    return videos.ended(thing, on=on) if isinstance(thing, Video) else media.ended(thing, on=on)


@dataclass(frozen=True, slots=True)
class Uses:
    """The posts that show a picture or a film, each kind the nearest date first."""

    drafts: tuple[Draft, ...] = ()
    """Nobody said Yes yet."""
    planned: tuple[Draft, ...] = ()
    """Approved, and not out yet: where it may not appear, they are held."""
    published: tuple[Draft, ...] = ()
    hidden: int = 0
    """So many more, which the reader may not read."""

    def __bool__(self) -> bool:
        return bool(self.drafts or self.planned or self.published or self.hidden)


def uses(thing: Thing, *, person: Person, now: datetime) -> Uses:
    """Return every post that shows it, also as the card of a link, or did so when it left. Four queries."""
    if isinstance(thing, Video):
        left, shows = sent().filter(version__video=thing), Q(latest__video=thing)
    else:
        left = sent().filter(Q(version__attachments__picture=thing) | Q(version__card_picture=thing))
        shows = Q(Exists(Attachment.objects.filter(version=OuterRef("latest"), picture=thing)))
        shows |= Q(latest__card_picture=thing)
    out = set(left.values_list("draft_id", flat=True))
    found = (
        Draft.objects.filter(shows | Q(pk__in=out))
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


def sent() -> QuerySet[Delivery]:
    """Return the posts that are out and that nobody took back; what changes a post that is out is none of its own."""
    return Delivery.objects.filter(state=State.SENT, draft__isnull=False, corrects__isnull=True).exclude(
        removal__done_at__isnull=False
    )


def settled(thing: Thing) -> QuerySet[Settled]:
    """Return what was decided about posts with it, the newest first. One query."""
    of = Q(**{kind_of(thing): thing})
    return Settled.objects.filter(of).select_related("by", "draft__slot").order_by("-at", "-pk")


__all__ = [
    "Page", "Thing", "Tile", "Uses", "ended", "found", "kind_of", "page", "picture", "sent", "settled", "thing", "uses", "videos_seen", "visible_to",
]  # fmt: skip
