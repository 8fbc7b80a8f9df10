"""What a quarter of requests comes to: what is counted, what is not known, and who may see it of a department."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.desk import services as desk
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind, Because
from eichhorn.figures import queries
from eichhorn.figures.rules import LEAST, Counted, Figures, Notice, Outcome, Share, figures, notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.people.working_time import add_working_hours, working_hours_between
from eichhorn.planning import queries as planning
from eichhorn.planning.rules import Budget
from tests import make
from tests.make.people import NOW

TUESDAY = date(2026, 6, 9)
HOUSE = Organisation(zone="Europe/Berlin", service_begins=time(8), service_ends=time(17))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (None, Notice.ANY), (date(2026, 6, 8), Notice.SAME_DAY), (TUESDAY, Notice.SAME_DAY), (date(2026, 6, 10), Notice.SHORT),
        (date(2026, 6, 11), Notice.SHORT), (date(2026, 6, 12), Notice.WEEK), (date(2026, 6, 14), Notice.WEEK),
        (date(2026, 6, 16), Notice.WEEK), (date(2026, 6, 17), Notice.LONG), (date(2031, 1, 1), Notice.LONG),
    ],
)  # fmt: skip
def test_notice_is_counted_in_working_days(wish: date | None, expected: Notice) -> None:
    assert notice(TUESDAY, wish) is expected


def test_what_comes_on_friday_for_sunday_came_for_no_working_day_in_between() -> None:
    assert notice(date(2026, 6, 12), date(2026, 6, 14)) is Notice.SAME_DAY


@given(MOMENTS, st.floats(0, 300))
def test_hours_between_are_those_that_were_added(start: datetime, hours: float) -> None:
    end = add_working_hours(start, hours, organisation=HOUSE)
    assert working_hours_between(start, end, organisation=HOUSE) == pytest.approx(hours, abs=1e-6)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_hours_add_up_and_none_pass_backwards(one: datetime, another: datetime, yet: datetime) -> None:
    first, second, third = sorted((one, another, yet))
    parts = [working_hours_between(*pair, organisation=HOUSE) for pair in ((first, second), (second, third))]
    assert sum(parts) == pytest.approx(working_hours_between(first, third, organisation=HOUSE))
    assert working_hours_between(third, first, organisation=HOUSE) == 0


def test_a_share_of_few_is_not_known() -> None:
    assert Share(LEAST - 1, LEAST - 1).percent is None
    assert Share(LEAST, LEAST).percent == 100
    assert Share(1, 8).percent == 13


def one(hours: float | None = 2.0, **more: object) -> Counted:
    known = {
        "week": date(2026, 6, 8), "department": 1, "type": None, "notice": Notice.ANY, "outcome": Outcome.ACCEPTED,
        "hours": hours, "in_time": True, "spontaneous": False, "displaced": 0, "because": "",
    }  # fmt: skip
    return Counted(**known | more)  # type: ignore[arg-type]


def test_the_usual_time_is_the_middle_and_not_known_of_few() -> None:
    assert figures([one()] * (LEAST - 1) + [one(None)], mondays=()).usual_hours is None
    assert figures([one(1.0), one(1.0), one(2.0), one(9.0), one(400.0)], mondays=()).usual_hours == 2.0


@given(st.lists(st.builds(
    one, outcome=st.sampled_from(Outcome), notice=st.sampled_from(Notice), department=st.none() | st.integers(1, 3),
    spontaneous=st.booleans(), because=st.sampled_from(["", *Because]), in_time=st.none() | st.booleans(),
)))  # fmt: skip
def test_every_request_is_counted_once_in_each_row(counted: list[Counted]) -> None:
    found = figures(counted, mondays=[date(2026, 6, 8)])
    assert found.asked == len(counted) == sum(times for _, times in found.departments)
    assert sum(times for _, times in found.notices) == sum(times for _, times in found.types) == len(counted)
    assert sum(times for _, times in found.becauses) == found.outcomes[Outcome.DECLINED]
    assert found.weeks[0].asked == len(counted)
    assert found.spontaneous.part <= found.spontaneous.whole == found.outcomes[Outcome.ACCEPTED]
    assert [times for key, times in found.departments if key] == sorted(
        (times for key, times in found.departments if key), reverse=True
    )


@pytest.fixture
def manager(house: Organisation) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def of_house() -> Figures:
    return queries.of_house(on=TUESDAY, now=NOW + timedelta(days=3)).figures


def asked(department: str = "", *, now: datetime = NOW, **given: object) -> Request:
    """Return a request of somebody of the department."""
    email = f"{department or 'jemand'}@erlengrund.example".lower()
    if department:
        make.people.person(department, email=email, department=make.people.department(department))
    return make.desk.request(email=email, now=now, **given)  # type: ignore[arg-type]


def declined(request: Request, by: Person, *, after: timedelta, because: Because | None = None) -> None:
    desk.decide(
        request=request, answer=AnswerKind.DECLINE, text="Darum nicht.", because=because, by=by, now=NOW + after
    )  # fmt: skip


@pytest.mark.django_db
def test_the_first_clear_answer_counts_against_what_was_promised(manager: Person) -> None:
    declined(asked(), manager, after=timedelta(hours=1), because=Because.FULL)
    late = asked()
    desk.decide(request=late, answer=AnswerKind.ASK_BACK, text="Wer?", by=manager, now=NOW + timedelta(minutes=5))
    declined(late, manager, after=timedelta(days=2))
    desk.reopen(request=late, text="Noch einmal.", by=manager, now=NOW + timedelta(days=2, hours=1))
    assert of_house().in_time == Share(1, 2), "who was heard waits again, and not in vain for long"
    declined(late, manager, after=timedelta(days=2, hours=2))
    asked(now=NOW + timedelta(days=3))
    found = of_house()
    assert found.in_time == Share(2, 2), "the promise that began anew was kept, and the third may still be"
    assert found.outcomes == {Outcome.ACCEPTED: 0, Outcome.DECLINED: 2, Outcome.OPEN: 1}
    assert found.becauses == ((Because.FULL, 1), ("", 1))
    assert found.usual_hours is None


@pytest.mark.django_db
def test_what_was_wished_first_counts_and_the_day_is_that_of_the_house(manager: Person) -> None:
    first = asked(wish=datetime(2026, 6, 10, 10))
    later = desk.as_asked(first.versions.get())
    desk.change_request(request=first, asked=later, now=NOW)
    asked(now=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    asked(now=datetime(2026, 6, 30, 22, 1, tzinfo=UTC))
    assert of_house().asked == 2, "the last came in July by the clock of the house"
    assert dict(of_house().notices)[Notice.SHORT] == 1


@pytest.mark.django_db
def test_what_was_spent_of_the_fire_budget_stands_by_week(manager: Person) -> None:
    make.planning.budget(120)
    monday = date(2026, 6, 8)
    quarter = queries.of_house(on=TUESDAY, now=NOW)
    assert quarter.budgets[monday] == planning.budget(monday)
    assert quarter.budgets[date(2026, 3, 30)].whole is None or quarter.burnt is not None
    assert (min(quarter.budgets), max(quarter.budgets), len(quarter.budgets)) == (
        date(2026, 3, 30),
        date(2026, 6, 29),
        14,
    )
    assert planning.budgets([date(1999, 1, 4)]) == {date(1999, 1, 4): Budget(None, 0)}


@pytest.mark.django_db
def test_a_department_is_seen_by_its_own_people_and_by_who_decides(manager: Person) -> None:
    request = asked("Vertrieb")
    department = request.department
    assert department is not None
    own = make.people.person(role=RoleKind.READER, department=department)
    other = make.people.person(role=RoleKind.READER, department=make.people.department("Netze"))
    for person in (manager, own):
        found = queries.of_department(department, on=TUESDAY, person=person, now=NOW)
        assert (found.figures.asked, found.budgets) == (1, {})
    with pytest.raises(NotAllowed):
        queries.of_department(department, on=TUESDAY, person=other, now=NOW)


@pytest.mark.django_db
def test_it_costs_the_same_however_much_there_is(manager: Person, django_assert_num_queries: make.Counting) -> None:
    for many in range(2):
        for _ in range(3 * many):
            declined(asked(f"Abteilung {_}"), manager, after=timedelta(hours=1))
        with django_assert_num_queries(6):
            of_house()


def seen(person: Person, address: str) -> str:
    browser: Client = make.people.client_of(person)
    answer = browser.get(address, {"on": "2026-06-09"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode().replace("&nbsp;", " "))


@pytest.mark.django_db
def test_the_pages_say_what_is_known_and_what_is_not(manager: Person) -> None:
    empty = seen(manager, reverse("figures:house"))
    assert "In diesem Quartal kam keine Anfrage" in empty
    assert "kein Strohfeuer-Budget angegeben" in empty
    request = asked("Vertrieb", title="Gewinnspiel <b>Wallbox</b>", name="Carsten Wolff")
    declined(asked(), manager, after=timedelta(hours=1), because=Because.SAID_ALREADY)
    words = seen(manager, reverse("figures:house"))
    for said in (
        "2 Anfragen: 0 angenommen, 1 abgelehnt, 1 offen.",
        "noch nicht bekannt",
        "haben wir schon gesagt",
    ):
        assert said in words
    assert re.search(r'class="figure">\d von \d<', words), "of too few no share is said, only how many"
    assert "Carsten Wolff" not in words, "nobody stands in a total"
    own = make.people.person(role=RoleKind.READER, department=request.department)
    assert reverse("figures:department", args=[request.department_id]) in words
    mine = seen(own, reverse("figures:department", args=[request.department_id]))
    assert "Gewinnspiel &lt;b&gt;Wallbox&lt;/b&gt;" in mine
    assert "Worum Vertrieb gebeten hat" in seen(own, reverse("figures:house"))


@pytest.mark.django_db
def test_what_is_confidential_is_in_hand_for_those_alone_who_may_read_it(manager: Person) -> None:
    request = asked("Vertrieb", title="Fusion", confidential=True)
    own = make.people.person(role=RoleKind.READER, department=request.department)
    address = reverse("figures:department", args=[request.department_id])
    assert "Fusion" not in seen(own, address)
    assert "Fusion" in seen(manager, address)


@pytest.mark.django_db
def test_the_page_shows_the_quarters_fire_budget_and_how_many_weeks_have_none(manager: Person) -> None:
    client = make.people.client_of(manager)
    assert "verbraucht" not in client.get("/requests/figures/?on=2026-06-09").content.decode()
    make.planning.budget(120)
    quarter = queries.of_house(on=TUESDAY, now=NOW)
    said = client.get("/requests/figures/?on=2026-06-09").content.decode()
    whole = sum(one.whole or 0 for one in quarter.budgets.values())
    assert quarter.undeclared == sum(one.whole is None for one in quarter.budgets.values())
    assert (f"Für {quarter.undeclared} Woche" in said) == (quarter.undeclared > 0)
    assert f"0,0 h von {whole // 60},0 h verbraucht" in said
