"""Goals as a tree: which serves which, never in a circle, and put away instead of deleted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.strategy import branches, queries, services
from eichhorn.strategy.models import Goal
from eichhorn.strategy.rules import branch, may_hang, walk
from tests import make
from tests.make.people import NOW

TODAY = NOW.date()


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.lists(st.tuples(st.integers(0, n - 1), st.integers(-1, n - 1)), max_size=30)
    )
)
def test_however_branches_are_moved_no_circle_comes_of_it(moves: list[tuple[int, int]]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(12))
    for number, under in moves:
        if under < 0:
            parents[number] = None
        elif may_hang(parents, number, under=under):
            parents[number] = under
        else:
            seen = under
            while seen != number:
                above = parents[seen]
                assert above is not None, "it was refused although it would have been no circle"
                seen = above
    walked = walk(parents)
    assert sorted(number for number, _ in walked) == list(range(12)), "each goal stands in the tree once"
    depths = dict(walked)
    for number, parent in parents.items():
        assert depths[number] == (0 if parent is None else depths[parent] + 1)
        assert parent is None or number in branch(parents, parent)


def test_a_goal_stands_right_behind_the_one_above_it() -> None:
    assert walk({1: 3, 2: None, 3: None, 4: 1, 5: 3}) == ((2, 0), (3, 0), (1, 1), (4, 2), (5, 1))
    assert walk({7: 99}) == ((7, 0),), "what hangs below an archived one stands at the top"


def set_anew(goal: Goal, *, parent: Goal | None, by: Person | None = None) -> Goal:
    return services.set_goal(
        name=goal.name, why=goal.why, owner=goal.owner, pillar=goal.pillar, begins_on=goal.begins_on, ends_on=goal.ends_on,
        parent=parent, goal=goal, by=by, now=NOW,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_branch_moves_as_a_whole_and_not_below_itself() -> None:
    house, works = make.strategy.goal("Vertrauen"), make.strategy.goal("Baustellen")
    early = make.strategy.goal("Vorher erklären", parent=works)
    late = make.strategy.goal("Eine Woche vorher", parent=early)
    set_anew(works, parent=house)
    assert [(leaf.goal.name, leaf.depth) for leaf in branches.tree(on=TODAY)] == [
        ("Vertrauen", 0), ("Baustellen", 1), ("Vorher erklären", 2), ("Eine Woche vorher", 3),
    ]  # fmt: skip
    assert AuditEvent.objects.filter(verb="strategy.goal_moved").count() == 1
    for wrong in (house, works, early, late):
        with pytest.raises(services.WouldCircle):
            set_anew(house, parent=wrong)
    house.refresh_from_db()
    assert house.parent is None
    assert late not in queries.may_be_above(early)
    assert house in queries.may_be_above(early)


@pytest.mark.django_db
def test_the_database_refuses_a_circle_that_no_service_was_asked_about() -> None:
    house = make.strategy.goal()
    works = make.strategy.goal(parent=house)
    early = make.strategy.goal(parent=works)
    for wrong in (house, works, early):
        with pytest.raises(IntegrityError), transaction.atomic():
            Goal.objects.filter(pk=house.pk).update(parent=wrong)
    Goal.objects.filter(pk=early.pk).update(parent=house)


@pytest.mark.django_db
def test_a_branch_is_put_away_together_and_comes_back_together() -> None:
    house = make.strategy.goal("Vertrauen")
    works = make.strategy.goal("Baustellen", parent=house)
    alone = make.strategy.goal("Schon vorher weg", parent=house)
    slot = make.planning.slot(goal=works)
    assert services.archive_goal(goal=alone, by=None, now=NOW) == 1
    later = NOW.replace(hour=NOW.hour + 1)
    assert services.archive_goal(goal=house, by=None, now=later) == 2
    assert services.archive_goal(goal=house, by=None, now=later) == 0
    assert not queries.goals(on=TODAY).exists()
    slot.refresh_from_db()
    assert slot.goal == works, "what was tied stays tied"
    with pytest.raises(services.IsArchived):
        make.strategy.goal(parent=house)
    with pytest.raises(services.IsArchived):
        services.bring_back_goal(goal=works, by=None, now=later)
    assert services.bring_back_goal(goal=house, by=None, now=later) == 2
    assert {goal.name for goal in queries.living()} == {"Vertrauen", "Baustellen"}
    assert list(queries.archived()) == [alone]


@pytest.mark.django_db
def test_only_who_steers_puts_goals_away() -> None:
    goal, author = make.strategy.goal(), make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        services.archive_goal(goal=goal, by=author, now=NOW)
    services.archive_goal(goal=goal, by=None, now=NOW)
    with pytest.raises(NotAllowed):
        services.bring_back_goal(goal=goal, by=author, now=NOW)


@pytest.mark.django_db
def test_the_tree_is_kept_on_its_pages(django_assert_max_num_queries) -> None:
    browser: Client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    house = make.strategy.goal("Vertrauen")
    works = make.strategy.goal("Baustellen erklären", parent=house)
    make.strategy.milestone(works, now=NOW)
    with django_assert_max_num_queries(20):
        page = browser.get(reverse("strategy:tree")).content.decode()
    assert "dient „Vertrauen“" in page
    assert "0 von 1 Meilenstein erreicht" in page
    assert (
        f'value="{house.pk}" selected'
        in browser.get(reverse("strategy:new_goal"), {"under": house.pk}).content.decode()
    )
    anyhow = {"name": "Vertrauen", "why": "", "owner": house.owner_id, "begins_on": "1.6.2026", "last_day": "30.9.2026"}
    refused = browser.post(reverse("strategy:goal", args=[house.pk]), anyhow | {"parent": works.pk})
    assert refused.status_code == 422, "what hangs below it is no choice"
    assert "samt dem Ziel darunter" in browser.get(reverse("strategy:goal", args=[house.pk])).content.decode()
    away = browser.post(reverse("strategy:archive_goal", args=[house.pk]), follow=True).content.decode()
    assert "2 Ziele sind archiviert." in away
    refused = browser.post(reverse("strategy:bring_back_goal", args=[works.pk]), follow=True)
    assert "Holen Sie zuerst dieses zurück" in refused.content.decode()
    back = browser.post(reverse("strategy:bring_back_goal", args=[house.pk]), follow=True).content.decode()
    assert "„Vertrauen“ ist wieder da." in back


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_branches_at_one_moment_the_second_sees_what_the_first_did() -> None:
    house, works = make.strategy.goal("Vertrauen"), make.strategy.goal("Baustellen")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            set_anew(works, parent=house)
            waiting = pool.submit(_moved, house, works)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        assert waiting.result(timeout=20) == "WouldCircle"
    house.refresh_from_db()
    assert house.parent is None


def _moved(goal: Goal, under: Goal) -> str:
    try:
        return set_anew(goal, parent=under).name
    except services.WouldCircle as refused:
        return type(refused).__name__
    finally:
        connection.close()
