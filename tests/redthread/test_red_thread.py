"""The red thread: what is tied, shares of pillars against the wish, loose ends on both sides, the way to each goal."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as plan
from eichhorn.planning.rules import Stage, quarter
from eichhorn.redthread import queries
from eichhorn.redthread.rules import PillarShare, scale, wished
from eichhorn.strategy import services as strategy
from tests import make
from tests.make.people import NOW

TODAY = date(2026, 6, 9)
NOON = datetime(2026, 6, 9, 12)


@pytest.fixture
def manager() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def thread(person: Person, on: date = TODAY) -> queries.RedThread:
    return queries.red_thread(on=on, today=TODAY, person=person, now=NOW)


def page(person: Person, on: str = "2026-06-09") -> str:
    browser: Client = make.people.client_of(person)
    answer = browser.get(reverse("redthread:page"), {"on": on})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\xa0", " ").split())


def test_a_share_of_nothing_is_no_share_and_halves_are_rounded_up() -> None:
    assert PillarShare(1, "Netze", 0, 0, 40).percent is None
    assert PillarShare(1, "Netze", 0, 0, 40).beside is None
    assert PillarShare(1, "Netze", 1, 8).percent == 13
    assert PillarShare(1, "Netze", 1, 8).beside is None, "nobody wished for anything"
    assert PillarShare(1, "Netze", 1, 4, 40).beside == -15
    assert PillarShare(1, "Netze", 1, 4, 0).beside == 25, "a wish for nothing is a wish"


@given(st.lists(st.tuples(st.integers(0, 50), st.none() | st.integers(0, 100)), max_size=6))
def test_no_bar_and_no_wish_is_longer_than_the_row(pillars: list[tuple[int, int | None]]) -> None:
    whole = sum(posts for posts, _ in pillars)
    shares = tuple(PillarShare(n, "", posts, whole, wish) for n, (posts, wish) in enumerate(pillars))
    assert all((share.percent or 0) <= scale(shares) and (share.wished or 0) <= scale(shares) for share in shares)
    assert 10 <= scale(shares) <= 100
    assert (wished(shares) is None) == all(wish is None for _, wish in pillars)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_each_day_lies_in_its_quarter_and_the_next_begins_where_it_ends(day: date) -> None:
    begins, ends = quarter(day)
    assert begins <= day < ends
    assert quarter(ends)[0] == ends
    assert (begins.day, begins.month % 3) == (1, 1)


@pytest.mark.django_db
def test_shares_stand_against_the_wish_and_what_belongs_nowhere_comes_last(manager: Person) -> None:
    works, folk = make.strategy.pillar("Netze", wished=40), make.strategy.pillar("Menschen", wished=50)
    strategy.set_pillar(name="Ruht", rests=True, by=None, now=NOW)
    goal = make.strategy.goal(pillar=works)
    for _ in range(2):
        make.planning.slot(goal=goal, at=NOON)
    make.planning.slot(at=NOON)
    make.planning.slot(goal=goal, at=NOON, rehearsal=True)
    plan.advance(slot=make.planning.slot(goal=goal, at=NOON), to=Stage.CANCELLED, now=NOW)
    make.planning.slot(goal=goal, at=datetime(2026, 7, 1))
    found = thread(manager)
    assert [(one.number, one.posts, one.percent, one.beside) for one in found.pillars] == [
        (folk.pk, 0, 0, -50), (works.pk, 2, 67, 27), (None, 1, 33, None),
    ]  # fmt: skip
    assert (found.wished, found.scale) == (90, 70)
    seen = page(manager)
    assert "2 von 3 Beiträgen sind an ein Ziel geknüpft." in seen
    assert "27 Prozentpunkte mehr" in seen
    assert "50 Prozentpunkte weniger" in seen
    assert "Alle Wünsche zusammen ergeben 90 %." in seen
    assert "ohne Säule" in seen
    assert "Ruht" not in seen


@pytest.mark.django_db
def test_a_goal_is_without_posts_only_where_its_whole_branch_is(manager: Person) -> None:
    house = make.strategy.goal("Vertrauen")
    works = make.strategy.goal("Baustellen", parent=house)
    bare = make.strategy.goal("Nachwuchs", parent=house)
    make.strategy.goal("Später", begins_on=date(2026, 7, 1))
    strategy.archive_goal(goal=make.strategy.goal("Abgelegt"), by=None, now=NOW)
    make.planning.slot(goal=works, at=NOON)
    assert thread(manager).bare == (bare,)
    goals = page(manager).split("Ziele ohne Beiträge")[1].split("Beiträge ohne Ziel")[0]
    assert "Nachwuchs" in goals
    assert "Vertrauen" not in goals
    assert "Abgelegt" not in page(manager)


@pytest.mark.django_db
def test_posts_without_a_goal_are_listed_and_confidential_ones_only_counted() -> None:
    reader = make.people.person(role=RoleKind.READER)
    make.planning.slot("Gewinnspiel", at=NOON)
    make.planning.slot("Streng geheim", at=NOON, confidential=True)
    found = thread(reader)
    assert ([slot.title for slot in found.loose], found.loose_whole) == (["Gewinnspiel"], 2)
    seen = page(reader)
    assert "Gewinnspiel" in seen
    assert "Streng geheim" not in seen
    assert "Hier stehen 1 von 2." in seen


@pytest.mark.django_db
def test_each_goal_shows_its_path_and_the_next_step(manager: Person) -> None:
    goal = make.strategy.goal("Baustellen erklären")
    first = make.strategy.milestone(goal, "Die Liste kommt", due_on=date(2026, 6, 1))
    strategy.reach(milestone=first, evidence="Seit März.", on=date(2026, 5, 1), by=None, now=NOW)
    strategy.set_milestone(
        goal=goal, name="Eine Woche vorher", due_on=date(2026, 9, 1), next_step="Den Tiefbau fragen", by=None, now=NOW
    )
    make.strategy.goal("Ohne Weg")
    seen = page(manager).split("Der Weg zu jedem Ziel")[1]
    assert seen.index("Die Liste kommt") < seen.index("Eine Woche vorher")
    assert "Nächster Schritt: <strong>Den Tiefbau fragen</strong>" in seen
    assert "Noch kein Meilenstein." in seen


@pytest.mark.django_db
def test_an_empty_house_and_a_wrong_day_are_answered_in_sentences(manager: Person) -> None:
    assert "In diesem Quartal ist nichts geplant." in page(manager)
    for wrong in ("nie", "9999-99-99", "1066-10-14", "2026-06-09T12:00", "\x00", ""):
        assert "Roter Faden" in page(manager, wrong)


@pytest.mark.django_db
def test_it_costs_the_same_queries_however_much_there_is(manager: Person, django_assert_num_queries) -> None:
    def more() -> None:
        goal = make.strategy.goal(pillar=make.strategy.pillar(wished=10))
        make.strategy.milestone(goal)
        make.planning.slot(goal=goal, at=NOON, channels=[make.planning.channel()])
        make.planning.slot(at=NOON, channels=[make.planning.channel()])

    more()
    with django_assert_num_queries(12):
        thread(manager)
    for _ in range(4):
        more()
    with django_assert_num_queries(12):
        thread(manager)
