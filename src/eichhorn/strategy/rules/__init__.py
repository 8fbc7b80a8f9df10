"""Pure decisions of the strategy: the way to a goal, and goals as a tree."""

from eichhorn.strategy.rules.tree import Parents, branch, may_hang, walk
from eichhorn.strategy.rules.way import LONGEST_PROOF, STATES, Standing, State, Step, way

__all__ = [
    "LONGEST_PROOF", "STATES", "Parents", "Standing", "State", "Step", "branch", "may_hang", "walk", "way",
]  # fmt: skip
