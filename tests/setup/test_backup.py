"""A backup of what is running gives everything back: real PostgreSQL, real pictures, the real command."""

import hashlib
import io
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pyrage
import pytest

from eichhorn.config.installation import Installation
from eichhorn.foundation import crypto, postgres
from eichhorn.media.stores import place_of
from tests.setup.conftest import Keeper
from tests.setup.running import Running, clean_environment, command

pytestmark = pytest.mark.xdist_group("up")
FETCHED = Path(__file__).resolve().parents[2] / ".tools" / "age" / "usr" / "bin" / "age"
AGE = shutil.which("age") or (str(FETCHED) if FETCHED.exists() else None)
PAIR = pyrage.x25519.Identity.generate()
LARGE = bytes(3_000_000)
PICTURE = f"media/{place_of(hashlib.sha256(LARGE).hexdigest())}"


@dataclass(frozen=True)
class Made:
    """Backups of the running installation."""

    folder: Path
    home: Path
    words: Path
    identity: Path
    with_passphrase: Path
    for_key: Path
    """Sealed for a public key, and without the master key."""


@pytest.fixture(scope="module")
def made(keeper: Keeper) -> Iterator[Made]:
    up, folder = keeper.start(), keeper.folder / "backups"
    folder.mkdir(mode=0o711)
    (up.home / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    (up.home / PICTURE).write_bytes(LARGE)
    (up.home / PICTURE).with_name(f".{PICTURE[-64:]}.draft").write_bytes(b"being written")
    words, identity = folder / "words", folder / "identity"
    words.write_text("ein Rabe trägt drei Nüsse\n")
    identity.write_text(f"{PAIR}\n")
    one, other = folder / "monday.eichhorn", folder / "tuesday.eichhorn"
    home = ("--home", str(up.home))
    assert "holds the database" in command("backup", str(one), *home, "--passphrase-file", str(words))
    recipient = ("--recipient", str(PAIR.to_public()), "--without-keys")
    assert "without the keys" in command("backup", str(other), *home, *recipient)
    yield Made(folder, up.home, words, identity, one, other)
    shutil.rmtree(folder, ignore_errors=True)


def server_of(home: Path) -> postgres.Server:
    return postgres.Server(home, crypto.Keys.for_home(home))


def facts(home: Path) -> tuple[object, ...]:
    """Return what tells one database from another."""
    server = server_of(home)
    running = server.is_running()
    server.start()
    try:
        with psycopg.connect(server.url(postgres.APP)) as session:
            row = session.execute(
                "select (select count(*) from people_person), (select md5(string_agg(name, ',' order by id)) from "
                "people_person), (select md5(string_agg(text, ',' order by id)) from content_version), "
                "(select name from people_organisation), (select count(*) from planning_slot)"
            ).fetchone()
        assert row is not None
        return tuple(row)
    finally:
        if not running:
            server.stop()


def pictures(home: Path) -> dict[str, bytes]:
    found = (place for place in (home / "media").rglob("*") if place.is_file() and not place.name.startswith("."))
    return {str(place.relative_to(home)): place.read_bytes() for place in found}


def test_a_backup_gives_database_pictures_and_keys_back_and_can_take_the_place_of_what_is_there(
    made: Made, up: Running
) -> None:
    home = made.folder / "again"
    opened = ("--passphrase-file", str(made.words))
    said = command("restore", str(made.with_passphrase), "--home", str(home), *opened)
    assert f"{home} holds the installation of" in said
    assert facts(home) == facts(made.home)
    assert pictures(home) == pictures(made.home)
    assert PICTURE in pictures(home)
    assert crypto.Keys.for_home(home).master == crypto.Keys.for_home(made.home).master
    assert (home / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
    assert (Installation(home).kind, Installation(home).noted("demo_loaded")) == ("demo", True)
    assert [place.name for place in home.iterdir() if place.name.startswith(("restoring", "replaced"))] == []
    _replaces(made, home)


def _replaces(made: Made, home: Path) -> None:
    """What is there is put aside whole, by a backup that brings no key of its own."""
    server = server_of(home)
    server.start()
    with psycopg.connect(server.url(postgres.OWNER)) as session:
        session.execute("update people_organisation set name = 'Danach'")
    server.stop()
    again = ("restore", str(made.for_key), "--home", str(home), "--identity", str(made.identity))
    assert "is not empty; nothing was changed" in command(*again)
    assert "Nobody is there to agree" in command(*again, "--replace")
    assert facts(home)[3] == "Danach"
    said = command(*again, "--replace", "--yes")
    aside = next(home.glob("replaced-*"))
    assert str(aside) in said
    assert facts(home) == facts(made.home)
    assert pictures(home) == pictures(made.home)
    assert sorted(place.name for place in aside.iterdir()) == ["installation.json", "keys", "media", "postgres"]
    assert facts(aside)[3] == "Danach"


def test_a_backup_without_keys_wants_the_key_that_belongs_to_it(made: Made) -> None:
    home = made.folder / "keyless"
    asked = ("restore", str(made.for_key), "--home", str(home), "--identity", str(made.identity))
    assert "put the key that belongs to it" in command(*asked)
    assert not home.exists()
    crypto.Keys.for_home(home)
    assert "does not belong to this backup" in command(*asked)
    assert sorted(place.name for place in home.iterdir()) == ["keys", "running"]


def test_a_home_that_runs_is_left_alone(made: Made, up: Running) -> None:
    opened = ("--passphrase-file", str(made.words), "--replace", "--yes")
    assert "runs already" in command("restore", str(made.with_passphrase), "--home", str(up.home), *opened)
    assert up.healthy()


def test_a_wrong_passphrase_opens_nothing(made: Made) -> None:
    (made.folder / "wrong").write_text("eine ganz andere Passphrase\n")
    home = made.folder / "wrongly"
    said = command(
        "restore", str(made.with_passphrase), "--home", str(home), "--passphrase-file", str(made.folder / "wrong")
    )
    assert said == "The passphrase does not open this backup; nothing was changed.\n"
    assert not home.exists()


def test_what_is_in_it_lies_open_nowhere(made: Made) -> None:
    for file in (made.with_passphrase, made.for_key):
        sealed = file.read_bytes()
        assert file.stat().st_mode & 0o777 == 0o600
        for word in ("Erlengrund", "people_person", "PGDMP", "master.key", "AGE-SECRET"):
            assert word.encode() not in sealed
        assert (made.home / "keys" / "master.key").read_bytes() not in sealed
    assert not list(made.folder.glob("*.unfinished"))


def contents_of(made: Made) -> tarfile.TarFile:
    with tarfile.open(made.for_key) as outside:
        sealed = outside.extractfile("contents.tar.age")
        assert sealed is not None
        return tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(sealed.read(), [PAIR])))


def test_it_opens_by_hand_as_the_documentation_says(made: Made) -> None:
    with contents_of(made) as inside:
        names = inside.getnames()
        parts = sorted(name for name in names if name.startswith("database/"))
        dump = b"".join(part.read() for part in map(inside.extractfile, parts) if part is not None)
    listed = subprocess.run(
        [server_of(made.home).programs / "pg_restore", "--list"], input=dump, capture_output=True, check=True
    )
    assert b"people_person" in listed.stdout
    assert (names[0], names[-1]) == ("about.json", "manifest.json")
    assert PICTURE in names
    assert not [name for name in names if name.startswith("keys/") or "draft" in name]


@pytest.mark.skipif(
    AGE is None, reason="The tool age is missing; script/test fetches it where Debian's packages can be had."
)
def test_the_tool_age_opens_it_without_eichhorn(made: Made) -> None:
    subprocess.run(["tar", "-xf", made.for_key, "-C", made.folder, "contents.tar.age"], check=True)
    opened = subprocess.run(
        [str(AGE), "-d", "-i", made.identity, made.folder / "contents.tar.age"], check=True, capture_output=True
    )
    with contents_of(made) as inside:
        assert inside.getnames() == tarfile.open(fileobj=io.BytesIO(opened.stdout)).getnames()  # noqa: SIM115


def test_a_backup_never_writes_over_a_file(made: Made, up: Running) -> None:
    before = made.with_passphrase.read_bytes()
    given = ("--home", str(up.home), "--passphrase-file", str(made.words))
    assert "is there already" in command("backup", str(made.with_passphrase), *given)
    assert made.with_passphrase.read_bytes() == before
    cut, draft = made.folder / "cut.eichhorn", made.folder / "cut.eichhorn.unfinished"
    draft.write_bytes(b"of somebody else")
    assert "another backup is being written" in command("backup", str(cut), *given)
    assert draft.read_bytes() == b"of somebody else"
    assert not cut.exists()
    draft.unlink()


def test_without_a_secret_nothing_is_written(made: Made) -> None:
    file = made.folder / "open.eichhorn"
    assert "is required" in command("backup", str(file), "--home", str(made.home))
    assert not file.exists()


def test_a_disk_that_fills_up_leaves_no_half_backup(made: Made, up: Running) -> None:
    """The kernel itself refuses to let the file grow, as a full disk would."""
    file = made.folder / "full.eichhorn"
    done = subprocess.run(
        [
            sys.executable, "-m", "eichhorn.config.cli", "backup", str(file), "--home", str(up.home),
            "--passphrase-file", str(made.words),
        ],
        capture_output=True, text=True, check=False, env=clean_environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"{file} cannot be written (File too large); what was begun is gone again.\n"
    assert not list(made.folder.glob("full.eichhorn*"))
