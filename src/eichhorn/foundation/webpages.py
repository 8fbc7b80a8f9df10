"""What a page of strangers says of itself: its title, its description, its picture. Nothing of it is run or followed.

The difficult thing: whoever owns the page may mean us ill, and whoever typed its address too. So every hop of a redirect
is an address that foundation.http checks anew, only the beginning of the page is read, all of it is over within seconds,
and the parser builds no tree: it is shown tags and keeps what it was looking for.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from eichhorn.foundation import http

WHOLE_S, SILENCE_S = 8.0, 4.0
MOST_HOPS = 5
HEAD_BYTES = 400_000
"""What a page says of itself stands at its beginning."""
PICTURE_BYTES = 6_000_000
PAGES = frozenset({"text/html", "application/xhtml+xml"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST = 2_000
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
KNOWN = re.compile(
    r"utf-8(-sig)?|utf-16|iso-8859-\d+|windows-\d+|cp\d+|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-jp|euc-kr|us-ascii"
)
"""How pages write their letters; what else has a name is no alphabet, or takes long."""
TITLES = ("og:title", "twitter:title")
DESCRIPTIONS = ("og:description", "twitter:description", "description")
PICTURES = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src")


class Why(StrEnum):
    """Why a page was not read."""

    NO_ADDRESS = "no_address"
    """Not an address of http or https, or one with a password in it."""
    NOT_PUBLIC = "not_public"
    """It leads to an address that is not on the public internet."""
    SILENT = "silent"
    """Nobody answered, or not in time."""
    REFUSED = "refused"
    """The server answered with something else than a page."""
    NO_PAGE = "no_page"
    """A film, a document, a picture: something without a title."""
    IN_CIRCLES = "in_circles"
    """It led on and on."""


class NotRead(Exception):
    """There is nothing to show of this address."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself, each in one line; empty where it says nothing."""

    title: str
    description: str
    picture_url: str


def read(url: str) -> Page:
    """Return what the page at the address says of itself. Raises NotRead; asks at most six times, for eight seconds."""
    with http.over_within(WHOLE_S):
        found = _fetch(url, most=HEAD_BYTES, wants="text/html,application/xhtml+xml;q=0.9", kinds=PAGES)
    return _said(_decoded(found.content, found.charset), at=found.url)


def picture(url: str) -> bytes:
    """Return the bytes of a picture of a page, whatever they are. Raises NotRead."""
    with http.over_within(WHOLE_S):
        found = _fetch(url, most=PICTURE_BYTES + 1, wants="image/*", kinds=None)
    if not found.content or len(found.content) > PICTURE_BYTES:
        raise NotRead(Why.REFUSED)
    return found.content


@dataclass(frozen=True, slots=True)
class _Found:
    url: str
    content: bytes
    charset: str


def _fetch(url: str, *, most: int, wants: str, kinds: frozenset[str] | None) -> _Found:
    """Return the beginning of what lies there, after at most so many hops."""
    for _ in range(MOST_HOPS + 1):
        url = _checked(url)
        try:
            found = _ask(url, most=most, wants=wants, kinds=kinds)
        except http.AddressRefused as refused:
            raise NotRead(Why.NOT_PUBLIC) from refused
        except http.OutboundError as silent:
            raise NotRead(Why.SILENT) from silent
        except http.BadAddress as bad:
            raise NotRead(Why.NO_ADDRESS) from bad
        if isinstance(found, _Found):
            return found
        url = found
    raise NotRead(Why.IN_CIRCLES)


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise NotRead(Why.NO_ADDRESS) from error
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or len(url) > LONGEST:
        raise NotRead(Why.NO_ADDRESS)
    return urldefrag(url).url


def _ask(url: str, *, most: int, wants: str, kinds: frozenset[str] | None) -> _Found | str:
    """Return what lies there, or where it leads to."""
    client = http.client(timeout_s=SILENCE_S, deadline_s=WHOLE_S, max_bytes=PICTURE_BYTES * 2, line=http.Line.FRESH)
    with client.stream("GET", url, headers={"Accept": wants, "Accept-Language": "de, en;q=0.8, *;q=0.5"}) as answer:
        if answer.status_code in REDIRECTS and (to := answer.headers.get("location")):
            return _led(url, to)
        if answer.status_code != 200:
            raise NotRead(Why.REFUSED)
        kind, _, rest = answer.headers.get("content-type", "").partition(";")
        if kinds is not None and kind.strip().lower() not in kinds:
            raise NotRead(Why.NO_PAGE)
        charset = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
        return _Found(url, _beginning(answer.iter_bytes(), most), charset)


def _led(url: str, to: str) -> str:
    try:
        return urljoin(url, to.strip())
    except ValueError as error:
        raise NotRead(Why.NO_ADDRESS) from error


def _beginning(chunks: Iterator[bytes], most: int) -> bytes:
    """Return the first bytes; what a server keeps back for ever is not waited for, once enough is there."""
    read = bytearray()
    try:
        for chunk in chunks:
            read += chunk
            if len(read) >= most:
                break
    except (http.DeadlinePassed, http.TooLarge, http.HungUp):
        if not read:
            raise
    return bytes(read[:most])


def _decoded(content: bytes, told: str) -> str:
    """Return the text, whatever its server says of it: UTF-8 where it is, else as declared, else as Windows wrote it."""
    declared = DECLARED.search(content[:4_096])
    for name in ("utf-8-sig", told, declared[1].decode("ascii", "ignore").lower() if declared else ""):
        if KNOWN.fullmatch(name):
            for cut in range(4):  # the last sign may have been cut in the middle
                with contextlib.suppress(LookupError, UnicodeError):
                    return content[: len(content) - cut].decode(name)
    return content.decode("cp1252", "replace")


@dataclass(slots=True)
class _Looking:
    """Is shown the tags of a page and keeps what it says of itself."""

    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    in_title: bool = False
    done: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
            said = " ".join((attributes.get("content") or "").split())
            if name and said:
                self.meta.setdefault(name, said[:LONGEST])
        elif tag == "title" and not self.done:
            self.in_title = True

    def end(self, tag: str) -> None:
        if tag == "title" and self.in_title:
            self.in_title, self.done = False, True

    def data(self, text: str) -> None:
        if self.in_title and len(self.title) < LONGEST:
            self.title += text

    def close(self) -> None:
        """Nothing is left to do."""

    def first(self, names: tuple[str, ...]) -> str:
        return next((self.meta[name] for name in names if name in self.meta), "")


def _said(text: str, *, at: str) -> Page:
    looking = _Looking()
    parser = etree.HTMLParser(target=looking, encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        parser.feed(text.replace("\x00", "").encode("utf-8", "replace"))
        parser.close()
    except (etree.LxmlError, AssertionError):
        pass  # what was understood before stands
    title = looking.first(TITLES) or " ".join(looking.title.split())[:LONGEST]
    picture_url = looking.first(PICTURES)
    return Page(title, looking.first(DESCRIPTIONS), _led_or_nowhere(at, picture_url) if picture_url else "")


def _led_or_nowhere(at: str, to: str) -> str:
    try:
        return _checked(_led(at, to))
    except NotRead:
        return ""
