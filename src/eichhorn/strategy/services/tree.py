"""The tree of goals while it changes.

The difficult thing: who hangs below whom is the matter of many rows, so no lock of one of them is enough. Whoever changes
the tree holds it as a whole, before any row, and so nobody waits in a circle.
"""

from django.db import connection

from eichhorn.strategy import queries
from eichhorn.strategy.models import Goal
from eichhorn.strategy.rules import branch, may_hang

TREE = 0x74726565
"""The number of the tree among PostgreSQL's advisory locks ("tree" in ASCII); the trigger of migration 0006 names it too."""


class WouldCircle(Exception):
    """A goal would serve itself, or one of those that serve it."""


class IsArchived(Exception):
    """Nothing hangs below a goal that was put away."""

    def __init__(self, goal: Goal) -> None:
        super().__init__(goal.name)
        self.goal = goal


def hold() -> None:
    """Until the end of the transaction nobody else changes the tree."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TREE])


def hang(goal: Goal, *, under: Goal | None) -> bool:
    """The goal, which may be a new one, hangs below the other once it is saved; return whether that is a change."""
    number = under.pk if under is not None else None
    if goal.parent_id == number:
        return False
    if under is not None:
        if goal.pk is not None and not may_hang(_parents(), goal.pk, under=under.pk):
            raise WouldCircle(goal.name)
        if Goal.objects.filter(pk=under.pk, archived_at__isnull=False).exists():
            raise IsArchived(under)
    goal.parent = under
    return True


def below(goal: Goal) -> frozenset[int]:
    """Return the numbers of the goal and of all that hang below it. One query."""
    return branch(_parents(), goal.pk)


def _parents() -> dict[int, int | None]:
    return queries.parents(queries.every_goal())
