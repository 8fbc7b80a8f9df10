"""uv: the one on PATH when it really runs, else its wheel, fetched with the standard library and checked by hash."""

import base64
import hashlib
import html.parser
import io
import json
import os
import platform
import re
import shutil
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from environment import index_url
from ground import TOOLS, Impossible, answers, tell

VERSION = "0.13.9"
OLDEST = (0, 8)


def find_uv():
    """Return the path of a uv that runs, fetched first where there is none."""
    kept = TOOLS / "uv" / "uv"
    for candidate in (shutil.which("uv"), str(kept)):
        if candidate and _runs(candidate):
            return candidate
    tell("Fetching uv, which installs everything else …")
    _fetch(kept)
    if not _runs(str(kept)):
        raise Impossible("The fetched uv does not run on this machine (%s)." % platform.platform())
    return str(kept)


def _runs(candidate):
    said = re.match(r"uv (\d+)\.(\d+)", answers(candidate, "--version") or "")
    return bool(said) and tuple(int(part) for part in said.groups()) >= OLDEST


def _fetch(place):
    url, expected = _wheel()
    content = _get(url)
    if expected and hashlib.sha256(content).hexdigest() != expected:
        raise Impossible("The wheel of uv arrived damaged from %s; please start again." % _shown(url))
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith("/scripts/uv"))
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(".uv.%d" % os.getpid())
        draft.write_bytes(wheel.read(name))
    draft.chmod(0o755)
    draft.replace(place)


def _wheel():
    """Return address and sha256 of the wheel for this machine: the tried version, else the newest there is."""
    page = index_url() + "/uv/"
    suited = [(_version(name), url, sha) for name, url, sha in _files(page) if _fits(name)]
    for version, url, sha in suited:
        if version == _version("uv-%s-" % VERSION):
            return url, sha
    if not suited:
        raise Impossible(
            "%s offers no uv for this machine (%s); install uv yourself: https://docs.astral.sh/uv/"
            % (_shown(page), platform.machine())
        )
    return max(suited)[1:]


def _version(name):
    found = re.match(r"uv-(\d+)\.(\d+)\.(\d+)-", name)
    return tuple(int(part) for part in found.groups()) if found else (0, 0, 0)


def _fits(name):
    machine = {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if not name.endswith(".whl") or not _version(name)[0] + _version(name)[1]:
        return False
    if sys.platform == "darwin":
        return "macosx" in name and name.endswith(("%s.whl" % ("arm64" if machine == "aarch64" else machine),))
    family = "manylinux_2_17" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return any(
        part.startswith(family) and part.endswith("_" + machine)
        for part in re.split(r"[-.]", name[:-4].split("none-")[-1])
    ) or (family in name and name.endswith("_%s.whl" % machine))


class _Links(html.parser.HTMLParser):
    def __init__(self):
        html.parser.HTMLParser.__init__(self)
        self.links = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and dict(attrs).get("href"):
            self.links.append(dict(attrs)["href"])


def _files(page):
    """Return (file name, address, sha256 or None) of each file on an index page, whether it is JSON or HTML."""
    text = _get(page, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5").decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        listed = json.loads(text)["files"]
        return [(f["filename"], urllib.parse.urljoin(page, f["url"]), f["hashes"].get("sha256")) for f in listed]
    links = _Links()
    links.feed(text)
    found = []
    for link in links.links:
        address, _, fragment = urllib.parse.urljoin(page, link).partition("#")
        sha = fragment[7:] if fragment.startswith("sha256=") else None
        found.append((urllib.parse.unquote(address.split("?")[0].rsplit("/", 1)[-1]), address, sha))
    return found


def _get(url, accept="*/*"):
    parts = urllib.parse.urlsplit(url)
    headers = {"Accept": accept, "User-Agent": "eichhorn-setup"}
    if "@" in parts.netloc:
        login, _, host = parts.netloc.rpartition("@")
        headers["Authorization"] = "Basic " + base64.b64encode(urllib.parse.unquote(login).encode()).decode()
        url = urllib.parse.urlunsplit(parts._replace(netloc=host))
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return answer.read()
    except (urllib.error.URLError, OSError) as reason:
        raise Impossible(
            "uv could not be fetched from %s (%s); is this machine online?"
            % (_shown(url), getattr(reason, "reason", reason))
        ) from None


def _shown(url):
    """Return the address without a login in it."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
