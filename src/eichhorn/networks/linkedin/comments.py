"""Comments: what people say below a page's posts, and what the page answers there.

The difficult thing: a comment is known by the activity below which it stands, not by the post that we published; so what
it answers is taken from where we looked, and a comment of ours is read back by the names that LinkedIn gave it.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from eichhorn.foundation.text import comparable
from eichhorn.networks import plain
from eichhorn.networks.answers import Asking, NotThere, read
from eichhorn.networks.base import Message, Post, Receipt, Unsure
from eichhorn.networks.linkedin.api import SITE, Api, as_object, encoded, instant

COMMENT = re.compile(r"^urn:li:comment:\((?P<object>urn:li:\w+:[^,]+),(?P<number>\d+)\)$")
PAGE = 50


def is_comment(network_id: str) -> bool:
    return COMMENT.match(network_id) is not None


def say(api: Api, actor: str, post: Post, *, within_s: float) -> Receipt:
    """The page's comment stands below a post, or below somebody's comment."""
    above = COMMENT.match(post.reply_to)
    wanted: dict[str, Any] = {
        "actor": actor, "object": above["object"] if above else post.reply_to, "message": {"text": text_of(post)},
    }  # fmt: skip
    if above:
        wanted["parentComment"] = post.reply_to
    path = f"/rest/socialActions/{encoded(post.reply_to)}/comments"
    answer = api.ask("POST", path, within_s=within_s, asking=Asking.SEEN, json=wanted)
    made = as_object(read(answer, asking=Asking.SEEN)) if answer.content else {}
    if network_id := _name(made, answer.headers.get("x-restli-id", ""), str(wanted["object"])):
        return receipt(network_id)
    raise Unsure("LinkedIn took the comment and did not name it.")


def _name(made: dict[str, Any], number: str, below: str) -> str:
    """Return the comment's own name, made of the activity and a number where LinkedIn gives only the number."""
    if is_comment(str(made.get("commentUrn"))):
        return str(made["commentUrn"])
    object_, number = str(made.get("object") or below), str(made.get("id") or number)
    return f"urn:li:comment:({object_},{number})" if number.isdecimal() else ""


def found(api: Api, actor: str, post: Post, *, since: datetime, known: Collection[str]) -> Receipt | None:
    """Return our comment where it stands below what it answers."""
    wanted = _essence(text_of(post))
    for comment in below(api, post.reply_to):
        name, said_at = _name(comment, "", post.reply_to), instant(as_object(comment.get("created")).get("time"))
        ours = comment.get("actor") == actor and _essence(_text(comment)) == wanted
        if name and name not in known and ours and said_at and said_at >= since:
            return receipt(name)
    return None


def below(api: Api, network_id: str) -> Iterator[dict[str, Any]]:
    """Yield the comments directly below a post or a comment."""
    yield from api.elements(f"/rest/socialActions/{encoded(network_id)}/comments", count=PAGE)


def thread(api: Api, actor: str, network_id: str) -> list[Message]:
    """Return what others said below the post, answers to their answers included, oldest first."""
    heard: list[Message] = []
    for comment in below(api, network_id):
        heard += _heard(comment, actor, network_id)
        summary = as_object(comment.get("commentsSummary"))
        name = _name(comment, "", network_id)
        if name and summary.get("totalFirstLevelComments", 0):
            for answer in below(api, name):
                heard += _heard(answer, actor, name)
    return sorted(heard, key=lambda message: message.said_at)


def _heard(comment: dict[str, Any], actor: str, answers: str) -> list[Message]:
    name, said_at = _name(comment, "", answers), instant(as_object(comment.get("created")).get("time"))
    if not name or said_at is None or comment.get("actor") == actor:
        return []
    parent = str(comment.get("parentComment") or answers)
    return [message(name, parent, str(comment.get("actor") or ""), _text(comment), said_at, mark="")]


def message(network_id: str, answers: str, author: str, text: str, said_at: datetime, *, mark: str) -> Message:
    """Return what somebody said. LinkedIn tells members by their number alone."""
    return Message(
        network_id=network_id, answers=answers, author=author, author_name="", text=text.strip(), language="",
        url=receipt(network_id).url, said_at=said_at, mark=mark,
    )  # fmt: skip


def one(api: Api, network_id: str) -> dict[str, Any]:
    """Return the comment, empty where it is gone."""
    named = COMMENT.match(network_id)
    if named is None:
        return {}
    try:
        return api.get(f"/rest/socialActions/{encoded(named['object'])}/comments/{named['number']}")
    except NotThere:
        return {}


def change(api: Api, actor: str, network_id: str, text: str, *, within_s: float) -> None:
    body = {"patch": {"message": {"$set": {"text": text}}}}
    api.ask("POST", _own(network_id, actor), within_s=within_s, meant="PARTIAL_UPDATE", json=body)


def take_back(api: Api, actor: str, network_id: str) -> None:
    api.ask("DELETE", _own(network_id, actor), meant="DELETE")


def _own(network_id: str, actor: str) -> str:
    named = COMMENT.match(network_id)
    assert named is not None
    return f"/rest/socialActions/{encoded(named['object'])}/comments/{named['number']}?actor={encoded(actor)}"


def receipt(network_id: str) -> Receipt:
    """Return where it is seen: a post by its own address, a comment below its activity."""
    if named := COMMENT.match(network_id):
        return Receipt(network_id, f"{SITE}/feed/update/{named['object']}/?commentUrn={encoded(network_id)}")
    return Receipt(network_id, f"{SITE}/feed/update/{network_id}/")


def text_of(post: Post) -> str:
    return "\n\n".join(part for part in (post.content_warning, post.text) if part)


def _text(comment: dict[str, Any]) -> str:
    return str(as_object(comment.get("message")).get("text") or "")


def _essence(text: str) -> str:
    return comparable(plain.to_html(text))
