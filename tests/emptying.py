"""The database, empty again after a test that committed.

Django truncates every table and writes its own rows anew, which takes half a second for so many tables. Few of them hold
anything after a test; so these alone are emptied, behind a lock that waits for whoever still writes.
"""

from django.db import connection, transaction

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrating wrote, and no test changes."""


@transaction.atomic
def emptied() -> None:
    """No table holds a row, but for what migrating wrote of the tables themselves."""
    with connection.cursor() as cursor:
        names = [f'"{name}"' for name in connection.introspection.table_names(cursor) if name not in KEPT]
        cursor.execute(f"lock table {', '.join(names)} in access exclusive mode")
        cursor.execute(" union all ".join(f"select '{name}' where exists (select from {name})" for name in names))
        full = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "select relname from pg_class where oid in (select tgrelid from pg_trigger where not tgisinternal)"
        )
        guarded = {f'"{name}"' for (name,) in cursor.fetchall()}
        bound = [name for name in full if name in guarded]
        cursor.execute("; ".join([
            *(f"alter table {name} disable trigger user" for name in bound), *(f"delete from {name}" for name in full),
            "set constraints all immediate", *(f"alter table {name} enable trigger user" for name in bound),
        ]))  # fmt: skip
