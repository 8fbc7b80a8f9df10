"""A backup of an installation whose database lies outside of its home: on another server, known by its address alone."""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from eichhorn.config.installation import Installation
from eichhorn.foundation import crypto, postgres
from eichhorn.media.stores import place_of
from tests.setup.conftest import Keeper
from tests.setup.running import command, free_port
from tests.setup.test_backup import facts, pictures

pytestmark = pytest.mark.xdist_group("up")
PASSWORD = "geheim/und:mehr@hier"
WRITTEN = "geheim%2Fund%3Amehr%40hier"
OWNER, APP = "haus_owner", "haus_app"


@dataclass(frozen=True)
class Elsewhere:
    """A server of PostgreSQL that nobody starts or stops for us."""

    server: postgres.Server
    folder: Path
    words: Path
    monday: Path
    """A backup of an installation whose database lies in its home."""

    def database(self, name: str) -> dict[str, str]:
        """Return what the environment says of a fresh, empty database there."""
        with psycopg.connect(self.server.url(postgres.SUPERUSER, "postgres"), autocommit=True) as session:
            session.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER)))
        return self.environment(name)

    def environment(self, name: str) -> dict[str, str]:
        place = self.server.url(postgres.SUPERUSER, name).partition("@")[2]
        urls = {"DATABASE_OWNER_URL": OWNER, "DATABASE_URL": APP}
        return {variable: f"postgresql://{role}:{WRITTEN}@{place}" for variable, role in urls.items()}

    def restore(self, file: Path, home: Path, **environment: str) -> str:
        return command("restore", str(file), "--home", str(home), "--passphrase-file", str(self.words), **environment)

    def backup(self, file: Path, home: Path, **environment: str) -> str:
        return command("backup", str(file), "--home", str(home), "--passphrase-file", str(self.words), **environment)


@pytest.fixture(scope="module")
def elsewhere(keeper: Keeper) -> Iterator[Elsewhere]:
    up, folder = keeper.start(), keeper.folder / "elsewhere"
    folder.mkdir(mode=0o711)
    content = secrets.token_bytes(100_000)
    picture = up.home / "media" / place_of(hashlib.sha256(content).hexdigest())
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(content)
    words, monday = folder / "words", folder / "monday.eichhorn"
    words.write_text("ein Rabe trägt drei Nüsse\n")
    assert "holds the database" in command(
        "backup", str(monday), "--home", str(up.home), "--passphrase-file", str(words)
    )
    server = postgres.Server(folder / "server", crypto.Keys(secrets.token_bytes(32)), safe=False)
    server.start()
    with psycopg.connect(server.url(postgres.SUPERUSER, "postgres"), autocommit=True) as session:
        for role in (OWNER, APP):
            session.execute(
                sql.SQL("create role {} login password {}").format(sql.Identifier(role), sql.Literal(PASSWORD))
            )
    yield Elsewhere(server, folder, words, monday)
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def every_row(url: str) -> dict[str, tuple[object, ...]]:
    """Return of each table how many rows it has, and a hash of what stands in them."""
    with psycopg.connect(url) as session:
        names = session.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
        asked = "select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from {} t"
        return {
            name: session.execute(sql.SQL(asked).format(sql.Identifier(name))).fetchone() or () for (name,) in names
        }  # fmt: skip


def test_database_pictures_and_keys_come_back_whole_and_nothing_leaves(elsewhere: Elsewhere, keeper: Keeper) -> None:
    first, second = elsewhere.database("first"), elsewhere.database("second")
    one, other = elsewhere.folder / "one", elsewhere.folder / "other"
    assert f"{one} holds the installation of" in elsewhere.restore(elsewhere.monday, one, **first)
    assert not (one / "postgres").exists()
    assert facts(keeper.folder / "home") == facts_at(first["DATABASE_URL"])
    for file, given in (
        ("by its owner", first), ("by web's own role", {"DATABASE_URL": first["DATABASE_URL"]}),
    ):  # fmt: skip
        assert "holds the database" in elsewhere.backup(elsewhere.folder / file, one, **given)
    assert f"{other} holds the installation of" in elsewhere.restore(
        elsewhere.folder / "by web's own role", other, **second
    )
    assert every_row(second["DATABASE_OWNER_URL"]) == every_row(first["DATABASE_OWNER_URL"])
    assert pictures(other) == pictures(one) == pictures(keeper.folder / "home")
    assert crypto.Keys.for_home(other).master == crypto.Keys.for_home(keeper.folder / "home").master
    assert (Installation(other).kind, Installation(other).noted("demo_loaded")) == ("demo", True)
    _stands_still_and_is_guarded(second, other)
    home = elsewhere.folder / "with a database of its own"
    assert f"{home} holds the installation of" in elsewhere.restore(elsewhere.folder / "by its owner", home)
    assert facts(home) == facts_at(first["DATABASE_URL"])


def facts_at(url: str) -> tuple[object, ...]:
    """Return what tells one database from another, as of an installation that has its own."""
    with psycopg.connect(url) as session:
        row = session.execute(
            "select (select count(*) from people_person), (select md5(string_agg(name, ',' order by id)) from "
            "people_person), (select md5(string_agg(text, ',' order by id)) from content_version), "
            "(select name from people_organisation), (select count(*) from planning_slot)"
        ).fetchone()
    assert row is not None
    return tuple(row)


def _stands_still_and_is_guarded(given: dict[str, str], home: Path) -> None:
    """Nothing leaves before somebody confirms, and web and worker own no table: as the doctor finds it."""
    with psycopg.connect(given["DATABASE_URL"]) as session:
        assert session.execute("select because, known_until is not null from foundation_standstill").fetchall() == [
            ("restored", True)
        ]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("delete from foundation_auditevent")
    said = json.loads(command("doctor", "--json", "--home", str(home), DATABASE_URL=given["DATABASE_URL"]))
    found = {one["about"]: one for one in said}
    assert "restored or moved" in found["sending"]["sentence"]
    assert found["role"]["sentence"] == f"The role {APP} of web and worker owns no table."
    assert {found[about]["mark"] for about in ("database", "tables", "audit", "key")} == {"good"}


def test_what_cannot_be_reached_or_read_is_one_sentence_without_its_password(elsewhere: Elsewhere) -> None:
    home, file = elsewhere.folder / "nowhere", elsewhere.folder / "never"
    crypto.Keys.for_home(home)
    right, local = elsewhere.environment("postgres")["DATABASE_OWNER_URL"], "127.0.0.1/haus"
    given = {}
    for url, sentence in {
        f"postgresql://{OWNER}:{WRITTEN}@127.0.0.1:{free_port()}/haus": "Connection refused",
        right.replace(WRITTEN, "ein-falsches-geheimnis"): "password authentication failed",
        right.rpartition("/")[0] + "/niemandes": 'database "niemandes" does not exist',
    }.items():
        given = {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
        _is_one_sentence(elsewhere.backup(file, home, **given), sentence)
        _is_one_sentence(elsewhere.restore(elsewhere.monday, home, **given), sentence)
    _is_one_sentence(command("keys", "rotate", "--home", str(home), **given), 'database "niemandes" does not exist')
    for url in (
        f"postgresql//{OWNER}:geheim@{local}", f"postgresql://{OWNER}:geheim@mehr@{local}",
        f"postgresql://{OWNER}:geheim/x@{local}", f"postgresql://{OWNER}:geheim@127.0.0.1:99999/haus",
    ):  # fmt: skip
        said = elsewhere.backup(file, home, DATABASE_URL=url)
        _is_one_sentence(said, "cannot be read. Write it as postgresql://")
    assert not file.exists()
    assert not (home / "media").exists()


def _is_one_sentence(said: str, sentence: str) -> None:
    assert sentence in said
    assert len(said.splitlines()) == 1, said
    assert not {"geheim", "mehr", "geheimnis", WRITTEN} & set(re.split("[^a-z0-9%A-Z]", said)), said


def test_a_database_that_is_not_empty_or_lacks_a_role_is_left_alone(elsewhere: Elsewhere) -> None:
    given, home = elsewhere.database("third"), elsewhere.folder / "third"
    nobody = given | {"DATABASE_URL": given["DATABASE_URL"].replace(APP, "niemand")}
    assert "knows no role niemand" in elsewhere.restore(elsewhere.monday, home, **nobody)
    alone = {"DATABASE_URL": given["DATABASE_URL"]}
    assert "DATABASE_URL is not enough" in elsewhere.restore(elsewhere.monday, home, **alone)
    assert every_row(given["DATABASE_OWNER_URL"]) == {}
    with psycopg.connect(given["DATABASE_OWNER_URL"]) as session:
        session.execute("create table of_somebody_else (id int)")
    assert "is not empty; nothing was changed" in elsewhere.restore(elsewhere.monday, home, **given)
    assert list(every_row(given["DATABASE_OWNER_URL"])) == ["of_somebody_else"]
    assert not home.exists()
