"""Synapse, a real server of Matrix, started on loopback for a test: three accounts, and a room for each test."""

import json
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.servers.running import ROOT, NotInstalled, _running, free_port

PYTHON = ROOT / ".tools" / "synapse" / "bin" / "python"
NAME = "erlengrund.example"
FAST = {"per_second": 10_000, "burst_count": 10_000}
"""Without these, Synapse tells everybody who hurries to wait."""
LIMITS = {
    "rc_message": FAST, "rc_registration": FAST, "rc_admin_redaction": FAST, "rc_room_creation": FAST,
    "rc_login": {"address": FAST, "account": FAST, "failed_attempts": FAST},
    "rc_joins": {"local": FAST, "remote": FAST}, "rc_joins_per_room": FAST, "rc_presence": {"per_user": FAST},
    "rc_invites": {"per_room": FAST, "per_user": FAST, "per_issuer": FAST}, "rc_media_create": FAST,
}  # fmt: skip
numbers = count(1)


def password_of(name: str) -> str:
    return f"geheim-{name}-0123456789"


@dataclass(slots=True)
class Synapse:
    """A running server."""

    url: str
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def host_port(self) -> str:
        return self.url.removeprefix("http://")

    def user(self, name: str) -> str:
        return f"@{name}:{NAME}"

    def ask(self, method: str, path: str, fields: Any = None, *, as_: str = "") -> dict[str, Any]:
        """Ask the server without any code of ours."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.tokens[as_]}"} if as_ else {}
        )
        body = json.dumps(fields).encode() if fields is not None else None
        request = urllib.request.Request(f"{self.url}/_matrix/client{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return dict(json.load(answer))

    def register(self, name: str) -> None:
        asked = {"username": name, "password": password_of(name), "auth": {"type": "m.login.dummy"}}
        self.tokens[name] = self.ask("POST", "/v3/register", asked)["access_token"]

    def room(self, by: str = "helene", **more: Any) -> "Room":
        """Return a public room that nobody has spoken in; its maker is not who posts."""
        alias = f"stadtwerke{next(numbers)}"
        made = self.ask("POST", "/v3/createRoom", {"preset": "public_chat", "room_alias_name": alias, **more}, as_=by)
        return Room(self, made["room_id"], f"#{alias}:{NAME}")


@dataclass(frozen=True, slots=True)
class Room:
    """A room on it, as others see it."""

    server: Synapse
    id: str
    alias: str

    def path(self, *parts: str) -> str:
        return "/".join(["/v3/rooms", *(urllib.parse.quote(part, safe="") for part in (self.id, *parts))])

    def said(self) -> list[dict[str, Any]]:
        """Return all messages in the room, oldest first, as a reader gets them."""
        page = self.server.ask("GET", self.path("messages") + "?dir=b&limit=200", as_="helene")
        return [event for event in reversed(page["chunk"]) if event["type"] == "m.room.message"]

    def say(self, text: str, *, as_: str = "ada", relation: dict[str, Any] | None = None, **more: Any) -> str:
        """Somebody else says something there; return the event."""
        self.server.ask("POST", self.path("join"), {}, as_=as_)
        content = {"msgtype": "m.text", "body": text, **({"m.relates_to": relation} if relation else {}), **more}
        path = self.path("send", "m.room.message", f"t{next(numbers)}")
        return str(self.server.ask("PUT", path, content, as_=as_)["event_id"])


@contextmanager
def synapse(folder: Path) -> Iterator[Synapse]:
    """Run Synapse (PyPI matrix-synapse) with its tables in a file until the block ends."""
    if not PYTHON.exists():
        raise NotInstalled("Synapse is missing; script/test installs it into .tools/synapse.")
    port = free_port()
    listener = {
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "type": "http",
        "tls": False,
        "resources": [{"names": ["client", "media"]}],
    }
    settings = {
        "server_name": NAME, "public_baseurl": f"http://127.0.0.1:{port}/", "report_stats": False, "listeners": [listener], "trusted_key_servers": [],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"), "signing_key_path": str(folder / "signing.key"),
        "pid_file": str(folder / "pid"), "enable_registration": True, "enable_registration_without_verification": True,
        "registration_shared_secret": "for-tests", "macaroon_secret_key": "for-tests", "form_secret": "for-tests",
        "suppress_key_server_warning": True, "max_upload_size": "5M", "bcrypt_rounds": 4, "federation_domain_whitelist": [],
        "url_preview_enabled": False, "presence": {"enabled": False}, "log_config": str(folder / "log.json"), **LIMITS,
    }  # fmt: skip
    quiet = {
        "version": 1,
        "handlers": {"out": {"class": "logging.StreamHandler"}},
        "root": {"level": "WARNING", "handlers": ["out"]},
    }
    (folder / "log.json").write_text(json.dumps(quiet))
    (folder / "homeserver.yaml").write_text(json.dumps(settings))  # JSON is YAML
    command = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.yaml")]
    subprocess.run([*command, "--generate-keys"], cwd=folder, check=True, capture_output=True)
    with _running(command, folder, f"http://127.0.0.1:{port}/_matrix/client/versions"):
        server = Synapse(f"http://127.0.0.1:{port}")
        for name in ("stadtwerke", "helene", "ada", "bob"):
            server.register(name)
        yield server
