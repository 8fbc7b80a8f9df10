"""Telling hours, absences and deputies on the page, and who may."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from eichhorn.duty import queries, rules, services
from eichhorn.duty.models import Absence, Deputy, NotNow, WorkingWeek
from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed, RoleKind
from tests import make
from tests.make import Counting
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
MONDAY = make.duty.MONDAY
TODAY = NOW.date()
WEEK = {f"day_{n}": typed for n, typed in enumerate(("7:30", "7,5", "7.5", "8", "", "", ""))}


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def lena() -> Person:
    return make.people.person("Lena Hoffmann", role=RoleKind.AUTHOR)


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def test_hours_are_told_as_people_write_them(lena: Person) -> None:
    client = make.people.client_of(lena)
    answer = client.post(reverse("duty:tell_week", args=[lena.pk]), {**WEEK, "from_day": "8.6.2026"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("duty:own"))
    assert WorkingWeek.objects.get().minutes == [450, 450, 450, 480, 0, 0, 0]
    assert "30:30" in client.get(reverse("duty:own")).content.decode()


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [("16", True), ("16:01", False), ("0", True), ("viel", False), ("-1", False), ("7:60", False)],
)
def test_a_day_that_no_week_has_is_refused_in_words_and_nothing_typed_is_lost(
    lena: Person, typed: str, is_taken: bool
) -> None:
    client = make.people.client_of(lena)
    answer = client.post(reverse("duty:tell_week", args=[lena.pk]), {**WEEK, "day_2": typed, "from_day": "8.6.2026"})
    assert answer.status_code == (303 if is_taken else 422)
    assert WorkingWeek.objects.exists() == is_taken
    if not is_taken:
        page = answer.content.decode()
        assert f'value="{typed}"' in page
        assert 'value="7,5"' in page


def test_hours_for_the_same_day_are_replaced_and_a_later_day_is_kept_beside_them(lena: Person) -> None:
    make.duty.week(lena)
    make.duty.week(lena, (60,) * 7)
    make.duty.week(lena, (120,) * 7, from_day=MONDAY + timedelta(days=7))
    assert WorkingWeek.objects.count() == 2
    assert queries.week_on(lena, TODAY).minutes == [60] * 7  # type: ignore[union-attr]


def test_an_absence_of_one_day_needs_no_last_day_and_touching_ones_do_not_overlap(lena: Person) -> None:
    client, to = make.people.client_of(lena), reverse("duty:be_away", args=[lena.pk])
    assert client.post(to, {"begins_on": "31.12.2026", "last_day": "1.1.2027"}).status_code == 303
    assert client.post(to, {"begins_on": "2.1.2027", "half": "on"}).status_code == 303
    assert client.post(to, {"begins_on": "1.1.2027"}).status_code == 422
    assert client.post(to, {"begins_on": "5.1.2027", "last_day": "4.1.2027"}).status_code == 422
    rows = list(Absence.objects.order_by("begins_on").values_list("begins_on", "ends_on", "half"))
    assert rows == [(date(2026, 12, 31), date(2027, 1, 2), False), (date(2027, 1, 2), date(2027, 1, 3), True)]


def test_the_database_lets_no_absences_overlap_and_no_insane_week_in(lena: Person) -> None:
    make.duty.away(lena, MONDAY)
    make.duty.deputy(lena, make.people.person())
    for wrong in (
        lambda: Absence.objects.create(person=lena, begins_on=MONDAY, ends_on=MONDAY + timedelta(days=1)),
        lambda: Absence.objects.create(person=lena, begins_on=date(2026, 7, 1), ends_on=date(2026, 7, 1)),
        lambda: WorkingWeek.objects.create(person=lena, from_day=MONDAY, minutes=[961, 0, 0, 0, 0, 0, 0]),
        lambda: WorkingWeek.objects.create(person=lena, from_day=MONDAY, minutes=[60] * 6),
        lambda: Deputy.objects.create(person=lena, deputy=lena, begins_on=date(2020, 1, 1), ends_on=date(2020, 1, 2)),
        lambda: Deputy.objects.create(person=lena, deputy=make.people.person(), begins_on=date(2030, 1, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_everybody_tells_for_themselves_whoever_steers_for_others_and_nobody_else(
    lena: Person, manager: Person
) -> None:
    other = make.people.person(role=RoleKind.AUTHOR)
    for by in (lena, manager):
        services.tell_week(person=lena, from_day=MONDAY, minutes=make.duty.FULL, by=by, now=NOW)
    absence, named = make.duty.away(lena, MONDAY), make.duty.deputy(lena, manager)
    for act in (
        lambda: services.tell_week(person=lena, from_day=MONDAY, minutes=make.duty.FULL, by=other, now=NOW),
        lambda: services.be_away(person=lena, begins_on=TODAY, last_day=TODAY, by=other, now=NOW),
        lambda: services.name_deputy(person=lena, deputy=other, begins_on=TODAY, last_day=None, by=other, now=NOW),
        lambda: services.be_there(absence=absence, by=other, now=NOW),
        lambda: services.release_deputy(deputy=named, by=other, now=NOW),
        lambda: services.take_back_week(week=WorkingWeek.objects.get(), by=other, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_deputy_may_step_back(lena: Person) -> None:
    stands_in = make.people.person()
    named = make.duty.deputy(lena, stands_in)
    page = make.people.client_of(stands_in).post(reverse("duty:release_deputy", args=[named.pk]))
    assert page["Location"] == reverse("duty:own")
    assert not Deputy.objects.exists()


def test_nobody_stands_in_for_themselves_or_after_they_left_or_beside_another(lena: Person, manager: Person) -> None:
    gone = make.people.person()
    Person.objects.filter(pk=gone.pk).update(left_on=TODAY)
    gone.refresh_from_db()
    with pytest.raises(services.OwnDeputy):
        make.duty.deputy(lena, lena)
    with pytest.raises(services.HasLeft):
        make.duty.deputy(lena, gone)
    make.duty.deputy(lena, manager, last_day=TODAY)
    with pytest.raises(services.Overlaps):
        make.duty.deputy(lena, make.people.person(), begins_on=TODAY)
    make.duty.deputy(lena, make.people.person(), begins_on=TODAY + timedelta(days=1))


def test_a_deputy_who_may_less_is_shown_as_such_and_gets_no_right(lena: Person) -> None:
    reader = make.people.person("Rita Leser", role=RoleKind.READER)
    named = make.duty.deputy(lena, reader)
    assert queries.lacking([named], now=NOW) == {named.pk: frozenset({Act.WRITE})}
    assert "darf nach ihrer Rolle weniger" in make.people.client_of(lena).get(reverse("duty:own")).content.decode()


def test_who_is_away_today_is_told_with_who_stands_in(lena: Person, manager: Person) -> None:
    make.duty.deputy(lena, manager)
    make.duty.away(lena, TODAY, TODAY + timedelta(days=3))
    told = queries.away_now([lena.pk, manager.pk], now=NOW)
    assert told == {lena.pk: queries.AwayNow("Lena Hoffmann", TODAY + timedelta(days=3), manager)}
    assert queries.stands_in_for(manager, now=NOW) == [lena]
    assert queries.stands_in_for(lena, now=NOW) == []


def test_half_a_day_away_is_not_away(lena: Person, manager: Person) -> None:
    make.duty.deputy(lena, manager)
    make.duty.away(lena, TODAY, half=True)
    assert queries.away_now([lena.pk], now=NOW) == {}
    assert queries.stands_in_for(manager, now=NOW) == []


def test_a_deputy_who_is_away_too_passes_it_on_and_two_for_each_other_have_nobody(
    lena: Person, manager: Person
) -> None:
    third = make.people.person()
    make.duty.deputy(lena, manager)
    back = make.duty.deputy(manager, lena)
    make.duty.away(lena, TODAY)
    make.duty.away(manager, TODAY)
    assert queries.away_now([lena.pk], now=NOW)[lena.pk].deputy is None
    services.release_deputy(deputy=back, by=manager, now=NOW)
    make.duty.deputy(manager, third)
    assert queries.away_now([lena.pk], now=NOW)[lena.pk].deputy == third
    assert queries.stands_in_for(third, now=NOW) == [lena, manager]


def test_the_weeks_of_a_team_are_a_sum_and_name_whose_hours_are_missing(
    lena: Person, manager: Person, django_assert_num_queries: Counting
) -> None:
    make.duty.week(lena)
    make.duty.away(lena, TODAY)
    mondays = [MONDAY, MONDAY + timedelta(days=7)]
    with django_assert_num_queries(4):
        weeks = queries.team_weeks(mondays, holidays={MONDAY}, now=NOW)
    assert weeks[MONDAY] == rules.Week(480 + 480 + 360, ("Miriam Aydın",))
    assert weeks[mondays[1]].minutes == sum(make.duty.FULL)


def test_what_is_over_for_ninety_days_is_forgotten_and_what_is_not_stays(lena: Person, manager: Person) -> None:
    over = TODAY - timedelta(days=91)
    make.duty.away(lena, over)
    make.duty.away(lena, over + timedelta(days=1))
    make.duty.deputy(lena, manager, begins_on=over, last_day=over)
    make.duty.deputy(lena, manager, begins_on=TODAY)
    for day in (date(2025, 1, 6), date(2025, 6, 2)):
        make.duty.week(lena, from_day=day)
    assert services.forget_what_is_over(now=NOW) == 3
    assert Absence.objects.get().begins_on == over + timedelta(days=1)
    assert Deputy.objects.get().begins_on == TODAY
    assert WorkingWeek.objects.get().from_day == date(2025, 6, 2), "the week that holds stays"


def test_the_audit_says_that_somebody_told_something_and_not_what(lena: Person) -> None:
    make.duty.week(lena)
    make.duty.away(lena, MONDAY)
    said = AuditEvent.objects.filter(verb__startswith="duty.").values_list("verb", "object_kind", "details")
    assert set(map(str, said)) == {
        str(("duty.week_told", "person", {})), str(("duty.away", "person", {})),
    }  # fmt: skip


def test_the_page_of_a_person_needs_no_more_questions_the_more_is_told(
    lena: Person, django_assert_max_num_queries: Counting
) -> None:
    for week in range(4):
        make.duty.away(lena, TODAY + timedelta(days=7 * week))
        make.duty.week(lena, from_day=MONDAY + timedelta(days=7 * week))
    client: Client = make.people.client_of(lena)
    with django_assert_max_num_queries(22):
        assert client.get(reverse("duty:own")).status_code == 200


def test_whoever_writes_and_told_no_hours_is_asked_on_today_and_can_put_that_aside_for_a_year(lena: Person) -> None:
    client = make.people.client_of(lena)
    assert queries.waiting_for(lena, now=NOW) == [], "the house does not work with hours yet"
    make.duty.week(make.people.person())
    [row] = queries.waiting_for(lena, now=NOW)
    assert (row.kind, row.href) == ("later", reverse("duty:own"))
    assert reverse("duty:not_now") in client.get(reverse("duty:own")).content.decode()
    client.post(reverse("duty:not_now"))
    client.post(reverse("duty:not_now"))
    assert queries.waiting_for(lena, now=NOW) == []
    assert reverse("duty:not_now") not in client.get(reverse("duty:own")).content.decode()
    assert queries.waiting_for(lena, now=NOW + timedelta(days=364)) == []
    assert len(queries.waiting_for(lena, now=NOW + timedelta(days=365))) == 1
    services.forget_what_is_over(now=NOW + timedelta(days=365))
    assert not NotNow.objects.exists()


def test_nobody_is_asked_for_hours_who_told_them_or_does_not_write_or_is_away(lena: Person) -> None:
    reader = make.people.person("Carsten Wolff", role=RoleKind.READER)
    make.duty.week(make.people.person())
    assert queries.waiting_for(reader, now=NOW) == []
    away = services.be_away(person=lena, begins_on=TODAY, last_day=TODAY, by=lena, now=NOW)
    assert queries.waiting_for(lena, now=NOW) == [], "whoever stands in would see it"
    services.be_there(absence=away, by=lena, now=NOW)
    services.tell_week(person=lena, from_day=TODAY, minutes=[480] * 5 + [0, 0], by=lena, now=NOW)
    assert queries.waiting_for(lena, now=NOW) == []
