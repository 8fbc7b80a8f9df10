"""The master key is changed in one step: whoever is cut off in the middle finds everything readable, and nothing lost."""

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb

from eichhorn.config import rotation, whereabouts
from eichhorn.config.installation import Installation, NotPossible
from eichhorn.foundation import clock, crypto, postgres
from eichhorn.foundation.crypto import Keys
from tests.setup.conftest import Keeper
from tests.setup.running import command

SOURCES = Path(rotation.__file__).resolve().parents[1]
SECRET = "das Geheimnis eines Kanals"
EVERY = len(rotation.SEALED) + 1
"""How many texts are sealed: one in each place, and a second factor."""
TABLES = """
    create table foundation_auditevent (at timestamptz, actor_id bigint, verb text, object_kind text, object_id bigint, details jsonb);
    create table api_keptanswer (id bigserial, media_type text default 'application/json; sealed=1', body bytea);
    create table mfa_authenticator (id bigserial, data jsonb);
    create table channels_channel (id bigserial, secret_sealed bytea, client_sealed bytea);
    create table channels_connecting (id bigserial, verifier_sealed bytea);
    create table desk_terms (id bigserial, form_token_sealed bytea);
    create table notices_notice (id bigserial, body_sealed bytea);
    create table webhooks_endpoint (id bigserial, secret_sealed bytea, before_sealed bytea);
    create table people_provider (id bigserial, secret bytea);
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A home with a database in which something is sealed in every place."""
    folder = Path(tempfile.mkdtemp(prefix="eichhorn-keys-", dir="/tmp"))
    folder.chmod(0o711)
    home = folder / "home"
    keys = Keys.for_home(home)
    home.chmod(0o711)
    server = postgres.Server(home, keys, safe=False)
    server.start()
    with psycopg.connect(server.url(postgres.OWNER)) as session:
        session.execute(TABLES)
        for place in rotation.SEALED:
            sealed = keys.seal(SECRET, purpose=place.purpose)
            session.execute(f"insert into {place.table} ({place.column}) values (%s)", [sealed])
        session.execute("insert into notices_notice (body_sealed) values ('')")
        session.execute("insert into api_keptanswer (media_type, body) values ('application/json', 'open to all')")
        factor = keys.seal(SECRET, purpose=rotation.FACTOR_PURPOSE).decode()
        session.execute("insert into mfa_authenticator (data) values (%s)", [Jsonb({"secret": factor, "other": 1})])
        session.execute("insert into mfa_authenticator (data) values ('{\"credential\": {}}')")
    server.stop()
    yield home
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "EICHHORN_MASTER_KEY", "EICHHORN_OLD_KEYS"):
        monkeypatch.delenv(name, raising=False)
    place = made.parent / tmp_path.name
    shutil.copytree(made, place)
    for folder in (place, *(place / "postgres").rglob("*"), place / "postgres", place / "run"):
        original = made / folder.relative_to(place)
        if original.exists():
            shutil.copystat(original, folder)
            shutil.chown(folder, original.stat().st_uid, original.stat().st_gid)
    yield place
    shutil.rmtree(place, ignore_errors=True)


def read(home: Path) -> list[str]:
    """Return all that is sealed, as the keys of the home read it, from a database that they open."""
    keys = Keys.for_home(home)
    server = postgres.Server(home, keys, safe=False)
    server.start()
    try:
        with psycopg.connect(server.url(postgres.APP)):
            pass  # every role has the password of this key
        found = []
        with psycopg.connect(server.url(postgres.OWNER)) as session:
            for place in rotation.SEALED:
                rows = session.execute(
                    f"select {place.column} from {place.table} where length({place.column}) > 0 and {place.only}"
                )
                found += [keys.unseal(row[0], purpose=place.purpose) for row in rows]
            rows = session.execute("select data ->> 'secret' from mfa_authenticator where data ? 'secret'")
            found += [keys.unseal(row[0].encode(), purpose=rotation.FACTOR_PURPOSE) for row in rows]
        return found
    finally:
        server.stop()


def test_everything_is_sealed_anew_and_the_old_key_reads_nothing_of_it(home: Path) -> None:
    before = Keys.for_home(home)
    Installation(home).note(place=whereabouts.here(home, before))
    assert rotation.rotate(home, now=clock.now()) == EVERY
    after = Keys.for_home(home)
    assert after.master != before.master
    assert after.older == (before.master,)
    assert read(home) == [SECRET] * EVERY
    assert rotation.forget(home) == 1
    assert Keys.for_home(home).older == ()
    assert read(home) == [SECRET] * EVERY
    assert not whereabouts.has_moved(Installation(home).noted("place"), whereabouts.here(home, after))
    assert {place.name: place.stat().st_mode & 0o777 for place in (home / "keys").iterdir()} == {"master.key": 0o600}


def test_a_home_that_has_moved_is_still_known_to_have_moved(home: Path) -> None:
    Installation(home).note(place=whereabouts.here(home, Keys.for_home(home)) | {"path": "/srv/before"})
    rotation.rotate(home, now=clock.now())
    assert whereabouts.has_moved(Installation(home).noted("place"), whereabouts.here(home, Keys.for_home(home)))


class CutOff(BaseException):
    """The power failed."""


@pytest.mark.parametrize("where", ["before the commit", "after the commit", "between the two files"])
def test_whoever_is_cut_off_in_the_middle_loses_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = Keys.for_home(home)

    def cut_off(*_: object) -> None:
        raise CutOff

    with monkeypatch.context() as patch:
        if where == "before the commit":
            patch.setattr(postgres.Server, "rename_passwords", cut_off)
        elif where == "after the commit":
            patch.setattr(rotation, "_take_over", cut_off)
        else:
            patch.setattr(Path, "replace", cut_off)
        with pytest.raises(CutOff):
            rotation.rotate(home, now=clock.now())
    assert (home / "keys" / crypto.NEXT).exists()
    rotation.settle(home)
    rotation.settle(home)
    assert not (home / "keys" / crypto.NEXT).exists()
    assert (Keys.for_home(home).master == before.master) == (where == "before the commit")
    assert read(home) == [SECRET] * EVERY
    rotation.rotate(home, now=clock.now())
    assert read(home) == [SECRET] * EVERY


def test_what_cannot_be_read_stops_the_change_and_nothing_is_changed(home: Path) -> None:
    keys = Keys.for_home(home)
    server = postgres.Server(home, keys, safe=False)
    server.start()
    with psycopg.connect(server.url(postgres.OWNER)) as session:
        session.execute("update people_provider set secret = 'of another key'")
    server.stop()
    with pytest.raises(NotPossible, match="cannot be read"):
        rotation.rotate(home, now=clock.now())
    assert Keys.for_home(home).master == keys.master
    assert not (home / "keys" / crypto.NEXT).exists()


def test_a_key_is_not_forgotten_while_something_is_sealed_with_it(home: Path) -> None:
    (home / "keys" / "master.key").rename(home / "keys" / "previous-abc.key")
    crypto.write_key(home / "keys" / "master.key", bytes(range(32)))
    with pytest.raises(NotPossible, match="still sealed with an older key"):
        rotation.forget(home)
    assert (home / "keys" / "previous-abc.key").exists()


def test_an_older_key_reads_and_seals_nothing() -> None:
    old, new = Keys(b"o" * 32), Keys(b"n" * 32, (b"o" * 32,))
    assert new.unseal(old.seal("x", purpose="p"), purpose="p") == "x"
    with pytest.raises(crypto.Tampered):
        old.unseal(new.seal("x", purpose="p"), purpose="p")
    with pytest.raises(crypto.Tampered):
        new.unseal(old.seal("x", purpose="p"), purpose="q")
    assert "oooo" not in repr(new)


def purposes() -> set[str]:
    """Return the purposes for which anything is sealed anywhere."""
    found = set()
    for file in SOURCES.rglob("*.py"):
        tree = ast.parse(file.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "seal":
                for word in node.keywords:
                    if word.arg == "purpose" and "config" not in file.parts:
                        found |= _spelled(word.value, file)
    return found


def _spelled(value: ast.expr, file: Path) -> set[str]:
    if isinstance(value, ast.Constant):
        return {str(value.value)}
    name = ast.unparse(value).rpartition(".")[2]
    texts = [file.read_text(), *(other.read_text() for other in file.parents[1].rglob("*.py"))]
    for text in texts:
        if single := re.search(rf'^{name} = "([^"]+)"', text, re.MULTILINE):
            return {single[1]}
        if several := re.search(rf"^([A-Z_, ]*\b{name}\b[A-Z_, ]*) = (.+)$", text, re.MULTILINE):
            names = [one.strip() for one in several[1].split(",")]
            return {ast.literal_eval(several[2])[names.index(name)]}
    raise AssertionError(f"{name} in {file} cannot be found")


def test_nothing_is_sealed_anywhere_that_a_change_of_keys_would_miss() -> None:
    listed = {place.purpose for place in rotation.SEALED} | {rotation.FACTOR_PURPOSE}
    assert purposes() == listed


@pytest.mark.xdist_group("up")
def test_a_real_installation_starts_and_opens_its_channels_after_the_change(keeper: Keeper) -> None:
    home = keeper.end()
    before = Keys.for_home(home)
    said = command("keys", "rotate", "--home", str(home))
    assert "sealed under the new master key" in said
    up = keeper.start()
    keys = Keys.for_home(home)
    assert keys.master != before.master
    with psycopg.connect(postgres.Server(home, keys).url(postgres.APP)) as session:
        rows = session.execute("select secret_sealed from channels_channel where secret_sealed is not null").fetchall()
        stopped = session.execute("select count(*) from foundation_standstill").fetchone()
    assert rows
    assert all(Keys(keys.master).unseal(row[0], purpose="channel.secret") for row in rows)
    assert stopped == (0,)
    assert "runs already" in command("keys", "rotate", "--home", str(home))
    assert up.healthy()
