"""The way to a goal: reaching a milestone with evidence, and going back on one with a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.strategy import queries, services, ways
from eichhorn.strategy.models import Goal, Milestone, Turn
from eichhorn.strategy.rules import Standing, State, Step, way
from tests import make
from tests.make.people import NOW

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


@pytest.fixture
def goal() -> Goal:
    made: Goal = make.strategy.goal("Baustellen erklären, bevor sie stören")
    return made


def page(client: Client, address: str, **sent: object) -> str:
    answer = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
    return str(answer.content.decode())


@given(
    st.lists(st.tuples(st.sampled_from(State), st.dates(TODAY - 90 * DAY, TODAY + 90 * DAY)), max_size=10),
    st.dates(TODAY - 100 * DAY, TODAY + 100 * DAY),
)
def test_at_most_one_milestone_is_next_and_none_that_is_reached_is_late(
    kinds: list[tuple[State, date]], on: date
) -> None:
    steps = [Step(number, state, due_on) for number, (state, due_on) in enumerate(kinds)]
    stand = way(steps, on=on)
    ahead = [step for step in steps if step.state is State.AHEAD and step.due_on >= on]
    assert list(stand.values()).count(Standing.NEXT) == (1 if ahead else 0)
    for step in steps:
        late = step.state is State.AHEAD and step.due_on < on
        assert (stand[step.number] is Standing.OVERDUE) == late
        assert (stand[step.number] is Standing.REACHED) == (step.state is State.REACHED)


def test_a_milestone_is_late_from_the_day_after_its_day() -> None:
    steps = [Step(1, State.AHEAD, TODAY)]
    assert way(steps, on=TODAY) == {1: Standing.NEXT}
    assert way(steps, on=TODAY + DAY) == {1: Standing.OVERDUE}


@pytest.mark.django_db
class TestTurns:
    def test_what_was_reached_and_taken_back_stays_to_be_read(self, miriam: Person, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        services.reach(milestone=milestone, evidence="Bericht, Seite 4", on=TODAY - DAY, by=miriam, now=NOW)
        services.go_back(milestone=milestone, reason="Zwei Straßen fehlten.", on=TODAY, by=miriam, now=NOW)
        (row,) = ways.ways([goal], on=TODAY)[goal.pk].rows
        assert row.standing is Standing.NEXT
        assert [(turn.to, turn.said) for turn in row.turns] == [
            (State.AHEAD, "Zwei Straßen fehlten."), (State.REACHED, "Bericht, Seite 4"),
        ]  # fmt: skip

    def test_nobody_reaches_twice_or_goes_back_on_nothing(self, miriam: Person, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        with pytest.raises(ForbiddenMove):
            services.go_back(milestone=milestone, reason="Darum", on=TODAY, by=miriam, now=NOW)
        services.reach(milestone=milestone, evidence="Bericht", on=TODAY, by=miriam, now=NOW)
        with pytest.raises(ForbiddenMove):
            services.reach(milestone=milestone, evidence="Bericht", on=TODAY, by=miriam, now=NOW)
        assert Turn.objects.count() == 1

    def test_what_happened_is_never_changed_whoever_asks(self, miriam: Person, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        services.reach(milestone=milestone, evidence="Bericht", on=TODAY, by=miriam, now=NOW)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Turn.objects.update(said="Anders")
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Turn.objects.all().delete()
        with pytest.raises(ForbiddenMove):
            services.remove_milestone(milestone=milestone, by=miriam, now=NOW)

    def test_a_milestone_to_which_nothing_happened_can_go(self, miriam: Person, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        services.remove_milestone(milestone=milestone, by=miriam, now=NOW)
        assert not Milestone.objects.exists()

    @pytest.mark.parametrize("role", [RoleKind.COMMUNITY, RoleKind.AUTHOR, RoleKind.READER])
    def test_who_does_not_steer_only_reads(self, role: RoleKind, goal: Goal) -> None:
        somebody, milestone = make.people.person(role=role), make.strategy.milestone(goal)
        with pytest.raises(NotAllowed):
            services.reach(milestone=milestone, evidence="Ja", on=TODAY, by=somebody, now=NOW)
        with pytest.raises(NotAllowed):
            services.go_back(milestone=milestone, reason="Nein", on=TODAY, by=somebody, now=NOW)

    def test_the_ways_to_many_goals_cost_two_questions(
        self, goal: Goal, django_assert_num_queries: make.Counting
    ) -> None:
        goals = [goal, *(make.strategy.goal() for _ in range(5))]
        for each in goals:
            make.strategy.milestone(each)
        with django_assert_num_queries(2):
            ways.ways(goals, on=TODAY)


@pytest.mark.django_db
class TestPages:
    def test_from_the_first_milestone_to_back_to_start(self, browser: Client, goal: Goal) -> None:
        way_of = f"/plan/goals/{goal.pk}/way/"
        assert "Noch kein Meilenstein" in page(browser, way_of)
        page(
            browser, f"{way_of}new/", name="Jede Baustelle steht eine Woche vorher da", due_on="1.7.2026", next_step=""
        )
        milestone = Milestone.objects.get()
        assert "0 von 1 Meilenstein erreicht." in page(browser, way_of)
        assert "0 von 1 Meilenstein erreicht" in page(browser, "/plan/goals/")
        there = f"/plan/milestones/{milestone.pk}/"
        seen = page(browser, f"{there}reached/", said="Nachzulesen im [Bericht](https://example.org/b).", on="1.6.2026")
        assert "1 von 1 Meilenstein erreicht." in seen
        assert 'href="https://example.org/b"' in seen
        seen = page(browser, f"{there}back/", said="Am Birkenweg fehlte der Hinweis.", on="8.6.2026")
        assert "Zurück auf Los" in seen
        assert "Am Birkenweg fehlte der Hinweis." in seen

    def test_going_back_asks_for_a_reason_and_keeps_what_was_typed(self, browser: Client, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        services.reach(milestone=milestone, evidence="Bericht", on=TODAY, by=None, now=NOW)
        answer = browser.post(f"/plan/milestones/{milestone.pk}/back/", {"said": " ", "on": "8.6.2026"})
        assert answer.status_code == 422
        assert "8.6.2026" in answer.content.decode()
        assert queries.milestone(milestone.pk).state == State.REACHED

    def test_a_day_to_come_is_refused_and_today_is_not(self, browser: Client, goal: Goal) -> None:
        milestone = make.strategy.milestone(goal)
        there = f"/plan/milestones/{milestone.pk}/reached/"
        answer = browser.post(there, {"said": "Bericht", "on": "1.1.2035"})
        assert "Dieser Tag ist noch nicht da." in answer.content.decode()
        page(browser, there, said="Bericht", on="1.6.2026")
        assert queries.milestone(milestone.pk).state == State.REACHED

    def test_the_strategy_shows_what_went_back_while_it_was_in_force(self, browser: Client, goal: Goal) -> None:
        make.concept.decided(date(2025, 1, 1))
        make.concept.decided(date(2026, 1, 1))
        milestone = make.strategy.milestone(goal, "Alle Aushänge sind online")
        services.reach(milestone=milestone, evidence="Liste", on=date(2026, 2, 1), by=None, now=NOW)
        services.go_back(milestone=milestone, reason="Zwei fehlten.", on=date(2026, 3, 1), by=None, now=NOW)
        assert "Zwei fehlten." in page(browser, "/plan/strategy/versions/2/")
        assert "Zwei fehlten." not in page(browser, "/plan/strategy/versions/1/")
