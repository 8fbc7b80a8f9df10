"""The plain way: one request after the other, each where it costs least just then.

It needs no solver, always finds an answer, and is what the best way has to beat: it gives the solver its first idea, and
stands in where the solver's time is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from eichhorn.planning.rules.making_room.plan import (
    Arrangement,
    Asked,
    Plan,
    Standing,
    days_of_post,
    days_of_request,
    points,
    points_of_moving,
    untouched,
)
from eichhorn.planning.rules.making_room.room import Room


def plain_way(plan: Plan) -> Arrangement:
    """Return a possible arrangement: hard dates are served first, then the earliest wishes."""
    found = untouched(plan)
    for request in sorted(plan.asked, key=lambda one: (not one.hard, one.day, one.id)):
        found = min((found, *_with(plan, found, request)), key=lambda one: points(plan, one).sum)
    return found


def _with(plan: Plan, before: Arrangement, request: Asked) -> Iterator[Arrangement]:
    """Yield the arrangements in which the request has a day, up to the first day for which nothing has to move."""
    room = _room(plan, before)
    for day in days_of_request(plan, request):
        moves = _moves(plan, before, room.copy(), request, day)
        if moves is not None:
            yield replace(
                before, standing={**before.standing, **moves}, asked={**before.asked, request.id: day}
            )  # fmt: skip
            if not moves:
                return


def _moves(
    plan: Plan, before: Arrangement, room: Room, request: Asked, day: date
) -> Mapping[int, date] | None:  # fmt: skip
    """Return which post goes where so that the request has room: one for each full channel. None where that is not enough."""
    moves: dict[int, date] = {}
    for channel in sorted(request.channels):
        if room.has_place(channel, day):
            continue
        there = [
            post for post in plan.standing if channel in post.channels and before.standing[post.id] == day == post.day
        ]
        for post in sorted(there, key=lambda one: (sum(points_of_moving(one)), one.id)):
            to = _next_with_room(plan, room, post)
            if post.id not in moves and to is not None:
                room.give_back(post, day)
                room.take(post, to)
                moves[post.id] = to
                break
    return moves if room.fits(request, day) else None


def _next_with_room(plan: Plan, room: Room, post: Standing) -> date | None:
    """Return the next later day that has room for the post, or None."""
    without = room.copy()
    without.give_back(post, post.day)
    return next((day for day in days_of_post(plan, post)[1:] if without.fits(post, day)), None)


def _room(plan: Plan, arrangement: Arrangement) -> Room:
    """Return the room that the arrangement leaves."""
    room = Room.above(plan)
    for post in plan.standing:
        room.give_back(post, post.day)
        room.take(post, arrangement.standing[post.id])
    for request in plan.asked:
        on = arrangement.asked[request.id]
        if on is not None:
            room.take(request, on)
    return room
