"""Roles that the organisation puts together itself: what they allow, from when, on which channels, and who makes them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from eichhorn.foundation.models import AuditEvent
from eichhorn.people import own_roles, queries, rules, second_factor, services
from eichhorn.people.models import Organisation, OwnRole, Person, Role
from eichhorn.people.rules import Act, Grant, NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW
TODAY = date(2026, 6, 9)


@pytest.fixture
def by(house: Organisation) -> Person:
    person: Person = make.people.administrator()
    return person


def role(by: Person, *acts: Act, name: str = "Krisenstab") -> OwnRole:
    return own_roles.add(name_de=name, name_en=f"{name} (en)", acts=acts, by=by, now=NOW)


@given(acts=some.frozensets(some.sampled_from(Act)), act=some.sampled_from(Act))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_role_of_ones_own_allows_exactly_its_acts(acts: frozenset[Act], act: Act) -> None:
    grant = Grant(None, TODAY, None, None, acts)
    assert rules.allows((grant,), act, on=TODAY) == (act in acts)
    assert not rules.allows((grant,), act, on=TODAY - timedelta(days=1))
    assert rules.reads_hidden((grant,), on=TODAY) == (Act.WRITE in acts)
    assert not rules.always_administered([grant], since=TODAY)


@pytest.mark.parametrize("kind", RoleKind)
def test_who_writes_knows_what_is_hidden_and_nobody_else(kind: RoleKind) -> None:
    knows = kind in {RoleKind.MANAGER, RoleKind.COMMUNITY, RoleKind.AUTHOR}
    assert rules.reads_hidden((Grant(kind, TODAY, None, None),), on=TODAY) == knows


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_whoever_holds_it_may_what_it_says_where_and_when_it_says(by: Person, act: Act) -> None:
    holder = make.people.person("Ingrid Pohl")
    one = role(by, act)
    services.give_role(
        person=holder, kind=one, begins_on=TODAY, ends_on=TODAY + timedelta(days=1), channels=[7], by=by, now=NOW
    )
    assert queries.acts(holder, now=NOW) == {act, Act.READ}
    assert queries.may(holder, act, now=NOW, channel=7)
    assert not queries.may(holder, act, now=NOW, channel=8)
    assert not queries.may(holder, act, now=NOW + timedelta(days=1))
    assert holder in queries.holders(act, now=NOW, channel=7)
    assert holder not in queries.holders(act, now=NOW, channel=8)
    for other in set(Act) - {act, Act.READ}:
        with pytest.raises(NotAllowed):
            services.require(holder, other, now=NOW)


@pytest.mark.django_db
def test_a_change_holds_at_once_and_is_on_record_with_what_was_before(by: Person) -> None:
    holder, one = make.people.person(), role(by, Act.HOLD)
    services.give_role(person=holder, kind=one, begins_on=TODAY, by=by, now=NOW)
    own_roles.change(role=one, name_de="Lagezentrum", name_en="Control room", acts=[Act.ANSWER], by=by, now=NOW)
    assert queries.acts(holder, now=NOW) == {Act.READ, Act.ANSWER}
    event = AuditEvent.objects.get(verb="people.own_role_changed")
    assert event.details == {"before": "read, hold", "acts": "read, answer"}


@pytest.mark.django_db
def test_asking_costs_no_more_with_roles_of_ones_own(by: Person, django_assert_num_queries: make.Counting) -> None:
    holder = make.people.person(role=RoleKind.READER)
    services.give_role(person=holder, kind=role(by, Act.PLAN), begins_on=TODAY, by=by, now=NOW)
    with django_assert_num_queries(1):
        assert queries.may(holder, Act.PLAN, now=NOW)
    with django_assert_num_queries(2):
        assert list(queries.holders(Act.PLAN, now=NOW)) == [holder]


@pytest.mark.django_db
def test_only_the_administration_puts_roles_together(by: Person) -> None:
    manager, one = make.people.person(role=RoleKind.MANAGER), role(by, Act.HOLD)
    with pytest.raises(NotAllowed):
        role(manager, Act.ADMINISTER, name="Putsch")
    with pytest.raises(NotAllowed):
        own_roles.change(role=one, name_de="x", name_en="x", acts=[Act.ADMINISTER], by=manager, now=NOW)
    with pytest.raises(NotAllowed):
        own_roles.remove(role=one, by=manager, now=NOW)
    assert OwnRole.objects.get().acts == ["read", "hold"]


@pytest.mark.django_db
def test_a_name_is_given_once_in_each_language(by: Person) -> None:
    role(by, Act.HOLD)
    for german, english in (("KRISENSTAB", "Other"), ("Anders", "krisenstab (EN)")):
        with pytest.raises(services.NameTaken):
            own_roles.add(name_de=german, name_en=english, acts=[Act.HOLD], by=by, now=NOW)


@pytest.mark.django_db
def test_a_role_that_somebody_held_stays(by: Person) -> None:
    one, holder = role(by, Act.HOLD), make.people.person()
    given = services.give_role(person=holder, kind=one, begins_on=TODAY - timedelta(days=9), by=by, now=NOW)
    services.end_role(role=given, on=TODAY, by=by, now=NOW)
    with pytest.raises(own_roles.RoleWasGiven):
        own_roles.remove(role=one, by=by, now=NOW)
    Role.objects.filter(pk=given.pk).delete()
    own_roles.remove(role=one, by=by, now=NOW)
    assert not OwnRole.objects.exists()


@pytest.mark.django_db
def test_the_house_is_never_administered_by_a_role_of_its_own_alone(by: Person) -> None:
    second = make.people.person()
    services.way_in(person=second)
    services.give_role(person=second, kind=role(by, Act.ADMINISTER), begins_on=TODAY, by=by, now=NOW)
    assert queries.may(second, Act.ADMINISTER, now=NOW)
    with pytest.raises(services.LastAdministrator):
        services.end_role(role=Role.objects.get(person=by), on=TODAY, by=second, now=NOW)


@pytest.mark.django_db
def test_the_same_role_is_not_given_twice_for_the_same_days(by: Person) -> None:
    holder, one, other = make.people.person(), role(by, Act.HOLD), role(by, Act.PLAN, name="Planung")
    services.give_role(person=holder, kind=one, begins_on=TODAY, by=by, now=NOW)
    services.give_role(person=holder, kind=other, begins_on=TODAY, by=by, now=NOW)
    with pytest.raises(services.RoleOverlaps):
        services.give_role(person=holder, kind=one, begins_on=TODAY, by=by, now=NOW)


@pytest.mark.django_db
def test_it_is_put_together_given_and_read_on_pages_in_both_languages(by: Person) -> None:
    office = make.people.client_of(by)
    form = {"name_de": "Krisenstab", "name_en": "Crisis team", "acts": ["hold", "answer"]}
    assert office.post("/settings/roles/add/", form).status_code == 303
    assert "schon" in office.post("/settings/roles/add/", form).content.decode()
    one, holder = OwnRole.objects.get(), make.people.person("Ingrid Pohl")
    given = {"kind": f"own:{one.pk}", "begins_on": "1.6.2026"}
    assert office.post(f"/settings/people/{holder.pk}/role/", given).status_code == 303
    for path in (
        "/settings/roles/",
        f"/settings/people/{holder.pk}/",
        "/settings/people/",
        f"/settings/roles/{one.pk}/",
    ):
        assert "Krisenstab" in office.get(path).content.decode(), path
    office.post("/account/language/", {"language": "en"})
    page = office.get("/settings/roles/").content.decode()
    assert "Crisis team" in page
    assert "Pause everything, and resume, Answer people on the networks" in page
    assert office.post(f"/settings/people/{holder.pk}/role/", {**given, "kind": "own:99"}).status_code == 200


@pytest.mark.django_db
def test_a_second_factor_is_asked_of_own_roles_as_well(by: Person) -> None:
    holder, one = make.people.person("Ingrid Pohl"), role(by, Act.APPROVE)
    services.way_in(person=holder)
    services.give_role(person=holder, kind=one, begins_on=TODAY, by=by, now=NOW)
    office = make.people.client_of(by)
    sent = {"roles": ["administrator", f"own:{one.pk}"]}
    assert office.post("/settings/sign-in-rules/", sent).status_code == 303
    assert second_factor.needed_by(holder, now=NOW)
    page = office.get("/settings/sign-in-rules/").content.decode()
    assert "Ingrid Pohl" in page
    assert AuditEvent.objects.get(verb="people.second_factor_asked").details == {"of": f"administrator, own:{one.pk}"}
    assert office.post("/settings/sign-in-rules/", {}).status_code == 303
    assert not second_factor.needed_by(holder, now=NOW)
