"""The pages: an administrator adds an address, sees the secret once, and what became of each call."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import MOST_ADDRESSES, EventType, Off, State
from eichhorn.webhooks.words import EVENTS
from tests import make
from tests.webhooks.receiver import Receiver, status

pytestmark = pytest.mark.django_db
PAGE = "/settings/webhooks/"
SENT = {"name": "Intranet", "url": "https://intranet.example/hook?key=x", "types": ["delivery.out", "version.approved"]}


@pytest.fixture
def client(admin: Person) -> Client:
    found: Client = make.people.client_of(admin)
    return found


def secret_on(page: str) -> str:
    return "whsec_" + page.split('value="whsec_')[1].split('"', maxsplit=1)[0]


def test_a_secret_is_shown_once_on_the_answer_to_its_form(client: Client, admin: Person) -> None:
    answer = client.post(PAGE, SENT)
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert len(secret_on(page)) == 6 + 44
    row = Endpoint.objects.get()
    assert (row.name, row.url, row.types, row.owner) == (
        "Intranet", SENT["url"], ["version.approved", "delivery.out"], admin,
    )  # fmt: skip
    for place in (PAGE, f"{PAGE}{row.pk}/"):
        assert "whsec_" not in client.get(place).content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "", "intranet.example", "http://intranet.example/", "https://u:p@intranet.example/", "https://127.0.0.1/", "https://[::1]/",
        "https://10.1.2.3/hook", "https://localhost/", "https://intranet/", "https://x.example/#part", "ftp://x.example/",
        "https://x.example:99999/", "https://x.example/a b", "https://169.254.169.254/latest/",
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_called_is_refused_at_its_field(client: Client, url: str) -> None:
    answer = client.post(PAGE, SENT | {"url": url})
    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": " "}, {"types": []}, {"types": ["everything"]}])
def test_an_address_needs_a_name_and_something_that_it_is_told(client: Client, wrong: dict[str, object]) -> None:
    assert client.post(PAGE, SENT | wrong).status_code == 422
    assert not Endpoint.objects.exists()


def test_there_are_not_more_addresses_than_anybody_can_look_after(client: Client, admin: Person) -> None:
    for _ in range(MOST_ADDRESSES):
        make.webhooks.endpoint("https://x.example/", by=admin)
    assert client.post(PAGE, SENT).status_code == 422
    assert Endpoint.objects.count() == MOST_ADDRESSES


def test_a_test_can_be_sent_and_seen(client: Client, admin: Person, there: Receiver) -> None:
    made = make.webhooks.endpoint(there.url, by=admin)
    page = f"{PAGE}{made.endpoint.pk}/"
    there.answers(status(500, "<b>No</b>"))
    assert client.post(f"{page}test/").status_code == 303
    make.webhooks.told()
    shown = client.get(page).content.decode()
    assert "500 &lt;b&gt;No&lt;/b&gt;" in shown
    assert "antwortet nicht" in shown
    call = Call.objects.get()
    assert client.post(f"{PAGE}calls/{call.pk}/again/").status_code == 303
    make.webhooks.told()
    assert [one.said["type"] for one in there.taken] == ["webhook.test"] * 2
    assert "angekommen" in client.get(f"{page}?state=arrived").content.decode()
    assert "webhook.test" not in client.get(f"{page}?state=given_up").content.decode()


def test_events_are_sent_again_since_an_instant(client: Client, admin: Person, there: Receiver) -> None:
    made = make.webhooks.endpoint(there.url, by=admin)
    page = f"{PAGE}{made.endpoint.pk}/"
    make.webhooks.happened()
    make.webhooks.told()
    hour_ago = timezone.localtime(clock.now() - timedelta(hours=1), ZoneInfo("Europe/Berlin"))
    sent = {"since": f"{hour_ago:%d.%m.%Y %H:%M}", "what": "all"}
    assert client.post(f"{page}replay/", sent).status_code == 303
    make.webhooks.told()
    assert len(there.taken) == 2
    assert len(set(there.ids)) == 1
    too_early = client.post(f"{page}replay/", sent | {"since": "1.1.2020 10:00"})
    assert too_early.status_code == 422


def test_it_is_switched_off_and_on_and_removed(client: Client, admin: Person) -> None:
    made = make.webhooks.endpoint("https://x.example/", by=admin)
    page = f"{PAGE}{made.endpoint.pk}/"
    client.post(f"{page}test/")
    client.post(f"{page}switch/")
    assert Call.objects.get().state == State.SET_ASIDE
    client.post(f"{page}test/")
    assert Call.objects.count() == 1
    client.post(f"{page}switch/")
    assert Endpoint.objects.get().off_at is None
    client.post(f"{page}secret/")
    client.post(f"{page}change/", SENT)
    assert Endpoint.objects.get().url == SENT["url"]
    client.post(f"{page}remove/")
    assert not Endpoint.objects.exists()
    assert not Call.objects.exists()
    verbs = AuditEvent.objects.filter(object_kind="endpoint").order_by("pk").values_list("verb", flat=True)
    assert [verb.removeprefix("webhooks.") for verb in verbs] == [
        "added", "tested", "switched_off", "switched_on", "secret_rotated", "changed", "removed",
    ]  # fmt: skip


def test_every_event_has_its_word() -> None:
    assert set(EVENTS) == set(EventType)


def test_older_calls_are_on_the_next_page(client: Client, admin: Person) -> None:
    made = make.webhooks.endpoint("https://x.example/", by=admin)
    for _ in range(51):
        client.post(f"{PAGE}{made.endpoint.pk}/test/")
    first = client.get(f"{PAGE}{made.endpoint.pk}/").content.decode()
    oldest, second = Call.objects.order_by("pk")[:2]
    assert oldest.event not in first
    assert f"?before={second.pk}" in first
    assert oldest.event in client.get(f"{PAGE}{made.endpoint.pk}/?before={second.pk}").content.decode()


def test_who_administers_sees_on_heute_what_had_to_be_switched_off(client: Client, admin: Person) -> None:
    made = make.webhooks.endpoint("https://intranet.example/hook", by=admin).endpoint
    page = f"{PAGE}{made.pk}/"
    client.post(f"{page}switch/")
    assert page not in client.get("/").content.decode()
    Endpoint.objects.update(off_because=Off.FAILING)
    shown = client.get("/").content.decode()
    assert "„Intranet“ erfährt nicht mehr, was geschieht" in shown
    assert "Fünf Tage lang kam dort nichts an." in shown
    assert page in shown
    assert page not in make.people.client_of(make.people.person(role=RoleKind.MANAGER)).get("/").content.decode()
    client.post(f"{page}switch/")
    assert page not in client.get("/").content.decode()
