"""Asking LinkedIn's versioned REST API, and what its refusals mean.

The difficult thing: a refusal for want of one permission must not close the channel when only figures were asked for, and
a post that LinkedIn calls a duplicate may be our own try, whose answer never came: a doubt, and no refusal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from eichhorn.networks import answers
from eichhorn.networks.answers import Asking, Server, read
from eichhorn.networks.base import NetworkError, Refused, Throttled, Unauthorised, Unsure

VERSION = "202608"
"""The version of the API that is spoken here; LinkedIn keeps each for a year."""
HEADERS = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0"}
API, SITE = "https://api.linkedin.com", "https://www.linkedin.com"
PAGE_OF_COMPANY = re.compile(r"/(?:company|showcase)/(?P<name>[^/]+)(?:/.*)?$")
READ_S = 15.0
DUPLICATE = ("duplicate of urn", "duplicate_post", "content is a duplicate")
UPGRADE_REQUIRED = 426
PAGES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where the API is, where people give their consent, and which page was typed."""

    api: str
    site: str
    page: str = ""
    """The name in the page's address, or its number; empty where none was typed."""


def place(server_url: str) -> Place:
    """Return what the channel's address means: the API's own, or the address of the page of an organisation."""
    parts = urlsplit(server_url.rstrip("/"))
    found = PAGE_OF_COMPANY.search(parts.path)
    page = found["name"] if found else ""
    rest = parts.path[: found.start()] if found else parts.path
    if (parts.hostname or "") == "linkedin.com" or (parts.hostname or "").endswith(".linkedin.com"):
        return Place(API, SITE, page)
    origin = f"{parts.scheme}://{parts.netloc}{rest.rstrip('/')}"
    return Place(origin, origin, page)


@dataclass(frozen=True, slots=True)
class Api:
    """The API with one member's token."""

    url: str
    token: str = field(default="", repr=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        within_s: float = READ_S,
        asking: Asking = Asking.HARMLESS,
        meant: str = "",
        closes: bool = True,
        **more: Any,
    ) -> httpx2.Response:
        """Return LinkedIn's answer, of the 200s. Raises one of the five errors.

        `meant` is the method of Rest.li where HTTP alone does not say it; `closes` whether a missing permission means
        that the channel is closed.
        """
        headers = HEADERS | ({"X-RestLi-Method": meant} if meant else {})
        answer = Server(self.url, self.token).answer(
            method, path, within_s=within_s, asking=asking, headers=headers, **more
        )
        if not answer.is_success:
            raise meaning(answer, asking, closes=closes)
        return answer

    def get(self, path: str, *, within_s: float = READ_S, meant: str = "", closes: bool = True) -> dict[str, Any]:
        return as_object(read(self.ask("GET", path, within_s=within_s, meant=meant, closes=closes)))

    def elements(self, path: str, *, count: int, meant: str = "", closes: bool = True) -> Iterator[dict[str, Any]]:
        """Yield the elements of all pages, each page asked for when it is needed."""
        further = "&" if "?" in path else "?"
        for page in range(PAGES):
            found = self.get(f"{path}{further}start={page * count}&count={count}", meant=meant, closes=closes)
            several = as_objects(found.get("elements"))
            yield from several
            if len(several) < count:
                return


def meaning(answer: httpx2.Response, asking: Asking, *, closes: bool = True) -> NetworkError:
    """Return what a refusal means for what was asked."""
    told, status = answers.words(answer), answer.status_code
    if status == UPGRADE_REQUIRED:
        return Refused(f"LinkedIn no longer knows version {VERSION} of its API: update Eichhorn. {told}")
    if any(word in told.lower() for word in DUPLICATE):
        return Unsure(told) if asking is Asking.SEEN else Refused(told)
    if status == httpx2.codes.TOO_MANY_REQUESTS and "DAY" in told and not answer.headers.get("retry-after"):
        return Throttled(told, retry_after=answers.LONGEST)
    if status == httpx2.codes.FORBIDDEN:
        return Unauthorised(told) if closes and _lacks_permission(told) else Refused(told)
    return answers.meaning(answer, asking)


def _lacks_permission(told: str) -> bool:
    return any(word in told.lower() for word in ("not enough permissions", "access_denied", "access denied"))


def encoded(urn: str) -> str:
    """Return a URN as it stands in an address."""
    return quote(urn, safe="")


def several(urns: list[str]) -> str:
    """Return a list as Rest.li writes it; its brackets and commas are never encoded."""
    return f"List({','.join(map(encoded, urns))})"


def instant(milliseconds: Any) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if isinstance(milliseconds, int) else None


def as_object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def as_objects(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
