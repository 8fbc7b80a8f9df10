"""The best way: of all possible arrangements the one that costs least, and the next best ones beside it.

The difficult thing: the same plan must have the same answer tomorrow and on another machine. So things are told in the
order of their numbers, and the solver counts its time in its own steps (see `question`).
"""

from dataclasses import dataclass, replace

from eichhorn.planning.rules.making_room.plain import plain_way
from eichhorn.planning.rules.making_room.plan import Arrangement, Plan, Points, points
from eichhorn.planning.rules.making_room.question import answer

WAYS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An arrangement, what it costs, and what no arrangement can be cheaper than."""

    arrangement: Arrangement
    points: Points
    bound: int

    @property
    def proven(self) -> bool:
        return self.points.sum == self.bound


def best_way(plan: Plan) -> Found:
    """Return the best arrangement that was found; never a dearer one than the plain way."""
    known = replace(
        plan,
        standing=tuple(sorted(plan.standing, key=lambda one: one.id)),
        asked=tuple(sorted(plan.asked, key=lambda one: one.id)),
    )
    plain = plain_way(known)
    told, bound = answer(known, starting_from=plain)
    best = min((told, plain), key=lambda one: points(known, one).sum)
    return Found(best, points(known, best), bound)


def three_ways(plan: Plan, request_id: int) -> tuple[Found, ...]:
    """Return the best way, and the best ones in which the request has yet another day; at most three, cheapest first.

    Leaving it out is a way as well, and the last one.
    """
    ways: list[Found] = []
    while len(ways) < WAYS and (not ways or ways[-1].arrangement.asked[request_id] is not None):
        ways.append(best_way(_on_other_days(plan, request_id, ways)))
    return tuple(ways)


def _on_other_days(plan: Plan, request_id: int, ways: list[Found]) -> Plan:
    """Return the plan in which the request may have none of the days that it has in those ways."""
    taken = {day for way in ways if (day := way.arrangement.asked[request_id]) is not None}
    asked = (replace(one, not_on=one.not_on | taken) if one.id == request_id else one for one in plan.asked)
    return replace(plan, asked=tuple(asked))
