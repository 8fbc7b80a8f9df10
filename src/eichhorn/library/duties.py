"""Which posts that are out show a picture or a film that may appear no longer, until somebody settles it.

The difficult thing: such a duty begins by itself, when a day is over or somebody takes a Yes back. So it is stored
nowhere: it is found, from what is out, what is known of the thing, and what was decided since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.content import queries as content
from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.delivery.models import Delivery
from eichhorn.library import words
from eichhorn.library.models import Settled
from eichhorn.library.queries import Thing, kind_of, sent
from eichhorn.library.rules import Kind
from eichhorn.media import queries as media
from eichhorn.media.models import Picture
from eichhorn.media.queries import Ended
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting
from eichhorn.video import queries as videos
from eichhorn.video.models import Video

MOST_DUTIES = 100


@dataclass(frozen=True, slots=True)
class Duty:
    """A post that is out and shows what may appear no longer; somebody has to decide."""

    draft: Draft
    thing: Thing
    ended: Ended
    since: datetime
    out: tuple[Delivery, ...]
    """Where it is to be seen."""

    @property
    def is_film(self) -> bool:
        return kind_of(self.thing) is Kind.VIDEO


def duties(person: Person, *, now: datetime, only: tuple[Thing, int] | None = None) -> list[Duty]:
    """Return what nobody has settled since the rights ended, for those who may read the post; the oldest first.

    `only` names one picture or film and one draft. Three queries where there is nothing, else about ten.
    """
    on = people.today(now)
    pictures, cards, films = _pictures_out(on), _cards_out(on), _films_out(on)
    if only is not None:
        thing, number = only
        pictures = (
            pictures.filter(picture=thing, version__draft=number) if isinstance(thing, Picture) else pictures.none()
        )
        cards = cards.filter(card_picture=thing, draft=number) if isinstance(thing, Picture) else cards.none()
        films = films.filter(video=thing, draft=number) if isinstance(thing, Video) else films.none()
    attached = pictures.values_list("picture_id", "version__draft_id", Value(value=False))
    as_card = cards.values_list("card_picture__pk", "draft_id", Value(value=True))
    found_shown = list(attached.union(as_card)[: MOST_DUTIES * 4])
    carded = {(number, draft) for number, draft, card in found_shown if card}
    carded -= {(number, draft) for number, draft, card in found_shown if not card}
    shown = sorted({(number, draft) for number, draft, _ in found_shown})
    videos_of = films.values_list("video_id", "draft_id")[: MOST_DUTIES * 4]
    played = sorted({(video, draft) for video, draft in videos_of if video is not None})
    if not shown and not played:
        return []
    state = _states([number for number, _ in shown], [number for number, _ in played], on)
    pairs = [((Kind.PICTURE, number), draft) for number, draft in shown]
    pairs += [((Kind.VIDEO, number), draft) for number, draft in played]
    numbers = [draft for _, draft in pairs]
    readable = Draft.objects.filter(slot__in=planning.visible_to(person, now=now)).select_related("slot")
    by_id, out = readable.in_bulk(numbers), _out(numbers)
    settled = list(Settled.objects.filter(draft__in=by_id).order_by("at", "pk"))
    found = [
        Duty(
            by_id[draft],
            *state[of],
            _since(state[of][1]),
            _where(out, draft, as_card=(of[1], draft) in carded and of[0] is Kind.PICTURE),
        )
        for of, draft in pairs
        if draft in by_id and of in state
    ]
    return sorted(
        (duty for duty in found if duty.out and not _is_settled(duty, settled)),
        key=lambda duty: (duty.since, duty.draft.pk),
    )


def _where(out: Sequence[Delivery], draft_id: int, *, as_card: bool) -> tuple[Delivery, ...]:
    """Return where it is to be seen: as the card of a link only where the channel shows cards that we give."""
    of_draft = (row for row in out if row.draft_id == draft_id)
    return tuple(row for row in of_draft if not as_card or channels.limits(row.channel).cards)


def _pictures_out(on: date) -> QuerySet[Attachment]:
    return Attachment.objects.filter(
        media.may_not_appear(on=on, through="picture__"), version__in=sent().values("version")
    )


def _cards_out(on: date) -> QuerySet[Version]:
    return content.with_card().filter(
        media.may_not_appear(on=on, through="card_picture__"), pk__in=sent().values("version")
    )


def _films_out(on: date) -> QuerySet[Version]:
    return Version.objects.filter(videos.may_not_appear(on=on, through="video__"), pk__in=sent().values("version"))


def _states(pictures: Sequence[int], films: Sequence[int], on: date) -> dict[tuple[Kind, int], tuple[Thing, Ended]]:
    """Return by number what may not appear on the day, and why. Three queries where there are pictures, five for films."""
    found: dict[tuple[Kind, int], tuple[Thing, Ended]] = {}
    if pictures:
        ended = media.unusable(pictures, on=on)
        found |= {(Kind.PICTURE, number): (one.picture, one) for number, one in ended.items()}
    if films:
        ended_films = [
            (video, videos.ended(video, on=on)) for video in videos.known(Video.objects.filter(pk__in=films))
        ]
        found |= {(Kind.VIDEO, video.pk): (video, one) for video, one in ended_films if one is not None}
    return found


def _out(draft_ids: Sequence[int]) -> list[Delivery]:
    return list(sent().filter(draft__in=draft_ids).select_related("channel").order_by("sent_at", "pk"))


def _since(ended: Ended) -> datetime:
    """Return the instant from which on it might not appear."""
    if ended.since is not None:
        return ended.since
    assert ended.last_day is not None
    return datetime.combine(ended.last_day + timedelta(days=1), time(), tzinfo=people.zone())


def _is_settled(duty: Duty, settled: Sequence[Settled]) -> bool:
    """Return whether somebody looked at it after it began, for the same cause."""
    return any(
        row.draft_id == duty.draft.pk and (row.video_id if duty.is_film else row.picture_id) == duty.thing.pk
        and row.why == duty.ended.why and row.at >= duty.since
        for row in settled
    )  # fmt: skip


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the posts that are out with what may appear no longer, for who answers for deliveries.

    Four queries where there is none.
    """
    if not people.may(person, Act.PUBLISH, now=now):
        return []
    return [_row(duty) for duty in duties(person, now=now)[:MOST_DUTIES]]


def _row(duty: Duty) -> Waiting:
    if duty.is_film:
        said, icon, page = _("%(title)s is out with a video that may appear no longer"), "movie-off", "video_duty"
    else:
        said, icon, page = _("%(title)s is out with a picture that may appear no longer"), "photo", "duty"
    return Waiting(
        kind="due", icon=icon, title=said % {"title": duty.draft.slot.title}, line=words.why(duty.ended),
        href=reverse(f"library:{page}", args=[duty.thing.pk, duty.draft.pk]), action=_("Decide"),
        since=duty.since, sign=StateKind.STOP, slot_id=duty.draft.slot_id,
    )  # fmt: skip


__all__ = ["Duty", "duties", "waiting_for"]
