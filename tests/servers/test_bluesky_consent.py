"""Consent on Bluesky's own consent page, in a browser: what we ask, what we get, and to what it is bound."""

import base64
import hashlib
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import Settings
from pytest_django.live_server_helper import LiveServer

from eichhorn.channels import services as channels
from eichhorn.channels.rules import ConnectingFailed, Problem
from eichhorn.channels.services import keeping
from eichhorn.foundation import clock, http
from eichhorn.networks.base import Account, Client, Keys, Post, Refused, Unauthorised
from eichhorn.networks.bluesky import Bluesky, program, xrpc
from eichhorn.people.rules import RoleKind
from tests import make
from tests.servers.bluesky import Network
from tests.servers.running import ROOT

pytestmark = pytest.mark.xdist_group("bluesky")
HERE = "http://127.0.0.1:8017/settings/channels/connected/"
PUBLIC = "https://eichhorn.erlengrund.de"
VERIFIER = "verifier-" * 6
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def agreed(bluesky: Network, address: str, back: str, name: str = "stadtwerke") -> dict[str, str]:
    """Return what the server sends back once somebody has signed in on its page and agreed."""
    person = bluesky.people[name]
    command = [sys.executable, "-m", "tests.servers.agrees", address, back, person.handle]
    done = subprocess.run(command, input=person.password, text=True, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {name: values[0] for name, values in parse_qs(urlsplit(done.stdout.strip()).query).items()}


@dataclass(frozen=True, slots=True)
class Consent:
    client: Client
    keys: Keys
    sent_back: dict[str, str]


@pytest.fixture
def consent(bluesky: Network) -> Consent:
    """Somebody has agreed for the account of the utility; the installation is one on this machine alone."""
    client = Bluesky.register(bluesky.pds, redirect_uri=HERE)
    page = Bluesky.consent_url(bluesky.pds, client, redirect_uri=HERE, state="state", challenge=CHALLENGE)
    sent_back = agreed(bluesky, page, HERE)
    keys = Bluesky.redeem(bluesky.pds, client, redirect_uri=HERE, code=sent_back["code"], verifier=VERIFIER)
    return Consent(client, keys, sent_back)


def opened(bluesky: Network, consent: Consent, keys: Keys | None = None) -> Bluesky:
    did = bluesky.people["stadtwerke"].did
    return Bluesky(Account(bluesky.pds, keys or consent.keys, account_id=did, client=consent.client))


def test_consent_lets_in_with_a_token_that_serves_with_our_key_alone_and_is_renewed(
    bluesky: Network, consent: Consent
) -> None:
    assert (consent.sent_back["state"], consent.sent_back["iss"]) == ("state", consent.client.issuer)
    keys, us = consent.keys, opened(bluesky, consent)
    assert (keys.lives_at, keys.issuer) == (bluesky.pds, bluesky.pds)
    assert keys.ends_at is not None
    assert keys.renewal_ends_at is not None
    assert timedelta(days=13) < keys.renewal_ends_at - clock.now() < timedelta(days=15)
    assert us.tell().account == "@stadtwerke.test"
    post = Post(str(uuid4()), "Mit Zustimmung", "de", made_at=clock.now())
    assert us.send(post) == us.send(post) == us.find(post, since=clock.now())
    [row] = bluesky.records("stadtwerke")
    assert row["value"]["text"] == "Mit Zustimmung"

    with pytest.raises(Unauthorised):
        opened(bluesky, consent, replace(keys, proof=program.new_key())).tell()
    with pytest.raises(Unauthorised):
        opened(bluesky, consent, replace(keys, proof="")).tell()

    xrpc.numbers.clear()  # the server names its number anew, and the same request is sent with it
    fresh = us.renew()
    assert fresh.renewal not in ("", keys.renewal)
    assert fresh.renewal_ends_at == keys.renewal_ends_at
    xrpc.numbers.clear()
    other = Post(str(uuid4()), "Danach", "de", made_at=clock.now())
    opened(bluesky, consent, fresh).send(other)
    assert len(bluesky.records("stadtwerke")) == 2
    with pytest.raises(Unauthorised):  # what renews serves once
        us.renew()


def test_an_installation_without_https_that_is_not_on_this_machine_alone_has_no_way_by_consent(
    bluesky: Network,
) -> None:
    with pytest.raises(Refused, match="app password"):
        Bluesky.register(bluesky.pds, redirect_uri="http://eichhorn.intern/settings/channels/connected/")


@pytest.mark.django_db(transaction=True)
def test_a_public_installation_proves_by_its_own_key_who_it_is(
    bluesky: Network, live_server: LiveServer, settings: Settings
) -> None:
    """The whole way as people walk it: our page, the server's page, and back; the server reads what we say of us."""
    settings.PUBLIC_URL, settings.HTTPS = PUBLIC, True
    bluesky.lead(PUBLIC, live_server.url)
    make.people.organisation()
    somebody = make.people.person(role=RoleKind.ADMINISTRATOR)
    channel = channels.add(name="Bluesky", network="bluesky", server_url=bluesky.pds, by=somebody, now=clock.now())
    back = f"{PUBLIC}/settings/channels/connected/"
    leaving = channels.begin_connecting(channel=channel, redirect_uri=back, by=somebody, now=clock.now())
    sent_back = agreed(bluesky, leaving.url, back)
    channels.finish_connecting(
        state=sent_back["state"], code=sent_back["code"], issuer=sent_back["iss"], redirect_uri=back, by=somebody,
        now=clock.now(),
    )  # fmt: skip
    channel.refresh_from_db()
    assert (channel.health, channel.account) == ("connected", "@stadtwerke.test")
    assert channel.renewal_ends_at is None  # it lasts as long as it is renewed
    assert channels.renew(channel=channel, now=clock.now())
    channel.refresh_from_db()
    channels.open_network(channel).send(Post(str(uuid4()), "Öffentlich", "de", made_at=clock.now()))
    [row] = bluesky.records("stadtwerke")
    assert row["value"]["text"] == "Öffentlich"
    http.hang_up()


@pytest.mark.django_db(transaction=True)
def test_a_code_that_another_server_sends_is_shown_to_nobody_and_serves_with_its_verifier_alone(
    bluesky: Network,
) -> None:
    make.people.organisation()
    somebody = make.people.person(role=RoleKind.ADMINISTRATOR)
    channel = channels.add(name="Bluesky", network="bluesky", server_url=bluesky.pds, by=somebody, now=clock.now())
    leaving = channels.begin_connecting(channel=channel, redirect_uri=HERE, by=somebody, now=clock.now())
    sent_back = agreed(bluesky, leaving.url, HERE)
    with pytest.raises(ConnectingFailed) as failed:
        channels.finish_connecting(
            state=sent_back["state"], code=sent_back["code"], issuer="https://evil.example", redirect_uri=HERE,
            by=somebody, now=clock.now(),
        )  # fmt: skip
    assert failed.value.why is Problem.UNKNOWN
    client = keeping.client_of(channel)
    assert client is not None
    with pytest.raises(Unauthorised):
        Bluesky.redeem(bluesky.pds, client, redirect_uri=HERE, code=sent_back["code"], verifier=VERIFIER)


def test_what_we_say_of_us_holds_no_secret() -> None:
    said = program.document(f"{PUBLIC}/settings/channels/connected/")
    [key] = said["jwks"]["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert said["client_id"] == f"{PUBLIC}/oauth/client-metadata.json"
