"""How quickly the best ways for a request are found, how near to the best they are, and whether the plain way was better.

    script/bench planner --json

Twenty plans of 40 posts and 10 open requests, made from seeds, on six channels over eight weeks: crowded days, posts on
several channels, goals, weeks with hardly an hour to spare, a small fire budget. In each the three ways of one request
are asked for, as the page does; the seconds are those of all three, the gap is the largest of the three.
"""

import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bench import figures
from eichhorn.planning.rules.making_room.best import three_ways
from eichhorn.planning.rules.making_room.plain import plain_way
from eichhorn.planning.rules.making_room.plan import Asked, Plan, Standing, broken, points, week

INSTANCES, POSTS, REQUESTS, CHANNELS, DAYS = 20, 40, 10, 6, 40
BEGINS = date(2027, 3, 1)


def main(arguments: Sequence[str]) -> int:
    """Print the figures; return 1 where the plain way was better."""
    in_json = figures.as_json(arguments, prog="planner", about=__doc__)
    found = measure()
    figures.tell(found, in_json=in_json)
    return 1 if found["worse_than_greedy"] else 0


def measure() -> dict[str, Any]:
    """Return the figures of one run."""
    three_ways(crowded(seed=INSTANCES), 1)  # the solver is read from the disk once
    seconds, gaps, worse = [], [], 0
    for seed in range(INSTANCES):
        plan = crowded(seed=seed)
        begins = time.perf_counter()
        ways = three_ways(plan, 1)
        seconds.append(time.perf_counter() - begins)
        gaps += [(way.points.sum - way.bound) / max(1, way.bound) for way in ways]
        worse += ways[0].points.sum > points(plan, plain_way(plan)).sum
        for way in ways:
            assert not list(broken(plan, way.arrangement))
    return {
        "instances": INSTANCES,
        "seconds_max": round(max(seconds), 3),
        "gap_max": round(max(gaps), 4),
        "worse_than_greedy": worse,
    }


def crowded(*, seed: int) -> Plan:
    """Return the plan of that seed."""
    chance = random.Random(seed)
    days = [day for n in range(DAYS * 7 // 5) if (day := BEGINS + timedelta(days=n)).weekday() < 5]
    soon = days[: DAYS // 3]
    standing = tuple(
        Standing(
            id=n, channels=_channels(chance), day=chance.choice(soon), minutes=chance.choice((30, 60, 90, 180)),
            goal=chance.choice((None, "Trust", "Staff")), steps=chance.randrange(4), movable=chance.random() < 0.8,
        )
        for n in range(1, POSTS + 1)
    )  # fmt: skip
    asked = tuple(
        Asked(
            id=n, channels=_channels(chance), day=chance.choice(soon[:8]), minutes=chance.choice((45, 60, 120)),
            hard=chance.random() < 0.3,
        )
        for n in range(1, REQUESTS + 1)
    )  # fmt: skip
    weeks = sorted({week(day) for day in days})
    return Plan(
        standing=standing, asked=asked, days=tuple(days),
        ceilings={(channel, day): chance.choice((0, 1, 1, 2)) for channel in range(CHANNELS) for day in days},
        minutes={monday: chance.choice((900, 1200, 1500)) for monday in weeks},
        fire={monday: chance.choice((0, 60, 120)) for monday in weeks}, in_good_time=days[5],
    )  # fmt: skip


def _channels(chance: random.Random) -> frozenset[int]:
    return frozenset(chance.sample(range(CHANNELS), chance.choice((1, 1, 2, 3))))
