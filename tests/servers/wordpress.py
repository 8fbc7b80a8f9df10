"""A real WordPress, with MariaDB and PHP from Debian, started on loopback for a test run.

The difficult thing: nothing of it is installed on the machine. So each program is started where it was unpacked, told where
its own libraries and extensions lie, and everything that it writes lies in a folder of the test run.
"""

import base64
import json
import os
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.running import ROOT, NotInstalled, free_port

TREE = ROOT / ".tools" / "wordpress"
SITE = TREE / "usr" / "share" / "wordpress"
INSTALL = Path(__file__).with_name("wordpress.php")
EXTENSIONS = ("mysqlnd", "mysqli", "ctype", "exif", "fileinfo", "gd", "iconv", "tokenizer", "posix")
STARTS_WITHIN_S = 60.0
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('EICHHORN_WORDPRESS_SOCKET'));
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HOME', getenv('EICHHORN_WORDPRESS_URL')); define('WP_SITEURL', getenv('EICHHORN_WORDPRESS_URL'));
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', getenv('EICHHORN_WORDPRESS_SITE') . '/');
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A running WordPress, with the name and application password of each account on it."""

    url: str
    tokens: dict[str, str]

    @property
    def host_port(self) -> str:
        return self.url.removeprefix("http://")

    def ask(self, method: str, route: str, *, as_: str = "stadtwerke", fields: Any = None, **params: str) -> Any:
        """Ask the site without any code of ours."""
        address = f"{self.url}/?{urllib.parse.urlencode({'rest_route': '/wp/v2' + route, **params})}"
        basic = base64.b64encode(self.tokens[as_].encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
        body = json.dumps(fields).encode() if fields is not None else None
        with urllib.request.urlopen(
            urllib.request.Request(address, body, headers, method=method), timeout=20
        ) as answer:
            return json.load(answer)

    def posts(self, **params: str) -> list[dict[str, Any]]:
        """Return what lies there, newest first, as its editors see it."""
        asked = {"context": "edit", "status": "any", "orderby": "id", "order": "desc", **params}
        return list(self.ask("GET", "/posts", **asked))

    def media(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/media", context="edit", orderby="id", order="asc"))

    def say(self, text: str, *, on: str, parent: str = "0", as_: str = "ada") -> dict[str, Any]:
        """Somebody comments."""
        return dict(
            self.ask("POST", "/comments", as_=as_, fields={"post": int(on), "parent": int(parent), "content": text})
        )

    def clear(self) -> None:
        """Nothing was ever said there."""
        for kind, status in (
            ("comments", "all"),
            ("comments", "trash"),
            ("posts", "any"),
            ("posts", "trash"),
            ("media", "inherit"),
        ):
            for each in self.ask("GET", f"/{kind}", status=status, per_page="100", context="edit"):
                self.ask("DELETE", f"/{kind}/{each['id']}", force="true")


@contextmanager
def wordpress(folder: Path) -> Iterator[Site]:
    """Run the site until the block ends; it is ready when the block begins."""
    if not SITE.exists():
        raise NotInstalled("WordPress is missing; script/test fetches it into .tools/wordpress where it can.")
    for name in ("database", "uploads"):
        (folder / name).mkdir()
    url, socket = f"http://127.0.0.1:{free_port()}", folder / "socket"
    (folder / "wp-config.php").write_text(CONFIGURATION)
    environment = {
        **os.environ, "LD_LIBRARY_PATH": str(_one("usr/lib/*-linux-gnu")), "EICHHORN_WORDPRESS": str(folder / "wp-config.php"),
        "EICHHORN_WORDPRESS_SITE": str(SITE), "EICHHORN_WORDPRESS_SOCKET": str(socket), "EICHHORN_WORDPRESS_URL": url,
        "EICHHORN_WORDPRESS_UPLOADS": str(folder / "uploads"), "PHP_CLI_SERVER_WORKERS": "3",
    }  # fmt: skip
    with (folder / "log").open("w") as log, _process(_database(folder, socket), environment, log) as database:
        _wait(socket.exists, database, folder)
        said = subprocess.run([*_php(), str(INSTALL)], env=environment, stdout=subprocess.PIPE, stderr=log, check=True)
        tokens = json.loads(said.stdout)
        host_port = url.removeprefix("http://")
        with _process([*_php(), "-S", host_port, "-t", str(SITE)], environment, log) as server:
            site = Site(url, tokens)
            _wait(lambda: _answers(site), server, folder)
            site.clear()  # WordPress begins with a post and a comment of its own
            yield site


def _one(pattern: str) -> Path:
    found = sorted(TREE.glob(pattern))
    if not found:
        raise NotInstalled(f"WordPress was not fetched completely: {pattern} is missing.")
    return found[-1]


def _php() -> list[str]:
    extensions = [part for name in EXTENSIONS for part in ("-d", f"extension={name}")]
    return [
        str(_one("usr/bin/php[0-9]*")), "-n", "-d", f"extension_dir={_one('usr/lib/php/20*')}", *extensions, "-d", "zend_extension=opcache",
        "-d", "memory_limit=256M", "-d", "display_errors=stderr",
    ]  # fmt: skip


def _database(folder: Path, socket: Path) -> list[str]:
    return [
        str(_one("usr/sbin/mariadbd")), "--no-defaults", f"--datadir={folder / 'database'}", f"--socket={socket}",
        f"--pid-file={folder / 'pid'}", f"--lc-messages-dir={TREE / 'usr/share/mysql'}", "--skip-grant-tables", "--skip-networking",
        "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0",
        "--character-set-server=utf8mb4", *(["--user=root"] if os.geteuid() == 0 else []),
    ]  # fmt: skip


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Any) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def _wait(ready: Any, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"It did not start: {(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.05)


def _answers(site: Site) -> bool:
    try:
        return bool(site.ask("GET", "/users/me"))
    except OSError:
        return False
