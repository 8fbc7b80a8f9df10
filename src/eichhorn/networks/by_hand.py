"""A network without a door for machines: a person posts there, and tells us the address of the post.

Facebook, Instagram, LinkedIn, a WhatsApp channel: whatever the channel's label says. The limits are generous because
the one who posts sees what the network takes; networks with known limits get a file of their own.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from eichhorn.foundation.text import Unit
from eichhorn.networks.base import Account, Capabilities, Fact, Message, Post, Receipt, Refused

OWN = "https://eichhorn.invalid/by-hand"
"""There is no network to quote: the limits are our own, wide enough for each that people named."""


class ByHand:
    """Makes a task for a person instead of a request to a server."""

    slug: ClassVar[str] = "by_hand"
    label: ClassVar[str] = "By hand"
    by_hand: ClassVar[bool] = True
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(63_206, OWN, "2026-11-22"),
        unit=Unit.CODE_POINTS,
        link_length=None,
        pictures=Fact(20, OWN, "2026-11-22"),
        alt_limit=Fact(1_500, OWN, "2026-11-22"),
        threads=False,
        video_types=("video/mp4",),
        poll_options=Fact(12, OWN, "2026-11-22"),
        poll_option_limit=Fact(100, OWN, "2026-11-22"),
    )

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
