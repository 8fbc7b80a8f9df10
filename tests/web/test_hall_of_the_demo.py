"""Heute, the menu, threads and search of a house in which much goes on."""

from datetime import timedelta

import pytest

from eichhorn.dialogue import services as dialogue
from eichhorn.dialogue.models import Message
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from eichhorn.situation import services as situation
from eichhorn.ui.waiting import Waiting
from eichhorn.web import thread
from tests import make

pytestmark = pytest.mark.django_db


def row(title: str, *, kind="due", sign=None, ago: int = 1) -> Waiting:
    return Waiting(
        kind=kind, icon="pencil", title=title, line="", href="/", action="Öffnen", sign=sign,
        since=make.people.NOW - timedelta(hours=ago),
    )  # fmt: skip


def test_the_day_shows_one_filled_button_on_the_first_duty(miriam: Person) -> None:
    page = make.people.client_of(miriam).get("/").content.decode()
    assert page.count("btn-primary") == 1
    assert page.index("btn-primary") < page.index("Baustelle Nordring")


def test_answering_takes_a_person_off_the_list(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    before = client.get("/").context["today"].piles.people.whole
    dialogue.needs_none(message=Message.objects.get(author_name="erlenfux"), by=miriam, now=clock.now())
    assert client.get("/").context["today"].piles.people.whole == before - 1


def test_a_reader_has_a_shorter_menu_with_the_same_names(miriam: Person) -> None:
    reader = make.people.client_of(Person.objects.get(name="Carsten Wolff"))
    full = [entry.word for entry in make.people.client_of(miriam).get("/").context["navigation"]]
    short = [entry.word for entry in reader.get("/").context["navigation"]]
    assert full == ["Heute", "Plan", "Anfragen", "Dialog", "Menschen", "Richtlinien"]
    assert short == ["Heute", "Plan", "Anfragen", "Richtlinien"]


def test_only_the_nearest_of_the_second_level_is_open(miriam: Person) -> None:
    entries = make.people.client_of(miriam).get("/requests/triage/").context["navigation"]
    below = next(entry for entry in entries if entry.is_open).below
    assert [entry.word for entry in below if entry.is_open] == ["Sichtung"]


def test_a_hold_is_said_on_every_page(miriam: Person) -> None:
    situation.hold(reason="Rohrbruch am Markt", by=miriam, now=clock.now())
    page = make.people.client_of(miriam).get("/settings/").content.decode()
    assert "Rohrbruch am Markt" in page
    assert "Lage: alles angehalten" in page


def test_many_threads_cost_no_more_than_eight_queries(miriam: Person, django_assert_max_num_queries) -> None:
    every = list(Slot.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(8):
        thread.of_slot(every[0])
    with django_assert_max_num_queries(8):
        assert set(thread.of_slots(every)) == set(every)


def test_the_thread_of_any_post_is_a_page(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    for slot in Slot.objects.all():
        assert client.get(f"/thread/{slot.pk}/").status_code == 200
    assert client.get("/thread/999999/").status_code == 404


def test_search_finds_by_every_word_and_jumps_to_pages(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    assert [slot.title for slot, _ in client.get("/search/?q=nord+baust").context["slots"]] == ["Baustelle Nordring"]
    assert [page.word for page in client.get("/search/?q=posteing").context["pages"]] == ["Posteingang"]


def test_search_finds_ideas_by_the_words_of_their_note_until_they_are_put_aside(miriam: Person) -> None:
    client = make.people.client_of(miriam)
    idea = make.ideas.idea("Tauben zählen", note="Am Rathaus, mit der Schule", by=miriam)
    page = client.get("/search/?q=schule+taub")
    assert f'href="/plan/ideas/{idea.pk}/">Tauben zählen</a>' in page.content.decode()
    make.ideas.aside(idea, by=miriam)
    assert "Tauben zählen" not in client.get("/search/?q=schule").content.decode()
