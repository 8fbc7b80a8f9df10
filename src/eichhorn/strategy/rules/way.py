"""The way to a goal: its milestones, which is next, and which should have been reached by now.

The difficult thing: somebody may find that a step which was reached is not. That is no shame and no deletion: it is a step
of its own, with its reason, and stays to be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eichhorn.foundation.states import States

LONGEST_PROOF = 2_000


class State(StrEnum):
    """Where a milestone stands."""

    AHEAD = "ahead"
    """It is still to be reached, or somebody went back on it."""
    REACHED = "reached"
    """Somebody said by what one can see it."""


STATES = States(
    kind=State,
    starts=frozenset({State.AHEAD}),
    moves={State.AHEAD: frozenset({State.REACHED}), State.REACHED: frozenset({State.AHEAD})},
)


class Standing(StrEnum):
    """Where a milestone stands on a day, seen along the way."""

    REACHED = "reached"
    OVERDUE = "overdue"
    """Its day is over, and it is not reached."""
    NEXT = "next"
    """The first of those that are ahead."""
    LATER = "later"
    LET_GO = "let_go"
    """Somebody decided that it is not to be reached any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as far as the way needs it."""

    number: int
    state: State
    due_on: date
    is_let_go: bool = False


def way(steps: Iterable[Step], *, on: date) -> dict[int, Standing]:
    """Return where each milestone stands on the day, by its number, in the order of their days. At most one is next."""
    found: dict[int, Standing] = {}
    for step in sorted(steps, key=lambda one: (one.due_on, one.number)):
        if step.state is State.REACHED:
            found[step.number] = Standing.REACHED
        elif step.is_let_go:
            found[step.number] = Standing.LET_GO
        elif step.due_on < on:
            found[step.number] = Standing.OVERDUE
        else:
            found[step.number] = Standing.LATER if Standing.NEXT in found.values() else Standing.NEXT
    return found
