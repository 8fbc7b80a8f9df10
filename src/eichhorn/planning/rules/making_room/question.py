"""The plan in the words of a solver: a yes or no for each post and each request on each of its days.

The difficult thing: a time limit by the clock would give another answer on a busy machine. So the solver's work is
counted in its own steps, there is one worker with a fixed seed, and the clock is only the last fence.
"""

from collections import defaultdict
from datetime import date
from math import ceil

from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel, CpSolver, IntVar, LinearExpr, LinearExprT

from eichhorn.planning.rules.making_room.plan import (
    FIRE_HOUR,
    HOUR,
    Arrangement,
    Plan,
    burns,
    ceilings,
    days_of_post,
    days_of_request,
    hours,
    points_of_day,
    points_of_request,
    week,
)

SEED = 5
STEPS = 0.5
"""The solver's own measure of its work, on usual machines about as many seconds."""
FENCE_S = 0.6
"""After this the best that was found is taken, so that three ways together stay below two seconds."""
NEARLY = 1e-6
"""The bound is a whole number that comes as a floating one."""

type Posts = dict[tuple[int, date], IntVar]
type Requests = dict[tuple[int, date | None], IntVar]


def answer(plan: Plan, *, starting_from: Arrangement) -> tuple[Arrangement, int]:
    """Return the best arrangement that was found, or the start, and the points that none can be below."""
    model = CpModel()
    posts: Posts = {
        (post.id, day): model.new_bool_var("") for post in plan.standing for day in days_of_post(plan, post)
    }
    requests: Requests = {
        (one.id, on): model.new_bool_var("") for one in plan.asked for on in (*days_of_request(plan, one), None)
    }
    _each_once(model, plan, posts, requests)
    _below_ceilings(model, plan, posts, requests)
    _within_hours(model, plan, posts, requests)
    model.minimize(LinearExpr.sum([*_costs(plan, posts, requests), *_fire_costs(model, plan, requests)]))
    for (pk, day), stands in posts.items():
        model.add_hint(stands, starting_from.standing[pk] == day)
    for (pk, on), given in requests.items():
        model.add_hint(given, starting_from.asked[pk] == on)
    solver = _solver()
    if solver.solve(model) not in {OPTIMAL, FEASIBLE}:
        return starting_from, 0
    found = Arrangement(
        {pk: day for (pk, day), stands in posts.items() if solver.boolean_value(stands)},
        {pk: on for (pk, on), given in requests.items() if solver.boolean_value(given)},
    )
    return found, max(0, ceil(solver.best_objective_bound - NEARLY))


def _solver() -> CpSolver:
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    # Measured with script/bench planner: what linear programming says of the whole is worth more here than trying each
    # choice beforehand; together that takes a third of the time.
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_deterministic_time = STEPS
    solver.parameters.max_time_in_seconds = FENCE_S
    return solver


def _each_once(model: CpModel, plan: Plan, posts: Posts, requests: Requests) -> None:
    """Nothing is lost and nothing doubled: each has one of its days, a request perhaps none."""
    for post in plan.standing:
        model.add_exactly_one(posts[post.id, day] for day in days_of_post(plan, post))
    for one in plan.asked:
        model.add_exactly_one(requests[one.id, on] for on in (*days_of_request(plan, one), None))


def _below_ceilings(model: CpModel, plan: Plan, posts: Posts, requests: Requests) -> None:
    there: defaultdict[tuple[int, date], list[IntVar]] = defaultdict(list)
    channels = {post.id: post.channels for post in plan.standing}
    for (pk, day), stands in posts.items():
        for channel in channels[pk]:
            there[channel, day].append(stands)
    wished = {one.id: one.channels for one in plan.asked}
    for (pk, on), given in requests.items():
        if on is not None:
            for channel in wished[pk]:
                there[channel, on].append(given)
    for place, most in sorted(ceilings(plan).items()):
        if len(there[place]) > most:
            model.add(sum(there[place]) <= most)


def _within_hours(model: CpModel, plan: Plan, posts: Posts, requests: Requests) -> None:
    work: defaultdict[date, list[LinearExprT]] = defaultdict(list)
    minutes = {post.id: post.minutes for post in plan.standing}
    for (pk, day), stands in posts.items():
        work[week(day)].append(minutes[pk] * stands)
    asked = {one.id: one.minutes for one in plan.asked}
    for (pk, on), given in requests.items():
        if on is not None:
            work[week(on)].append(asked[pk] * given)
    for monday, most in sorted(hours(plan).items()):
        if work[monday]:
            model.add(sum(work[monday]) <= most)


def _costs(plan: Plan, posts: Posts, requests: Requests) -> list[LinearExprT]:
    """Return the points of each choice, but for the fire budget."""
    return [
        *(points_of_day(plan, post, day) * posts[post.id, day]
          for post in plan.standing for day in days_of_post(plan, post)),
        *(points_of_request(plan, one, on) * requests[one.id, on]
          for one in plan.asked for on in (*days_of_request(plan, one), None)),
    ]  # fmt: skip


def _fire_costs(model: CpModel, plan: Plan, requests: Requests) -> list[LinearExprT]:
    """Return the points of each week for begun hours above its fire budget."""
    burnt: defaultdict[date, list[tuple[int, IntVar]]] = defaultdict(list)
    for one in plan.asked:
        for on in days_of_request(plan, one):
            if burns(plan, one, on):
                burnt[week(on)].append((burns(plan, one, on), requests[one.id, on]))
    found: list[LinearExprT] = []
    for monday, parts in sorted(burnt.items()):
        if monday in plan.fire:
            most = sum(minutes for minutes, _given in parts)
            over = model.new_int_var(0, most // HOUR + 1, "")
            model.add(sum(minutes * given for minutes, given in parts) - max(0, plan.fire[monday]) <= HOUR * over)
            found.append(FIRE_HOUR * over)
    return found
