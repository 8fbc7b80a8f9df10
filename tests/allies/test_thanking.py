"""Thanks once a gift is out, and what departments gave and got."""

from datetime import timedelta

import pytest

from eichhorn.allies import queries, services
from eichhorn.allies.models import Ask
from eichhorn.allies.rules import Way
from eichhorn.allies.services import NotNow
from eichhorn.content.models import Draft
from eichhorn.ideas import services as ideas
from eichhorn.people.models import Department, Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from tests import make

NOW = make.people.NOW


def out(ask: Ask, by: Person) -> Draft:
    """Return the post that the gift became, which is out."""
    draft = ideas.take(
        idea=ask.gifts.get().idea, title=ask.title, goal=None, channels=[make.channels.by_hand()], planned_local=None,
        zone="Europe/Berlin", by=by, now=NOW,
    )  # fmt: skip
    planning.advance(slot=draft.slot, to=Stage.OUT, now=NOW)
    return draft


def test_thanks_are_due_only_once_it_is_out_and_only_until_they_are_said(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    make.allies.given(asked)
    assert not queries.to_thank().exists()
    out(asked, miriam)
    assert [one.pk for one in queries.to_thank()] == [asked.pk]
    browser = make.people.client_of(miriam)
    assert "Jens Kruse danken" in browser.get("/").content.decode()
    shown = browser.get(f"/requests/asks/{asked.pk}/").content.decode()
    assert "„Auszubildende an der Drehbank“ ist draußen, mit dabei von Ihnen: ein Foto." in shown
    assert "Menschen haben darauf geantwortet" not in shown
    assert browser.post(f"/requests/asks/{asked.pk}/thank/", {"text": ""}).status_code == 422
    browser.post(f"/requests/asks/{asked.pk}/thank/", {"text": "Das war schön."})
    body = make.notices.text_to(trainer.email)
    assert body.startswith("Guten Tag Herr Kruse,")
    assert "Das war schön." in body
    assert not queries.to_thank().exists()
    with pytest.raises(NotNow):
        services.thank(ask=asked, text="Noch einmal", by=miriam, now=NOW)


def test_who_was_thanked_in_person_gets_no_mail(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, way=Way.IN_PERSON), by=miriam, way=Way.IN_PERSON)
    make.allies.given(asked)
    out(asked, miriam)
    make.people.client_of(miriam).post(f"/requests/asks/{asked.pk}/thank/", {"in_person": "1"})
    asked.refresh_from_db()
    assert (asked.thanked_at, asked.thanked_by) == (NOW, miriam)
    with pytest.raises(IndexError):
        make.notices.latest_to(trainer.email)


def test_the_thanks_say_where_it_is_out_and_who_answered_as_far_as_it_is_known(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    make.allies.given(asked)
    out(asked, miriam)
    letter = queries.effect(queries.gifts_of(Ask.objects.get()))
    assert letter is not None
    assert (letter.addresses, letter.answers) == ((), 0)


def test_departments_of_three_stand_by_themselves_and_smaller_ones_together(
    miriam: Person, workshop: Department, trainer: Person
) -> None:
    small = make.people.department("Archiv")
    alone = make.people.person("Vera", department=small)
    for number in range(2):
        make.people.person(f"Kollege {number}", department=workshop)
    for one in (trainer, alone):
        make.allies.given(make.allies.asked(make.allies.ally(one), by=miriam))
    assert [(one.department, one.given, one.got) for one in queries.balance(now=NOW)] == [
        (workshop, 1, 0),
        (None, 1, 0),
    ]
    year = NOW + timedelta(days=365)
    assert len(queries.balance(now=year)) == 2
    assert queries.balance(now=year + timedelta(seconds=1)) == []


def test_a_department_sees_what_it_gave_and_got_and_others_do_not(
    miriam: Person, workshop: Department, trainer: Person
) -> None:
    make.allies.given(make.allies.asked(make.allies.ally(trainer), by=miriam))
    own = make.people.person("Rita", role=RoleKind.READER, department=workshop)
    other = make.people.person("Otto", role=RoleKind.READER, department=make.people.department("Archiv"))
    address = f"/people/allies/departments/{workshop.pk}/"
    assert "haben Sie 1 gegeben und 0 bekommen" in make.people.client_of(own).get(address).content.decode()
    assert make.people.client_of(other).get(address).status_code == 403


def test_a_share_is_said_from_five_asks_on(miriam: Person) -> None:
    for number in range(5):
        asked = make.allies.asked(make.allies.ally(make.people.person(f"Person {number}")), by=miriam)
        assert all(one.percent is None for one in queries.ways_answered(now=NOW))
        make.allies.given(asked)
    assert [(one.way, one.asked, one.percent) for one in queries.ways_answered(now=NOW)] == [(Way.MAIL, 5, 100)]


def test_the_list_of_allies_costs_the_same_however_many_there_are(
    miriam: Person, django_assert_max_num_queries: make.Counting
) -> None:
    browser = make.people.client_of(miriam)
    for number in range(6):
        person = make.people.person(f"Person {number}", department=make.people.department(f"Haus {number}"))
        make.allies.given(make.allies.asked(make.allies.ally(person), by=miriam))
        if number in {0, 5}:
            browser.get("/people/allies/")
            with django_assert_max_num_queries(21):
                assert f"Person {number}" in browser.get("/people/allies/").content.decode()
            with django_assert_max_num_queries(17):
                browser.get("/requests/asks/")
            with django_assert_max_num_queries(17):
                browser.get("/requests/asks/new/?about=Werkstatt")
