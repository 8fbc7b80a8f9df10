"""State machines as a table.

A table that forgets a state, or names one that nothing leads to, is refused when it is written down, not when a post
hangs in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ImpossibleTable(Exception):
    """The table of states misses a state or holds one that cannot be reached."""


class ForbiddenMove(Exception):
    """A thing was to move between two states that the table does not join."""

    def __init__(self, before: StrEnum, after: StrEnum) -> None:
        super().__init__(f"{before} does not lead to {after}")
        self.before = before
        self.after = after


@dataclass(frozen=True, slots=True)
class States[S: StrEnum]:
    """A checked table: for each state the set of states that may follow."""

    kind: type[S]
    starts: frozenset[S]
    moves: Mapping[S, frozenset[S]]

    def __post_init__(self) -> None:
        if missing := set(self.kind) - set(self.moves):
            raise ImpossibleTable(f"{self.kind.__name__} has no row for {sorted(missing)}")
        reached = set(self.starts)
        frontier = set(self.starts)
        while frontier:
            frontier = {after for before in frontier for after in self.moves[before]} - reached
            reached |= frontier
        if unreachable := set(self.kind) - reached:
            raise ImpossibleTable(f"{self.kind.__name__} never reaches {sorted(unreachable)}")

    def check(self, before: S | str, after: S | str) -> S:
        """Return the state moved to, or raise ForbiddenMove."""
        old, new = self.kind(before), self.kind(after)
        if new not in self.moves[old]:
            raise ForbiddenMove(old, new)
        return new

    def may(self, before: S | str, after: S | str) -> bool:
        return self.kind(after) in self.moves[self.kind(before)]

    @property
    def ends(self) -> frozenset[S]:
        """The states that nothing leaves."""
        return frozenset(state for state, after in self.moves.items() if not after)
