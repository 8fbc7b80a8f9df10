"""The way to a server's consent page and back, walked in a browser's steps against the stage over real HTTP."""

import re
from contextlib import nullcontext
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from eichhorn.channels import services
from eichhorn.channels.models import Channel, Connecting
from eichhorn.channels.rules import ConnectingFailed, Health, Problem
from eichhorn.foundation import clock
from eichhorn.networks.base import Post
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.stage.models import Status
from tests import make
from tests.servers.running import Running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(stage: Running) -> Person:
    person: Person = make.people.person(role=RoleKind.ADMINISTRATOR)
    return person


@pytest.fixture
def browser(administrator: Person) -> Client:
    client: Client = make.people.client_of(administrator)
    return client


@pytest.fixture
def channel(stage: Running, browser: Client) -> Channel:
    typed = {"server_url": stage.url, "name": "Mastodon Haus", "language": "de"}
    assert browser.post("/settings/channels/add/mastodon/", typed).status_code == 303
    return Channel.objects.get()


def leave(browser: Client, channel: Channel) -> str:
    """Return the address of the consent page, as the page offers it."""
    page = browser.post(f"/settings/channels/{channel.pk}/connect/")
    assert page.status_code == 200
    [address] = re.findall(r'href="([^"]*/oauth/authorize[^"]*)"', page.text)
    return unescape(address)


def consent(browser: Client, address: str, account: str = "stadtwerke", **more: str) -> str:
    """Agree on the stage's consent page; return where it leads back to."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}"
    assert browser.get(path).status_code == 200
    answer = browser.post(path, {"account": account} | more)
    assert answer.status_code == 303
    return str(answer["Location"])


def come_back(browser: Client, location: str) -> str:
    """Follow the way back and return what the next page says."""
    parts = urlsplit(location)
    answer = browser.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 303
    return browser.get(answer["Location"]).text


def test_consent_connects_the_channel_and_a_post_goes_out(browser: Client, channel: Channel) -> None:
    assert "ist verbunden" in come_back(browser, consent(browser, leave(browser, channel)))
    channel.refresh_from_db()
    assert channel.health == Health.CONNECTED
    assert channel.account.startswith("@stadtwerke@")
    assert channel.software == "eichhorn-stage"
    receipt = services.open_network(channel).send(Post(key="k", text="Guten Tag", language="de"))
    assert Status.objects.get().text == "Guten Tag"
    assert receipt.url.endswith(f"/stage/posts/{receipt.network_id}/")


def test_the_way_back_holds_once(browser: Client, channel: Channel) -> None:
    back = consent(browser, leave(browser, channel))
    come_back(browser, back)
    sealed = Channel.objects.get().secret_sealed
    assert "schon abgeschlossen" in come_back(browser, back)
    assert Channel.objects.get().secret_sealed == sealed


def test_nobody_else_finishes_what_somebody_began(browser: Client, channel: Channel) -> None:
    back = consent(browser, leave(browser, channel))
    other = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
    assert "jemand anderes begonnen" in come_back(other, back)
    assert Channel.objects.get().health == Health.NEW


@pytest.mark.parametrize(("minutes", "holds"), [(9, True), (11, False)])
def test_the_way_back_is_open_for_ten_minutes(
    browser: Client, channel: Channel, administrator: Person, minutes: int, holds: bool
) -> None:
    asked = parse_qs(urlsplit(consent(browser, leave(browser, channel))).query)
    [begun] = Connecting.objects.all()
    later = begun.begun_at + timedelta(minutes=minutes)
    redirect = _redirect_uri()
    with nullcontext() if holds else pytest.raises(ConnectingFailed, match="expired"):
        services.finish_connecting(
            state=asked["state"][0], code=asked["code"][0], redirect_uri=redirect, by=administrator, now=later
        )
    assert (Channel.objects.get().health == Health.CONNECTED) is holds


def _redirect_uri() -> str:
    from django.conf import settings

    return f"{settings.PUBLIC_URL}/settings/channels/connected/"


def test_an_invented_state_connects_nothing(browser: Client, channel: Channel) -> None:
    leave(browser, channel)
    assert "nicht hier begonnen" in come_back(browser, "/settings/channels/connected/?state=erfunden&code=x")
    assert Channel.objects.get().health == Health.NEW


def test_a_refused_consent_changes_nothing(browser: Client, channel: Channel) -> None:
    parts = urlsplit(leave(browser, channel))
    answer = browser.post(f"{parts.path}?{parts.query}", {"deny": "1"})
    assert "error=access_denied" in answer["Location"]
    assert "nicht gegeben" in come_back(browser, str(answer["Location"]))
    assert Channel.objects.get().health == Health.NEW


def test_a_code_is_worth_nothing_without_our_verifier(browser: Client, channel: Channel, administrator: Person) -> None:
    """Whoever reads the code on its way and the client's secret still lacks what we kept sealed."""
    first = parse_qs(urlsplit(consent(browser, leave(browser, channel))).query)
    second = parse_qs(urlsplit(consent(browser, leave(browser, channel))).query)
    with pytest.raises(ConnectingFailed) as caught:
        services.finish_connecting(
            state=second["state"][0],
            code=first["code"][0],
            redirect_uri=_redirect_uri(),
            by=administrator,
            now=clock.now(),
        )
    assert caught.value.why is Problem.REFUSED


def test_connecting_again_keeps_the_history_of_the_same_account_only(browser: Client, channel: Channel) -> None:
    come_back(browser, consent(browser, leave(browser, channel)))
    channel.refresh_from_db()
    services.disconnect(channel=channel, because="401", now=clock.now())
    told = come_back(browser, consent(browser, leave(browser, channel), account="ada"))
    assert "die Geschichte eines anderen Kontos" in told
    assert Channel.objects.get().health == Health.DISCONNECTED
    assert "ist verbunden" in come_back(browser, consent(browser, leave(browser, channel)))
    assert Channel.objects.get().account_id == channel.account_id


def test_two_channels_never_speak_for_one_account(stage: Running, browser: Client, channel: Channel) -> None:
    come_back(browser, consent(browser, leave(browser, channel)))
    browser.post("/settings/channels/add/mastodon/", {"server_url": stage.url, "name": "Zweiter", "language": "de"})
    second = Channel.objects.get(name="Zweiter")
    assert "spricht schon ein anderer Kanal" in come_back(browser, consent(browser, leave(browser, second)))
    second.refresh_from_db()
    assert second.health == Health.NEW


def test_what_is_stored_on_the_way_finishes_nothing(browser: Client, channel: Channel) -> None:
    address = leave(browser, channel)
    state = parse_qs(urlsplit(address).query)["state"][0]
    [row] = Connecting.objects.values()
    assert state not in repr(row)
    assert state.encode() not in bytes(row["verifier_sealed"])


def test_a_server_that_does_not_answer_is_said_in_a_sentence(browser: Client, administrator: Person) -> None:
    channel = make.channels.unconnected(server_url="https://nobody.invalid")
    answer = browser.post(f"/settings/channels/{channel.pk}/connect/")
    assert answer.status_code == 422
    assert "Der Server antwortet gerade nicht." in answer.text


def test_a_channel_by_hand_has_no_consent_page(browser: Client) -> None:
    answer = browser.post(f"/settings/channels/{make.channels.by_hand().pk}/connect/")
    assert answer.status_code == 422
    assert "nichts zu verbinden" in answer.text


def test_a_new_account_can_be_made_on_the_consent_page(browser: Client, channel: Channel) -> None:
    back = consent(browser, leave(browser, channel), account="new", handle="wasserwerk", name="Wasserwerk")
    come_back(browser, back)
    assert Channel.objects.get().account.startswith("@wasserwerk@")
