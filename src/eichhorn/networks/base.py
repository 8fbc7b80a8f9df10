"""What every network speaks with us: a post goes in, a receipt comes out, or one of five errors.

The difficult thing is not retrying; it is not knowing. So the errors are cut by what is known of the post afterwards, and
nothing in between exists: a network that cannot say raises Unsure.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol, runtime_checkable

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
    picture_types: tuple[str, ...] = ("image/jpeg", "image/png", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class Told:
    """What a server said of itself when it was last asked; None where it said nothing."""

    text_limit: int | None = None
    link_length: int | None = None
    pictures: int | None = None
    alt_limit: int | None = None
    picture_bytes: int | None = None
    picture_types: tuple[str, ...] = ()
    software: str = ""
    """`software.name` of NodeInfo, lower case; empty where the server does not say."""
    account: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on its way to a network."""

    content: bytes = field(repr=False)
    media_type: str
    file_name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Post:
    """What is to appear, with the key that stays the same through every try."""

    key: str
    text: str
    language: str
    content_warning: str = ""
    pictures: tuple[Picture, ...] = ()
    reply_to: str = ""


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
class Account:
    """How to reach one account: the server's origin and the secret, as the channel keeps them."""

    server_url: str
    token: str = field(repr=False)
    account_id: str = ""
    software: str = ""


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


@dataclass(frozen=True, slots=True)
class Client:
    """Our registration at a server."""

    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = "read write"


@runtime_checkable
class Connects(Protocol):
    """A network that is connected by leaving for its server's consent page and coming back with a code."""

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client: ...

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str: ...

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> str:
        """Return the account's token."""


@runtime_checkable
class Tells(Protocol):
    """A network whose server tells its limits."""

    def tell(self) -> Told: ...


@runtime_checkable
class ReadsThreads(Protocol):
    """A network on which what was said below a post can be read, also by those who did not name us."""

    def thread(self, network_id: str) -> Iterator[Message]:
        """Yield what others said below the post, oldest first; their marks are empty."""


@runtime_checkable
class ByHandDoor(Protocol):
    """A network without a door for machines: a person posts."""

    by_hand: ClassVar[bool]
