"""The doors that only some networks have: each a protocol of its own, asked for by isinstance and never by name.

The difficult thing: a door must promise the same everywhere or nothing can be built on it. So each says what is true once
it returns, and what it raises is one of the five errors of `base`; a door of which a network keeps only half is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from eichhorn.networks.base import Client, Keys, Message, Post, Receipt, Told

# --- letting us in ----------------------------------------------------------------------------------------------------


@runtime_checkable
class Connects(Protocol):
    """A network that is connected by leaving for its server's consent page and coming back with a code."""

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client:
        """Return our registration there. Raises Refused where an administrator has to register us by hand."""

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:
        """Return where the consent is given; `challenge` is the S256 of the verifier (RFC 7636)."""

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:
        """Return the keys of the account that gave its consent."""


@runtime_checkable
class LivesAt(Protocol):
    """A network whose server is known, unless another was typed."""

    @classmethod
    def usual_server(cls) -> str: ...


@runtime_checkable
class RegisteredByHand(Protocol):
    """A network at which an administrator registers the program and types its id and secret here."""

    @classmethod
    def registered_at(cls) -> str:
        """Return the page on which that is done."""

    @classmethod
    def registration(cls, client_id: str, client_secret: str) -> Client:
        """Return the registration that was typed, with the scopes that we ask for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a person types to let us in."""

    name: str
    """A key of the words on the page: "handle", "app_password", "user", "password", "bot_token", "chat", "room"."""
    secret: bool = False
    optional: bool = False
    """Whether it may be left empty."""


@runtime_checkable
class SignsIn(Protocol):
    """A network that is connected by something typed: an app password, a bot's token."""

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        """Return what has to be typed, beside the server."""

    @classmethod
    def sign_in(cls, server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
        """Return the server on which the account really lives, and its keys. Raises Unauthorised or Refused."""


@runtime_checkable
class Renews(Protocol):
    """A network whose tokens end."""

    def renew(self) -> Keys:
        """Return fresh keys; what the server did not renew is as it was. Raises Unauthorised where a person must help."""


# --- telling ----------------------------------------------------------------------------------------------------------


@runtime_checkable
class Tells(Protocol):
    """A network whose server tells its limits and whose account it is."""

    def tell(self) -> Told: ...


@runtime_checkable
class ReadsThreads(Protocol):
    """A network on which what was said below a post can be read, also by those who did not name us."""

    def thread(self, network_id: str) -> Iterator[Message]:
        """Yield what others said below the post, oldest first; their marks are empty."""


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of this account, whoever published it."""

    network_id: str
    url: str
    text: str
    """Plain text."""
    said_at: datetime
    answers: str = ""
    language: str = ""
    """Empty where the network does not say."""


@runtime_checkable
class ListsOwn(Protocol):
    """A network on which we can read what this account published."""

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        """Yield the account's posts since the instant, newest first, without what it merely passed on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a network counts of a post; None where it does not say."""

    replies: int | None = None
    likes: int | None = None
    shares: int | None = None
    views: int | None = None


@runtime_checkable
class Measures(Protocol):
    """A network that tells what became of posts."""

    def measure(self, network_ids: Sequence[str]) -> Mapping[str, Figures]:
        """Return the figures by id; what is gone is missing."""


# --- changing what is out ---------------------------------------------------------------------------------------------


@runtime_checkable
class Edits(Protocol):
    """A network on which a post that is out can be changed."""

    def edit(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says. Doing it twice does no harm."""


@runtime_checkable
class Exchanges(Protocol):
    """A network on which a post that is out can get other pictures, or show another part of them."""

    def exchange(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says and shows what `post` shows, brought there anew. Doing it twice does no harm."""


@runtime_checkable
class Deletes(Protocol):
    """A network on which a post that is out can be taken back."""

    def delete(self, network_id: str) -> None:
        """The post is not there; it does no harm where it was gone already."""


@runtime_checkable
class Hides(Protocol):
    """A network on which what somebody said below our post can be hidden without deleting it."""

    def hide(self, network_id: str, *, hidden: bool) -> None:
        """The message is hidden, or shown again. Doing it twice does no harm."""


@runtime_checkable
class ByHandDoor(Protocol):
    """A network without a door for machines: a person posts."""

    by_hand: ClassVar[bool]
