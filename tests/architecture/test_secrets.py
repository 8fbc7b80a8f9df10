"""No secret of the house stands anywhere where somebody could read it, whatever happens and whatever fails.

Every secret gets a value that is recognised. Then the house is used, and refused by everybody that it speaks with; and
whatever it said meanwhile, of itself or to others, is searched for each of them.
"""

import hashlib
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pyrage
import pytest
from django.conf import settings as ours
from django.db import connection
from pytest_django import Settings

from eichhorn.config.backup import making, secrets
from eichhorn.config.doctor import report
from eichhorn.foundation import clock, http
from eichhorn.foundation.crypto import Keys
from eichhorn.foundation.log import TOKEN
from eichhorn.media.stores.folder import Folder
from tests import make
from tests.architecture import gathering, happening, planting
from tests.architecture.echoing import echoing
from tests.architecture.gathering import Gathered
from tests.architecture.happening import House

pytestmark = pytest.mark.django_db(transaction=True)
KEPT_ON_PURPOSE = ("a backup with keys, opened", "master key")
LETTERS = frozenset({"notices_notice.body_sealed", "api_keptanswer.body"})
"""What is secret of a letter, and of an answer that a program may ask for again, are the links in it."""
PASSPHRASE = "ein Rabe trägt drei Nüsse"


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_no_secret_is_read_anywhere_whatever_fails(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gathered, before = Gathered(), http.allowed
    with echoing() as echo, gathering.listening(gathered) as lines:
        http.configure(allow={*before, echo.host_port})
        try:
            house = House(echo, settings, gathered)
            happening.posts_are_refused(house)
            happening.connecting_is_refused(house)
            happening.mail_is_refused(house)
            happening.the_bucket_refuses(house)
            happening.programs_are_refused(house)
            happening.people_sign_in(house)
            what_is_sealed_is_planted(house)
            happening.everything_is_looked_at(house)
            the_doctor_looks(house, capsys)
            gathering.rows(gathered)
            gathering.tables(gathered)
            backups_are_made(house, tmp_path, monkeypatch)
        finally:
            http.configure(allow=before)
            http.hang_up()
    nothing_was_left_out(house, lines)
    found = {
        (place, name): around
        for place in gathered.texts
        for name, around in house.planted.found_in(gathered.whole(place))
    }
    assert found.pop(KEPT_ON_PURPOSE)
    assert found == {}


def what_is_sealed_is_planted(house: House) -> None:
    """Every sealed column holds a secret that is looked for; what the house made itself is looked for from now on."""
    for place, texts in planting.unsealed(ours.KEYS).items():
        assert texts, f"{place} is sealed, and nothing of it was planted"
        for number, text in enumerate(texts):
            inside = TOKEN.findall(text) if place in LETTERS else [] if house.planted.within(text) else [text]
            for secret in (one for one in inside if len(one) >= planting.SHORTEST):
                house.plant(f"{place} {number}", secret)


def the_doctor_looks(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    for as_json in (False, True):
        report.report(as_json=as_json, prepare=lambda: None)
    house.gathered.take("what the doctor says", capsys.readouterr().out)


def backups_are_made(house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that are written, all that lies open meanwhile, and what is inside of one without keys."""
    words, identity = folder / "words", pyrage.x25519.Identity.generate()
    words.write_text(house.plant("passphrase of a backup", PASSPHRASE) + "\n")
    watched = gathering.Watched(house.gathered, monkeypatch)
    given = connection.settings_dict
    place = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST'].replace('/', '%2F')}/{given['NAME']}"
    source = making.Source(small_home(folder), place, ours.KEYS)
    for_key = secrets.for_recipients([str(identity.to_public())])
    for file, seal, with_keys in (
        ("whole", secrets.for_passphrase(words), True), ("keyless", for_key, False), ("opened", for_key, True),
    ):  # fmt: skip
        making.backup(source, folder / file, seal, with_keys=with_keys, now=clock.now())
        house.gathered.take(f"the backup {file}", (folder / file).read_bytes())
    assert any(name.endswith(".unfinished") for name in watched.seen)
    inside, names = opened(folder / "keyless", identity, source)
    house.gathered.take("a backup without keys, opened", inside)
    assert not [name for name in names if name.startswith("keys/")]
    inside, names = opened(folder / "opened", identity, source)
    house.gathered.take("a backup with keys, opened", inside)
    assert "keys/master.key" in names


def small_home(folder: Path) -> Path:
    """Return a home with our keys and one picture: other tests keep theirs in ours, and all are read with each part."""
    home, picture = folder / "home", make.media.png()
    shutil.copytree(ours.HOME / "keys", home / "keys")
    Folder(home / "media").keep(hashlib.sha256(picture).hexdigest(), picture)
    return home


def opened(file: Path, identity: pyrage.x25519.Identity, source: making.Source) -> tuple[bytes, list[str]]:
    """Return all that is in a backup, with its dump as PostgreSQL writes it out, and the names of it."""
    with tarfile.open(file) as outside:
        sealed = outside.extractfile("contents.tar.age")
        assert sealed is not None
        whole = pyrage.decrypt(sealed.read(), [identity])
    with tarfile.open(fileobj=io.BytesIO(whole)) as inside:
        names = sorted(inside.getnames())
        dump = b"".join(
            part.read() for name in names if name.startswith("database/") and (part := inside.extractfile(name))
        )
    written = subprocess.run(
        [source.programs / "pg_restore", "--file=-"], input=dump, capture_output=True, check=True, cwd="/"
    )
    assert b"people_person" in written.stdout
    return whole + written.stdout, names


def nothing_was_left_out(house: House, lines: gathering.Lines) -> None:
    """What was to happen did happen: else nothing would be proven by finding nothing."""
    assert house.echo.broke == []
    asked = "\n".join(house.echo.asked)
    for door in (
        "/api/v1/statuses",
        "/xrpc/",
        "/2/tweets",
        "/rest/posts",
        "/bot123456789:",
        "wp",
        "/_matrix/client",
        "/hook",
        "/bucket-0",
        "/bucket-1",
    ):
        assert door in asked, door
    for door in ("/consent/oauth/token", "/idp/token", "/api/v1/accounts/verify_credentials"):
        assert door in asked, door
    shown = "\n".join(house.echo.alive)
    for kind in ("Account", "Keys", "Errand", "Server", "Registration"):
        assert f".{kind}: " in shown, kind
    assert "django.request with a trace" in lines.events


def test_what_is_planted_is_found_in_every_dress() -> None:
    planted = planting.Planted()
    secret = planted.plant("secret", "geheim ß+/<nis>")
    planted.plant("key", Keys(bytes(range(32))).master)
    planted.codes["code"] = b"12345678"
    for form in planting.forms(secret.encode()):
        assert [name for name, _ in planted.found_in(b"vorher " + form + b" nachher")] == ["secret"]
    for more in ("", "x", "xy", "eichhorn:"):
        basic = __import__("base64").b64encode(f"{more}{secret}:rest".encode())
        assert [name for name, _ in planted.found_in(basic)] == ["secret"]
    assert [name for name, _ in planted.found_in(bytes(range(32)).hex().encode())] == ["key"]
    assert [name for name, _ in planted.found_in(b"(12345678)")] == ["code"]
    assert list(planted.found_in(b"1234567890 geheim")) == []
