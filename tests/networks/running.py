"""The fault server as a process of its own, for a test: started, ordered to misbehave, asked what it accepted."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Faulty:
    """A running fault server."""

    url: str
    log_path: Path
    process: "subprocess.Popen[str]"

    @property
    def host_port(self) -> str:
        """As the allow-list of outbound connections writes it."""
        return self.url.removeprefix("http://")

    def order(self, kind: str, **more: Any) -> None:
        """The next matching request meets this fault: times, on, naming, seconds, token, retry_after, header, told."""
        self._ask("POST", "/_faults", {"kind": kind, **more})

    def behave(self) -> None:
        """No fault is left."""
        self._ask("DELETE", "/_faults", {})

    def forget(self) -> None:
        """Nothing has happened there yet."""
        self._ask("POST", "/_reset", {})

    def set(self, **facts: Any) -> None:
        """Change what the server is: text_limit, with_v2, media_takes, keeps_keys, software, ..."""
        self._ask("POST", "/_set", facts)

    def say(self, **words: str) -> dict[str, Any]:
        """A visitor says something: text, author, to, in_reply_to_id, content."""
        return dict(self._ask("POST", "/_say", words))

    def delete(self, network_id: str) -> None:
        """Whoever said it takes it back."""
        self._ask("POST", "/_delete", {"id": network_id})

    def events(self, event: str) -> list[dict[str, Any]]:
        """Return what the server's own log holds of the kind: asked, accepted, answered, off_spec."""
        if not self.log_path.exists():
            return []
        whole = self.log_path.read_text().rpartition("\n")[0]  # a line that is just being written is not there yet
        lines = [json.loads(line) for line in whole.splitlines()]
        return [line for line in lines if line["event"] == event]

    def accepted(self) -> list[dict[str, Any]]:
        return self.events("accepted")

    def standing(self, account: str) -> list[dict[str, Any]]:
        """Return what of the account stands there now, read without any code of ours."""
        return list(self._ask("GET", f"/api/v1/accounts/9{account}/statuses", None, Authorization=f"Bearer {account}"))

    def raw(self, method: str, path: str, fields: Any, *, token: str) -> None:
        """Ask as an account, without any code of ours."""
        self._ask(method, path, fields, Authorization=f"Bearer {token}")

    def _ask(self, method: str, path: str, fields: Any, **headers: str) -> Any:
        body = None if fields is None else json.dumps(fields).encode()
        request = urllib.request.Request(
            self.url + path, body, {"Content-Type": "application/json", **headers}, method=method
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows where a page leads instead of going there."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def consented(url: str) -> str:
    """Agree on the consent page at the address; return where the person is sent back to."""
    try:
        urllib.request.build_opener(Stay).open(url, timeout=10).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return str(answer.headers["Location"])
    raise AssertionError("The page led nowhere.")


@contextmanager
def fault_server(
    folder: Path, *, software: str = "mastodon", latency_ms: float = 0, port: int = 0, **more: str
) -> Iterator[Faulty]:
    """Run the server until the block ends; it is ready when the block begins."""
    named = {"software": software, "latency-ms": f"{latency_ms}", "port": f"{port}", **more}
    with fake(folder, "tests.networks.fault_server", **named) as running:
        yield running


@contextmanager
def fake(folder: Path, module: str, **named: str) -> Iterator[Faulty]:
    """Run the fake network that is the module until the block ends; it is ready when the block begins."""
    log_path = folder / "accepted.jsonl"
    options = [f"--log={log_path}", *(f"--{name}={value}" for name, value in named.items())]
    command = [sys.executable, "-m", module, *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Faulty(process.stdout.readline().strip(), log_path, process)
        finally:
            process.kill()
