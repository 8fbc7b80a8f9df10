"""Who waits for whom while the plan changes.

The difficult thing: accepting a newcomer looks at many slots and at places where none stands yet, so no row lock is
enough. Accepting takes the plan alone; whoever makes or moves one slot takes it together with others of their kind.
The order is always the same, the plan first and then a slot's row, so that nobody waits in a circle.
"""

from django.db import connection

from eichhorn.foundation.trips import Statement

PLAN = 0x706C616E
"""The number of the plan among PostgreSQL's advisory locks ("plan" in ASCII)."""

TOGETHER = Statement("select pg_advisory_xact_lock_shared(%s)", [PLAN])
"""What `together` says, for whoever has more to say in the same trip."""


def together() -> None:
    """Until the end of the transaction nobody accepts a newcomer."""
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER.sql, TOGETHER.values)


def alone() -> None:
    """Until the end of the transaction nobody else changes who stands where."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [PLAN])
