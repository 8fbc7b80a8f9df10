"""Ideas that come by phone: in a few seconds, without an account, for a time."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.ideas import queries, services
from eichhorn.ideas.models import Door, Idea
from eichhorn.ideas.rules import Lasts
from eichhorn.ideas.views import phones
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import LinkPurpose, RoleKind
from tests import make

NOW = make.people.NOW


@pytest.fixture(autouse=True)
def on_the_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def phone() -> Client:
    client: Client = make.people.guest()
    return client


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.png", make.media.png(), "image/png")


def test_a_link_is_made_shown_once_with_its_code_and_closed(miriam: Person, phone: Client) -> None:
    browser = make.people.client_of(miriam)
    answer = browser.post("/plan/ideas/phones/", {"name": "Baustelle Nordring", "lasts": "week"})
    shown = answer.content.decode()
    assert '<svg class="qr"' in shown
    assert answer["Cache-Control"] == "no-store"
    address = shown.split('id="idea-address">')[1].split("<")[0]
    at = "/" + address.split("/", 3)[3]
    assert phone.get(at).status_code == 200
    assert at not in browser.get("/plan/ideas/phones/").content.decode()
    door = Door.objects.get()
    assert door.ends_at == NOW + timedelta(days=7)
    browser.post(f"/plan/ideas/phones/{door.pk}/close/")
    assert phone.get(at).status_code == 410
    assert phone.post(at, {"title": "Bagger"}).status_code == 410
    assert not Idea.objects.exists()


def test_a_title_and_a_photo_are_sent(phone: Client, miriam: Person) -> None:
    door, token = make.ideas.door()
    answer = phone.post(f"/idea/{token}/", {"title": "Bagger steht", "pictures": [photo()]})
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert answer["Location"] == f"/idea/{token}/sent/"
    assert "Ihre Idee ist angekommen" in phone.get(answer["Location"]).content.decode()
    idea = Idea.objects.get()
    assert (idea.door, idea.brought_by, idea.seen_at, idea.pictures.count()) == (door, None, None, 1)


def test_what_a_guest_typed_stays_when_something_is_wrong(phone: Client) -> None:
    _door, token = make.ideas.door()
    sent = {"title": "", "note": "Seit heute früh", "link": "erlengrund.example", "had_by": "Ingrid Pohl"}
    answer = phone.post(f"/idea/{token}/", sent | {"pictures": [photo()]})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert all(typed in shown for typed in sent.values())
    assert "Bitte wählen Sie die Fotos noch einmal" in shown


def test_a_form_that_arrives_twice_is_one_idea(phone: Client) -> None:
    _door, token = make.ideas.door()
    for _ in range(2):
        phone.post(f"/idea/{token}/", {"title": "Bagger", "mark": "b" * 43})
    assert Idea.objects.count() == 1


def test_a_link_ends_by_itself(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _door, token = make.ideas.door(lasts=Lasts.DAY)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1) - timedelta(seconds=1))
    assert phone.get(f"/idea/{token}/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert phone.get(f"/idea/{token}/").status_code == 410


def test_who_sends_too_many_is_asked_to_wait(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "FROM_ADDRESS", 2)
    _door, token = make.ideas.door()
    answers = [phone.post(f"/idea/{token}/", {"title": f"Idee {number}"}).status_code for number in range(3)]
    assert answers == [303, 303, 429]
    assert Idea.objects.count() == 2


def test_a_link_for_something_else_opens_nothing(phone: Client) -> None:
    token = make.people.link(LinkPurpose.STAGE, lasts=None)
    assert phone.get(f"/idea/{token}/").status_code == 404
    assert phone.get("/idea/none/").status_code == 404
    _door, token = make.ideas.door()
    assert token not in str(list(Link.objects.values_list("token_hash", flat=True)))


def test_a_new_idea_waits_until_somebody_has_looked(miriam: Person) -> None:
    door, _token = make.ideas.door()
    assert queries.waiting_for(miriam, now=NOW) == []
    first = make.ideas.idea("Bagger", door=door, had_by="Ingrid Pohl")
    [row] = queries.waiting_for(miriam, now=NOW)
    assert (row.kind, row.href) == ("person", f"/plan/ideas/{first.pk}/")
    second = make.ideas.idea("Kran", door=door)
    [row] = queries.waiting_for(miriam, now=NOW)
    assert row.href == "/plan/ideas/?by=new"
    services.see(idea=first, by=miriam, now=NOW)
    services.put_aside(idea=second, by=miriam, now=NOW)
    assert queries.waiting_for(miriam, now=NOW) == []
    assert queries.waiting_for(make.people.person(role=RoleKind.READER), now=NOW) == []


def test_two_questions_find_what_waits(miriam: Person, django_assert_num_queries: make.Counting) -> None:
    door, _token = make.ideas.door()
    for number in range(5):
        make.ideas.idea(f"Idee {number}", door=door)
    with django_assert_num_queries(3):  # one of them for the permission
        queries.waiting_for(miriam, now=NOW)
