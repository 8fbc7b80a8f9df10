"""Signing in by an account of the organisation, before a real provider of OpenID Connect; and all that is refused."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from eichhorn.foundation import clock, http
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices.models import Notice
from eichhorn.people import identities, oidc, second_factor, services
from eichhorn.people.models import Identity, Organisation, Person, Provider, User
from eichhorn.people.rules import NotAllowed, ProviderKind, RoleKind
from tests import make
from tests.servers.running import free_port

pytestmark = pytest.mark.django_db
PROGRAM = Path(__file__).with_name("crooked_provider.py")
SECRET = "ein-geheimnis-das-nur-wir-und-der-anbieter-kennen"


class There:
    """The provider as its own people use it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, method: str, url: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_args: Any) -> None:
                return None

        request = urllib.request.Request(url, body, {"Content-Type": kind}, method=method)
        return urllib.request.build_opener(Stay).open(request, timeout=10)

    def knows(self, subject: str, **claims: object) -> None:
        self.ask("PUT", f"{self.url}/users/{subject}", json.dumps(claims).encode()).close()

    def wire(self, **changes: object) -> None:
        """From now on somebody on the wire changes this."""
        self.ask("PUT", f"{self.url}/_wire", json.dumps(changes).encode()).close()

    def sign_in(self, address: str, subject: str) -> str:
        """Say who one is, and return where the browser is sent back."""
        form = urllib.parse.urlencode({"sub": subject}).encode()
        with pytest.raises(urllib.error.HTTPError) as sent:
            self.ask("POST", address, form, "application/x-www-form-urlencoded")
        assert sent.value.code == 302
        with sent.value:
            back = urlsplit(sent.value.headers["Location"])
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="module")
def running() -> Iterator[There]:
    port = free_port()
    process = subprocess.Popen([sys.executable, PROGRAM, str(port)])
    there = There(f"http://127.0.0.1:{port}")
    try:
        until = time.monotonic() + 60
        while True:
            try:
                there.wire()
                break
            except urllib.error.URLError:
                assert process.poll() is None, "the provider did not start"
                assert time.monotonic() < until, "the provider does not answer"
                time.sleep(0.1)
        yield there
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def there(running: There, monkeypatch: pytest.MonkeyPatch) -> There:
    monkeypatch.setattr(http, "allowed", frozenset({urlsplit(running.url).netloc}))
    running.wire()
    return running


@pytest.fixture
def provider(there: There, house: Organisation) -> Provider:
    return identities.add(
        name="Stadtwerke-Konto", kind=ProviderKind.OIDC, issuer=there.url, client_id="eichhorn", secret=SECRET,
        by=make.people.administrator(), now=clock.now(),
    )  # fmt: skip


@pytest.fixture
def miriam(house: Organisation, there: There) -> Person:
    there.knows("m-17", email="Miriam.Aydin@erlengrund.example", email_verified=True)
    person: Person = make.people.person("Miriam Aydın", email="miriam.aydin@erlengrund.example", role=RoleKind.APPROVER)
    return person


def leave(client: Client, provider: Provider, query: str = "") -> str:
    answer = client.get(f"/sign-in/by/{provider.pk}/{query}")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def come(there: There, provider: Provider, subject: str = "m-17", query: str = "") -> tuple[Client, HttpResponse]:
    """Go to the provider, sign in there, and come back."""
    client = make.people.guest()
    return client, client.get(there.sign_in(leave(client, provider, query), subject))


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def refused(there: There, provider: Provider, words: str, subject: str = "m-17") -> None:
    client, answer = come(there, provider, subject)
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_whom_the_provider_vouches_for_is_let_in_and_sent_on(there: There, provider: Provider, miriam: Person) -> None:
    assert "Mit Stadtwerke-Konto anmelden" in make.people.guest().get("/sign-in/").content.decode()
    client, answer = come(there, provider, query="?next=/plan/posts/")
    assert (answer.status_code, answer["Location"]) == (302, "/plan/posts/")
    assert "Miriam Aydın" in client.get("/account/").content.decode()
    assert "mit dem Konto der Organisation" in client.get("/settings/sign-in/").content.decode()
    told = AuditEvent.objects.get(verb="people.signed_in").details
    assert told == {"by": "provider", "second": ""}
    assert "zum ersten Mal mit Stadtwerke-Konto angemeldet" in make.notices.text_to(miriam.email)
    come(there, provider)
    assert Notice.objects.count() == 1


def test_what_is_sent_away_proves_the_way_back(there: There, provider: Provider) -> None:
    client = make.people.guest()
    asked = parse_qs(urlsplit(leave(client, provider)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver/sign-in/by/{provider.pk}/back/"]
    again = parse_qs(urlsplit(leave(client, provider)).query)
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_the_secret_is_sealed_and_never_shown(provider: Provider) -> None:
    assert SECRET.encode() not in bytes(Provider.objects.get().secret)
    registration = identities.registration_of(provider)
    assert registration.secret == SECRET
    assert SECRET not in repr(registration)
    office = make.people.client_of(make.people.administrator())
    page = office.get(f"/settings/sign-in-rules/provider/{provider.pk}/").content.decode()
    assert f"http://testserver/sign-in/by/{provider.pk}/back/" in page
    assert SECRET not in page


def test_nobody_registers_themselves(there: There, provider: Provider) -> None:
    there.knows("x-1", email="fremd@example.org", email_verified=True)
    refused(there, provider, "hat niemand diese Adresse", "x-1")
    assert not Person.objects.filter(email__icontains="fremd").exists()


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_only_a_verified_address_counts(there: There, provider: Provider, miriam: Person, verified: object) -> None:
    there.knows("m-18", email=miriam.email, email_verified=verified)
    refused(there, provider, "nicht, dass Ihre E-Mail-Adresse geprüft ist", "m-18")
    assert not User.objects.filter(person=miriam).exists()


def test_who_has_left_is_not_let_in(there: There, provider: Provider, miriam: Person) -> None:
    come(there, provider)
    now = clock.now()
    services.leave(person=miriam, on=now.date(), by=None, now=now)
    client, answer = come(there, provider)
    assert answer["Location"] == "/sign-in/closed/"
    assert not is_in(client)


def test_from_the_second_time_on_the_subject_counts_not_the_address(
    there: There, provider: Provider, miriam: Person
) -> None:
    come(there, provider)
    there.knows("m-17", email="miriam.neu@erlengrund.example", email_verified=False)
    client, _ = come(there, provider)
    assert "Miriam Aydın" in client.get("/account/").content.decode()


def test_an_address_that_passed_to_somebody_else_opens_nothing_until_it_is_let_go(
    there: There, provider: Provider, miriam: Person
) -> None:
    come(there, provider)
    there.knows("m-99", email=miriam.email, email_verified=True)
    client, answer = come(there, provider, "m-99")
    assert answer.status_code == 403
    assert "früher ein anderes Konto genannt" in answer.content.decode()
    assert not is_in(client)
    office = make.people.client_of(make.people.administrator())
    assert "Stadtwerke-Konto" in office.get(f"/settings/people/{miriam.pk}/").content.decode()
    assert office.post(f"/settings/people/identity/{Identity.objects.get().pk}/let-go/").status_code == 303
    client, _ = come(there, provider, "m-99")
    assert is_in(client)


TAMPERED: dict[str, dict[str, Any]] = {
    "claims under the old signature": {"claims": {"email": "miriam.aydin@erlengrund.example"}, "signed": "kept"},
    "a key that nobody published": {"claims": {}, "signed": "stranger"},
    "no signature": {"claims": {}, "signed": "none"},
    "a shared secret": {"claims": {}, "signed": "secret", "secret": SECRET},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another client": {"claims": {"aud": "somebody-else"}},
    "another party": {"claims": {"aud": ["eichhorn", "other"], "azp": "other"}},
    "another nonce": {"claims": {"nonce": "replayed"}},
    "no nonce": {"claims": {"nonce": None}},
    "run out": {"claims": {"exp": 1_700_000_000}},
    "no end": {"claims": {"exp": None}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_token_that_somebody_changed_is_refused(there: There, provider: Provider, miriam: Person, how: str) -> None:
    there.wire(**TAMPERED[how])
    refused(there, provider, "ließ sich nicht belegen")


def test_a_token_signed_anew_by_the_provider_is_believed(there: There, provider: Provider, miriam: Person) -> None:
    there.wire(
        claims={"email": "miriam.aydin@erlengrund.example"}
    )  # so that the refusals above refuse for their reason
    client, _ = come(there, provider)
    assert is_in(client)


def test_a_provider_that_calls_itself_otherwise_is_none(there: There, provider: Provider, miriam: Person) -> None:
    there.wire(told={"issuer": "https://evil.example"})
    answer = make.people.guest().get(f"/sign-in/by/{provider.pk}/")
    assert answer.status_code == 502
    assert "antwortet nicht wie erwartet" in answer.content.decode()


def test_an_answer_works_once_in_the_browser_that_asked_and_soon(
    there: There, provider: Provider, miriam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make.people.guest()
    back = there.sign_in(leave(client, provider), "m-17")
    stranger = make.people.guest()
    assert stranger.get(back).status_code == 403
    assert not is_in(stranger)
    leave(stranger, provider)  # also with a sign-in of their own under way
    assert stranger.get(back).status_code == 403
    assert not is_in(stranger)
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 403
    assert not is_in(client)

    late = make.people.guest()
    back = there.sign_in(leave(late, provider), "m-17")
    then = clock.now() + timedelta(seconds=601)
    monkeypatch.setattr(clock, "now", lambda: then)
    answer = late.get(back)
    assert answer.status_code == 403
    assert "vor zu langer Zeit" in answer.content.decode()


def test_a_state_of_ones_own_is_not_taken(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    back = there.sign_in(leave(client, provider), "m-17")
    path, _, query = back.partition("?")
    assert client.get(f"{path}?code={parse_qs(query)['code'][0]}&state=guessed").status_code == 403
    assert client.get(back).status_code == 403, "a wrong answer uses the sign-in up"


def test_an_answer_in_another_issuers_name_is_refused(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    back = there.sign_in(leave(client, provider), "m-17")
    assert client.get(f"{back}&iss=https://evil.example").status_code == 403
    assert not is_in(client)


def test_whoever_cancels_is_told_so(there: There, provider: Provider) -> None:
    client = make.people.guest()
    leave(client, provider)
    page = client.get(f"/sign-in/by/{provider.pk}/back/?error=access_denied&state=x")
    assert "nicht durchgelassen" in page.content.decode()


def test_the_way_on_never_leads_out_of_the_house(there: There, provider: Provider, miriam: Person) -> None:
    _, answer = come(there, provider, query="?next=https://evil.example/")
    assert answer["Location"] == "/"


def test_a_second_factor_is_asked_for_unless_the_provider_did(there: There, provider: Provider, miriam: Person) -> None:
    second_factor.ask_of(kinds=[RoleKind.APPROVER], by=make.people.administrator(), now=clock.now())
    client, _ = come(there, provider)
    assert client.get("/account/")["Location"] == "/settings/sign-in/needed/"
    Provider.objects.update(asks_second=True)
    client, _ = come(there, provider)
    assert is_in(client)


def test_a_provider_is_asked_before_it_is_offered(there: There, house: Organisation) -> None:
    office = make.people.client_of(make.people.administrator())
    form = {"name": "Konto", "client_id": "eichhorn", "secret": SECRET}
    for issuer, words in (
        (f"{there.url}/", "nennt sich anders"), ("https://127.0.0.1:9/", "antwortet nichts"),
        ("http://idp.example", "beginnt mit https://"), ("http://127.0.0.1:9", "beginnt mit https://"),
    ):  # fmt: skip
        page = office.post("/settings/sign-in-rules/provider/add/", {**form, "issuer": issuer})
        assert words in page.content.decode(), issuer
    assert not Provider.objects.exists()
    assert office.post("/settings/sign-in-rules/provider/add/", {**form, "issuer": there.url}).status_code == 303
    assert Provider.objects.get().issuer == there.url


def test_no_request_leaves_but_to_checked_addresses(
    there: There, provider: Provider, miriam: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "allowed", frozenset())
    with pytest.raises(oidc.NotBelieved) as refused:
        oidc.told_by(there.url)
    assert refused.value.why is oidc.Doubt.UNREACHABLE
    assert isinstance(refused.value.__cause__, http.AddressRefused)


def test_only_the_administration_decides_who_vouches(provider: Provider, miriam: Person) -> None:
    with pytest.raises(NotAllowed):
        identities.remove(provider=provider, by=miriam, now=clock.now())
    with pytest.raises(NotAllowed):
        identities.change_secret(provider=provider, secret="x", by=miriam, now=clock.now())
    office = make.people.client_of(make.people.administrator())
    assert office.post(f"/settings/sign-in-rules/provider/{provider.pk}/remove/").status_code == 303
    assert not Provider.objects.exists()
