"""Letters read from a real mail server over IMAP: each once, whatever the server and the way to it do."""

import datetime
import ipaddress
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eichhorn.desk.models import Request
from eichhorn.mailbox import imap, looking
from eichhorn.mailbox.folder import FolderTrouble
from eichhorn.mailbox.imap import Account, AccountUrlWrong
from eichhorn.mailbox.models import Door, Letter
from eichhorn.mailbox.rules import Standing, Trouble, Why
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.imap import Server, Way, served
from tests.make.mailbox import PASSED, written

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture(autouse=True)
def _house() -> None:
    make.people.organisation()
    make.mailbox.door()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(shared: Server, settings: Any) -> Server:
    """The server, with an empty account that was looked into once."""
    for name in ("new", "cur", "tmp"):
        for one in (shared.maildir / name).iterdir():
            one.unlink()
    settings.IMAP_URL = shared.url()
    looking.look(now=NOW)
    assert Door.objects.get().trouble == ""
    return shared


def trouble() -> str:
    return Door.objects.get().trouble


def test_a_letter_becomes_a_request_once_and_counts_as_read(server: Server) -> None:
    server.brings(written(results=[PASSED]))
    assert [looking.look(now=NOW) for _turn in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.standing, letter.sender_is_confirmed, letter.came_at) == (Standing.OPENED, True, NOW)
    assert server.seen() == 1
    assert (trouble(), Door.objects.get().worked_at) == ("", NOW)


def test_the_first_look_takes_what_nobody_has_read_and_leaves_the_old_letters(shared: Server, settings: Any) -> None:
    for folder in ("new", "cur"):
        for one in (shared.maildir / folder).iterdir():
            one.unlink()
    (shared.maildir / "cur" / "1780000000.M1P1.mx:2,S").write_bytes(written(subject="Von früher"))
    shared.brings(written(subject="Von heute"))
    settings.IMAP_URL = shared.url()
    assert looking.look(now=NOW) == 1
    assert [one.subject for one in Letter.objects.all()] == ["Von heute"]
    (shared.maildir / "new" / "1790000000.M1P1.mx").write_bytes(written(subject="Danach"))
    assert looking.look(now=NOW) == 1


def test_a_letter_that_somebody_read_on_the_server_meanwhile_is_taken_in_all_the_same(server: Server) -> None:
    (server.maildir / "cur" / "1790000001.M1P1.mx:2,S").write_bytes(written())
    assert looking.look(now=NOW) == 1


def test_numbers_that_hold_no_longer_double_and_lose_nothing(server: Server) -> None:
    server.brings(written(subject="Erster"))
    looking.look(now=NOW)
    server.brings(written(subject="Zweiter"))
    server.numbers_anew()
    looking.look(now=NOW)
    assert sorted(one.subject for one in Letter.objects.all()) == ["Erster", "Zweiter"]
    assert Request.objects.count() == 2


def test_what_others_read_while_the_numbers_changed_is_taken_in_too(server: Server) -> None:
    server.numbers_anew()
    (server.maildir / "cur" / "1790000002.M1P1.mx:2,S").write_bytes(written(subject="Gelesen"))
    assert looking.look(now=NOW) == 1
    assert [one.subject for one in Letter.objects.all()] == ["Gelesen"]


def test_a_hundred_letters_are_taken_in_at_one_look_and_the_rest_at_the_next(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    for number in range(3):
        server.brings(written(subject=f"Brief {number}"))
    assert [looking.look(now=NOW) for _turn in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("bytes_that_come", [40, 150, 700, 900, 1_100, 1_500, 2_200])
def test_a_way_that_breaks_anywhere_loses_and_doubles_nothing(
    server: Server, settings: Any, bytes_that_come: int
) -> None:
    subjects = [f"Brief {number}" for number in range(3)]
    for subject in subjects:
        server.brings(written(subject=subject))
    with Way(server.port, most_bytes=bytes_that_come).opened() as way:
        settings.IMAP_URL = server.url(port=way.port)
        looking.look(now=NOW)
        assert trouble() in {"broke_off", "password", "no_folder"}
    settings.IMAP_URL = server.url()
    looking.look(now=NOW)
    assert sorted(one.subject for one in Letter.objects.all()) == subjects
    assert (trouble(), Request.objects.count()) == ("", 3)


def test_a_server_that_says_nothing_is_not_waited_for(
    server: Server, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "TIMEOUT_S", 0.3)
    with Way(server.port, silent=True).opened() as way:
        settings.IMAP_URL = server.url(port=way.port)
        looking.look(now=NOW)
    assert trouble() == "silent"


@pytest.mark.parametrize(
    ("url", "why", "said"),
    [
        ({"password": "falsch"}, "password", "lässt uns nicht ein"),
        ({"folder": "Anderswo"}, "no_folder", "keinen solchen Ordner"),
        ({"port": 1}, "server", "antwortet kein Mailserver"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_in_plain_words_and_without_the_password(
    server: Server, settings: Any, url: dict[str, Any], why: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.IMAP_URL = server.url(**url)
    client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
    client.post("/settings/requests-by-mail/try/")
    assert trouble() == why
    shown = client.get("/settings/requests-by-mail/").content.decode()
    assert said in shown
    assert "falsch" not in shown + caplog.text


def test_a_refused_password_rests_a_quarter_of_an_hour_unless_somebody_has_it_tried(
    server: Server, settings: Any
) -> None:
    server.brings(written())
    settings.IMAP_URL = server.url(password="falsch")
    looking.look(now=NOW)
    settings.IMAP_URL = server.url()
    assert looking.look(now=NOW + looking.REST - datetime.timedelta(seconds=1)) == 0
    assert trouble() == "password"
    assert looking.look(now=NOW + looking.REST) == 1
    assert (trouble(), Door.objects.get().refused_at) == ("", None)
    settings.IMAP_URL = server.url(password="falsch")
    looking.look(now=NOW)
    settings.IMAP_URL = server.url()
    server.brings(written(subject="Danach"))
    assert looking.look(now=NOW, rests=False) == 1


class Recorded:
    """A line to a server that is asked how it lets people in."""

    def __init__(self, *capabilities: str) -> None:
        self.capabilities, self.said = capabilities, [""]

    def authenticate(self, _way: str, given: Any) -> None:
        self.said = given(b"").decode().split("\0")

    def login(self, user: str, password: str) -> None:
        self.said = ["", user, password.encode("ascii").decode()]


def test_a_password_with_umlauts_is_said_in_the_way_that_takes_it_and_refused_in_words_where_there_is_none() -> None:
    session = imap.Session(Account("mail.example", 993, "social team", "Nüsse"))
    session.connection = line = Recorded("IMAP4REV1", "AUTH=PLAIN")  # type: ignore[assignment]
    session._log_in()
    assert line.said == ["", "social team", "Nüsse"]
    session.connection = Recorded("IMAP4REV1")  # type: ignore[assignment]
    with pytest.raises(FolderTrouble) as refused:
        session._log_in()
    assert refused.value.trouble == Trouble.PASSWORD


def test_looking_now_says_that_it_works(server: Server) -> None:
    server.brings(written())
    client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
    answer = client.post("/settings/requests-by-mail/try/", follow=True)
    assert "Es klappt: 1 Brief ist eingegangen." in answer.content.decode()
    assert client.post("/settings/requests-by-mail/try/", follow=True).status_code == 200
    assert Letter.objects.count() == 1


def test_a_letter_larger_than_we_read_is_set_aside_and_stays_where_it_is(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = written(subject="Klein"), written(subject="Groß", text="x" * 3_000)
    monkeypatch.setattr(looking, "MOST_BYTES", 2_000)
    for raw in (large, small):
        server.brings(raw)
    assert looking.look(now=NOW) == 2
    huge = Letter.objects.get(why=Why.TOO_LARGE)
    assert (bytes(huge.raw), huge.file_name.startswith("INBOX:"), huge.standing) == (b"", True, Standing.ASIDE)
    assert [one.title for one in Request.objects.all()] == ["Klein"]


def test_folder_and_account_are_both_looked_into_and_one_that_fails_does_not_hold_up_the_other(
    server: Server, settings: Any, tmp_path: Path
) -> None:
    settings.MAILDROP = str(tmp_path / "nowhere")
    server.brings(written())
    assert looking.look(now=NOW) == 1
    assert trouble() == "missing"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that vouches for itself, and its key."""
    at, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (at / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (at / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return at / "cert.pem", at / "key.pem"


def test_a_certificate_that_nobody_vouches_for_ends_it_before_the_password_leaves(
    certificate: tuple[Path, Path], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path) as server, Way(server.port, certificate=certificate).opened() as way:
        server.brings(written())
        settings.IMAP_URL = server.url(scheme="imaps", port=way.port)
        looking.look(now=NOW)
        assert trouble() == "untrusted"
        assert not Letter.objects.exists()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert looking.look(now=NOW) == 1
        assert trouble() == ""


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("imap://a:b@mail.example/", "imaps://"), ("https://a:b@mail.example/", "imaps://"), ("imaps://mail.example", "user"),
        ("imaps://a:b@/x", "host"), ("imaps://a:b@mail.example:99999/", "cannot be read"), ('imaps://a:b@m.example/a%22b', "folder"),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_in_a_sentence_without_repeating_it(
    url: str, why: str, settings: Any
) -> None:
    with pytest.raises(AccountUrlWrong) as refused:
        Account.from_url(url)
    assert why in str(refused.value)
    assert "a:b" not in str(refused.value)
    settings.IMAP_URL = url
    looking.look(now=NOW)
    assert trouble() == "server"


def test_an_address_names_all_that_is_needed() -> None:
    assert Account.from_url("") is None
    account = Account.from_url("imaps://social%40house.example:p%40ss@mail.house.example/Team/Anfragen")
    assert account == Account("mail.house.example", 993, "social@house.example", "p@ss", "Team/Anfragen")
    assert "p@ss" not in repr(account)
