"""A view for people without an account: they read what anybody may, until somebody closes the address."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import icalendar
import pytest

from eichhorn.calendar import services
from eichhorn.calendar.models import Kept
from eichhorn.calendar.rules import Filter, View
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.models import Slot
from tests import make

pytestmark = pytest.mark.django_db
SOON = (clock.now() + timedelta(days=9)).replace(tzinfo=None, hour=14, minute=0, second=0, microsecond=0)


@pytest.fixture
def manager(house: Organisation) -> Person:
    made: Person = make.people.person("Jana Weiß", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def kept(manager: Person) -> Kept:
    made: Kept = make.calendar.view("Für die Presse", view=View.LIST, filter_=Filter(), by=manager, now=clock.now())
    return made


def address(kept: Kept, by: Person) -> str:
    return f"/plan/shared/{services.share(kept=kept, by=by, now=clock.now())}/"


def feed(path: str) -> list[icalendar.Event]:
    """Return the posts in the feed."""
    return [event for event in whole_feed(path) if event["UID"].startswith("slot-")]


def whole_feed(path: str) -> list[icalendar.Event]:
    answer = make.people.guest().get(f"{path}plan.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_whoever_has_the_address_reads_what_is_to_come(kept: Kept, manager: Person) -> None:
    make.planning.slot("Baustelle Nordring", at=SOON, channels=[make.planning.channel("Mastodon")])
    page = make.people.guest().get(address(kept, manager)).text
    assert "Baustelle Nordring" in page
    assert "Mastodon" in page
    assert "Jana" not in page


def test_a_calendar_program_gets_each_post_at_its_time_in_its_zone(kept: Kept, manager: Person) -> None:
    slot = make.planning.slot("Baustelle Nordring", at=SOON, channels=[make.planning.channel("Mastodon")])
    (event,) = feed(address(kept, manager))
    assert event["SUMMARY"] == "Baustelle Nordring"
    assert event.start.replace(tzinfo=None) == SOON
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Berlin"
    assert event["UID"].startswith(f"slot-{slot.pk}@")
    assert "Mastodon" in event["DESCRIPTION"]


def test_a_calendar_program_gets_holidays_as_whole_days_and_nothing_that_the_house_keeps(
    kept: Kept, manager: Person
) -> None:
    make.occasions.region("DE")
    make.occasions.entry("Jubiläum", begins_on=SOON.date())
    days = {event["SUMMARY"]: event for event in whole_feed(address(kept, manager))}
    assert "Jubiläum" not in days
    christmas = days["Erster Weihnachtstag"]
    assert christmas.start == date(christmas.start.year, 12, 25)
    assert christmas.end - christmas.start == timedelta(days=1)
    assert len({event["UID"] for event in days.values()}) == len(days)


def test_what_is_confidential_or_under_embargo_is_in_neither(kept: Kept, manager: Person) -> None:
    make.planning.slot("Vertraulich", at=SOON)
    Slot.objects.update(confidential=True)
    make.planning.slot("Gesperrt", at=SOON)
    Slot.objects.filter(title="Gesperrt").update(embargo_until=clock.now() + timedelta(days=5))
    path = address(kept, manager)
    assert feed(path) == []
    page = make.people.guest().get(path).text
    assert "Vertraulich" not in page
    assert "Gesperrt" not in page
    assert "Zurzeit ist nichts geplant" in page


def test_the_filter_of_the_view_holds_for_others_too(manager: Person) -> None:
    channel = make.planning.channel("Mastodon")
    make.planning.slot("Hier", at=SOON, channels=[channel])
    make.planning.slot("Anderswo", at=SOON, channels=[make.planning.channel("Facebook")])
    kept = make.calendar.view("Nur Mastodon", filter_=Filter(channel=channel.pk), by=manager, now=clock.now())
    assert [event["SUMMARY"] for event in feed(address(kept, manager))] == ["Hier"]


def shared(view: View, by: Person) -> str:
    made = make.calendar.view(f"Als {view}", view=view, filter_=Filter(), by=by, now=clock.now())
    return address(made, by)


@pytest.mark.parametrize("view", list(View))
def test_others_see_the_view_that_was_shared_and_no_way_into_the_house(manager: Person, view: View) -> None:
    make.planning.slot(
        "Baustelle Nordring",
        at=datetime.combine(clock.now().date(), SOON.time()),
        channels=[make.planning.channel("Mastodon")],
    )
    make.occasions.entry("Jubiläum der Gießerei", begins_on=clock.now().date())
    page = make.people.guest().get(shared(view, manager)).text
    assert "Baustelle Nordring" in page
    assert {"month": 'class="cal', "week": 'class="week"', "board": 'class="stages'}.get(
        view, 'class="sheet rows'
    ) in page
    assert "Jubiläum" not in page, "what the house keeps is told to nobody else"
    assert "/plan/" not in re.sub(r'href="/plan/shared/[^"]*"|/plan/shared/[^"]*', "", page)
    assert "Jana" not in page


def test_another_month_another_week_and_each_day_can_be_looked_at(manager: Person) -> None:
    make.planning.slot("Neujahrsgruß", at=datetime(2031, 1, 1, 9))
    guest, month, week = make.people.guest(), shared(View.MONTH, manager), shared(View.WEEK, manager)
    assert "Neujahrsgruß" not in guest.get(month).text
    for path in (f"{month}?at=2031-01-15", f"{week}?at=2031-01-03", f"{month}?day=2031-01-01"):
        assert "Neujahrsgruß" in guest.get(path).text
    assert "?at=2031-02-01" in guest.get(f"{month}?at=2031-01-15").text
    for path in (f"{month}?at=2031-02-30", f"{month}?at=1999-12-31", f"{week}?day=²", f"{month}?at=2101-01-01"):
        assert guest.get(path).status_code == 404
    assert guest.get(f"{month}?at=2100-12-31").status_code == 200
    assert guest.get(f"{month}?at=2000-01-01").status_code == 200


@pytest.mark.parametrize("view", list(View))
def test_a_shared_view_costs_few_queries_however_much_is_planned(
    manager: Person, view: View, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    path = shared(view, manager)
    for number in range(9):
        make.planning.slot(f"Beitrag {number}", at=SOON + timedelta(minutes=number))
    with django_assert_max_num_queries(14):
        assert make.people.guest().get(path).status_code == 200


@pytest.mark.parametrize("end", ["unshare", "new", "drop"])
def test_an_address_that_is_closed_opens_nothing_more(kept: Kept, manager: Person, end: str) -> None:
    path = address(kept, manager)
    match end:
        case "unshare":
            services.unshare(kept=kept, by=manager, now=clock.now())
        case "new":
            address(kept, manager)
        case _:
            services.drop(kept=kept, by=manager, now=clock.now())
    for one in (path, f"{path}plan.ics"):
        assert make.people.guest().get(one).status_code == 410


def test_the_address_is_shown_once_and_the_list_says_that_there_is_one(kept: Kept, manager: Person) -> None:
    browser = make.people.client_of(manager)
    answer = browser.post(f"/plan/calendar/views/{kept.pk}/share/")
    assert "/plan/shared/" in answer.text
    assert "plan.ics" in answer.text
    assert answer["Cache-Control"] == "no-store"
    page = browser.get("/plan/calendar/views/").text
    assert "/plan/shared/" not in page
    assert "über eine Adresse zu lesen" in page


def test_only_who_plans_shares(kept: Kept) -> None:
    with pytest.raises(NotAllowed):
        services.share(kept=kept, by=make.people.person(role=RoleKind.READER), now=clock.now())


def test_a_title_with_signs_of_the_format_stays_a_title(kept: Kept, manager: Person) -> None:
    make.planning.slot("Komma, Semikolon; und\\nEND:VCALENDAR", at=SOON)
    assert [event["SUMMARY"] for event in feed(address(kept, manager))] == ["Komma, Semikolon; und\\nEND:VCALENDAR"]


def test_an_address_that_was_never_given_is_not_found(house: Organisation) -> None:
    assert make.people.guest().get("/plan/shared/nothing/").status_code == 404


def test_a_post_that_was_long_ago_is_no_longer_in_the_feed(kept: Kept, manager: Person) -> None:
    make.planning.slot("Lange her", at=datetime(2020, 6, 1, 14))
    assert feed(address(kept, manager)) == []


def test_a_view_is_renamed_on_its_page_and_two_of_one_name_are_refused(kept: Kept, manager: Person) -> None:
    browser, path = make.people.client_of(manager), f"/plan/calendar/views/{kept.pk}/rename/"
    make.calendar.view("Offenes", by=manager, now=clock.now())
    page = browser.post(path, {"name": "OFFENES"})
    assert page.status_code == 422
    assert "heißt schon so" in page.text
    assert browser.post(path, {"name": "Für die Zeitung"}).status_code == 303
    assert "Für die Zeitung" in browser.get("/plan/calendar/views/").text
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.get(path).status_code == 403
    assert Kept.objects.get(pk=kept.pk).name == "Für die Zeitung"
