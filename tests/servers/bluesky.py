"""A small Bluesky network of others' making, started on loopback: directory, server, index, and three accounts.

The difficult thing: the index follows the server, and nobody says when it has caught up. So tests ask until it has.
"""

import base64
import hmac
import json
import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from eichhorn.foundation import crypto, postgres
from eichhorn.networks.base import Account
from eichhorn.networks.bluesky import Bluesky
from tests.servers.running import ROOT, NotInstalled

HOME = ROOT / ".tools" / "atproto"
NODE = HOME / "node" / "bin" / "node"
PROGRAM = ROOT / "tests" / "servers" / "atproto" / "network.mjs"
PATIENCE_S = 60.0
STARTS_WITHIN_S = 300.0
DATABASE = f"atproto_of_{os.environ.get('PYTEST_XDIST_WORKER', 'tests')}"
"""One for each worker of the tests, in case two of them need the network."""
SECRET = b"jwt-secret"
"""JWT_SECRET of @atproto/dev-env."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account on the network."""

    did: str
    handle: str
    email: str
    password: str
    app_password: str


@dataclass(frozen=True, slots=True)
class Network:
    """A running network."""

    pds: str
    plc: str
    appview: str
    people: dict[str, Person]
    process: "subprocess.Popen[str]"
    sessions: dict[str, str] = field(default_factory=dict)
    """Tokens by name; opening a session is slow on purpose."""
    doors: dict[str, Bluesky] = field(default_factory=dict)

    @property
    def host_ports(self) -> set[str]:
        """As the allow-list of outbound connections writes them."""
        return {url.removeprefix("http://") for url in (self.pds, self.plc)}

    def ask(self, verb: str, method: str, *, token: str = "", fields: Any = None, **params: Any) -> Any:
        """Ask the server without any code of ours."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        url = f"{self.pds}/xrpc/{method}" + (f"?{urllib.parse.urlencode(params)}" if params else "")
        body = json.dumps(fields).encode() if fields is not None else None
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=verb), timeout=20) as answer:
            return json.loads(answer.read() or b"{}")

    def session(self, name: str) -> str:
        """Return the token of a session with the main password, as people have one in their app."""
        if name not in self.sessions:
            person = self.people[name]
            fields = {"identifier": person.did, "password": person.password}
            self.sessions[name] = str(self.ask("POST", "com.atproto.server.createSession", fields=fields)["accessJwt"])
        return self.sessions[name]

    def ended_token(self, name: str) -> str:
        """Return a token as this server made it three hours ago; the makers' test servers share one secret."""
        head, body, _ = self.session(name).split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        claims |= {"iat": claims["iat"] - 3 * 3_600, "exp": claims["exp"] - 3 * 3_600}
        signed = f"{head}.{_letters(json.dumps(claims).encode())}"
        return f"{signed}.{_letters(hmac.digest(SECRET, signed.encode(), 'sha256'))}"

    def write(self, name: str, text: str, *, created_at: datetime, **more: Any) -> str:
        """Somebody says something with another program, at whatever instant it claims; return the id."""
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": created_at.isoformat(), **more}
        fields = {"repo": self.people[name].did, "collection": "app.bsky.feed.post", "record": record}
        made = self.ask("POST", "com.atproto.repo.createRecord", token=self.session(name), fields=fields)
        return str(made["uri"])

    def door(self, name: str) -> Bluesky:
        """Return the network as somebody, let in by an app password."""
        if name not in self.doors:
            person = self.people[name]
            url, keys = Bluesky.sign_in(self.pds, {"handle": person.handle, "app_password": person.app_password})
            self.doors[name] = Bluesky(Account(url, keys, account_id=person.did))
        return self.doors[name]

    def records(self, name: str, collection: str = "app.bsky.feed.post") -> list[dict[str, Any]]:
        """Return what an account's repository holds, newest key first."""
        did = self.people[name].did
        return list(self.ask("GET", "com.atproto.repo.listRecords", repo=did, collection=collection)["records"])

    def clear(self, name: str = "stadtwerke") -> None:
        """Our account has said nothing there, as far as the server knows; the index follows."""
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#delete",
                "collection": collection,
                "rkey": row["uri"].split("/")[-1],
            }
            for collection in ("app.bsky.feed.post", "app.bsky.feed.threadgate")
            for row in self.records(name, collection)
        ]
        if writes:
            fields = {"repo": self.people[name].did, "writes": writes}
            self.ask("POST", "com.atproto.repo.applyWrites", token=self.session(name), fields=fields)

    def lead(self, public: str, there: str) -> None:
        """What the server asks of a public address goes to another one from now on."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({public: there}) + "\n")
        self.process.stdin.flush()


def _letters(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def awaited[T](look: Callable[[], T], *, enough: Callable[[T], bool] = bool) -> T:
    """Return what is seen once it is enough, or after a minute what is seen then."""
    until = time.monotonic() + PATIENCE_S
    while not enough(seen := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return seen


@contextmanager
def bluesky(folder: Path) -> Iterator[Network]:
    """Run the network (npm @atproto/dev-env) until the block ends; its index lies in the tests' own PostgreSQL."""
    if not NODE.exists() or not (HOME / "node_modules" / "@atproto" / "dev-env").exists():
        raise NotInstalled("The Bluesky network is missing; script/test installs it into .tools/atproto.")
    program = HOME / PROGRAM.name  # Node looks for packages from where a program lies
    shutil.copyfile(PROGRAM, program)
    with _database() as url, (folder / "bluesky.log").open("w") as log:
        process = subprocess.Popen(
            [str(NODE), "--no-deprecation", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True, env={**os.environ, "POSTGRES": url, "TMPDIR": str(folder)},
        )  # fmt: skip
        try:
            assert process.stdout is not None
            too_late = threading.Timer(STARTS_WITHIN_S, process.kill)
            too_late.start()
            line = process.stdout.readline()
            too_late.cancel()
            if not line:
                raise AssertionError(f"The network did not start: {(folder / 'bluesky.log').read_text()[-2000:]}")
            told = json.loads(line)
            people = {name: Person(**facts) for name, facts in told["accounts"].items()}
            yield Network(told["pds"], told["plc"], told["appview"], people, process)
        finally:
            process.kill()
            process.communicate()


@contextmanager
def _database() -> Iterator[str]:
    """A database of its own on the server of the tests; yields its URL."""
    home = Path(os.environ["EICHHORN_TEST_HOME"])
    server = postgres.Server(home, crypto.Keys.for_home(home), safe=False)
    name = sql.Identifier(DATABASE)
    with psycopg.connect(server.url(postgres.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
        try:
            yield server.url(postgres.SUPERUSER, DATABASE)
        finally:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
