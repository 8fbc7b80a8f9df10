"""The way to a goal as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from eichhorn.strategy import queries
from eichhorn.strategy.models import Goal, Milestone, Turn
from eichhorn.strategy.rules import Standing, State, way
from eichhorn.ui.states import StateKind


@dataclass(frozen=True, slots=True)
class Sign:
    """A standing as it is shown."""

    kind: StateKind
    icon: str
    word: str | Promise


SIGNS: dict[Standing, Sign] = {
    Standing.REACHED: Sign(StateKind.OK, "circle-check", pgettext_lazy("milestone", "Reached")),
    Standing.OVERDUE: Sign(StateKind.WAIT, "alert-circle", pgettext_lazy("milestone", "Its day is over")),
    Standing.NEXT: Sign(StateKind.PLAN, "flag", pgettext_lazy("milestone", "Next")),
    Standing.LATER: Sign(StateKind.REST, "circle-dashed", pgettext_lazy("milestone", "Later")),
    Standing.LET_GO: Sign(StateKind.REST, "circle-minus", pgettext_lazy("milestone", "Let go")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone on its way, with all that happened to it, the latest first."""

    milestone: Milestone
    standing: Standing
    sign: Sign
    turns: tuple[Turn, ...]

    @property
    def may_go(self) -> bool:
        """Whether it can be removed: nothing happened to it yet."""
        return not self.turns


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one goal."""

    goal: Goal
    rows: tuple[Row, ...]

    @property
    def reached(self) -> int:
        return sum(row.standing is Standing.REACHED for row in self.rows)

    @property
    def first_open(self) -> Row | None:
        """The milestone that is due first of those that are still to be reached."""
        return next((row for row in self.rows if row.standing not in {Standing.REACHED, Standing.LET_GO}), None)

    @property
    def went_back(self) -> tuple[Turn, ...]:
        """Every time that somebody went back on a milestone, the latest first."""
        turns = [turn for row in self.rows for turn in row.turns if turn.to == State.AHEAD]
        return tuple(sorted(turns, key=lambda turn: (turn.at, turn.pk), reverse=True))


def ways(goals: Iterable[Goal], *, on: date) -> dict[int, Way]:
    """Return the ways to these goals, by their numbers. Two queries."""
    every = tuple(goals)
    of: dict[int, list[Milestone]] = {goal.pk: [] for goal in every}
    for milestone in queries.milestones(of):
        of[milestone.goal_id].append(milestone)
    return {goal.pk: _way(goal, of[goal.pk], on) for goal in every}


def _way(goal: Goal, milestones: list[Milestone], on: date) -> Way:
    stand = way((one.step for one in milestones), on=on)
    by_number = {one.pk: one for one in milestones}
    return Way(goal, tuple(
        Row(by_number[number], standing, SIGNS[standing], tuple(by_number[number].turns.all()))
        for number, standing in stand.items()
    ))  # fmt: skip
