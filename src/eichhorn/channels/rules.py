"""Health of a channel, what its server allows, and what can go wrong while connecting it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import idna

from eichhorn.foundation import text
from eichhorn.foundation.text import Unit
from eichhorn.networks.base import Capabilities, Fact

RENEWED_BEFORE = timedelta(minutes=30)
"""How long before its end a key is renewed."""
CONNECTING_LASTS = timedelta(minutes=10)
"""How long somebody may take on the server's consent page."""
HANDLE = re.compile(r"^@?[^@\s/]+@(?P<host>[^@\s/]+)$")
HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$")


LATE_AFTER = timedelta(minutes=30)
"""How late a post still leaves by itself, where its team has set nothing else."""
LATEST_MINUTES, LONGEST_PACE_MINUTES = 24 * 60, 24 * 60
"""The most that a team can set."""
REVIEWED_EVERY = timedelta(days=180)
"""How long it may be since somebody looked at the imprint, and at who can get in."""


def review_due(last: date | None, *, today: date) -> bool:
    """Return whether it is time to look again; what nobody has ever looked at is due."""
    return last is None or today - last >= REVIEWED_EVERY


class Health(StrEnum):
    NEW = "new"
    """Not connected yet."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """The network no longer lets us in; a person reconnects."""


class Problem(StrEnum):
    """Why a connection did not come about."""

    UNKNOWN = "unknown"
    """Nobody here began it, or it was finished already."""
    EXPIRED = "expired"
    OTHER_PERSON = "other_person"
    DENIED = "denied"
    """The consent was refused on the server."""
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """The server answered with a refusal, which stands in `told`."""
    OTHER_ACCOUNT = "other_account"
    """The consent came from another account than the channel's own; its history would continue under a wrong name."""
    TAKEN = "taken"
    """Another channel speaks for this account already."""
    NOT_REGISTERED = "not_registered"
    """The network wants the program to be registered by hand, and that was not done yet."""
    NOT_CONNECTABLE = "not_connectable"
    """A person posts by hand there."""


class ConnectingFailed(Exception):
    """A channel was not connected; nothing has changed."""

    def __init__(self, why: Problem, *, told: str = "", account: str = "") -> None:
        super().__init__(f"{why}: {told}" if told else str(why))
        self.why = why
        self.told = told
        self.account = account


class NameTaken(Exception):
    """Another channel has this name."""


class AlreadyEntered(Exception):
    """Somebody of this name has access already."""


class NotRegisteredByHand(Exception):
    """This network registers programs by itself, or needs no registration."""


class BadAddress(Exception):
    """What was typed is no address of a server; or it is one that would carry the key in the open."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel takes: what its server told, else what the network declares."""

    text_limit: int
    unit: Unit
    link_length: int | None
    pictures: int
    alt_limit: int
    """0 where the network has no place for descriptions."""
    picture_bytes: int | None
    picture_types: tuple[str, ...]
    animation_bytes: int | None = None
    """Of a picture that moves, where that is another number."""
    picture_pixels: int | None = None
    """Width by height."""
    picture_sides: int | None = None
    """Width and height together."""
    picture_ratio: int | None = None
    """How many times longer than wide, or wider than long."""
    byte_limit: int | None = None
    """A second limit of the text, in bytes of UTF-8."""
    caption_limit: int | None = None
    """The limit of the text beside pictures, where that is shorter."""
    threads: bool = True
    """Whether several posts make a thread."""
    comments: bool = True
    """Whether we may comment on a post of ours."""
    warnings: bool = True
    """Whether a content warning has a place of its own; else it stands above the text."""
    poll_options: int = 0
    """How many answers a poll may offer; 0 where there are no polls."""
    poll_option_limit: int = 0
    """How long an answer may be, in code points."""
    poll_minutes: tuple[int, int] = (0, 0)
    """How long a poll may last: at least, at most."""
    poll_several: bool = True
    videos: bool = False
    """Whether videos leave there, or are laid ready for somebody."""
    video_bytes: int | None = None
    video_seconds: int | None = None
    """How long a video may play; None where nobody says so."""
    cards: bool = False
    """Whether the card of a link is shown as we say it."""
    known: bool = True
    """Whether these are the network's own; else they are what this house keeps."""
    needs_picture: bool = False
    """Whether nothing appears there without a picture or a film."""

    def warned(self, words: str, warning: str) -> str:
        """Return all that counts of a text with a content warning."""
        return words + warning if self.warnings or not (words and warning) else f"{warning}\n\n{words}"

    def beside(self, pictures: int) -> "Limits":
        """Return the limits of a text that leaves with so many pictures."""
        shorter = self.caption_limit if pictures else None
        return self if shorter is None else replace(self, text_limit=min(self.text_limit, shorter))

    def used(self, words: str) -> int:
        """Return what the words count here."""
        return text.length_with_links(words, self.unit, link_length=self.link_length)

    def left(self, words: str) -> int:
        """Return how much room is left, in the network's unit; negative where the words are too long."""
        left = self.text_limit - self.used(words)
        bytes_left = self.byte_limit - text.length(words, Unit.BYTES) if self.byte_limit is not None else left
        return left if bytes_left >= 0 else min(left, bytes_left)


def limits(declared: Capabilities, told: Mapping[str, object]) -> Limits:
    """Return the limits in force: declared is the floor, told is the truth."""

    def number(name: str) -> int | None:
        found = told.get(name)
        return found if isinstance(found, int) and found > 0 else None

    def fact(found: Fact[int] | None) -> int | None:
        return found.value if found is not None else None

    types = told.get("picture_types")
    return Limits(
        text_limit=number("text_limit") or declared.text_limit.value,
        unit=declared.unit,
        link_length=number("link_length") or declared.link_length,
        pictures=number("pictures") or declared.pictures.value,
        alt_limit=number("alt_limit") or declared.alt_limit.value,
        picture_bytes=number("picture_bytes") or fact(declared.picture_bytes),
        animation_bytes=fact(declared.animation_bytes),
        picture_pixels=number("picture_pixels") or fact(declared.picture_pixels),
        picture_sides=fact(declared.picture_sides),
        picture_ratio=fact(declared.picture_ratio),
        picture_types=tuple(map(str, types)) if isinstance(types, list | tuple) and types else declared.picture_types,
        byte_limit=fact(declared.byte_limit),
        caption_limit=fact(declared.caption_limit),
        threads=declared.threads,
        comments=declared.comments,
        warnings=declared.content_warning,
        poll_options=(number("poll_options") or declared.poll_options.value) if declared.poll_options else 0,
        poll_option_limit=_poll_option_limit(declared, number("poll_option_limit")),
        poll_minutes=declared.poll_minutes,
        poll_several=declared.poll_several,
        videos="video/mp4" in declared.video_types,
        video_bytes=number("video_bytes") or fact(declared.video_bytes),
        video_seconds=number("video_seconds") or fact(declared.video_seconds),
        cards=declared.cards,
        known=declared.known,
        needs_picture=declared.needs_picture,
    )


def _poll_option_limit(declared: Capabilities, told: int | None) -> int:
    if declared.poll_options is None or declared.poll_option_limit is None:
        return 0
    return told or declared.poll_option_limit.value


def renews_at(ends_at: datetime | None, *, now: datetime) -> datetime | None:
    """Return when a key of now is renewed: half an hour before its end, one that lasts less than an hour at half-time."""
    if ends_at is None:
        return None
    return max(ends_at - RENEWED_BEFORE, now + (ends_at - now) / 2)


def server_url(typed: str, *, open_ones: frozenset[str] = frozenset()) -> str:
    """Return the server's address from what people type: a name, an address, or an account like @team@town.social.

    Without TLS the key would travel in the open, so http is taken for host:port pairs of the configuration alone.
    """
    address = typed.strip()
    if found := HANDLE.match(address):
        address = found["host"]
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise BadAddress(typed) from error
    host = _ascii(parts.hostname or "")
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise BadAddress(typed)
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    if parts.scheme != "https" and not (parts.scheme == "http" and netloc in open_ones):
        raise BadAddress(typed)
    return f"{parts.scheme}://{netloc}{parts.path.rstrip('/')}"


def _ascii(host: str) -> str:
    """Return the host as it is dialled, empty where it is none."""
    if ":" in host:
        return host.lower()
    try:
        name = idna.encode(host, uts46=True).decode() if host else ""
    except idna.IDNAError:
        return ""
    return name if HOST.match(name) else ""
