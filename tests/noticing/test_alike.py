"""Whether somebody asked the same before: in other words, by the same link, and only as far as one may read it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.desk import queries, services
from eichhorn.desk.models import Request
from eichhorn.desk.queries.earlier import MOST_SHOWN, REMEMBERED
from eichhorn.desk.rules import AnswerKind
from eichhorn.foundation import clock
from eichhorn.noticing.rules.alike import ALIKE, SAME, Text, closeness, nearest
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import wall
from tests import make
from tests.make.people import NOW

BRIDGE = Text("Brücke am Nordring gesperrt", "Anwohner sollen wissen, dass die Brücke ab Donnerstag gesperrt bleibt.")
TEXTS = st.builds(Text, st.text(max_size=40), st.text(max_size=200))


def test_the_same_matter_in_other_words_is_found() -> None:
    again = Text("Sperrung der Brücke Nordring", "Die Brücke bleibt für Anwohner am Donnerstag gesperrt, bitte posten.")
    assert ALIKE <= closeness(BRIDGE, again) < SAME
    assert closeness(BRIDGE, BRIDGE) == 1


def test_another_matter_is_not() -> None:
    other = Text(
        "Azubi-Tag", "Bitte posten, dass Schülerinnen am Freitag unsere Werkstatt sehen können. Danke und Grüße"
    )
    assert closeness(BRIDGE, other) < ALIKE
    polite = [
        Text("Anfrage", "Bitte könnten Sie das veröffentlichen, vielen Dank"),
        Text("Bitte", "würden Sie bitte unsere Anfrage posten"),
    ]
    assert closeness(*polite) == 0


def test_a_link_or_a_title_in_both_is_enough() -> None:
    links = (
        Text("Lesung", "Siehe https://www.bibliothek.example/lesung/."),
        Text("Abend im Mai", "https://bibliothek.example/lesung"),
    )
    assert closeness(*links) >= ALIKE
    assert closeness(Text("Sommerfest "), Text("sommerfest")) >= ALIKE
    assert closeness(Text(""), Text("")) == 0


@given(TEXTS, TEXTS)
def test_it_is_the_same_both_ways_and_stays_within_its_bounds(one: Text, other: Text) -> None:
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 1


def test_the_nearest_stands_first_and_no_more_than_asked_for() -> None:
    far = Text(
        "Brücke", "Die Brücke am Nordring bleibt den Anwohnern lange Wochen versperrt, ärgerlich und laut und teuer."
    )
    among = [(1, far), (2, BRIDGE), (3, Text("Azubi-Tag")), (4, BRIDGE)]
    assert [number for number, _ in nearest(BRIDGE, among, most=2)] == [4, 2]


@pytest.fixture
def manager(house: object) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def bridge(**more: object) -> Request:
    return make.desk.request(title=BRIDGE.title, text=BRIDGE.below, **more)  # type: ignore[arg-type]


def earlier(request: Request, person: Person, now: datetime = NOW) -> list[tuple[int, bool]]:
    version = queries.latest_version(request)
    return [(one.request.pk, one.is_same) for one in queries.earlier(request, version, person=person, now=now)]


@pytest.mark.django_db
def test_what_was_asked_within_a_year_is_shown_and_not_the_whole_past(manager: Person) -> None:
    old = bridge(now=NOW - REMEMBERED - timedelta(minutes=1))
    remembered = bridge(now=NOW - REMEMBERED)
    make.desk.request(title="Azubi-Tag", text="Die Werkstatt ist offen.")
    request = bridge()
    assert earlier(request, manager) == [(remembered.pk, True)]
    for _ in range(MOST_SHOWN):
        bridge()
    assert len(earlier(request, manager)) == MOST_SHOWN
    assert old.pk not in dict(earlier(request, manager))


@pytest.mark.django_db
def test_what_one_may_not_read_is_not_given_away(manager: Person) -> None:
    hidden = bridge(confidential=True)
    request = bridge()
    assert earlier(request, manager) == [(hidden.pk, True)]
    assert earlier(request, make.people.person(role=RoleKind.READER)) == []


@pytest.mark.django_db
def test_it_costs_two_questions_however_many_there_are(
    manager: Person, django_assert_num_queries: make.Counting
) -> None:
    requests = [bridge() for _ in range(5)]
    version = queries.latest_version(requests[0])
    with django_assert_num_queries(3):  # one of them asks what the person may read
        queries.earlier(requests[0], version, person=manager, now=NOW)


@pytest.mark.django_db
def test_the_card_shows_what_was_asked_before_and_what_is_promised_for_the_day(manager: Person) -> None:
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    first = bridge(channels=[channel], now=clock.now() - timedelta(days=1))
    day = queries.triage(queries.whole_request(first.pk), now=clock.now()).price
    assert day is not None
    place = services.Place(channels=[channel], later_local=day.at)
    services.decide(request=first, answer=AnswerKind.LATER, text="Gern.", by=manager, now=clock.now(), place=place)
    again = bridge(wish=wall(day.at).replace(hour=17), channels=[channel], now=clock.now())
    browser = make.people.client_of(manager)
    page = browser.get(reverse("desk:decide", args=[again.pk]), headers={"accept-language": "de"}).content.decode()
    assert "schon einmal angefragt:" in page
    assert "für den Tag zugesagt:" in page
    assert page.count(reverse("desk:request", args=[first.pk])) == 2
