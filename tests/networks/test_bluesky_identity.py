"""From a name to a server, against a directory that lies: who may name whom, and what is trusted with a password."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from eichhorn.foundation import http
from eichhorn.networks.base import Account, Keys, NetworkError, Refused, Unauthorised, Unreachable, Unsure
from eichhorn.networks.bluesky import Bluesky, identity, session

DID = "did:plc:6gbf6puhwn2pkyyrs7c5y6so"


@dataclass
class World:
    """What a server answers to whom; it is directory, website and server of accounts in one."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def host_port(self) -> str:
        return self.url.removeprefix("http://")

    def document(self, did: str = DID, **more: Any) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.url}
        return {"id": did, "alsoKnownAs": ["at://ada.test"], "service": [service], **more}


@pytest.fixture
def world() -> Iterator[World]:
    """A server on a real socket; the way to it is open, and it is the directory."""
    told = World()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            parts = urlsplit(self.path)
            said = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found = told.answers.get(parts.path)
            found = found.get(next(iter(said.values()), "")) if "/xrpc/" in parts.path and found else found
            content = json.dumps(found or {"error": "NotFound"}).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append(self.path)
            status, found = told.answers.get(self.path, (404, {"error": "NotFound"}))
            content = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("DPoP-Nonce", f"number-{len(told.asked)}")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    told.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = http.allowed
    http.configure(allow=before | {told.host_port})
    identity.configure(plc=told.url)
    told.answers["/xrpc/com.atproto.identity.resolveHandle"] = {"ada.test": {"did": DID}}
    told.answers[f"/{DID}"] = told.document()
    yield told
    identity.configure(plc="")
    http.configure(allow=before)
    http.hang_up()
    server.shutdown()
    server.server_close()


def test_a_handle_leads_to_the_server_that_its_document_names(world: World) -> None:
    assert identity.found("ada.test", server_url=world.url) == (DID, world.url)
    assert identity.found(DID, server_url="http://127.0.0.1:1") == (DID, world.url)


def test_a_handle_that_its_document_does_not_name_back_is_refused(world: World) -> None:
    world.answers[f"/{DID}"] = world.document(alsoKnownAs=["at://bob.test"])
    with pytest.raises(Refused, match="does not call itself"):
        identity.found("ada.test", server_url=world.url)


def test_a_document_of_somebody_else_is_refused(world: World) -> None:
    world.answers[f"/{DID}"] = world.document("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
    with pytest.raises(Refused, match="belongs to something else"):
        identity.found("ada.test", server_url=world.url)


@pytest.mark.parametrize(
    "endpoint", ["http://erlengrund.example", "ftp://erlengrund.example", "erlengrund.example", "", None, 7]
)
def test_a_server_without_tls_is_trusted_with_no_password(world: World, endpoint: object) -> None:
    world.answers[f"/{DID}"] = world.document(service=[{"id": "#atproto_pds", "serviceEndpoint": endpoint}])
    with pytest.raises(Refused):
        session.sign_in(world.url, {"handle": "ada.test", "app_password": "geheim"})
    assert not any("createSession" in path for path in world.asked)


@pytest.mark.parametrize("services", [[], None, ["unsinn"], [{"id": "#other", "serviceEndpoint": "https://a.example"}]])
def test_a_document_that_names_no_server_is_refused(world: World, services: object) -> None:
    world.answers[f"/{DID}"] = world.document(service=services)
    with pytest.raises(Refused, match="names no server"):
        identity.found("ada.test", server_url=world.url)


def test_an_account_may_live_under_a_name_of_its_own(world: World) -> None:
    did = f"did:web:{world.host_port.replace(':', '%3A')}"
    world.answers["/.well-known/did.json"] = world.document(did)
    assert identity.found(did, server_url="http://127.0.0.1:1") == (did, world.url)


def test_where_the_directory_is_out_of_reach_the_server_that_was_typed_may_keep_the_account(world: World) -> None:
    identity.configure(plc="http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        identity.found("ada.test", server_url=world.url)
    world.answers["/xrpc/com.atproto.repo.describeRepo"] = {DID: {"didDoc": world.document()}}
    assert identity.found("ada.test", server_url=world.url) == (DID, world.url)
    world.answers["/xrpc/com.atproto.repo.describeRepo"] = {DID: {"didDoc": world.document(alsoKnownAs=[])}}
    with pytest.raises(Refused):
        identity.found("ada.test", server_url=world.url)


@pytest.mark.parametrize("did", ["did:plc:kurz", "did:key:z6Mk", "did:", "did:web:a/b", "did:plc:../../x"])
def test_what_is_no_did_is_asked_of_nobody(world: World, did: str) -> None:
    with pytest.raises(Refused):
        identity.found(did, server_url=world.url)
    assert world.asked == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@Stadtwerke.bsky.social", "stadtwerke.bsky.social"),
        (" stadtwerke.bsky.social ", "stadtwerke.bsky.social"),
        ("\u2068stadtwerke.bsky.social\u2069", "stadtwerke.bsky.social"),
        ("https://bsky.app/profile/stadtwerke.bsky.social", "stadtwerke.bsky.social"),
        (f"https://bsky.app/profile/{DID}", DID),
        ("Ada@Erlengrund.example", "Ada@Erlengrund.example"),
    ],
)
def test_an_account_is_known_however_it_is_typed(typed: str, meant: str) -> None:
    assert session.account_typed(typed) == meant


@pytest.mark.parametrize("typed", ["stadtwerke", "a b.test", "..", "-a.test", "http://a.test"])
def test_what_is_no_handle_is_said_before_anybody_is_asked(typed: str) -> None:
    with pytest.raises(Refused):
        session.account_typed(typed)


def test_a_token_that_says_nothing_of_itself_ends_nowhere() -> None:
    assert session.claims("opaque") == session.claims("") == session.claims("a.b.c") == {}


# --- who lets people in -----------------------------------------------------------------------------------------------

BACK = "https://eichhorn.erlengrund.example/settings/channels/connected/"
GIVEN = {
    "access_token": "t",
    "refresh_token": "r",
    "token_type": "DPoP",
    "scope": "atproto",
    "sub": DID,
    "expires_in": 60,
}


@pytest.fixture
def issuer(world: World) -> World:
    """The world lets people in as well: for itself, and whatever it says of others."""
    world.answers["/.well-known/oauth-protected-resource"] = {"authorization_servers": [world.url]}
    world.answers["/.well-known/oauth-authorization-server"] = {
        "issuer": world.url,
        "authorization_endpoint": f"{world.url}/authorize",
        "pushed_authorization_request_endpoint": f"{world.url}/par",
        "token_endpoint": f"{world.url}/token",
    }
    world.answers["/par"] = (201, {"request_uri": "urn:x:1"})
    world.answers["/token"] = (200, GIVEN)
    return world


def redeemed(issuer: World) -> Keys:
    client = Bluesky.register(issuer.url, redirect_uri=BACK)
    return Bluesky.redeem(issuer.url, client, redirect_uri=BACK, code="c", verifier="v")


def test_tokens_count_where_the_server_of_the_account_trusts_who_gave_them(issuer: World) -> None:
    keys = redeemed(issuer)
    assert (keys.token, keys.renewal, keys.lives_at, keys.issuer) == ("t", "r", issuer.url, issuer.url)


def test_who_gives_a_token_for_the_account_of_another_server_is_not_believed(issuer: World) -> None:
    client = Bluesky.register(issuer.url, redirect_uri=BACK)
    issuer.answers["/.well-known/oauth-protected-resource"] = {"authorization_servers": ["https://good.example"]}
    with pytest.raises(Refused, match="does not speak for"):
        Bluesky.redeem(issuer.url, client, redirect_uri=BACK, code="c", verifier="v")


@pytest.mark.parametrize(
    "wrong", [{"token_type": "Bearer"}, {"access_token": ""}, {"scope": "transition:generic"}, {"scope": None}]
)
def test_a_token_that_is_not_bound_to_our_key_or_not_for_the_account_is_none(
    issuer: World, wrong: dict[str, Any]
) -> None:
    issuer.answers["/token"] = (200, GIVEN | wrong)
    with pytest.raises(Unauthorised):
        redeemed(issuer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://other.example"},
        {"pushed_authorization_request_endpoint": None},
        {"pushed_authorization_request_endpoint": "http://other.example/par"},
    ],
)
def test_a_server_that_does_not_describe_itself_truly_lets_nobody_in(issuer: World, wrong: dict[str, Any]) -> None:
    issuer.answers["/.well-known/oauth-authorization-server"] |= wrong
    with pytest.raises(Refused):
        Bluesky.register(issuer.url, redirect_uri=BACK)


def test_a_server_that_is_never_content_with_our_proof_is_asked_twice_and_no_more(issuer: World) -> None:
    issuer.answers["/token"] = (400, {"error": "use_dpop_nonce"})
    with pytest.raises(NetworkError):
        redeemed(issuer)
    assert issuer.asked.count("/token") == 2


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client"])
def test_a_renewal_that_is_refused_needs_a_person_and_a_server_that_is_broken_does_not(
    issuer: World, error: str
) -> None:
    keys, client = redeemed(issuer), Bluesky.register(issuer.url, redirect_uri=BACK)
    account = Account(issuer.url, keys, account_id=DID, client=client)
    issuer.answers["/token"] = (500, {"error": "server_error"})
    with pytest.raises(Unsure):
        Bluesky(account).renew()
    issuer.answers["/token"] = (400, {"error": error})
    with pytest.raises(Unauthorised):
        Bluesky(account).renew()
    issuer.answers["/token"] = (200, GIVEN | {"sub": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"})
    with pytest.raises(Unauthorised, match="another account"):
        Bluesky(account).renew()
