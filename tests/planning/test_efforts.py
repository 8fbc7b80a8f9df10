"""What posts cost in the end: noted without a person, and offered where a kind of work is declared."""

import pytest
from django.urls import reverse

from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries, services
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.queries.efforts import Learned
from eichhorn.planning.rules import Stage
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def kind(manager: Person) -> KindOfWork:
    return make.planning.kind("Beitrag")


def out(kind: KindOfWork, minutes: int | None, *, by: Person, rehearsal: bool = False) -> Slot:
    made = make.planning.slot(
        channels=[make.planning.channel()], kind=kind, stage=Stage.OUT, rehearsal=rehearsal, now=NOW
    )
    if minutes is not None:
        services.note_spent(slot=made, minutes=minutes, by=by, now=NOW)
    return made


def test_four_posts_teach_nothing_and_five_their_median(kind: KindOfWork, manager: Person) -> None:
    for minutes in (10, 500, 50, 40):
        out(kind, minutes, by=manager)
    out(kind, None, by=manager)
    out(make.planning.kind("Film"), 60, by=manager)
    out(kind, 60, by=manager, rehearsal=True)
    assert queries.learned(kind) is None
    out(kind, 60, by=manager)
    assert queries.learned(kind) == Learned(5, 50)


def test_only_the_latest_twenty_count(kind: KindOfWork, manager: Person) -> None:
    for _number in range(20):
        out(kind, 30, by=manager)
    assert queries.learned(kind) == Learned(20, 30)
    for _number in range(20):
        out(kind, 70, by=manager)
    assert queries.learned(kind) == Learned(20, 70)


def test_the_proposal_is_taken_over_by_who_steers(kind: KindOfWork, manager: Person) -> None:
    client, page = make.people.client_of(manager), reverse("planning:kind", args=[kind.pk])
    assert "Die letzten" not in client.get(page).content.decode()
    for _number in range(5):
        out(kind, kind.effort_minutes + 10, by=manager)
    assert f"Die letzten 5 Beiträge lagen bei {kind.effort_minutes + 10} Minuten." in client.get(page).content.decode()
    client.post(reverse("planning:take_learned", args=[kind.pk]))
    before = kind.effort_minutes
    kind.refresh_from_db()
    assert kind.effort_minutes == before + 10
    assert "Die letzten" not in client.get(page).content.decode()


def test_taking_over_what_nobody_noted_changes_nothing(kind: KindOfWork, manager: Person) -> None:
    with pytest.raises(services.NothingLearned):
        services.take_learned(kind=kind, by=manager, now=NOW)
    with pytest.raises(NotAllowed):
        services.take_learned(kind=kind, by=make.people.person(role=RoleKind.AUTHOR), now=NOW)


@pytest.mark.parametrize(
    ("typed", "kept"), [("1", 1), ("10000", 10_000), ("", None), ("0", 77), ("10001", 77), ("viel", 77)]
)
def test_what_a_post_cost_is_noted_at_the_post_that_is_out(
    kind: KindOfWork, manager: Person, typed: str, kept: int | None
) -> None:
    slot, client = out(kind, 77, by=manager), make.people.client_of(manager)
    page = reverse("planning:slot", args=[slot.pk])
    assert "Was hat das gekostet?" in client.get(page).content.decode()
    client.post(reverse("planning:note_spent", args=[slot.pk]), {"minutes": typed})
    slot.refresh_from_db()
    assert slot.spent_minutes == kept


def test_what_is_not_out_has_cost_nothing_yet_and_readers_note_nothing(kind: KindOfWork, manager: Person) -> None:
    idea = make.planning.slot(kind=kind)
    with pytest.raises(services.NotOut):
        services.note_spent(slot=idea, minutes=30, by=manager, now=NOW)
    assert (
        "Was hat das gekostet?"
        not in make.people.client_of(manager).get(reverse("planning:slot", args=[idea.pk])).content.decode()
    )
    with pytest.raises(NotAllowed):
        services.note_spent(
            slot=out(kind, None, by=manager), minutes=30, by=make.people.person(role=RoleKind.READER), now=NOW
        )
