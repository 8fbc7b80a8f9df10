"""What stands, what is asked for, and what an arrangement of both costs.

The difficult thing: two arrangements can be compared only by one number, and a number can be argued with only where one
sees what it is made of. So `points` counts in named parts, and the best way is the one whose sum is smallest. What must
never happen (a ceiling passed, something lost, the immovable moved) is no matter of points: `broken` names it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOVED = 4
"""Points for each post that gets another day."""
STEP = 2
"""More, for each step that it is further along than an idea: people have worked for its day."""
GOAL = 8
"""More, where it pays into a goal."""
DAY_LATER = 1
"""More, for each day of the plan by which it comes later."""
REQUEST_LATER = 3
"""Points for each day of the plan by which a request comes later than wished."""
LEFT_OUT = 200
"""Points for a request that gets no day."""
FIRE_HOUR = 6
"""Points for each begun hour above the fire budget of a week."""
HOUR = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """A planned post on its day."""

    id: int
    channels: frozenset[int]
    day: date
    minutes: int
    goal: str | None = None
    steps: int = 0
    """How much further along than an idea."""
    movable: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """An open request. On `not_on` it gets no day: that is how the second best way is asked for."""

    id: int
    channels: frozenset[int]
    day: date
    minutes: int
    hard: bool = False
    """It is that day or none."""
    not_on: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is known. A channel and day without ceiling, and a week without minutes, is unknown and bounds nothing."""

    standing: tuple[Standing, ...]
    asked: tuple[Asked, ...]
    days: tuple[date, ...]
    """Days that may be given, earliest first."""
    ceilings: Mapping[tuple[int, date], int]
    minutes: Mapping[date, int]
    """What the team has in a week, by its Monday."""
    fire: Mapping[date, int]
    """What is left of the fire budget of a week, in minutes, by its Monday."""
    in_good_time: date
    """What gets an earlier day than this is spontaneous."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A day for each post and each request; None for a request that is left out."""

    standing: Mapping[int, date]
    asked: Mapping[int, date | None]


@dataclass(frozen=True, slots=True)
class Points:
    """What an arrangement costs, by reason."""

    moved: int
    goals: int
    later: int
    left_out: int
    fire: int

    @property
    def sum(self) -> int:
        return self.moved + self.goals + self.later + self.left_out + self.fire


def week(day: date) -> date:
    """Return the Monday of its week."""
    return day - timedelta(days=day.weekday())


def untouched(plan: Plan) -> Arrangement:
    """Return the plan as it stands, with every request left out; that is always possible."""
    return Arrangement({post.id: post.day for post in plan.standing}, {request.id: None for request in plan.asked})


def days_of_post(plan: Plan, post: Standing) -> tuple[date, ...]:
    """Return the days on which the post may stand: its own, and where it is movable the later ones."""
    return (post.day, *(day for day in plan.days if day > post.day)) if post.movable else (post.day,)


def days_of_request(plan: Plan, request: Asked) -> tuple[date, ...]:
    """Return the days that the request may get, besides none."""
    return tuple(
        day for day in plan.days
        if day not in request.not_on and (day == request.day if request.hard else day >= request.day)
    )  # fmt: skip


def points_of_moving(post: Standing) -> tuple[int, int]:
    """Return what it costs to move the post at all: for the work behind it, and for its goal."""
    return MOVED + STEP * post.steps, GOAL if post.goal else 0


def points_of_day(plan: Plan, post: Standing, to: date) -> int:
    """Return what it costs to give the post that day; nothing, where it stands there."""
    return 0 if to == post.day else sum(points_of_moving(post)) + DAY_LATER * days_between(plan, post.day, to)


def points_of_request(plan: Plan, request: Asked, on: date | None) -> int:
    """Return what it costs to give the request that day, apart from the fire budget."""
    return LEFT_OUT if on is None else REQUEST_LATER * days_between(plan, request.day, on)


def burns(plan: Plan, request: Asked, on: date) -> int:
    """Return the minutes that the request takes from the fire budget of its week."""
    return request.minutes if on < plan.in_good_time else 0


def fire_points(minutes: int, *, left: int) -> int:
    """Return the points for what goes above what is left of the fire budget; each begun hour counts."""
    return FIRE_HOUR * -(-max(0, minutes - max(0, left)) // HOUR)


def points(plan: Plan, arrangement: Arrangement) -> Points:
    """Return what the arrangement costs."""
    moves = [(post, to) for post in plan.standing if (to := arrangement.standing[post.id]) != post.day]
    given = [(request, arrangement.asked[request.id]) for request in plan.asked]
    burnt: Counter[date] = Counter()
    for request, on in given:
        if on is not None:
            burnt[week(on)] += burns(plan, request, on)
    return Points(
        moved=sum(points_of_moving(post)[0] for post, _to in moves),
        goals=sum(points_of_moving(post)[1] for post, _to in moves),
        later=sum(DAY_LATER * days_between(plan, post.day, to) for post, to in moves)
        + sum(points_of_request(plan, request, on) for request, on in given if on is not None),
        left_out=sum(points_of_request(plan, request, on) for request, on in given if on is None),
        fire=sum(
            fire_points(minutes, left=plan.fire[monday]) for monday, minutes in burnt.items() if monday in plan.fire
        ),
    )


def ceilings(plan: Plan) -> dict[tuple[int, date], int]:
    """Return how many posts each channel may carry on a day: its ceiling, or what stands there already."""
    now = Counter((channel, post.day) for post in plan.standing for channel in post.channels)
    return {place: max(ceiling, now[place]) for place, ceiling in plan.ceilings.items()}


def hours(plan: Plan) -> dict[date, int]:
    """Return how many minutes each week may hold: what the team has, or what stands there already."""
    now = minutes_by_week(plan, untouched(plan))
    return {monday: max(whole, now[monday]) for monday, whole in plan.minutes.items()}


def minutes_by_week(plan: Plan, arrangement: Arrangement) -> Counter[date]:
    """Return the minutes of work by the Monday of the week."""
    found: Counter[date] = Counter()
    for post in plan.standing:
        found[week(arrangement.standing[post.id])] += post.minutes
    for request in plan.asked:
        on = arrangement.asked[request.id]
        if on is not None:
            found[week(on)] += request.minutes
    return found


def broken(plan: Plan, arrangement: Arrangement) -> Iterator[str]:
    """Yield what must never happen and happens in the arrangement; nothing, where it is possible."""
    if set(arrangement.standing) != {post.id for post in plan.standing}:
        yield "a post is lost or made up"
    if set(arrangement.asked) != {request.id for request in plan.asked}:
        yield "a request is lost or made up"
    yield from _misplaced(plan, arrangement)
    yield from _crowded(plan, arrangement)


def _misplaced(plan: Plan, arrangement: Arrangement) -> Iterator[str]:
    for post in plan.standing:
        if arrangement.standing[post.id] not in days_of_post(plan, post):
            yield f"post {post.id} stands where it may not"
    for request in plan.asked:
        if arrangement.asked[request.id] not in {None, *days_of_request(plan, request)}:
            yield f"request {request.id} has a day that it may not have"


def _crowded(plan: Plan, arrangement: Arrangement) -> Iterator[str]:
    there = Counter((channel, arrangement.standing[post.id]) for post in plan.standing for channel in post.channels)
    for request in plan.asked:
        if (on := arrangement.asked[request.id]) is not None:
            there.update((channel, on) for channel in request.channels)
    for (channel, day), most in ceilings(plan).items():
        if there[channel, day] > most:
            yield f"channel {channel} is above its ceiling on {day}"
    work = minutes_by_week(plan, arrangement)
    for monday, most in hours(plan).items():
        if work[monday] > most:
            yield f"the week of {monday} has more work than hours"


def days_between(plan: Plan, before: date, after: date) -> int:
    """Return by how many days of the plan the second comes after the first."""
    return sum(before < day <= after for day in plan.days)
