"""The tree of goals as pages show it."""

from dataclasses import dataclass
from datetime import date

from eichhorn.strategy import queries
from eichhorn.strategy.models import Goal
from eichhorn.strategy.rules import branch, walk
from eichhorn.strategy.ways import Way, ways

DEEPEST_SHOWN = 4
"""From here on the page indents no further; the line says below what a goal hangs."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A goal in its place of the tree."""

    goal: Goal
    depth: int
    above: Goal | None
    below: int
    """How many goals hang below it, at any depth."""
    way: Way
    is_over: bool

    @property
    def indent(self) -> int:
        return min(self.depth, DEEPEST_SHOWN)


def tree(*, on: date) -> tuple[Leaf, ...]:
    """Return the goals that nobody archived, each after the one above it. Three queries."""
    goals = {goal.pk: goal for goal in queries.living().order_by("ends_on", "name", "pk")}
    parents, leads = queries.parents(goals.values()), ways(goals.values(), on=on)
    return tuple(
        Leaf(
            goals[number], depth, goals.get(parents[number] or 0), len(branch(parents, number)) - 1, leads[number],
            goals[number].ends_on <= on,
        )
        for number, depth in walk(parents)
    )  # fmt: skip
