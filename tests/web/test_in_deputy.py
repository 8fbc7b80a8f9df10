"""What waits for somebody who is away stands on Today of whoever stands in, and gives them no right."""

from datetime import timedelta

import pytest
from django.urls import reverse

from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.ui.waiting import Waiting
from eichhorn.web import rooms
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def lena() -> Person:
    return make.people.person("Lena Hoffmann", role=RoleKind.AUTHOR)


@pytest.fixture
def jonas() -> Person:
    return make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)


@pytest.fixture
def of_lena(lena: Person) -> list[Waiting]:
    """What waits for Lena: a draft that she wrote."""
    make.content.draft(by=lena, chosen=[make.channels.channel(now=NOW)], title="Tarif ab Juli", now=NOW)
    rows = rooms.waiting_for(lena, now=NOW)
    assert rows
    return rows


def test_what_waits_for_the_absent_stands_on_today_of_whoever_stands_in_and_says_so(
    lena: Person, jonas: Person, of_lena: list[Waiting]
) -> None:
    make.duty.deputy(lena, jonas)
    assert rooms.waiting_for(jonas, now=NOW) == [], "she is there"
    make.duty.away(lena, TODAY)
    seen = rooms.waiting_for(jonas, now=NOW)
    assert [row.href for row in seen] == [row.href for row in of_lena]
    assert all(row.line.startswith("In Vertretung für Lena Hoffmann · ") for row in _german(jonas))
    assert rooms.waiting_for(jonas, now=NOW + timedelta(days=1)) == [], "she is back"


def test_what_waits_for_both_stands_there_once(lena: Person, jonas: Person, of_lena: list[Waiting]) -> None:
    make.duty.deputy(lena, jonas)
    other = make.people.person(role=RoleKind.AUTHOR)
    make.duty.deputy(other, jonas)
    make.duty.away(lena, TODAY)
    make.duty.away(other, TODAY)
    rows = [(row.href, row.title) for row in rooms.waiting_for(jonas, now=NOW)]
    assert len(rows) == len(set(rows)) == len(of_lena)


def test_a_deputy_who_may_less_sees_no_title_and_whoever_steers_is_told(lena: Person, of_lena: list[Waiting]) -> None:
    reader, manager = make.people.person("Rita Leser", role=RoleKind.READER), make.people.person(role=RoleKind.MANAGER)
    make.duty.deputy(lena, reader)
    make.duty.away(lena, TODAY)
    page = make.people.client_of(reader).get(reverse("web:today")).content.decode()
    assert "Sie vertreten Lena Hoffmann" in page
    assert "Tarif ab Juli" not in page
    told = make.people.client_of(manager).get(reverse("web:today")).content.decode()
    assert "Rita Leser vertritt Lena Hoffmann und darf nach der eigenen Rolle weniger" in told
    assert reverse("duty:of", args=[lena.pk]) in told


def test_an_approval_says_that_its_approver_is_away_until_when_and_who_stands_in(lena: Person, jonas: Person) -> None:
    paula = make.people.person("Paula Kern", role=RoleKind.APPROVER)
    make.review.four_eyes(paula)
    asked = make.review.handed_in(
        make.content.draft(by=lena, chosen=[make.channels.channel(now=NOW)], title="Tarif", now=NOW), by=lena, now=NOW
    )
    page = reverse("review:approval", args=[asked.pk])
    client = make.people.client_of(lena)
    assert "abwesend" not in client.get(page).content.decode()
    make.duty.away(paula, TODAY, TODAY + timedelta(days=3))
    assert "Paula Kern ist bis 12. Juni abwesend. So lange vertritt niemand." in _line(
        client.get(page).content.decode()
    )
    make.duty.deputy(paula, jonas)
    assert "So lange vertritt Jonas Brandt." in _line(client.get(page).content.decode())


def _line(page: str) -> str:
    return " ".join(page.split())


def _german(person: Person) -> list[Waiting]:
    from django.utils import translation

    with translation.override("de"):
        return rooms.waiting_for(person, now=NOW)
