"""Roles: who may do what, from when, until when, on which channels; and somebody always administers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eichhorn.foundation.models import AuditEvent
from eichhorn.people import queries, rules, services
from eichhorn.people.models import Organisation, Role
from eichhorn.people.rules import Act, Grant, NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW
TODAY = date(2026, 6, 9)
days = some.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@some.composite
def grants(draw: some.DrawFn, kind: RoleKind | None = None) -> Grant:
    begins_on = draw(days)
    ends_on = draw(some.none() | some.integers(1, 900).map(lambda n: begins_on + timedelta(days=n)))
    channels = draw(some.none() | some.frozensets(some.integers(1, 5)))
    return Grant(kind or draw(some.sampled_from(RoleKind)), begins_on, ends_on, channels)


@given(grant=grants(), on=days, act=some.sampled_from(Act), channel=some.none() | some.integers(1, 5))
def test_a_role_holds_from_its_first_day_to_before_its_last_on_its_channels(
    grant: Grant, on: date, act: Act, channel: int | None
) -> None:
    in_time = grant.begins_on <= on and (grant.ends_on is None or on < grant.ends_on)
    in_scope = channel is None or grant.channels is None or channel in grant.channels
    assert rules.allows((grant,), act, on=on, channel=channel) == (
        in_time and in_scope and act in rules.MAY[grant.kind]
    )


@given(held=some.lists(grants(RoleKind.ADMINISTRATOR), max_size=5), since=days)
def test_somebody_always_administers_exactly_when_every_day_has_somebody(held: list[Grant], since: date) -> None:
    edges = {since, *(g.begins_on for g in held), *(g.ends_on for g in held if g.ends_on)}
    looked_at = {day for day in edges if day >= since} | {max(edges) + timedelta(days=1)}
    covered = all(any(rules.in_force(g, on=day) for g in held) for day in looked_at)
    assert rules.always_administered(held, since=since) == covered


@pytest.mark.parametrize("kind", RoleKind)
def test_every_role_may_read_and_only_the_administration_administers(kind: RoleKind) -> None:
    assert Act.READ in rules.MAY[kind]
    assert (Act.ADMINISTER in rules.MAY[kind]) == (kind is RoleKind.ADMINISTRATOR)


@pytest.mark.django_db
def test_a_role_begins_at_midnight_of_the_organisation() -> None:
    writer = make.people.person(role=RoleKind.AUTHOR, begins_on=date(2026, 6, 10), ends_on=date(2026, 6, 11))
    begins_at = datetime(2026, 6, 9, 22, 0, tzinfo=UTC)
    assert not queries.may(writer, Act.WRITE, now=begins_at - timedelta(seconds=1))
    assert queries.may(writer, Act.WRITE, now=begins_at)
    assert queries.may(writer, Act.WRITE, now=begins_at + timedelta(hours=24, seconds=-1))
    assert not queries.may(writer, Act.WRITE, now=begins_at + timedelta(hours=24))


@pytest.mark.django_db
def test_a_role_for_one_channel_is_none_for_another() -> None:
    writer = make.people.person(role=RoleKind.COMMUNITY, channels=[7])
    assert queries.may(writer, Act.ANSWER, now=NOW, channel=7)
    assert not queries.may(writer, Act.ANSWER, now=NOW, channel=8)
    assert list(queries.holders(Act.ANSWER, now=NOW, channel=7)) == [writer]
    assert not queries.holders(Act.ANSWER, now=NOW, channel=8)


@pytest.mark.django_db
def test_asking_costs_one_query(django_assert_num_queries: make.Counting) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    with django_assert_num_queries(1):
        assert queries.may(manager, Act.PLAN, now=NOW)
    with django_assert_num_queries(1):
        assert Act.PLAN in queries.acts(manager, now=NOW)
    with django_assert_num_queries(2):
        assert list(queries.holders(Act.PLAN, now=NOW)) == [manager]


@pytest.mark.django_db
def test_who_does_not_administer_gives_no_role() -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    with pytest.raises(NotAllowed) as refused:
        services.give_role(person=manager, kind=RoleKind.ADMINISTRATOR, begins_on=TODAY, by=manager, now=NOW)
    assert refused.value.act is Act.ADMINISTER
    assert not queries.may(manager, Act.ADMINISTER, now=NOW)


@pytest.mark.django_db
def test_the_team_knows_what_is_hidden_and_a_reader_does_not() -> None:
    assert queries.reads_hidden(make.people.person(role=RoleKind.AUTHOR), NOW)
    assert not queries.reads_hidden(make.people.person(role=RoleKind.READER), NOW)
    assert not queries.reads_hidden(make.people.person(role=RoleKind.AUTHOR, ends_on=TODAY), NOW)
    assert not queries.reads_hidden(None, NOW)


@pytest.mark.django_db
def test_the_last_administrator_cannot_be_taken_away() -> None:
    first, second = (make.people.administrator() for _ in range(2))
    one, two = Role.objects.get(person=first), Role.objects.get(person=second)
    services.end_role(role=one, on=TODAY, by=second, now=NOW)
    with pytest.raises(services.LastAdministrator):
        services.end_role(role=two, on=TODAY, by=second, now=NOW)
    with pytest.raises(services.LastAdministrator):
        services.leave(person=second, on=TODAY + timedelta(days=30), by=second, now=NOW)
    assert queries.may(second, Act.ADMINISTER, now=NOW + timedelta(days=40))


@pytest.mark.django_db
def test_an_administrator_without_account_does_not_count() -> None:
    first = make.people.administrator()
    make.people.person(role=RoleKind.ADMINISTRATOR)
    with pytest.raises(services.LastAdministrator):
        services.end_role(role=Role.objects.get(person=first), on=TODAY, by=first, now=NOW)


@pytest.mark.django_db
def test_a_role_that_has_not_begun_is_gone_when_it_ends() -> None:
    by = make.people.administrator()
    one = make.people.person()
    role = services.give_role(person=one, kind=RoleKind.AUTHOR, begins_on=TODAY + timedelta(days=5), by=by, now=NOW)
    services.end_role(role=role, on=TODAY, by=by, now=NOW)
    assert not one.roles.exists()


@pytest.mark.django_db
def test_the_same_role_is_not_given_twice_for_the_same_days() -> None:
    by = make.people.administrator()
    one = make.people.person(role=RoleKind.AUTHOR, begins_on=date(2026, 1, 1), ends_on=date(2026, 7, 1))
    with pytest.raises(services.RoleOverlaps):
        services.give_role(person=one, kind=RoleKind.AUTHOR, begins_on=date(2026, 6, 30), by=by, now=NOW)
    services.give_role(person=one, kind=RoleKind.AUTHOR, begins_on=date(2026, 7, 1), by=by, now=NOW)
    assert one.roles.count() == 2


@pytest.mark.django_db
def test_who_has_left_may_nothing_from_the_next_day_on() -> None:
    by = make.people.administrator()
    writer = make.people.person(role=RoleKind.AUTHOR)
    client = make.people.client_of(writer)
    services.leave(person=writer, on=TODAY, by=by, now=NOW)
    writer.refresh_from_db()
    assert not queries.may(writer, Act.WRITE, now=NOW)
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_one_address_belongs_to_one_person_whatever_its_capitals(house: Organisation) -> None:
    make.people.person(email="Ingrid.Pohl@erlengrund.example")
    with pytest.raises(services.EmailTaken):
        make.people.person(email="ingrid.pohl@ERLENGRUND.example")


@pytest.mark.django_db
def test_what_is_changed_is_on_record_without_names() -> None:
    by = make.people.administrator()
    one = make.people.person(name="Ingrid Pohl")
    services.give_role(person=one, kind=RoleKind.AUTHOR, begins_on=TODAY, by=by, now=NOW)
    event = AuditEvent.objects.get(verb="people.role_given", actor_id=by.pk)
    assert event.details == {"kind": "author"}
    assert "Ingrid" not in str(list(AuditEvent.objects.values()))
