"""A channel on Bluesky, through our own pages and Bluesky's own server: connected, kept open, closed, never shown."""

import pytest

from eichhorn.channels import services
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.networks.base import Post
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.servers.bluesky import Network
from tests.servers.bluesky import Person as Account

pytestmark = [pytest.mark.xdist_group("bluesky"), pytest.mark.django_db]


@pytest.fixture
def helene() -> Person:
    make.people.organisation()
    person: Person = make.people.person("Helene Voss", role=RoleKind.ADMINISTRATOR)
    return person


def a_channel(bluesky: Network, by: Person, name: str = "Bluesky") -> Channel:
    return services.add(name=name, network="bluesky", server_url=bluesky.pds, by=by, now=clock.now())


def connected(bluesky: Network, by: Person, account: Account) -> Channel:
    channel = a_channel(bluesky, by)
    given = {"handle": account.handle, "app_password": account.app_password}
    services.sign_in(channel=channel, given=given, by=by, now=clock.now())
    channel.refresh_from_db()
    return channel


def test_a_channel_is_connected_by_an_app_password_that_is_shown_nowhere(
    bluesky: Network, helene: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    account, channel = bluesky.people["stadtwerke"], a_channel(bluesky, helene)
    page = make.people.client_of(helene)
    address = f"/settings/channels/{channel.pk}/sign-in/"
    wrong = page.post(address, {"handle": account.handle, "app_password": "falsch-falsch"})
    assert wrong.status_code == 422
    done = page.post(address, {"handle": f"@{account.handle}", "app_password": account.app_password})
    assert done.status_code == 303
    channel.refresh_from_db()
    assert (channel.health, channel.account, channel.account_id) == (Health.CONNECTED, "@stadtwerke.test", account.did)
    assert channel.token_ends_at is not None
    assert channel.renewal_ends_at is None
    network = services.open_network(channel)
    shown = page.get("/settings/channels/").text + page.get(f"/settings/channels/{channel.pk}/").text
    told = [wrong.text, shown, repr(channel.__dict__), repr(network.__dict__), caplog.text]
    told.append(repr(list(AuditEvent.objects.values())))
    keys = network._account.keys  # type: ignore[attr-defined]
    for secret in ("falsch-falsch", account.app_password, keys.token, keys.renewal):
        assert secret
        assert secret not in "".join(told)


def test_a_channel_is_kept_open_and_two_do_not_speak_for_one_account(bluesky: Network, helene: Person) -> None:
    account = bluesky.people["stadtwerke"]
    channel = connected(bluesky, helene, account)
    before = bytes(channel.secret_sealed or b"")
    assert services.renew(channel=channel, now=clock.now())
    channel.refresh_from_db()
    assert bytes(channel.secret_sealed or b"") != before
    assert services.open_network(channel).find(Post("k", "Nie gesagt", "de"), since=clock.now()) is None
    other = a_channel(bluesky, helene, "Noch einer")
    page = make.people.client_of(helene)
    given = {"handle": account.handle, "app_password": account.app_password}
    assert page.post(f"/settings/channels/{other.pk}/sign-in/", given).status_code == 422
    other.refresh_from_db()
    assert other.health == Health.NEW


def test_an_app_password_that_was_taken_back_closes_the_channel(bluesky: Network, helene: Person) -> None:
    token = bluesky.session("ada")
    made = bluesky.ask("POST", "com.atproto.server.createAppPassword", token=token, fields={"name": "gleich weg"})
    account = bluesky.people["ada"]
    channel = connected(bluesky, helene, Account(account.did, account.handle, "", "", made["password"]))
    bluesky.ask("POST", "com.atproto.server.revokeAppPassword", token=token, fields={"name": "gleich weg"})
    assert not services.renew(channel=channel, now=clock.now())
    channel.refresh_from_db()
    assert (channel.health, channel.secret_sealed) == (Health.DISCONNECTED, None)
