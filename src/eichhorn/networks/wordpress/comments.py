"""What is said below posts on a WordPress site: read, answered, hidden.

The difficult thing: posts and comments are numbered apart there, so a comment's number is written with a "c" before it
here. WordPress itself refuses a comment that says the same below the same post a second time
(wp_allow_comment, `comment_duplicate`): what it calls a duplicate is there already, and is looked up.
"""

import html
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2

from eichhorn.foundation.text import comparable
from eichhorn.networks import plain
from eichhorn.networks.answers import Asking, NotThere, read
from eichhorn.networks.base import Message, NetworkError, Post, Receipt, Refused, Unauthorised, Unsure
from eichhorn.networks.statuses import mapping
from eichhorn.networks.wordpress.api import PAGE, Api

COMMENTS = "/wp/v2/comments"
MARK = "c"
POST_S = 30.0
PAGES = 6


def is_comment(network_id: str) -> bool:
    return network_id.startswith(MARK)


def number(network_id: str) -> int:
    """Return the number of a post or comment as the site counts it."""
    digits = network_id.removeprefix(MARK)
    if not digits.isdecimal():
        raise Refused("This is no number of this site.")
    return int(digits)


def when(told: dict[str, Any]) -> datetime | None:
    """Return the instant at which it was published; the site tells it in UTC, without saying so."""
    try:
        return datetime.fromisoformat(str(told.get("date_gmt"))).replace(tzinfo=UTC)
    except ValueError:
        return None


def send(api: Api, post: Post) -> Receipt:
    """The comment stands below the post, or below the comment, that it answers."""
    on, parent = _place(api, post.reply_to)
    wanted = {"post": on, "parent": parent, "content": html.escape(post.text, quote=False)}
    try:
        answer = api.ask("POST", COMMENTS, within_s=POST_S, asking=Asking.SEEN, json=wanted)
    except Refused as no:
        there = find(api, post) if no.told.startswith(str(httpx2.codes.CONFLICT.value)) else None
        if there is None:
            raise
        return there
    told = mapping(read(answer, asking=Asking.SEEN))
    if not told.get("id"):
        raise Unsure("The site took the comment and did not number it.")
    return receipt(told)


def find(api: Api, post: Post, *, known: Collection[str] = ()) -> Receipt | None:
    on, parent = _place(api, post.reply_to)
    own, wanted = _own(api), comparable(html.escape(post.text, quote=False))
    for page in api.pages(COMMENTS, most=PAGES, post=on, order="desc", author=own):
        for told in page:
            there = receipt(told)
            same = told.get("parent") == parent and comparable(str(mapping(told.get("content")).get("raw"))) == wanted
            if same and there.network_id not in known:
                return there
    return None


def receipt(told: dict[str, Any]) -> Receipt:
    return Receipt(f"{MARK}{told['id']}", str(told.get("link") or ""))


def incoming(api: Api, *, since: str, own: str) -> Iterator[Message]:
    """Yield what others said after the mark, oldest first, what waits for the site's moderators included."""
    last, fresh = int(since) if since.isdecimal() else 0, dict[int, dict[str, Any]]()
    for page in _latest(api):
        fresh |= {int(told["id"]): told for told in page if int(told.get("id") or 0) > last}
        if not since or min((int(told.get("id") or 0) for told in page), default=0) <= last:
            break
    for told_id in sorted(fresh):
        if (message := _message(fresh[told_id], own=own, mark=str(told_id))) is not None:
            yield message


def thread(api: Api, network_id: str, *, own: str) -> Iterator[Message]:
    """Yield what others said below a post or a comment, oldest first."""
    place = "parent" if is_comment(network_id) else "post"
    for page in api.pages(COMMENTS, most=PAGES, order="asc", **{place: number(network_id)}):
        for told in page:
            if (message := _message(told, own=own, mark="")) is not None:
                yield message


def hide(api: Api, network_id: str, *, hidden: bool) -> None:
    wanted = {"status": "hold" if hidden else "approved"}
    if (
        mapping(read(api.ask("GET", f"{COMMENTS}/{number(network_id)}", params={"context": "edit"}))).get("status")
        != wanted["status"]
    ):
        api.ask("POST", f"{COMMENTS}/{number(network_id)}", json=wanted)


def _place(api: Api, network_id: str) -> tuple[int, int]:
    """Return the post and the comment that are answered; 0 where it is the post itself."""
    if not is_comment(network_id):
        return number(network_id), 0
    told = api.one(f"{COMMENTS}/{number(network_id)}")
    return int(told.get("post") or 0), number(network_id)


def _own(api: Api) -> int:
    return int(api.one("/wp/v2/users/me").get("id") or 0)


def _latest(api: Api) -> Iterator[list[dict[str, Any]]]:
    """Yield pages of comments, newest first; without those that wait where the account may not see them."""
    try:
        yield from api.pages(COMMENTS, most=PAGES, order="desc", orderby="id", status="all")
    except Unauthorised as no:
        if "rest_forbidden_param" not in no.told and not no.told.startswith(("401", "403")):
            raise
        yield from _public(api)


def _public(api: Api) -> Iterator[list[dict[str, Any]]]:
    for page in range(1, PAGES + 1):
        asked = {"order": "desc", "orderby": "id", "per_page": PAGE, "page": page}
        found = read(api.ask("GET", COMMENTS, params=asked))
        rows = [told for told in found if isinstance(told, dict)] if isinstance(found, list) else []
        if rows:
            yield rows
        if len(rows) < PAGE:
            return


def _message(told: dict[str, Any], *, own: str, mark: str) -> Message | None:
    said_at = when(told)
    if said_at is None or str(told.get("author")) == own or told.get("type") not in (None, "comment"):
        return None
    content = mapping(told.get("content"))
    name = plain.from_html(str(told.get("author_name") or ""))
    return Message(
        network_id=f"{MARK}{told['id']}",
        answers=f"{MARK}{told['parent']}" if told.get("parent") else str(told.get("post") or ""),
        author=name, author_name=name, text=plain.from_html(str(content.get("rendered") or content.get("raw") or "")),
        language="", url=str(told.get("link") or ""), said_at=said_at, mark=mark, private=told.get("status") == "hold",
    )  # fmt: skip


def delete(api: Api, network_id: str) -> None:
    remove(api, f"{COMMENTS}/{number(network_id)}")


def remove(api: Api, route: str) -> None:
    """It lies in the trash, or is gone where the site has none."""
    try:
        api.ask("DELETE", route)
    except NotThere:
        return
    except NetworkError as no:
        if not no.told.startswith(str(httpx2.codes.NOT_IMPLEMENTED.value)):
            raise
        api.ask("DELETE", route, params={"force": "true"})
