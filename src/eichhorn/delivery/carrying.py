"""One errand: asking a network once, and what came of it. No database here, so that many can be under way.

The difficult thing: what is not surely known must come back as a doubt, whatever broke, and nobody may still be asking
when the lease of the attempt is over. So all that goes wrong before the network is asked is told apart from what goes
wrong after, and the way out (foundation.http) ends every request of this thread before the lease does. Pictures may lie
elsewhere and come slowly: what their reading takes is taken from the time of the lease, and while they are out of reach
the network is not asked at all.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from eichhorn.channels import queries as limits
from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.content.queries import Pictured
from eichhorn.delivery.rules import Answer, AttemptKind, Outcome
from eichhorn.foundation import http
from eichhorn.foundation.clock import Clock
from eichhorn.foundation.text import comparable
from eichhorn.media import queries as media
from eichhorn.media import variants
from eichhorn.media.fitting import Misfit, NotFitting, Takes, named
from eichhorn.media.models import Picture
from eichhorn.networks import base
from eichhorn.networks.base import Network, NetworkError, Post, Receipt
from eichhorn.networks.doors import Edits, Exchanges, ListsOwn
from eichhorn.video import queries as videos

logger = logging.getLogger(__name__)

CLOCKS_DIFFER = timedelta(minutes=2)
SHARE_OF_LEASE = 0.9
"""Of the time that is left of a lease; the rest is for clocks that differ and for writing the answer down."""
OUT_OF_REACH = timedelta(minutes=1)
"""So long a post waits before its pictures are asked for again."""
SHARE_FOR_THE_NETWORK = 0.25
"""Of the time that an errand has; where pictures took more than the rest, the network is asked another time."""
CARD_BYTES = 1_000_000
"""The picture of a card is a small one everywhere."""
KEEPS_PICTURES = "The pictures of a post that is out cannot be exchanged here; nothing was changed."
OVER = "Our turn was over before it began."
UNFIT: dict[Misfit, str] = {
    Misfit.TOO_LARGE: "A picture has too many bytes for this server, even as small as we make it.",
    Misfit.KIND: "This server takes no kind of picture that we can write.",
    Misfit.TOO_NARROW: "A picture is too long for its width; somebody has to cut it.",
    Misfit.MOVES: "This server takes no moving pictures of this kind.",
    Misfit.MOVES_TOO_LARGE: "A moving picture is too large for this server.",
    Misfit.MOVES_CUT: "A moving picture cannot be cut.",
}
OUTCOMES: dict[type[NetworkError], Outcome] = {
    base.Refused: Outcome.REFUSED,
    base.Unauthorised: Outcome.UNAUTHORISED,
    base.Throttled: Outcome.THROTTLED,
    base.Unreachable: Outcome.UNREACHABLE,
    base.Unsure: Outcome.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The post that is out and that an errand changes."""

    network_id: str
    url: str
    sent_at: datetime
    exchanges: bool = False
    """Whether it is to show other pictures, or another part of them, than stand there."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film that goes with a post; its bytes and those of its poster lie in the store by their digests."""

    digest: str
    poster_digest: str
    alt: str
    file_name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Errand:
    """An attempt that is written down and now has to be made."""

    delivery_id: int
    attempt_id: int
    kind: AttemptKind
    channel: Channel
    post: Post
    """Exactly what was approved, without its pictures."""
    pictures: tuple[Pictured, ...]
    """Their bytes are read, and made as the server takes them, when it is made."""
    ends_at: datetime
    """The end of its lease."""
    since: datetime
    """When the network may have got it for the first time."""
    known: frozenset[str] = frozenset()
    """The network's ids of our other posts: none of them is this one."""
    changes: Changes | None = None
    """None where it is a post of its own."""
    card_picture: Picture | None = None
    """Of the card of a link."""
    film: Film | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an errand; a receipt where there is proof."""

    errand: Errand
    answer: Answer
    told: str = ""
    """What the network said, in its words."""
    receipt: Receipt | None = None


def carry(errand: Errand, *, now: Clock) -> Report:
    """Make the attempt and return what came of it. Raises nothing: what is not surely known is unsure."""
    if _left_s(errand, now) <= 0:
        return _report(errand, Outcome.UNREACHABLE, OVER)
    try:
        network = channels.open_network(errand.channel)
        post = _packed(errand, now)
    except NetworkError as error:
        return _failed(errand, error)
    except (media.PictureMissing, videos.VideoMissing) as error:
        return _report(errand, Outcome.REFUSED, str(error))
    except (media.PictureOutOfReach, videos.VideoOutOfReach) as error:
        logger.warning("delivery.pictures_out_of_reach", extra={"delivery": errand.delivery_id})
        return Report(errand, Answer(errand.kind, Outcome.UNTRIED, OUT_OF_REACH), told=str(error))
    except NotFitting as error:
        return _report(errand, Outcome.REFUSED, UNFIT[error.why])
    except Exception as error:
        logger.exception("delivery.not_packed", extra={"delivery": errand.delivery_id})
        return _report(
            errand, Outcome.REFUSED, f"Nothing was sent, because of a fault of ours: {type(error).__name__}."
        )
    try:
        with http.over_within(max(_left_s(errand, now), 0.0)):
            return _ask(errand, network, post)
    except NetworkError as error:
        return _failed(errand, error)
    except Exception as error:
        # the outermost loop of an attempt: a fault of ours, or of a network's file, must look like neither Yes nor No
        logger.exception("delivery.attempt_broke", extra={"delivery": errand.delivery_id})
        return _report(
            errand, Outcome.UNSURE, f"We lost sight of it, because of a fault of ours: {type(error).__name__}."
        )


def _ask(errand: Errand, network: Network, post: Post) -> Report:
    if errand.changes is not None:
        return _change(errand, errand.changes, network, post)
    if errand.kind is not AttemptKind.LOOK:
        return _proven(errand, Outcome.SENT, network.send(post))
    found = network.find(post, since=errand.since, known=errand.known)
    return _proven(errand, Outcome.FOUND, found) if found is not None else _report(errand, Outcome.NOT_FOUND)


def _change(errand: Errand, out: Changes, network: Network, post: Post) -> Report:
    """Change what is out. Its number proves that post already, so the proof of the change is the address alone."""
    if not isinstance(network, Edits):
        raise base.Refused("This network lets no program change posts that are out.")
    if out.exchanges and not isinstance(network, Exchanges):
        raise base.Refused(KEEPS_PICTURES)
    if errand.kind is AttemptKind.LOOK:
        found = _says(out, network, post)
        return _proven(errand, Outcome.FOUND, Receipt("", out.url)) if found else _report(errand, Outcome.NOT_FOUND)
    try:
        change = network.exchange if out.exchanges and isinstance(network, Exchanges) else network.edit
        receipt = change(out.network_id, post)
    except base.Unreachable as silent:  # an edit may be asked for twice, so no answer is told as one that never left
        return _report(errand, Outcome.UNSURE, silent.told)
    return _proven(errand, Outcome.SENT, Receipt("", receipt.url or out.url))


def _says(out: Changes, network: Network, post: Post) -> bool:
    """Return whether the post that is out says there what it is to say; what it shows there, nobody can see by machine."""
    if out.exchanges or not isinstance(network, ListsOwn):
        return False
    own = network.own(since=out.sent_at - CLOCKS_DIFFER)
    return any(one.network_id == out.network_id and comparable(one.text) == comparable(post.text) for one in own)


def _left_s(errand: Errand, now: Clock) -> float:
    """Return how long the network may be asked from now on."""
    return (errand.ends_at - now()).total_seconds() * SHARE_OF_LEASE


def _packed(errand: Errand, now: Clock) -> Post:
    """Return the post with its pictures as the server takes them; for a look their number is enough, but a look is rare."""
    had_s, takes = _left_s(errand, now), limits.takes(errand.channel)
    post = replace(errand.post, pictures=tuple(_as_taken(each, takes) for each in errand.pictures))
    if post.card is not None and errand.card_picture is not None:
        small = replace(takes, bytes=min(takes.bytes or CARD_BYTES, CARD_BYTES))
        post = replace(post, card=replace(post.card, picture=_as_taken(Pictured(errand.card_picture, ""), small)))
    if errand.film is not None:
        post = replace(post, video=_filmed(errand.film))
    if _left_s(errand, now) < had_s * SHARE_FOR_THE_NETWORK:
        raise media.PictureOutOfReach("the pictures came too slowly for this turn")
    return post


def _filmed(film: Film) -> base.Video:
    poster = base.Picture(videos.content_of(film.poster_digest), "image/jpeg", "poster.jpg", film.alt)
    return base.Video(
        videos.content_of(film.digest), "video/mp4", film.file_name, film.alt, width=film.width, height=film.height,
        poster=poster,
    )  # fmt: skip


def _as_taken(each: Pictured, takes: Takes) -> base.Picture:
    """Return the part of the picture that was approved. Raises NotFitting, PictureMissing."""
    made = variants.fitted(each.picture, each.framing, takes)
    return base.Picture(
        made.content, made.media_type, named(each.picture.file_name, made.media_type), each.alt,
        width=made.width_px, height=made.height_px, focus=each.framing.told,
    )  # fmt: skip


def _proven(errand: Errand, outcome: Outcome, receipt: Receipt) -> Report:
    if not receipt.network_id and not receipt.url:
        return _report(errand, Outcome.UNSURE, "The network gave no proof.")
    return Report(errand, Answer(errand.kind, outcome), receipt=receipt)


def outcome_of(error: NetworkError) -> Outcome:
    """Return what an error means for what was asked."""
    return next((known for kind, known in OUTCOMES.items() if isinstance(error, kind)), Outcome.UNSURE)


def _failed(errand: Errand, error: NetworkError) -> Report:
    answer = Answer(errand.kind, outcome_of(error))
    if isinstance(error, base.Throttled):
        answer = replace(answer, retry_after=error.retry_after)
    return Report(errand, answer, told=error.told)


def _report(errand: Errand, outcome: Outcome, told: str = "") -> Report:
    return Report(errand, Answer(errand.kind, outcome), told=told)
