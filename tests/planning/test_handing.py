"""Who has a post in hand, and what they are told."""

from datetime import datetime

import pytest

from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture
def manager(house: Organisation) -> Person:
    made: Person = make.people.person("Mara Lenz", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def author(house: Organisation) -> Person:
    made: Person = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    return made


def _with(slot: Slot) -> Person | None:
    slot.refresh_from_db()
    return slot.with_person


def test_several_posts_are_handed_over_with_one_mail_that_names_them_all(manager: Person, author: Person) -> None:
    slots = [make.planning.slot(f"Beitrag {n}", at=datetime(2026, 6, 11 + n, 14)) for n in range(3)]
    idea = make.planning.slot("Ohne Termin", at=None)
    ids = [slot.pk for slot in (*slots, idea)]
    assert services.hand_over(slot_ids=ids, to=author, by=manager, now=NOW) == 4
    assert all(_with(slot) == author for slot in slots)
    mail = Notice.objects.get()
    assert (mail.to_person, mail.subject) == (author, "Liegen jetzt bei Ihnen: 4 Beiträge")
    body = notices.text_of(mail)
    assert all(title in body for title in ("Beitrag 0", "Beitrag 2", "Ohne Termin (ohne Termin)", "Do 11. Juni, 14:00"))
    assert f"/plan/slots/{idea.pk}/" in body
    assert body.index("Beitrag 0") < body.index("Beitrag 2") < body.index("Ohne Termin")


def test_what_is_in_their_hands_already_is_not_told_again_and_nobody_is_told_of_what_they_take(
    manager: Person, author: Person
) -> None:
    slot = make.planning.slot()
    services.hand_over(slot_ids=[slot.pk], to=author, by=author, now=NOW)
    assert services.hand_over(slot_ids=[slot.pk], to=author, by=manager, now=NOW) == 0
    services.hand_over(slot_ids=[slot.pk], to=None, by=manager, now=NOW)
    assert _with(slot) is None
    assert not Notice.objects.exists()


def test_nothing_is_handed_to_somebody_who_may_not_write_on_its_channels(manager: Person) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    writer = make.people.person(role=RoleKind.AUTHOR, channels=[own.pk])
    reader = make.people.person(role=RoleKind.READER)
    here, there = make.planning.slot(channels=[own]), make.planning.slot(channels=[other])
    for person, slots in ((writer, [here, there]), (reader, [here]), (make.people.person(), [here])):
        with pytest.raises(services.CannotTake):
            services.hand_over(slot_ids=[slot.pk for slot in slots], to=person, by=manager, now=NOW)
    assert _with(here) is None
    services.hand_over(slot_ids=[here.pk], to=writer, by=manager, now=NOW)
    assert _with(here) == writer


def test_a_reader_hands_nothing_over(author: Person) -> None:
    slot = make.planning.slot()
    with pytest.raises(NotAllowed):
        services.hand_over(slot_ids=[slot.pk], to=author, by=make.people.person(role=RoleKind.READER), now=NOW)


@pytest.mark.parametrize("stage", [Stage.OUT, Stage.CANCELLED])
def test_what_is_history_is_in_nobodys_hands(manager: Person, author: Person, stage: Stage) -> None:
    first, second = make.planning.slot(), make.planning.slot(stage=stage)
    with pytest.raises(services.NotMovable):
        services.hand_over(slot_ids=[first.pk, second.pk], to=author, by=manager, now=NOW)
    assert _with(first) is None


def test_whoever_begins_to_write_has_it_in_hand_unless_somebody_has(manager: Person, author: Person) -> None:
    free, taken = make.planning.slot(), make.planning.slot()
    services.hand_over(slot_ids=[taken.pk], to=manager, by=manager, now=NOW)
    client = make.people.client_of(author)
    for slot in (free, taken):
        assert client.post(f"/plan/slots/{slot.pk}/draft/").status_code == 303
    assert (_with(free), _with(taken)) == (author, manager)


def test_a_post_is_taken_and_handed_on_from_its_page(manager: Person, author: Person) -> None:
    slot, client = make.planning.slot("Baustelle Nordring", at=datetime(2031, 6, 11, 14)), make.people.client_of(author)
    assert "noch niemandem" in client.get(f"/plan/slots/{slot.pk}/").content.decode()
    client.post(f"/plan/slots/{slot.pk}/take/")
    assert _with(slot) == author
    assert client.post(f"/plan/slots/{slot.pk}/hand-over/", {"to": manager.pk}).status_code == 303
    assert _with(slot) == manager
    assert "Liegt jetzt bei Ihnen: Baustelle Nordring" in Notice.objects.get().subject
    assert "Mara Lenz" in client.get(f"/plan/slots/{slot.pk}/").content.decode()
    assert "liegt bei Mara Lenz" in client.get("/plan/list/").content.decode()
    assert "Mara Lenz" in client.get("/plan/board/").content.decode()


def test_the_form_says_why_somebody_cannot_take_it(manager: Person) -> None:
    other = make.people.person("Nele Tamm", role=RoleKind.AUTHOR, channels=[make.planning.channel().pk])
    slot = make.planning.slot(channels=[make.planning.channel()])
    answer = make.people.client_of(manager).post(f"/plan/slots/{slot.pk}/hand-over/", {"to": other.pk})
    assert answer.status_code == 422
    assert "Nele Tamm darf auf einem der Kanäle nicht schreiben." in answer.content.decode()
