"""Channels as people keep them: added, described, given up; and what happens when a server no longer lets us in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from eichhorn.channels import queries, services
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import http
from eichhorn.foundation.models import AuditEvent
from eichhorn.networks.base import Account, Keys, Unauthorised
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.networks.running import Faulty, fault_server

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture
def administrator() -> Person:
    person: Person = make.people.person("Petra Admin", role=RoleKind.ADMINISTRATOR)
    return person


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Faulty]:
    before = http.allowed
    with fault_server(tmp_path) as running:
        http.configure(allow=before | {running.host_port})
        yield running
    http.configure(allow=before)


def test_a_channel_by_hand_is_ready_at_once(administrator: Person) -> None:
    page = make.people.client_of(administrator)
    page.post("/settings/channels/add/by_hand/", {"label": "LinkedIn", "name": "LinkedIn Haus", "language": "de"})
    channel = Channel.objects.get()
    assert (channel.health, queries.label(channel), queries.by_hand(channel)) == (Health.CONNECTED, "LinkedIn", True)
    assert "von Hand" in page.get("/settings/channels/").text


def test_two_channels_do_not_share_a_name(administrator: Person) -> None:
    make.channels.by_hand("Facebook Haus")
    page = make.people.client_of(administrator)
    answer = page.post(
        "/settings/channels/add/by_hand/", {"label": "Facebook", "name": "Facebook Haus", "language": "de"}
    )
    assert answer.status_code == 422
    assert "So heißt schon ein anderer Kanal." in answer.text
    assert Channel.objects.count() == 1


@pytest.mark.parametrize("typed", ["http://erlengrund.social", "zwei wörter", ""])
def test_a_server_that_is_none_is_said_at_its_field(administrator: Person, typed: str) -> None:
    page = make.people.client_of(administrator)
    answer = page.post("/settings/channels/add/mastodon/", {"server_url": typed, "name": "Neu", "language": "de"})
    assert answer.status_code == 422
    assert 'id="id_server_url_error"' in answer.text
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "role", [None, RoleKind.READER, RoleKind.AUTHOR, RoleKind.MANAGER, RoleKind.COMMUNITY, RoleKind.APPROVER]
)
def test_only_administrators_change_channels_and_everybody_may_read_them(role: RoleKind | None) -> None:
    channel = make.channels.channel()
    person = make.people.person(role=role)
    page = make.people.client_of(person)
    assert page.get("/settings/channels/").status_code == 200
    assert page.get(f"/settings/channels/{channel.pk}/").status_code == 200
    for path in ("add/", "add/mastodon/", f"{channel.pk}/describe/", "connected/?state=x&code=y"):
        assert page.get(f"/settings/channels/{path}").status_code == 403
    for verb in ("connect", "disconnect", "retire", "refresh", "describe"):
        assert page.post(f"/settings/channels/{channel.pk}/{verb}/").status_code == 403
    with pytest.raises(NotAllowed):
        services.add(name="x", network="by_hand", by=person, now=NOW)
    channel.refresh_from_db()
    assert (channel.health, channel.retired_on) == (Health.CONNECTED, None)


def test_nobody_without_a_way_in_sees_a_channel() -> None:
    channel = make.channels.channel()
    for path in ("", "add/", f"{channel.pk}/"):
        assert make.people.guest().get(f"/settings/channels/{path}").status_code == 302


def test_the_key_is_on_no_page_in_no_record_and_in_no_text(
    administrator: Person, faulty: Faulty, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    channel = make.channels.connected(faulty.url, "a1.key-that-nobody-sees")
    page = make.people.client_of(administrator)
    shown = page.get("/settings/channels/").text + page.get(f"/settings/channels/{channel.pk}/").text
    network = services.open_network(channel)
    told = [shown, repr(channel.__dict__), repr(network.__dict__), caplog.text, repr(list(AuditEvent.objects.values()))]
    assert "key-that-nobody-sees" not in "".join(told)
    assert bytes(channel.secret_sealed or b"").find(b"key-that-nobody-sees") == -1


def test_an_open_channel_speaks_for_its_account(faulty: Faulty) -> None:
    channel = make.channels.connected(faulty.url, "a1")
    assert (channel.account_id, channel.software) == ("9a1", "mastodon")
    assert queries.limits(channel).picture_types == ("image/jpeg", "image/png")
    network = services.open_network(Channel.objects.get(pk=channel.pk))
    assert network.drops_repeats_for


def test_what_the_server_tells_anew_holds(faulty: Faulty) -> None:
    channel = make.channels.connected(faulty.url, "a1")
    faulty.set(text_limit=5000)
    assert services.refresh(channel=channel, now=NOW + timedelta(days=1))
    fresh = Channel.objects.get()
    assert queries.limits(fresh).text_limit == 5000
    assert fresh.checked_at == NOW + timedelta(days=1)


def test_every_server_is_asked_once_a_day(faulty: Faulty) -> None:
    make.channels.connected(faulty.url, "a1")
    make.channels.by_hand()
    assert services.refresh_all(now=NOW + timedelta(hours=19)) == 0
    assert services.refresh_all(now=NOW + timedelta(hours=21)) == 1
    assert services.refresh_all(now=NOW + timedelta(hours=22)) == 0


def test_a_server_that_is_silent_changes_nothing(faulty: Faulty) -> None:
    channel = make.channels.connected(faulty.url, "a1")
    faulty.order("error_before", on="verify", times=5)
    assert not services.refresh(channel=channel, now=NOW)
    assert Channel.objects.get().health == Health.CONNECTED


def test_a_closed_door_waits_for_the_administrator_and_for_nobody_else(administrator: Person, faulty: Faulty) -> None:
    channel = make.channels.connected(faulty.url, "a1", "Mastodon Haus")
    faulty.order("unauthorised", on="verify", times=5)
    assert not services.refresh(channel=channel, now=NOW)
    closed = Channel.objects.get()
    assert (closed.health, closed.secret_sealed, closed.account_id) == (Health.DISCONNECTED, None, "9a1")
    with pytest.raises(Unauthorised):
        services.open_network(closed)
    [row] = [row for row in queries.waiting_for(administrator, now=NOW) if row.kind == "due"]
    assert "Mastodon Haus" in row.title
    assert queries.waiting_for(make.people.person(role=RoleKind.MANAGER), now=NOW) == []
    assert "lässt uns nicht mehr hinein" in make.people.client_of(administrator).get(row.href).text


def test_closing_twice_is_written_down_once(faulty: Faulty) -> None:
    channel = make.channels.connected(faulty.url, "a1")
    for _ in range(2):
        services.disconnect(channel=channel, because="401", now=NOW)
    assert AuditEvent.objects.filter(verb="channels.disconnected").count() == 1


def test_a_channel_that_was_given_up_is_no_longer_offered(administrator: Person) -> None:
    channel = make.channels.channel("Altes Konto")
    page = make.people.client_of(administrator)
    page.post(f"/settings/channels/{channel.pk}/retire/")
    assert not queries.active().exists()
    assert "Altes Konto" in page.get("/settings/channels/").text
    assert page.get(f"/settings/channels/{channel.pk}/").status_code == 200
    with pytest.raises(Unauthorised):
        services.open_network(Channel.objects.get())


def test_a_description_is_kept(administrator: Person) -> None:
    channel, team = make.channels.by_hand(), make.people.team("Soziale Medien")
    typed = {
        "label": "Facebook", "name": "Facebook Stadtwerke", "language": "en", "owner_team": team.pk, "purpose": "Störungen",
        "imprint_url": "https://erlengrund.example/impressum", "server_url": "https://facebook.example/x", "account": "SWE",
    }  # fmt: skip
    answer = make.people.client_of(administrator).post(f"/settings/channels/{channel.pk}/describe/", typed)
    assert answer.status_code == 303
    fresh = Channel.objects.get()
    assert (fresh.name, fresh.owner_team, fresh.account) == ("Facebook Stadtwerke", team, "SWE")


def test_the_list_costs_the_same_for_any_number_of_channels(
    administrator: Person, django_assert_max_num_queries: object
) -> None:
    page: Client = make.people.client_of(administrator)
    page.get("/settings/channels/")
    for _ in range(12):
        make.channels.channel()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page.get("/settings/channels/")


def test_both_languages_say_all_of_it(administrator: Person) -> None:
    channel = make.channels.channel()
    page = make.people.client_of(administrator)
    page.cookies["eichhorn_language"] = "en"
    shown = page.get(f"/settings/channels/{channel.pk}/").text
    assert "Connected. Posts leave at their time." in shown
    assert "Verbunden" not in shown


def test_an_account_never_shows_its_key() -> None:
    assert "secret" not in repr(Account("https://x.example", Keys("secret")))


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "channels", "stage", check=True, dry_run=True, verbosity=0)


def test_the_page_of_the_networks_is_what_the_classes_say() -> None:
    call_command("networks_table", place=Path(__file__).parents[2] / "docs/reference/networks.md")


@pytest.mark.parametrize("kind", ["x", "linkedin", "bluesky"])
def test_a_network_that_lives_at_one_place_needs_no_server_typed(administrator: Person, kind: str) -> None:
    page = make.people.client_of(administrator)
    answer = page.post(f"/settings/channels/add/{kind}/", {"name": "Haus", "language": "de", "server_url": ""})
    assert answer.status_code == 303
    channel = Channel.objects.get()
    assert (channel.network, channel.server_url, channel.health) == (kind, "", Health.NEW)
    assert queries.server_url(channel).startswith("https://")
    assert page.get(answer["Location"]).status_code == 200


def test_a_program_that_was_registered_by_hand_is_kept_sealed_and_can_be_connected_then(administrator: Person) -> None:
    channel, page = make.channels.unconnected(network="x", server_url=""), make.people.client_of(administrator)
    here = f"/settings/channels/{channel.pk}/"
    assert "zuerst registriert" in page.get(here).text
    assert page.post(f"{here}connect/").status_code == 422
    shown = page.get(f"{here}register/").text
    assert "/settings/channels/connected/" in shown
    assert page.post(f"{here}register/", {"client_id": "our-app", "client_secret": ""}).status_code == 422
    assert page.post(f"{here}register/", {"client_id": "our-app", "client_secret": "very-secret"}).status_code == 303
    channel.refresh_from_db()
    assert b"very-secret" not in bytes(channel.client_sealed or b"")
    assert "very-secret" not in page.get(f"{here}register/").text
    leaving = page.post(f"{here}connect/")
    assert leaving.status_code == 200
    assert "client_id=our-app" in leaving.text


def test_what_was_typed_to_sign_in_never_comes_back_to_the_page(administrator: Person) -> None:
    channel = make.channels.unconnected(network="bluesky", server_url="http://127.0.0.1:9")
    page = make.people.client_of(administrator)
    typed = {"handle": "stadtwerke.bsky.social", "app_password": "geheim-wie-nichts"}
    answer = page.post(f"/settings/channels/{channel.pk}/sign-in/", typed)
    assert answer.status_code == 422
    assert "geheim-wie-nichts" not in answer.text
    assert 'value="stadtwerke.bsky.social"' in answer.text
    channel.refresh_from_db()
    assert (channel.health, channel.secret_sealed) == (Health.NEW, None)
