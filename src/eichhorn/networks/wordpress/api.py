"""Asking a WordPress by its REST API, with an application password.

The difficult thing: where the API lies depends on how the site writes its addresses: below `/wp-json/` with readable ones,
else behind `?rest_route=` (https://developer.wordpress.org/rest-api/extending-the-rest-api/routes-and-endpoints/). So a site
is asked once, and what it answered is remembered for as long as this process lives.
"""

import base64
from collections.abc import Iterator
from typing import Any

import httpx2

from eichhorn.networks.answers import Asking, Server, is_json, meaning, read
from eichhorn.networks.base import Unreachable
from eichhorn.networks.statuses import mapping, mappings

READ_S = 15.0
PAGE = 50
READABLE: dict[str, bool] = {}
"""By site: whether its API lies below /wp-json/."""


class Api:
    """One account on one site."""

    def __init__(self, site: str, token: str) -> None:
        self._site = Server(site.rstrip("/"))
        self._basic = "Basic " + base64.b64encode(token.encode()).decode()

    @property
    def site(self) -> str:
        return self._site.url

    def ask(
        self, method: str, route: str, *, within_s: float = READ_S, asking: Asking = Asking.HARMLESS,
        params: dict[str, Any] | None = None, **more: Any,
    ) -> httpx2.Response:  # fmt: skip
        """Return the answer, which is of the 200s. Raises one of the five errors, Unsure only for SEEN."""
        asked = dict(params or {})
        if self._is_readable():
            path = f"/wp-json{route}"
        else:
            path, asked = "/", {"rest_route": route, **asked}
        headers = {"Authorization": self._basic, **more.pop("headers", {})}
        return self._site.ask(
            method, path, within_s=within_s, asking=asking, params=asked, headers=headers, **more
        )  # fmt: skip

    def one(self, route: str, **params: Any) -> dict[str, Any]:
        """Return the object at the route, as its editors see it."""
        return mapping(read(self.ask("GET", route, params={"context": "edit", **params})))

    def some(self, route: str, **params: Any) -> list[dict[str, Any]]:
        """Return the first page of the objects at the route, as its editors see them."""
        return mappings(read(self.ask("GET", route, params={"context": "edit", "per_page": PAGE, **params})))

    def pages(self, route: str, *, most: int, **params: Any) -> Iterator[list[dict[str, Any]]]:
        """Yield page after page, at most so many; an object that slides from one page to the next comes twice."""
        for number in range(1, most + 1):
            page = self.some(route, page=number, **params)
            if page:
                yield page
            if len(page) < PAGE:
                return

    def _is_readable(self) -> bool:
        if (known := READABLE.get(self.site)) is not None:
            return known
        answer = self._site.answer("GET", "/wp-json/", within_s=READ_S, params={"_fields": "name"})
        if (
            answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR
            or answer.status_code == httpx2.codes.TOO_MANY_REQUESTS
        ):
            raise meaning(answer, Asking.HARMLESS)
        found = is_json(answer) and isinstance(_json(answer), dict)
        READABLE[self.site] = found
        return found


def _json(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise Unreachable("The site's answer cannot be read.") from error
