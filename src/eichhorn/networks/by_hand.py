"""A network without a door for machines: a person posts there, and tells us the address of the post.

Facebook, Instagram, a WhatsApp channel: whatever the channel's label says. Where somebody states what that network takes,
its limits hold while one writes; where nobody does, only those of this house hold, and pages say that they are unknown.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from eichhorn.foundation.text import Unit
from eichhorn.networks.base import Account, Capabilities, Fact, Message, Post, Receipt, Refused
from eichhorn.networks.linkedin.network import LinkedIn
from eichhorn.networks.x.network import X

OWN = "https://eichhorn.invalid/by-hand"
"""There is no network to quote: what this house keeps of a text, of pictures and of a poll."""
READ_ON = "2026-11-23"
LISTED = "https://help.publer.com/en/article/what-is-the-character-limit-for-all-social-networks-1a3utwz"
FACEBOOK = "https://sproutsocial.com/insights/social-media-character-counter/"
CAROUSEL = "https://storrito.com/resources/how-instagrams-20-slide-carousels-work-and-what-the-new-limits-are"
THREADS = "https://developers.facebook.com/documentation/threads/posts"

UNKNOWN = Capabilities(
    text_limit=Fact(20_000, OWN, READ_ON),
    unit=Unit.CODE_POINTS,
    link_length=None,
    pictures=Fact(20, OWN, READ_ON),
    alt_limit=Fact(1_500, OWN, READ_ON),
    threads=False,
    video_types=("video/mp4",),
    poll_options=Fact(20, OWN, READ_ON),
    poll_option_limit=Fact(200, OWN, READ_ON),
    known=False,
)


def _known(text_limit: int, stated_at: str) -> Capabilities:
    return replace(UNKNOWN, known=True, text_limit=Fact(text_limit, stated_at, READ_ON))


KNOWN: Mapping[str, Capabilities] = {
    "facebook": _known(63_206, FACEBOOK),
    "instagram": replace(
        _known(2_200, LISTED), pictures=Fact(20, CAROUSEL, READ_ON), alt_limit=Fact(1_000, LISTED, READ_ON),
        needs_picture=True,
    ),
    "linkedin": replace(
        _known(LinkedIn.capabilities.text_limit.value, LinkedIn.capabilities.text_limit.source_url),
        unit=LinkedIn.capabilities.unit, pictures=LinkedIn.capabilities.pictures,
    ),
    "pinterest": replace(_known(500, LISTED), alt_limit=Fact(500, LISTED, READ_ON), needs_picture=True),
    "threads": _known(500, THREADS),
    "tiktok": replace(_known(2_200, LISTED), needs_picture=True),
    "twitter": replace(
        _known(X.capabilities.text_limit.value, X.capabilities.text_limit.source_url),
        unit=X.capabilities.unit, link_length=X.capabilities.link_length, pictures=X.capabilities.pictures,
        alt_limit=X.capabilities.alt_limit, poll_options=X.capabilities.poll_options,
        poll_option_limit=X.capabilities.poll_option_limit,
    ),
}  # fmt: skip
"""What is stated about networks on which people post, by the word by which they are called."""
ALSO_CALLED: Mapping[str, str] = {"x": "twitter"}


def taken_by(label: str) -> Capabilities:
    """Return what the network of that name takes, as somebody states it; of any other, that it is unknown."""
    for word in re.findall(r"\w+", label.casefold()):
        if (found := KNOWN.get(ALSO_CALLED.get(word, word))) is not None:
            return found
    return UNKNOWN


class ByHand:
    """Makes a task for a person instead of a request to a server."""

    slug: ClassVar[str] = "by_hand"
    label: ClassVar[str] = "By hand"
    by_hand: ClassVar[bool] = True
    capabilities: ClassVar[Capabilities] = UNKNOWN

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return None

    def send(self, post: Post) -> Receipt:  # noqa: ARG002  the door of every network
        raise Refused(
            f"Nothing is sent to {self._account.server_url or 'this channel'} by machine; a person posts there."
        )

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:  # noqa: ARG002
        """Return None: there is nowhere to look, and that proves nothing."""
        return None

    def incoming(self, *, since: str) -> Iterator[Message]:  # noqa: ARG002
        """Yield nothing: what people say there is not read by machine."""
        return iter(())
