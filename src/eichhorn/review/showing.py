"""What an approver sees of a post: as it appears on each channel, and what changed since they last looked.

The difficult thing: they must see exactly what the approval will bind, on every channel, and no address of theirs may
let anybody else see it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content import checking
from eichhorn.content import queries as content
from eichhorn.content.comparing import Change, Part, changes, lasting, one_swap
from eichhorn.content.models import Version
from eichhorn.content.queries import Pictured
from eichhorn.content.rules import Card, Poll
from eichhorn.foundation.differences import Difference, Piece, differences
from eichhorn.guidelines.rules import Finding, Severity
from eichhorn.planning.rules import Stage
from eichhorn.review import queries
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome, RouteKind
from eichhorn.video.rules.taking import clock


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture on the page: where it is, and its description."""

    href: str
    alt: str


@dataclass(frozen=True, slots=True)
class SeenFilm:
    """A film on the page: where it is played from, and what belongs to it."""

    href: str
    poster: str
    alt: str
    plays: str
    """How long, as a player shows it."""
    width_px: int
    height_px: int
    texts: tuple[tuple[str, str], ...]
    """Language and address of the subtitles."""


type FilmHref = Callable[[str, str], str]
"""Gives the address of a film, its poster or its subtitles: by "film", "poster" or their language, and the digest."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A post as it appears on some channels alike."""

    names: tuple[str, ...]
    label: str
    """The networks; empty where the names say them already."""
    icon: str
    pieces: tuple[Piece, ...]
    """The text; what is new since the last look stands apart."""
    content_warning: str
    language: str
    pictures: tuple[Seen, ...]
    first_comment: str = ""
    parts: int = 1
    """Of how many posts its thread is made."""
    without_alt: tuple[str, ...] = ()
    """The channels on which the descriptions of its pictures do not appear."""
    poll: Poll | None = None
    lasting: str = ""
    """How long the poll lasts, in words."""
    card: Card | None = None
    card_picture: Seen | None = None
    film: SeenFilm | None = None
    without_film: tuple[str, ...] = ()
    """The channels that take no videos, and say it in a text of their own."""
    without_subtitles: tuple[str, ...] = ()
    """The channels on which the subtitles do not appear."""
    without_poll: tuple[str, ...] = ()
    """The channels that have no polls, and say it in a text of their own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything for the page of one approval."""

    approval: Approval
    title: str
    goal: str
    appearances: tuple[Appearance, ...]
    channel_names: tuple[str, ...]
    changes: tuple[Change, ...]
    """Since the version that the approver decided on last; empty on a first look."""
    swap: tuple[str, str] | None
    """What became what, where that is all that changed."""
    left_so: tuple[tuple[Finding, str], ...]
    """What the check found and the author left, each with the reason."""
    is_open: bool
    """Whether it can still be decided as it was asked."""
    has_changed: bool
    """A newer version than the one asked about exists, or nobody asks any more."""
    has_moved: bool
    """The date has left the window."""
    is_sole: bool


class Turn(StrEnum):
    """Of which version a picture is: of the one that is asked about, or of the one that the approver saw before."""

    NOW = ""
    BEFORE = "before"


type Href = Callable[[Pictured, int, Turn], str]
"""Gives the address of a picture by its position and by which version it is of."""


def shown(approval: Approval, *, picture_href: Href, film_href: FilmHref) -> Shown:
    """Return what the page shows. At most ten queries."""
    slot = approval.version.draft.slot
    before = queries.seen_before(approval)
    versions = {v.pk: v for v in content.wordings([approval.version_id, *([before.pk] if before is not None else [])])}
    version, old = versions[approval.version_id], versions.get(before.pk) if before is not None else None
    chosen = {
        channel.pk: channel for channel in Channel.objects.filter(pk__in=version.channel_ids).order_by("name", "pk")
    }
    changed = changes(old, version, chosen) if old is not None else ()
    changed = tuple(_with_hrefs(change, picture_href) for change in changed)
    is_open = approval.outcome == Outcome.OPEN
    has_changed = approval.version.draft.latest_id != approval.version_id or (is_open and slot.stage != Stage.IN_REVIEW)
    has_moved = not queries.in_window(approval, slot)
    return Shown(
        approval=approval, title=slot.title, goal=slot.goal.name if slot.goal else "",
        appearances=_appearances(version, old, list(chosen.values()), picture_href, film_href),
        channel_names=tuple(channel.name for channel in chosen.values()), changes=changed,
        swap=one_swap(changed[0].pieces) if len(changed) == 1 and changed[0].part in {Part.TEXT, Part.OWN_TEXT} else None,
        left_so=_left_so(version), is_open=is_open and not has_changed and not has_moved,
        has_changed=has_changed, has_moved=has_moved, is_sole=approval.route.kind == RouteKind.SOLE,
    )  # fmt: skip


CARD = 99
"""The position of the picture of a card; attached pictures stand before it."""


def _with_hrefs(change: Change, picture_href: Href) -> Change:
    seen = zip(change.pictures, change.places, (Turn.BEFORE, Turn.NOW), strict=False)
    return replace(change, hrefs=tuple(picture_href(picture, place, turn) for picture, place, turn in seen))


def picture_at(approval: Approval, position: int, turn: Turn) -> Pictured | None:
    """Return the picture at the position of the version that the approval is about, as it will appear; or as it was in
    the one that the approver decided on before. At most two queries.
    """
    version = queries.seen_before(approval) if turn is Turn.BEFORE else approval.version
    if version is None:
        return None
    if position == CARD:
        return Pictured(version.card_picture, "") if version.card_picture is not None else None
    found = version.attachments.select_related("picture").filter(position=position).first()
    return Pictured(found.picture, found.alt, found.framing) if found is not None else None


def _appearances(
    version: Version, old: Version | None, chosen: list[Channel], picture_href: Href, film_href: FilmHref
) -> tuple[Appearance, ...]:
    """Return one appearance for all channels that get the same text."""
    alike: dict[object, list[Channel]] = {}
    for channel in chosen:
        said = content.wording(version, channel)
        alike.setdefault((said.pieces, said.poll, said.card, said.film), []).append(channel)
    found = []
    for group in alike.values():
        wording = content.wording(version, group[0])
        text = wording.text
        pieces = (
            tuple(
                p for p in differences(content.wording(old, group[0]).text, text) if p.difference is not Difference.GONE
            )
            if old is not None
            else (Piece(Difference.SAME, text),)
        )
        found.append(
            Appearance(
                names=tuple(channel.name for channel in group),
                label=_networks(group),
                icon=channels.icon(group[0]), pieces=pieces, content_warning=wording.content_warning,
                language=wording.language, first_comment=wording.first_comment, parts=len(wording.parts),
                without_alt=tuple(channel.name for channel in group if not channels.limits(channel).alt_limit),
                pictures=tuple(Seen(picture_href(each, n, Turn.NOW), each.alt) for n, each in enumerate(wording.pictures)),
                poll=wording.poll, lasting=lasting(wording.poll.minutes) if wording.poll else "", card=wording.card,
                card_picture=Seen(picture_href(Pictured(wording.card_picture, ""), CARD, Turn.NOW), "") if wording.card_picture else None,
                film=_film(wording, film_href),
                without_film=tuple(c.name for c in group) if version.beside.film and not wording.film else (),
                without_subtitles=_without_subtitles(wording, group),
                without_poll=tuple(c.name for c in group) if version.beside.poll and not wording.poll else (),
            )
        )  # fmt: skip
    return tuple(found)


def _film(wording: content.Wording, film_href: FilmHref) -> SeenFilm | None:
    film, video = wording.film, wording.video
    if film is None or video is None:
        return None
    return SeenFilm(
        film_href("film", film.digest), film_href("poster", film.poster_digest), film.alt, clock(video.duration_ms), video.width_px,
        video.height_px, tuple((language, film_href(language, digest)) for language, digest in film.subtitles),
    )  # fmt: skip


def _without_subtitles(wording: content.Wording, group: list[Channel]) -> tuple[str, ...]:
    """Return the channels to which the film's subtitles do not go; by hand somebody takes them along."""
    has_some = wording.film is not None and wording.film.subtitles
    return tuple(channel.name for channel in group if not channels.by_hand(channel)) if has_some else ()


def _networks(group: list[Channel]) -> str:
    """Return the networks of the channels; empty where each is called as its network is."""
    labels = list(dict.fromkeys(channels.label(channel) for channel in group))
    return "" if labels == [channel.name for channel in group] else ", ".join(labels)


def _left_so(version: Version) -> tuple[tuple[Finding, str], ...]:
    reasons = dict(version.draft.justifications.values_list("finding_key", "reason"))
    if not reasons:
        return ()
    found = checking.findings(version)
    return tuple((f, reasons[f.key]) for f in found if f.rule.severity is Severity.WARNS and f.key in reasons)
