"""Where somebody is signed in: what they see of it, and how it ends."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people import browsers, devices
from eichhorn.people.models import Device, Organisation, Person
from tests import make

PASSWORD = "eichel nuss wipfel kobel"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
)


@pytest.fixture
def miriam(house: Organisation) -> Person:
    person: Person = make.people.with_password("Miriam Aydın", password=PASSWORD)
    return person


def browser(person: Person, agent: str) -> Client:
    client = Client(headers={"user-agent": agent, "accept-language": "de"}, REMOTE_ADDR="203.0.113.77")
    assert client.post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_a_copy_of_the_tables_signs_nobody_in(miriam: Person) -> None:
    """Neither the table of sessions nor the list of devices knows what the browser shows."""
    client = browser(miriam, FIREFOX)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row, device = Session.objects.get(), Device.objects.get()
    assert row.session_key == device.session_key
    assert key not in repr((row.session_key, row.get_decoded(), device.__dict__))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert not is_in(thief)
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert is_in(thief)
    assert client.post("/sign-out/").status_code == 302
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("agent", "name", "system"),
    [(FIREFOX, "Firefox", "Windows"), (PHONE, "Safari", "iPhone"), (EDGE, "Edge", "macOS"), ("curl/8", "", "")],
)
def test_browsers_are_called_what_people_call_them(agent: str, name: str, system: str) -> None:
    assert (browsers.browser_of(agent), browsers.system_of(agent)) == (name, system)


@given(some.text())
def test_whatever_a_browser_says_it_fits_its_column(agent: str) -> None:
    assert len(browsers.browser_of(agent)) <= 40
    assert len(browsers.system_of(agent)) <= 40


@pytest.mark.django_db
def test_one_sees_where_one_is_signed_in_without_any_address(miriam: Person) -> None:
    here, _there = browser(miriam, FIREFOX), browser(miriam, PHONE)
    page = here.get("/settings/sign-in/").content.decode()
    assert "Firefox auf Windows" in page
    assert "Safari auf iPhone" in page
    assert page.index("Firefox auf Windows") < page.index("Safari auf iPhone")
    assert page.count("dieses Gerät") == 1
    assert "203.0.113.77" not in page + str(list(Device.objects.values())) + str(list(AuditEvent.objects.values()))
    assert all("203.0.113.77" not in str(one.get_decoded()) for one in Session.objects.all())


@pytest.mark.django_db
def test_one_device_is_signed_out_and_the_others_stay(miriam: Person) -> None:
    here, there, third = (browser(miriam, agent) for agent in (FIREFOX, PHONE, EDGE))
    number = Device.objects.get(system="iPhone").pk
    assert here.post(f"/settings/sign-in/devices/{number}/end/").status_code == 303
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert AuditEvent.objects.filter(verb="people.session_ended", actor_id=miriam.pk).exists()


@pytest.mark.django_db
def test_nobody_signs_somebody_else_out(miriam: Person) -> None:
    here, jonas = browser(miriam, FIREFOX), make.people.client_of(make.people.person("Jonas Brandt"))
    number = Device.objects.get().pk
    assert jonas.post(f"/settings/sign-in/devices/{number}/end/").status_code == 404
    assert is_in(here)


@pytest.mark.django_db
def test_signing_out_everywhere_else_ends_also_what_is_not_on_the_list(miriam: Person) -> None:
    here, there, unlisted = browser(miriam, FIREFOX), browser(miriam, PHONE), make.people.client_of(miriam)
    page = here.post("/settings/sign-in/devices/end/", follow=True).content.decode()
    assert "auf 1 anderen Gerät abgemeldet" in page
    assert (is_in(here), is_in(there), is_in(unlisted)) == (True, False, False)
    assert Device.objects.count() == 1
    assert is_in(browser(miriam, PHONE))


@pytest.mark.django_db
def test_a_new_password_ends_the_others_and_the_list_follows(miriam: Person) -> None:
    here, there = browser(miriam, FIREFOX), browser(miriam, PHONE)
    new = "wurzel stamm zweig"
    assert here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new}).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    page = here.get("/settings/sign-in/").content.decode()
    assert page.count("dieses Gerät") == 1


@pytest.mark.django_db
def test_when_a_device_was_seen_is_noted_every_ten_minutes(miriam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = browser(miriam, FIREFOX)
    begun = Device.objects.get().seen_at
    for minutes, noted in ((9, False), (10, True)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: begun + timedelta(minutes=minutes, milliseconds=1))
        here.get("/account/")
        assert (Device.objects.get().seen_at > begun) == noted


@pytest.mark.django_db
def test_what_is_over_is_forgotten(miriam: Person) -> None:
    here, there = browser(miriam, FIREFOX), browser(miriam, PHONE)
    now = clock.now()
    there.post("/sign-out/")
    assert devices.forget(now=now) == 1
    assert is_in(here)
    assert devices.forget(now=now + timedelta(days=15)) == 1
    assert not Session.objects.exists()
