"""Goals, pillars, and how much of the plan pays into a goal."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.strategy import queries, services
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.ui.thread import KnotState
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture
def manager(house: Organisation):
    return make.people.client_of(make.people.person(role=RoleKind.MANAGER))


@pytest.fixture
def reader(house: Organisation):
    return make.people.client_of(make.people.person(role=RoleKind.READER))


def test_a_goal_counts_from_its_first_day_until_the_day_after_its_last(house: Organisation) -> None:
    goal = make.strategy.goal(begins_on=date(2026, 6, 1), ends_on=date(2026, 7, 1))
    for day, counts in (
        (date(2026, 5, 31), False),
        (date(2026, 6, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ):
        assert (goal in queries.goals(on=day)) is counts
    assert goal in queries.goals_to_come(on=date(2026, 5, 31))
    assert goal in queries.goals_past(on=date(2026, 7, 1))


def test_only_who_steers_sets_goals_and_pillars(house: Organisation) -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        services.set_goal(
            name="Mein Ziel", why="", owner=author, pillar=None, begins_on=date(2026, 6, 1), ends_on=date(2026, 7, 1),
            by=author, now=NOW,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.set_pillar(name="Meine Säule", by=author, now=NOW)
    assert not Goal.objects.exists()
    assert not Pillar.objects.exists()


def test_the_share_counts_what_stands_in_the_period_and_pays_into_a_goal(house: Organisation) -> None:
    goal = make.strategy.goal()
    make.planning.slot(goal=goal, at=datetime(2026, 4, 1))
    make.planning.slot(goal=goal, at=datetime(2026, 6, 30, 23, 59))
    make.planning.slot(at=datetime(2026, 5, 5, 10))
    make.planning.slot(goal=goal, at=datetime(2026, 7, 1))
    make.planning.slot(goal=goal, at=None)
    make.planning.slot(goal=goal, rehearsal=True)
    put_back = make.planning.slot(goal=goal)
    plan.advance(slot=put_back, to=Stage.CANCELLED, now=NOW)
    found = planning.share(begins=date(2026, 4, 1), ends=date(2026, 7, 1))
    assert (found.with_goal, found.whole, found.percent) == (2, 3, 66)
    assert planning.share(begins=date(2020, 1, 1), ends=date(2020, 4, 1)).percent == 0


def test_the_page_says_the_share_and_shows_goals_with_and_without_posts(reader, django_assert_max_num_queries) -> None:
    trust = make.strategy.goal("Vertrauen", begins_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
    make.strategy.goal("Noch leer", begins_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
    make.strategy.goal("Vorbei", begins_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    from eichhorn.foundation import clock
    from eichhorn.people import queries as people

    today = people.today(clock.now())
    noon = datetime(today.year, today.month, today.day, 12)
    make.planning.slot("Baustelle Nordring", goal=trust, at=noon)
    make.planning.slot("Irgendwas", at=noon)
    with django_assert_max_num_queries(25):
        page = reader.get(reverse("planning:goals")).content.decode()
    assert "In diesem Quartal zahlen 1 von 2 Beiträgen auf ein Ziel ein." in page
    assert "Baustelle Nordring" in page
    assert "Noch zahlt kein Beitrag auf dieses Ziel ein." in page
    assert "Irgendwas" in page
    assert "Ohne Ziel" in page
    assert "Vorbei" in page


def test_goals_cost_the_same_queries_however_many_there_are(house: Organisation, django_assert_num_queries) -> None:
    person = make.people.person(role=RoleKind.READER)
    make.planning.slot(goal=make.strategy.goal(), channels=[make.planning.channel()])
    with django_assert_num_queries(4):
        planning.goal_posts(on=date(2026, 6, 9), person=person, now=NOW)
    for _ in range(5):
        make.planning.slot(goal=make.strategy.goal(), channels=[make.planning.channel()])
    with django_assert_num_queries(4):
        planning.goal_posts(on=date(2026, 6, 9), person=person, now=NOW)


def test_a_goal_is_set_and_changed_on_its_page(manager) -> None:
    owner = make.people.person("Miriam Aydın")
    given = {
        "name": "Service leicht machen",
        "why": "<b>Weil</b>",
        "owner": owner.pk,
        "begins_on": "1.6.2026",
        "last_day": "30.9.2026",
    }
    assert manager.post(reverse("strategy:new_goal"), given).status_code == 303
    goal = Goal.objects.get()
    assert (goal.owner, goal.begins_on, goal.ends_on) == (owner, date(2026, 6, 1), date(2026, 10, 1))
    address = reverse("strategy:goal", args=[goal.pk])
    assert manager.post(address, given | {"name": "Service"}).status_code == 303
    goal.refresh_from_db()
    assert goal.name == "Service"
    backwards = manager.post(address, given | {"last_day": "31.5.2026"})
    assert backwards.status_code == 422
    assert "liegt vor dem ersten" in backwards.content.decode()
    assert manager.post(address, given | {"last_day": "1.6.2026"}).status_code == 303, "one day is a period"
    assert manager.post(reverse("strategy:new_goal"), given | {"name": "x" * 161}).status_code == 422


def test_readers_see_pillars_but_add_none(manager, reader) -> None:
    assert manager.post(reverse("strategy:pillars"), {"name": "Trinkwasser"}).status_code == 303
    assert "Trinkwasser" in reader.get(reverse("strategy:pillars")).content.decode()
    assert reader.post(reverse("strategy:pillars"), {"name": "Anderes"}).status_code == 403
    assert reader.get(reverse("strategy:new_goal")).status_code == 403
    twice = manager.post(reverse("strategy:pillars"), {"name": "trinkwasser"})
    assert twice.status_code == 422
    assert Pillar.objects.count() == 1


def test_the_nearest_goal_shares_words_with_what_is_asked(house: Organisation) -> None:
    works = make.strategy.goal("Baustellen erklären")
    make.strategy.goal("Service leicht machen")
    goals = list(queries.goals(on=date(2026, 6, 9)))
    assert queries.nearest("Baustelle am Nordring", goals) == works
    assert queries.nearest("Gewinnspiel", goals) is None
    assert queries.nearest("", goals) is None
    assert queries.nearest("Baustelle", []) is None


def test_the_first_knot_names_the_goal_or_says_that_there_is_none(house: Organisation) -> None:
    goal = make.strategy.goal("Vertrauen")
    with_goal = Slot.objects.select_related("goal").get(pk=make.planning.slot(goal=goal).pk)
    without = make.planning.slot()
    assert (queries.knot(with_goal).state, queries.knot(with_goal).fact) == (KnotState.DONE, "Vertrauen")
    assert queries.knot(without).state is KnotState.SKIP
