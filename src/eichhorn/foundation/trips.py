"""Several statements in one trip to the database, and services that need no way back of their own.

The difficult thing: most of what a short statement costs is the way there and back, so an act of twenty statements is
slow although each of them is quick. What goes in one trip still runs one after the other, each statement seeing what
those before it did; and a failure of any takes the whole transaction back, or the whole trip where there is none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault

type Rows = list[tuple[Any, ...]]

MOST_PLANNED_ROWS = 4
"""An insert of more rows at once is seldom the same again."""
LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, and the values for its places (%s)."""

    sql: str
    values: Sequence[Any] = ()
    name: str = ""
    """With a name it is planned once for each connection; for what is asked all the time and joins tables."""


def ask(*statements: Statement) -> list[Rows]:
    """Run the statements in this order, in one trip; return the rows of each."""
    said = [_said(statement) for statement in statements]
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(said), [value for statement in statements for value in statement.values])
        answers = [_rows(cursor)]
        while cursor.nextset():
            answers.append(_rows(cursor))
    return answers


_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""The names of the statements that are planned, by connection."""


def _said(statement: Statement) -> str:
    if not statement.name:
        return statement.sql
    if len(statement.name) > LONGEST_NAME:  # PostgreSQL would cut it off, and take two for one
        raise ValueError(f"{statement.name} is longer than {LONGEST_NAME}")
    connection.ensure_connection()
    known = _planned.setdefault(connection.connection, set())
    if statement.name not in known:
        places = (f"${number}" for number in count(1))
        words = re.sub("%s", lambda _: next(places), statement.sql)
        with connection.wrap_database_errors:
            connection.connection.execute(f"prepare {statement.name} as {words}")
        known.add(statement.name)
    given = ", ".join(["%s"] * len(statement.values))
    return f"execute {statement.name}({given})" if given else f"execute {statement.name}"


def _rows(cursor: Any) -> Rows:
    """Return the rows of the present answer; whoever asks the cursor what their columns are called pays for it."""
    return list(cursor.fetchall()) if cursor.pgresult.nfields else []


def numbers(*kinds: type[models.Model]) -> Statement:
    """Return the statement that takes the next free number of each kind of row; they are never given again."""
    places = ", ".join(
        f"nextval(pg_get_serial_sequence('{connection.ops.quote_name(kind._meta.db_table)}', '{_key(kind).column}'))"
        for kind in kinds
    )
    return Statement(f"select {places}", name="_".join(["numbers", *(kind._meta.db_table for kind in kinds)]))


def insert(*rows: models.Model) -> None:
    """The rows are in their tables after one trip, those of one kind in this order.

    A row that others refer to has taken its number before (`numbers`); one that has none gets one, unseen.
    """
    of_kind: dict[tuple[type[models.Model], bool], list[models.Model]] = {}
    for row in rows:
        of_kind.setdefault((type(row), row.pk is None), []).append(row)
    ask(*map(_inserted, of_kind.values()))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _inserted(rows: list[models.Model]) -> Statement:
    kind = type(rows[0])
    with_key = rows[0].pk is not None
    fields, head, places = _form(kind, with_key=with_key)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    if any(isinstance(value, DatabaseDefault) for value in values):
        raise TypeError(f"{kind.__name__} has values that only the database knows")
    name = f"insert_{len(rows)}{'_numbered' if with_key else ''}_{kind._meta.db_table}"
    words = f"{head} {', '.join([places] * len(rows))}"
    return Statement(words, values, name if len(rows) <= MOST_PLANNED_ROWS else "")


@cache
def _form(kind: type[models.Model], *, with_key: bool) -> tuple[tuple[Any, ...], str, str]:
    """Return the fields of an insert, and its words before the values and for one row of them."""
    fields = tuple(
        field for field in kind._meta.local_concrete_fields
        if not field.generated and (with_key or not field.primary_key)
    )  # fmt: skip
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    head = f"insert into {quote(kind._meta.db_table)} ({columns}) values"
    return fields, head, f"({', '.join(['%s'] * len(fields))})"


def _key(kind: type[models.Model]) -> Any:
    key = kind._meta.pk
    assert key is not None
    return key


def columns(kind: type[models.Model], name: str) -> str:
    """Return what a select says to read whole rows of the kind, from the table that the query calls so."""
    quote = connection.ops.quote_name
    return ", ".join(f"{quote(name)}.{quote(field.column or '')}" for field in kind._meta.concrete_fields)


def read[M: models.Model](kind: type[M], values: Sequence[Any]) -> M:
    """Return the row of the kind whose columns (`columns`) have these values."""
    shown = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(kind._meta.concrete_fields, values, strict=True)
    ]
    return kind.from_db(connection.alias, [field.attname for field in kind._meta.concrete_fields], shown)


_nobody_catches: ContextVar[bool] = ContextVar("nobody_catches", default=False)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """What is done inside is one transaction, and after any refusal nothing of it stays: nobody catches one and goes on.

    So the services in it (`act`) set no savepoints, each of which would cost two trips. Whoever goes on all the same
    gets TransactionManagementError at the next statement, never half an act.
    """
    with transaction.atomic():
        mark = _nobody_catches.set(True)
        try:
            yield
        finally:
            _nobody_catches.reset(mark)


def act[**P, R](service: Callable[P, R]) -> Callable[P, R]:
    """Let the service be one transaction, or a part of one that can be taken back alone where somebody could go on."""

    @wraps(service)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(savepoint=not _nobody_catches.get()):
            return service(*args, **kwargs)

    return whole
