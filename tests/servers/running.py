"""Real servers that others wrote, started on loopback for a test."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MASTODON_MOCK = ROOT / ".tools" / "mastodon-mock" / "bin" / "mastodon_mock"
SNAC = ROOT / ".tools" / "snac" / "usr" / "bin" / "snac"
ACCOUNTS = {"stadtwerke": "stadtwerke_token", "ada": "ada_token", "bob": "bob_token"}


class NotInstalled(Exception):
    """The server's program is missing; says what puts it there."""


@dataclass(frozen=True, slots=True)
class Running:
    """A running server, with the token of each account on it."""

    url: str
    tokens: dict[str, str]
    software: str = ""

    @property
    def host_port(self) -> str:
        return self.url.split("://")[1].split("/")[0]

    def ask(self, method: str, path: str, *, as_: str = "", fields: Any = None) -> Any:
        """Ask the server without any code of ours."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.tokens[as_]}"} if as_ else {}
        )
        body = json.dumps(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def say(self, text: str, *, as_: str = "ada", to: str = "") -> dict[str, Any]:
        """Somebody else says something there."""
        fields = {"status": text, "language": "de"} | ({"in_reply_to_id": to} if to else {})
        return dict(self.ask("POST", "/api/v1/statuses", as_=as_, fields=fields))

    def statuses(self, account: str) -> list[dict[str, Any]]:
        """Return what an account has said, newest first, as the server tells everybody."""
        me = self.ask("GET", "/api/v1/accounts/verify_credentials", as_=account)
        return list(self.ask("GET", f"/api/v1/accounts/{me['id']}/statuses", as_=account))

    def clear(self) -> None:
        """Nothing has been said there."""
        for name in self.tokens:
            for status in self.statuses(name):
                self.ask("DELETE", f"/api/v1/statuses/{status['id']}", as_=name)
            self.ask("POST", "/api/v1/notifications/clear", as_=name, fields={})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def mastodon_mock(folder: Path) -> Iterator[Running]:
    """Run mastodon_mock (PyPI 0.6.1) with three accounts until the block ends."""
    if not MASTODON_MOCK.exists():
        raise NotInstalled("The Mastodon mock is missing; script/test installs it into .tools/mastodon-mock.")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    accounts = "".join(
        f'[[seed.accounts]]\nusername = "{name}"\ndisplay_name = "{name.title()}"\naccess_token = "{token}"\n'
        for name, token in ACCOUNTS.items()
    )
    config = folder / "mastodon_mock.toml"
    config.write_text(f'domain = "127.0.0.1:{port}"\nurl_scheme = "http"\n[server]\nport = {port}\n{accounts}')
    command = [
        str(MASTODON_MOCK),
        "serve",
        "--config",
        str(config),
        "--port",
        str(port),
        "--in-memory",
        "--log-level",
        "error",
    ]
    with _running(command, folder, f"{url}/api/v1/instance"):
        yield Running(url, dict(ACCOUNTS))


@contextmanager
def snac(folder: Path) -> Iterator[Running]:
    """Run snac (Debian snac2), a real fediverse server, with three accounts until the block ends."""
    program = shutil.which("snac") or (str(SNAC) if SNAC.exists() else None)
    if program is None:
        raise NotInstalled(
            "snac, a small real server of the fediverse, is not installed. On Debian script/test fetches it by itself; "
            "elsewhere put snac 2.75 or newer on PATH (https://codeberg.org/grunfink/snac2)."
        )
    port = free_port()
    base = folder / "snac"
    answers = f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\n\n\n"
    subprocess.run([program, "init", str(base)], input=answers, text=True, check=True, capture_output=True)
    settings = base / "server.json"
    server = json.loads(settings.read_text())
    server |= {"protocol": "http", "host": f"127.0.0.1:{port}", "address": "127.0.0.1", "port": port, "prefix": ""}
    settings.write_text(json.dumps(server))
    passwords = {}
    for name in ACCOUNTS:
        made = subprocess.run(
            [program, "adduser", str(base), name], input="\n", text=True, check=True, capture_output=True
        )
        passwords[name] = made.stdout.split("User password is ")[1].split()[0]
    with _running([program, "httpd", str(base)], folder, f"http://127.0.0.1:{port}/api/v1/instance"):
        running = Running(f"http://127.0.0.1:{port}", {}, "snac")
        for name, password in passwords.items():
            running.tokens[name] = _snac_token(running, name, password)
        yield running


def _snac_token(running: Running, name: str, password: str) -> str:
    """Return a token by snac's own sign-in page, which is a form without a session."""
    back = "urn:ietf:wg:oauth:2.0:oob"
    app = running.ask(
        "POST", "/api/v1/apps", fields={"client_name": "t", "redirect_uris": back, "scopes": "read write"}
    )
    form = urllib.parse.urlencode(
        {"login": name, "passwd": password, "redir": back, "cid": app["client_id"], "state": ""}
    ).encode()
    with urllib.request.urlopen(f"{running.url}/oauth/x-snac-login", form, timeout=10) as answer:
        code = answer.read().decode()
    asked = {
        "grant_type": "authorization_code", "code": code.strip(), "redirect_uri": back,
        "client_id": app["client_id"], "client_secret": app["client_secret"],
    }  # fmt: skip
    return str(running.ask("POST", "/oauth/token", fields=asked)["access_token"])


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={**os.environ, "NO_COLOR": "1"})
    try:
        for _ in range(900):
            if process.poll() is not None:
                raise AssertionError(f"{command[0]} ended at once: {(folder / 'server.log').read_text()[-2000:]}")
            try:
                urllib.request.urlopen(url, timeout=2).close()
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        else:
            raise AssertionError(f"{command[0]} did not answer within 90 s")
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
