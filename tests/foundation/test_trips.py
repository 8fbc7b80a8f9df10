"""Several statements in one trip: what goes together stands or falls together."""

import contextlib
from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from eichhorn.foundation import trips
from eichhorn.foundation.models import AuditEvent
from eichhorn.foundation.trips import Statement
from eichhorn.planning.models import KindOfWork

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def kind(name: str, number: int | None = None) -> KindOfWork:
    return KindOfWork(pk=number, name=name, effort_minutes=60)


def names() -> set[str]:
    return set(KindOfWork.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_each_statement_is_answered_in_its_place_and_all_of_them_in_one_trip() -> None:
    with CaptureQueriesContext(connection) as trip:
        answers = trips.ask(
            Statement("select %s::int", [1]),
            Statement("select 2 where false"),
            Statement("select %s::text, 4", ["100 %"]),
        )
    assert answers == [[(1,)], [], [("100 %", 4)]]
    assert len(trip) == 1


@pytest.mark.django_db
def test_a_statement_sees_what_the_one_before_it_did() -> None:
    [], [(found,)] = trips.ask(
        Statement("insert into planning_kindofwork (name, name_en, effort_minutes) values ('Film', '', 60)"),
        Statement("select count(*) from planning_kindofwork where name = %s", ["Film"]),
    )
    assert found == 1


@pytest.mark.django_db
def test_a_statement_with_a_name_takes_other_values_each_time() -> None:
    asked = [trips.ask(Statement("select %s::int + %s::int", [n, 1], "tests_sum")) for n in range(7)]
    assert asked == [[[(n + 1,)]] for n in range(7)]


@pytest.mark.django_db
def test_a_statement_that_was_planned_in_a_transaction_that_failed_can_be_asked_again() -> None:
    statement = Statement("select 1 / %s::int", [0], "tests_quotient")
    with pytest.raises(DataError), transaction.atomic():
        trips.ask(statement)
    assert trips.ask(Statement(statement.sql, [1], statement.name)) == [[(1,)]]


@pytest.mark.django_db
def test_a_name_that_would_be_cut_off_is_refused() -> None:
    assert trips.ask(Statement("select 1", (), "t" * trips.LONGEST_NAME)) == [[(1,)]]
    with pytest.raises(ValueError, match="longer"):
        trips.ask(Statement("select 1", (), "t" * (trips.LONGEST_NAME + 1)))


@pytest.mark.django_db
def test_rows_of_several_kinds_are_inserted_in_one_trip_as_the_library_would() -> None:
    [[(first, second)]] = trips.ask(trips.numbers(KindOfWork, KindOfWork))
    event = AuditEvent(at=NOW, verb="tests.counted", object_kind="kind", object_id=first, details={"of": "zwei"})
    rows = (kind("Bild", first), event, kind("Film", second))
    with CaptureQueriesContext(connection) as trip:
        trips.insert(*rows)
    assert len(trip) == 1
    assert [KindOfWork.objects.get(pk=number).name for number in (first, second)] == ["Bild", "Film"]
    kept = AuditEvent.objects.get(verb="tests.counted")
    assert (kept.at, kept.actor_id, kept.object_id, kept.details) == (NOW, None, first, {"of": "zwei"})
    assert not any(row._state.adding for row in rows)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, trips.MOST_PLANNED_ROWS, trips.MOST_PLANNED_ROWS + 1, 40])
def test_so_many_rows_of_a_kind_are_inserted_in_their_order(many: int) -> None:
    trips.insert(*(kind(f"Art {number}") for number in range(many)))
    rows = KindOfWork.objects.filter(name__startswith="Art ").order_by("pk")
    assert list(rows.values_list("name", flat=True)) == [f"Art {number}" for number in range(many)]


@pytest.mark.django_db
def test_a_row_that_may_not_be_takes_the_others_of_its_trip_back() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        trips.insert(kind("Film"), AuditEvent(at=NOW, verb="tests.x", object_kind="x", object_id=1), kind("Film"))
    assert "Film" not in names()
    assert not AuditEvent.objects.filter(verb="tests.x").exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_a_trip_is_one() -> None:
    with pytest.raises(DataError):
        trips.ask(
            Statement("insert into planning_kindofwork (name, name_en, effort_minutes) values ('Film', '', 60)"),
            Statement("select 1 / 0"),
        )
    assert names() == set()


@pytest.mark.django_db
def test_a_row_that_is_read_back_is_the_row() -> None:
    event = AuditEvent.objects.create(
        at=NOW, actor_id=7, verb="tests.read", object_kind="x", object_id=1, details={"a": [1]}
    )
    [[row]] = trips.ask(
        Statement(f"select {trips.columns(AuditEvent, 'e')} from foundation_auditevent e where id = %s", [event.pk])
    )
    found = trips.read(AuditEvent, row)
    assert found == event
    assert (found.at, found.actor_id, found.details) == (NOW, 7, {"a": [1]})


@trips.act
def add(name: str) -> None:
    trips.insert(kind(name))
    if name == "verboten":
        raise ValueError(name)


@pytest.mark.django_db
def test_an_act_that_fails_inside_another_is_taken_back_alone() -> None:
    with transaction.atomic():
        add("Bild")
        with pytest.raises(ValueError, match="verboten"):
            add("verboten")
        add("Film")
    assert {"Bild", "Film"} <= names()
    assert "verboten" not in names()


def add_and_go_on(*names: str) -> None:
    with trips.all_or_nothing():
        for name in names:
            with contextlib.suppress(ValueError):
                add(name)


@pytest.mark.django_db
def test_where_it_is_all_or_nothing_whoever_catches_a_refusal_cannot_go_on() -> None:
    with pytest.raises(TransactionManagementError):
        add_and_go_on("Bild", "verboten", "Film")
    assert not {"Bild", "Film", "verboten"} & names()


@pytest.mark.django_db
def test_where_it_is_all_or_nothing_an_act_costs_one_trip() -> None:
    with trips.all_or_nothing(), CaptureQueriesContext(connection) as asked:
        add("Bild")
    assert len(asked) == 1
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        add("Film")
    assert len(asked) == 3
