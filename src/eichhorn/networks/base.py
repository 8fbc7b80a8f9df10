"""What every network speaks with us: a post goes in, a receipt comes out, or one of five errors.

The difficult thing is not retrying; it is not knowing. So the errors are cut by what is known of the post afterwards, and
nothing in between exists: a network that cannot say raises Unsure. What only some networks can do stands in `doors`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol

from eichhorn.foundation.text import Unit


class NetworkError(Exception):
    """Something between us and a network; `told` is what the network said, in its words, without secrets."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told)
        self.told = told[:500]


class Refused(NetworkError):
    """The network does not take this post: a person changes it."""


class Unauthorised(NetworkError):
    """The network does not let this account in: a person reconnects it."""


class Throttled(NetworkError):
    """Too much at once; nothing arrived. Try after the pause."""

    def __init__(self, told: str = "", *, retry_after: timedelta) -> None:
        super().__init__(told)
        self.retry_after = retry_after


class Unreachable(NetworkError):
    """It surely did not arrive: try again."""


class Unsure(NetworkError):
    """It may have arrived: repeat only where the network drops repeats, else look, else ask a person."""


@dataclass(frozen=True, slots=True)
class Fact[T]:
    """A value with the page that states it and the day on which that page was read."""

    value: T
    source_url: str
    checked_on: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the network allows unless its server tells otherwise."""

    text_limit: Fact[int]
    unit: Unit
    link_length: int | None
    """What a link counts, whatever its length; None where it counts as written."""
    pictures: Fact[int]
    alt_limit: Fact[int]
    """How long the description of a picture may be; 0 where the network has no place for descriptions."""
    caption_limit: Fact[int] | None = None
    """How long the text beside pictures may be, where that is shorter than without them."""
    picture_types: tuple[str, ...] = ("image/jpeg", "image/png", "image/gif", "image/webp")
    picture_bytes: Fact[int] | None = None
    animation_bytes: Fact[int] | None = None
    """Of a picture that moves, where that is another number."""
    picture_pixels: Fact[int] | None = None
    """Width by height."""
    picture_sides: Fact[int] | None = None
    """Width and height together, in pixels."""
    picture_ratio: Fact[int] | None = None
    """So many times as long as it is short, at most."""
    focus: bool = False
    """Whether it is told where in a picture one looks first."""
    byte_limit: Fact[int] | None = None
    """A second limit, in bytes of UTF-8, where the network has one beside the first."""
    threads: bool = True
    """Whether a post of ours may answer a post of ours, so that several make a thread."""
    comments: bool = True
    """Whether we may comment on a post of ours: the first comment."""
    language: bool = True
    """Whether it is told in which language a post is written."""
    content_warning: bool = True
    video_types: tuple[str, ...] = ()
    """Empty where videos do not leave by machine."""
    video_bytes: Fact[int] | None = None
    video_seconds: Fact[int] | None = None
    """How long a video may play; None where the network names no limit."""
    poll_options: Fact[int] | None = None
    """How many answers a poll may offer; None where there are no polls."""
    poll_option_limit: Fact[int] | None = None
    """How long an answer may be, in code points."""
    poll_minutes: tuple[int, int] = (5, 60 * 24 * 30)
    """How long a poll may last: at least, at most."""
    poll_several: bool = True
    """Whether one may be asked to choose more than one."""
    cards: bool = False
    """Whether it shows the card of a link as we say it; else it looks the page up itself, or shows none."""
    quotes: bool = False
    known: bool = True
    """Whether somebody states the limits; else they are those of this house, and pages say that the network's are unknown."""
    needs_picture: bool = False
    """Whether nothing appears there without a picture or a film."""
    pace: Fact[int] | None = None
    """Seconds at least between two posts of one account, where the network wants that."""
    reads_every: Fact[int] | None = None
    """Seconds at least between two readings, where reading and sending share a small quota; `incoming` then tells all
    that is said below our posts."""
    visibilities: tuple["Visibility", ...] = ()
    """Whom a post may be kept to; empty where everything is public."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a server said of itself when it was last asked; None where it said nothing."""

    text_limit: int | None = None
    link_length: int | None = None
    pictures: int | None = None
    alt_limit: int | None = None
    picture_bytes: int | None = None
    video_bytes: int | None = None
    video_seconds: int | None = None
    picture_pixels: int | None = None
    picture_types: tuple[str, ...] = ()
    poll_options: int | None = None
    poll_option_limit: int | None = None
    software: str = ""
    """`software.name` of NodeInfo, lower case; empty where the server does not say."""
    account: str = ""
    account_id: str = ""
    """What no other channel on that server may have: that of the place, where one key opens several (`Keys.place`)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on its way to a network."""

    content: bytes = field(repr=False)
    media_type: str
    file_name: str
    alt: str
    width: int = 0
    """In pixels; 0 where it is not known."""
    height: int = 0
    focus: tuple[float, float] | None = None
    """Where one looks first: -1 is left and below, 1 right and above; None is the middle."""


@dataclass(frozen=True, slots=True)
class Video:
    """A video on its way to a network."""

    content: bytes = field(repr=False)
    media_type: str
    file_name: str
    alt: str
    width: int = 0
    height: int = 0
    poster: Picture | None = None


class Visibility(StrEnum):
    """Whom a post is kept to."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    """Everybody who has the address; not in public timelines."""
    FOLLOWERS = "followers"


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with its answers; the question is the text of the post."""

    options: tuple[str, ...]
    lasts: timedelta
    several: bool = False
    """Whether one may choose more than one."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a link, where the network does not look it up by itself."""

    url: str
    title: str
    description: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """What is to appear, with the key that stays the same through every try."""

    key: str
    """A UUID."""
    text: str
    language: str
    content_warning: str = ""
    pictures: tuple[Picture, ...] = ()
    reply_to: str = ""
    """The network's id of what it answers: somebody's message, or the part of our own thread before it."""
    made_at: datetime | None = None
    """When it was taken in for sending, up to a fortnight before it leaves; the same through every try, like the key."""
    video: Video | None = None
    """Never together with pictures."""
    poll: Poll | None = None
    """Never together with pictures or video."""
    card: Card | None = None
    quotes: str = ""
    """The network's id of the post that it quotes."""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that a post is there."""

    network_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said to us."""

    network_id: str
    answers: str
    """The network's id of the post it answers; empty where it answers none."""
    author: str
    author_name: str
    text: str
    """Plain text."""
    language: str
    url: str
    said_at: datetime
    mark: str
    """Where to go on reading after this message."""
    private: bool = False
    """Said to us alone, not in public."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens an account. A channel keeps it sealed."""

    token: str = field(repr=False)
    renewal: str = field(default="", repr=False)
    """What buys the next token; empty where the token lasts."""
    password: str = field(default="", repr=False)
    """An app password that opens a new session at any time; empty where consent was given on the server."""
    ends_at: datetime | None = None
    """When the token ends; None where it does not say."""
    renewal_ends_at: datetime | None = None
    """When only a person can let us in again; None where it does not say."""
    proof: str = field(default="", repr=False)
    """The private key, as a JWK, to which the token is bound; empty where whoever has the token may use it."""
    issuer: str = ""
    """Where tokens are renewed, where that is another server."""
    lives_at: str = ""
    """The server on which the account lives, where consent to it was given on another; empty where that is the same."""
    place: str = ""
    """Where the account speaks, where its key opens several places: the network's id of a channel or of a room."""


@dataclass(frozen=True, slots=True)
class Client:
    """Our registration at a server."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: str = "read write"
    proof: str = field(default="", repr=False)
    """The private key, as a JWK, to which the tokens of this connection will be bound."""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach one account: the server's origin and the keys, as the channel keeps them."""

    server_url: str
    keys: Keys
    account_id: str = ""
    software: str = ""
    client: Client | None = None
    """Our registration, where renewing needs it."""


class Network(Protocol):
    """The doors that every network opens. An instance speaks for one account."""

    slug: ClassVar[str]
    label: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    def __init__(self, account: Account) -> None: ...

    @property
    def drops_repeats_for(self) -> timedelta | None:
        """For how long the same key surely makes no second post; None where that cannot be relied on."""

    def send(self, post: Post) -> Receipt:
        """The post is there once this returns. Raises one of the five errors."""

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        """Return the post where it is among our own since the instant. None proves nothing. Raises but never Unsure.

        `known` are the network's ids of posts that belong to other deliveries, however much they look like this one.
        """

    def incoming(self, *, since: str) -> Iterator[Message]:
        """Yield what was said to us after the mark (empty: the newest page), oldest first."""
