"""The database, empty again after a test that committed.

Django truncates every table and writes its own rows anew, which takes half a second for so many tables. Few of them hold
anything after a test; so these alone are emptied, behind a lock that waits for whoever still writes.
"""

from collections.abc import Iterable
from graphlib import TopologicalSorter

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrating wrote, and no test changes."""
AT_ONCE = "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f' and not condeferrable"
"""References that are checked row by row: those of tables that are not ours."""


@transaction.atomic
def emptied() -> None:
    """No table holds a row, but for what migrating wrote of the tables themselves."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in KEPT]
        cursor.execute(f"lock table {', '.join(map(_quoted, names))} in access exclusive mode")
        cursor.execute(
            " union all ".join(f"select '{name}' where exists (select from {_quoted(name)})" for name in names)
        )
        full = _in_order({name for (name,) in cursor.fetchall()}, cursor)
        cursor.execute(
            "select relname from pg_class where oid in (select tgrelid from pg_trigger where not tgisinternal)"
        )
        guarded = {name for (name,) in cursor.fetchall()} & set(full)
        cursor.execute("; ".join([
            *(f"alter table {_quoted(name)} disable trigger user" for name in guarded),
            *(f"delete from {_quoted(name)}" for name in full), "set constraints all immediate",
            *(f"alter table {_quoted(name)} enable trigger user" for name in guarded),
        ]))  # fmt: skip


def _in_order(names: Iterable[str], cursor: CursorWrapper) -> list[str]:
    """Return the tables so that what refers to another at once stands before it."""
    cursor.execute(AT_ONCE)
    before: dict[str, set[str]] = {name: set() for name in names}
    for refers, to in cursor.fetchall():
        if to in before and refers in before and refers != to:
            before[to].add(refers)
    return list(TopologicalSorter(before).static_order())


def _quoted(name: str) -> str:
    return f'"{name}"'
