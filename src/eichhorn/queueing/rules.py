"""Where the posts of a queue will stand: the order is what people choose, the places follow from it.

The difficult thing: a date is part of what was approved, so as few posts as possible move. Those that wait share their
places: in another order they stand on the same places, and a newcomer brings one more, the next that is free. Only who
lets the others move up gives every post the first place that is free for it.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eichhorn.planning.rules.places import Cadence, Occupied, lacks_place, next_free_place
from eichhorn.planning.rules.wall import NoSuchTime, instant, wall_of

MOST = 200
"""More posts than this do not wait on one channel: within half a year they would find no place."""


class What(StrEnum):
    """What people do with a queue."""

    NEXT = "next"
    """The post comes first of all."""
    END = "end"
    """The post comes last."""
    UP = "up"
    DOWN = "down"
    TO = "to"
    """The post comes to a place of the order, counted from 0."""
    OUT = "out"
    """The post waits no more, and has no date."""
    MOVE_UP = "move_up"
    """The order stays, and nothing stays free between."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to happen, to which post; nobody in particular moves up."""

    what: What
    slot_id: int = 0
    to: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A post, as far as its place is concerned. `local` is wall-clock time; None where it has no date."""

    id: int
    channels: frozenset[int]
    local: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Step:
    """One post, and where it would stand; `after` None takes its date away."""

    post: Post
    after: datetime | None

    @property
    def moves(self) -> bool:
        return self.post.local != self.after


class NoPlace(Exception):
    """Within half a year no place is free for one of them; nobody moves."""

    def __init__(self, slot_id: int) -> None:
        super().__init__(f"no place for slot {slot_id}")
        self.slot_id = slot_id


def reordered(order: Sequence[int], wish: Wish) -> tuple[int, ...]:
    """Return the order in which they wait then: each once, all others as before."""
    others = [one for one in order if one != wish.slot_id]
    index = order.index(wish.slot_id) if wish.slot_id in order else len(others)
    match wish.what:
        case What.OUT:
            return tuple(others)
        case What.MOVE_UP:
            return tuple(order)
        case What.NEXT:
            index = 0
        case What.END:
            index = len(others)
        case What.UP:
            index -= 1
        case What.DOWN:
            index += 1
        case What.TO:
            index = wish.to
    index = max(0, min(index, len(others)))
    return (*others[:index], wish.slot_id, *others[index:])


def placed(
    order: Sequence[Post], *, shared: Collection[datetime], now: datetime, cadence: Cadence, others: Occupied,
    after: datetime | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """Return where each would stand, in order, each later than the one before it and after now. NoPlace.

    `shared` are places that they have among them; who finds none of these takes the next that is free. `others` is what
    stands in the plan besides.
    """
    found: list[Step] = []
    taken, pool, before = copied(others), sorted(set(shared)), after
    for post in order:
        shows = wall_of(now, post.zone)
        start = shows if before is None else max(before, shows)
        at = next((one for one in pool if one > start and _suits(one, post, cadence, taken)), None)
        if at is None:
            at = next_free_place(post.channels, after=start, zone=post.zone, cadence=cadence, occupied=taken)
        if at is None:
            raise NoPlace(post.id)
        taken.add(post.channels, at)
        found.append(Step(post, at))
        before = at
    return tuple(found)


def copied(others: Occupied, *besides: Post) -> Occupied:
    """Return what is planned, and these posts where they stand."""
    taken = Occupied({key: list(times) for key, times in others.times.items()})
    for post in besides:
        if post.local is not None:
            taken.add(post.channels, post.local)
    return taken


def fingerprint(steps: Iterable[Step], losses: Iterable[str]) -> str:
    """Return the same short text for the same queue, moves and losses, and another for any other."""
    places = [[step.post.id, _written(step.post.local), _written(step.after)] for step in steps]
    return hashlib.sha256(json.dumps([places, sorted(losses)]).encode()).hexdigest()[:32]


def _suits(at: datetime, post: Post, cadence: Cadence, taken: Occupied) -> bool:
    """Return whether the post may stand there: the clock knows the time, nobody stands at it, and no day gets too full."""
    try:
        instant(at, post.zone)
    except NoSuchTime:
        return False
    return all(
        not lacks_place(channel, at.date(), cadence=cadence, occupied=taken) and at.time() not in times
        if cadence.has_ceiling(channel)
        else not times
        for channel in post.channels
        for times in [taken.on(channel, at.date())]
    )


def _written(local: datetime | None) -> str:
    return local.isoformat() if local is not None else ""
