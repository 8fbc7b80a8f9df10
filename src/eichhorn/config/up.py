"""`eichhorn up`: everything of one installation on one machine, started and ended together.

The difficult thing: being quick and being sure at once. Whatever an earlier start has done is noted and not done again,
and the console hears of success only when /health itself answered 200.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg

from eichhorn.config import installation as places
from eichhorn.config import migration, rotation, whereabouts
from eichhorn.config.backup.restoring import Place
from eichhorn.config.installation import Installation, NotPossible
from eichhorn.config.supervision import Child, Supervision, say
from eichhorn.foundation import clock, crypto, postgres
from eichhorn.foundation.processes import end_with_parent

READY_WITHIN_S = 120.0
WORKER_ENDS_WITHIN_S = 25.0
"""Time for what is being sent; what is cut off all the same is looked up later, never sent blindly again."""
WEB_ENDS_WITHIN_S = 12.0


@dataclass(frozen=True, slots=True)
class Wishes:
    home: Path
    host: str
    port: int
    empty: bool


class Ending(Exception):
    """Somebody asked us to end before everything ran."""


class Start:
    """One start, from the first look at the home to the end of every process."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.installation = Installation(wishes.home)
        self.supervision = Supervision()
        self.server: postgres.Server | None = None
        self.url = places.public_url(wishes.host, wishes.port)

    def run(self) -> int:
        """Return the exit code, when everything has ended."""
        if (
            not places.is_loopback(self.wishes.host)
            and (self.installation.kind or "demo") == "demo"
            and not self.wishes.empty
        ):
            raise NotPossible(
                "The demo organisation is open to whoever finds it, so it is shown on this machine alone: "
                "leave --host out, or start an empty installation with --empty."
            )
        with self.installation.open() as lock:
            Place(self.wishes.home).clear()
            rotation.settle(self.wishes.home)
            kind = self.installation.settle(empty=self.wishes.empty)
            door = places.open_door(self.wishes.host, self.wishes.port)
            self._sign(lock)
            try:
                return self._serve(kind, door.fileno())
            except Ending:
                return 0
            finally:
                say("Ending …") if self.supervision.ending else None
                self.supervision.end()
                if self.server is not None:
                    self.server.stop()
                door.close()
                lock.truncate(0)

    def _sign(self, lock: IO[str]) -> None:
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {self.url}\n")
        lock.flush()

    def _serve(self, kind: str, door: int) -> int:
        owner_url, app_url = self._database()
        environment = self._environment(kind, app_url)
        self._migrate(owner_url, app_url, environment)
        self._look_where_we_are(owner_url)
        if kind == "demo" and not self.installation.noted("demo_loaded"):
            say("Loading the demo organisation …")
            self._command("load-demo", environment, why="The demo organisation could not be loaded")
            self.installation.note(demo_loaded=True)
        program = [sys.executable, "-m", "eichhorn.config.cli"]
        web = Child("The web server", [*program, "web", "--fd", str(door)], environment, WEB_ENDS_WITHIN_S, (door,))
        worker = Child("The worker", [*program, "worker"], environment, WORKER_ENDS_WITHIN_S)
        self.supervision.run([worker, web])
        if self._wait_until_ready():
            self._greet(kind, environment)
        failed = self.supervision.wait(also=self._look_after_database)
        if failed:
            raise NotPossible(f"{failed.name} ended by itself too often; its last words stand above.")
        return 0

    def _database(self) -> tuple[str, str]:
        """Return the URLs of owner and app: of the given database, else of the embedded one, which runs afterwards."""
        given = os.environ.get("DATABASE_URL")
        if given:
            owner = os.environ.get("DATABASE_OWNER_URL")
            if not owner:
                raise NotPossible(
                    "DATABASE_URL is given, so DATABASE_OWNER_URL has to name the role that owns the tables as well; "
                    "`eichhorn web` and `eichhorn worker` run without it."
                )
            return owner, given
        try:
            self.server = postgres.Server(self.wishes.home, crypto.Keys.for_home(self.wishes.home))
            if not (self.wishes.home / "postgres").exists():
                say("Making the database …")
            self.server.start()
        except OSError as error:
            raise NotPossible(
                f"The database in {self.wishes.home} cannot be started ({error.strerror}: {error.filename})."
            ) from None
        return self.server.url(postgres.OWNER), self.server.url(postgres.APP)

    def _look_where_we_are(self, owner_url: str) -> None:
        """Nothing leaves where the home is another place's; a database of one's own is a place by itself."""
        if self.server is not None and whereabouts.look(
            self.installation, self.server.keys, owner_url=owner_url, now=clock.now()
        ):
            say(
                "This home is on another machine, or at another path, than before: nothing leaves until it is confirmed."
            )

    def _environment(self, kind: str, app_url: str) -> dict[str, str]:
        """Return what web and worker are told: never the owner of the tables."""
        wishes = self.wishes
        local = f"http://{places.shown(_own_address(wishes.host), wishes.port)}"
        named = {urlsplit(self.url).hostname or "", urlsplit(local).hostname or "", "localhost", "127.0.0.1", "[::1]"}
        environment = dict(os.environ)
        environment.pop("DATABASE_OWNER_URL", None)
        for name, value in (
            ("EICHHORN_HOSTS", ",".join(sorted(filter(None, named)))),
            ("EICHHORN_STAGE", "on" if kind == "demo" else "off"),
            ("EICHHORN_STAGE_URL", local),
            ("EICHHORN_OUTBOUND_ALLOW", urlsplit(local).netloc),
            ("EICHHORN_LOG_LEVEL", "WARNING"),
        ):
            environment.setdefault(name, value)
        return environment | {
            "EICHHORN_HOME": str(wishes.home),
            "EICHHORN_PUBLIC_URL": self.url,
            "DATABASE_URL": app_url,
            "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
        }

    def _migrate(self, owner_url: str, app_url: str, environment: dict[str, str]) -> None:
        try:
            done = [migration.of_code(), migration.of_database(owner_url)]
        except psycopg.OperationalError as error:
            raise NotPossible(f"The database does not answer: {str(error).strip().splitlines()[-1]}") from None
        if self.installation.noted("migrated") == done:
            return
        say("Preparing the tables …")
        as_owner = environment | {"DATABASE_URL": owner_url, "DATABASE_OWNER_URL": owner_url}
        role = migration.role_of(app_url)
        self._command("migrate", as_owner, "--app-role", role, why="The tables could not be prepared")
        self.installation.note(migrated=[migration.of_code(), migration.of_database(owner_url)])

    def _command(self, name: str, environment: dict[str, str], *arguments: str, why: str) -> str:
        """Return what one of our own commands said; it fails with the sentence that it left. Ends when we are to end."""
        process = subprocess.Popen(
            [sys.executable, "-m", "eichhorn.config.cli", name, *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True, preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one thread
        )  # fmt: skip
        while True:
            try:
                said, complaint = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if self.supervision.ending:
                    process.terminate()
        if self.supervision.ending:
            raise Ending
        if process.returncode != 0:
            last = complaint.strip()
            raise NotPossible(last if last and "\n" not in last else f"{why}:\n{last}")
        return said

    def _wait_until_ready(self) -> bool:
        """Return whether web, database and worker answered; False when somebody asked us to end before."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not self.supervision.ending:
            if self._is_healthy():
                return True
            if failed := self.supervision.look_after():
                raise NotPossible(f"{failed.name} does not start; its last words stand above.")
            if time.monotonic() > deadline:
                raise NotPossible(f"Web and worker were not ready in {READY_WITHIN_S:.0f} s.")
            time.sleep(0.1)
        return False

    def _is_healthy(self) -> bool:
        door = http.client.HTTPConnection(_own_address(self.wishes.host), self.wishes.port, timeout=5)
        try:
            door.request("GET", "/health")
            state = json.loads(door.getresponse().read())
            # what is late from before this start leaves soon, and is no reason not to begin
            return all(state.get(part) == "ready" for part in ("web", "database", "worker"))
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            door.close()

    def _greet(self, kind: str, environment: dict[str, str]) -> None:
        sys.stdout.write(f"\nEichhorn is ready: {self.url}/\n")
        sys.stdout.flush()
        words = self._command("ways-in", environment, kind, why="The ways in could not be made")
        sys.stdout.write(words + "\nCtrl-C ends it.\n")
        sys.stdout.flush()

    def _look_after_database(self) -> None:
        if self.server is not None and not self.server.is_running() and not self.supervision.ending:
            say("The database ended by itself and is started again.")
            self.server.start()


def _own_address(host: str) -> str:
    """Return the address by which this machine reaches itself at what it listens at."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with
