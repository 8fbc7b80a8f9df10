"""Which acts are told to other programs, how a call is signed, and what each answer leads to.

The difficult thing: a call may have arrived although no answer came. So the same call comes again until somebody says
that it arrived: at least once, never exactly once. Its id stays the same all the while, by which receivers drop repeats.
Everything here follows the Standard Webhooks specification, version 1.0.0.
"""

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from eichhorn.foundation.states import States


class EventType(StrEnum):
    """What can happen, as receivers read it."""

    VERSION_HANDED_IN = "version.handed_in"
    VERSION_APPROVED = "version.approved"
    VERSION_REFUSED = "version.refused"
    VERSION_WITHDRAWN = "version.withdrawn"
    DELIVERY_OUT = "delivery.out"
    DELIVERY_UNSURE = "delivery.unsure"
    DELIVERY_STOPPED = "delivery.stopped"
    REQUEST_RECEIVED = "request.received"
    REQUEST_DECIDED = "request.decided"
    REPLY_RECEIVED = "reply.received"


TEST = "webhook.test"
"""The type of a call that only shows that the way is open; nobody subscribes to it."""

TOLD: dict[str, EventType] = {
    "review.handed_in": EventType.VERSION_HANDED_IN,
    "review.granted": EventType.VERSION_APPROVED,
    "review.refused": EventType.VERSION_REFUSED,
    "review.withdrawn": EventType.VERSION_WITHDRAWN,
    "delivery.sent": EventType.DELIVERY_OUT,
    "delivery.unsure": EventType.DELIVERY_UNSURE,
    "delivery.stopped": EventType.DELIVERY_STOPPED,
    "desk.received": EventType.REQUEST_RECEIVED,
    "desk.decided": EventType.REQUEST_DECIDED,
    "desk.withdrawn": EventType.REQUEST_DECIDED,
    "dialogue.received": EventType.REPLY_RECEIVED,
}
"""The acts of the audit that are told, and as what."""


class State(StrEnum):
    """Where one call stands."""

    WAITING = "waiting"
    """Due at an instant, or under way."""
    ARRIVED = "arrived"
    """The receiver answered with a status from 200 to 299."""
    GIVEN_UP = "given_up"
    """It was tried as often as the schedule says. A person can send it again."""
    SET_ASIDE = "set_aside"
    """The address was switched off while it waited. A person can send it again."""


STATES = States(
    kind=State,
    starts=frozenset({State.WAITING}),
    moves={
        State.WAITING: frozenset({State.ARRIVED, State.GIVEN_UP, State.SET_ASIDE}),
        State.ARRIVED: frozenset({State.WAITING}),
        State.GIVEN_UP: frozenset({State.WAITING}),
        State.SET_ASIDE: frozenset({State.WAITING}),
    },
)
"""Whatever has ended can be sent again, under the same id."""


class Off(StrEnum):
    """Why nothing is sent to an address."""

    BY_PERSON = "by_person"
    GONE = "gone"
    """The receiver answered 410: it wants no more calls."""
    FAILING = "failing"
    """Nothing arrived there for days."""


class What(StrEnum):
    """Which events are sent again."""

    MISSING = "missing"
    """Those of which nobody said that they arrived."""
    ALL = "all"


PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between one try and the next: the schedule of the specification, over three days; a tenth may be added by chance."""
LONGEST_WISH = timedelta(hours=24)
"""So long a receiver may ask us to wait."""
OFF_AFTER = timedelta(days=5)
"""An address at which nothing arrived for so long is switched off."""
BOTH_SIGN_FOR = timedelta(hours=24)
"""After a change of the secret so long the one before signs as well."""
LEASE = timedelta(seconds=60)
"""So long a call that is under way belongs to one worker; then it is due again. Longer than a call can take."""
SETTLES = timedelta(seconds=10)
KEPT_FOR = timedelta(days=30)
"""How long calls are kept, and how far back events can be sent again."""
MOST_AT_ONCE = 5_000
"""Events that one press of a button sends again."""
MOST_ADDRESSES = 20
LONGEST_LINE = 200
"""Characters of an answer that are kept, where it was a refusal."""
SECRET_BEGINS = "whsec_"  # noqa: S105  how secrets begin, not one
SECRET_BYTES = 32
THROTTLES = frozenset({429, 502, 503, 504})
"""The receiver has too much to do: the other calls to it wait as well."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or none and why."""

    status: int | None
    said: str = ""
    wait: timedelta | None = None
    """What Retry-After asks for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer leads to."""

    state: State
    pause: timedelta | None = None
    """Until the next try of a call that still waits."""
    rest: timedelta | None = None
    """So long nothing at all is sent to the address."""
    gone: bool = False


class BadAddress(ValueError):
    """What somebody typed cannot be called."""


class NotPublic(BadAddress):
    """The address is one of this network, not of the public internet."""


def verdict(answer: Answer, *, tries: int, chance: float) -> Verdict:
    """Return what the answer to the try of this number means; `chance` lies between 0 and 1."""
    if answer.status is not None and 200 <= answer.status < 300:
        return Verdict(State.ARRIVED)
    if answer.status == 410:
        return Verdict(State.SET_ASIDE, gone=True)
    if tries > len(PAUSES):
        return Verdict(State.GIVEN_UP)
    pause = PAUSES[max(tries, 1) - 1] * (1 + chance / 10)
    if answer.status not in THROTTLES:
        return Verdict(State.WAITING, pause=pause)
    rest = min(answer.wait or PAUSES[0], LONGEST_WISH)
    return Verdict(State.WAITING, pause=max(pause, rest), rest=rest)


def event_id(salt: bytes, number: int, at: datetime) -> str:
    """Return by what receivers know the event of an act: the same for the same act, in this house and in none other.

    Two copies of a house write different acts under one number; the instant tells them apart.
    """
    named = hmac.digest(salt, f"{number} {at.isoformat()}".encode(), hashlib.sha256)
    return f"evt_{named.hex()[:32]}"


def secret_of(random: bytes) -> str:
    """Return the secret as both sides write it down."""
    return SECRET_BEGINS + base64.b64encode(random).decode()


def signatures(secrets: Sequence[str], *, event: str, at: int, body: bytes) -> str:
    """Return the header `webhook-signature`: one signature for each secret, the present one first."""
    signed = b".".join([event.encode(), str(at).encode(), body])
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_BEGINS))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def address(typed: str, *, open_ones: frozenset[str] = frozenset()) -> str:
    """Return the address as it will be called, or raise BadAddress.

    https alone, for what is called has to be who it says it is; http for host:port pairs of the configuration. A name
    may lead anywhere by the time it is called, so where it leads is looked at then.
    """
    said = typed.strip()
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError as error:
        raise BadAddress(typed) from error
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None or parts.fragment or not said.isascii() or not said.isprintable():
        raise BadAddress(typed)
    pair = f"{host}:{port or (443 if parts.scheme == 'https' else 80)}"
    if " " in said or (parts.scheme != "https" and not (parts.scheme == "http" and pair in open_ones)):
        raise BadAddress(typed)
    if pair not in open_ones and _is_here(host):
        raise NotPublic(typed)
    return said


def _is_here(host: str) -> bool:
    """Return whether the host says by itself that it is not on the public internet."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host


def line_of(content: bytes) -> str:
    """Return the first words of an answer, as far as they may be kept: one line, of plain signs."""
    text = content.decode("utf-8", "replace")
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return "".join(sign for sign in first if sign.isprintable())[:LONGEST_LINE]
