"""A network with the real interface that keeps what arrives in memory, and answers as it is told."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from eichhorn.foundation.text import Unit
from eichhorn.networks import base
from eichhorn.networks.base import Account, Capabilities, Fact, Message, Post, Receipt

HERE = "https://pretend.example/"
REFUSALS = {
    "refused": base.Refused("No."),
    "throttled": base.Throttled("Later.", retry_after=timedelta(minutes=2)),
    "unreachable": base.Unreachable("Nobody there."),
}


@dataclass
class World:
    """What arrived, and how the next sendings end."""

    arrived: list[Post] = field(default_factory=list)
    keeps_keys: bool = False
    ends: list[str] = field(default_factory=list)
    watch: Callable[[Post], None] = lambda post: None


world = World()


class Pretend:
    """One account there."""

    slug: ClassVar[str] = "pretend"
    label: ClassVar[str] = "Pretend"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(500, HERE, "2026-11-22"), unit=Unit.CODE_POINTS, link_length=None,
        pictures=Fact(4, HERE, "2026-11-22"), alt_limit=Fact(1_500, HERE, "2026-11-22"),
    )  # fmt: skip

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return timedelta(minutes=50) if world.keeps_keys else None

    def send(self, post: Post) -> Receipt:
        end = world.ends.pop() if world.ends else "sent"
        if end in REFUSALS:
            raise REFUSALS[end]
        if end == "lost":
            raise base.Unsure("Cut before it arrived.")
        known = [old for old in world.arrived if old.key == post.key] if world.keeps_keys else []
        if not known:
            world.watch(post)
            world.arrived.append(post)
        if end == "unsure":
            raise base.Unsure("Cut after it arrived.")
        return self._receipt(known[0] if known else post)

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        if world.ends and world.ends.pop() != "sent":
            return None
        there = [old for old in world.arrived if old.text == post.text]
        return next((receipt for old in there if (receipt := self._receipt(old)).network_id not in known), None)

    def incoming(self, *, since: str) -> Iterator[Message]:
        return iter(())

    def _receipt(self, post: Post) -> Receipt:
        number = next(place for place, old in enumerate(world.arrived) if old is post)
        return Receipt(str(number), f"{HERE}{number}")
