"""What people do with a page: LinkedIn keeps its notifications for 60 days and tells each comment and each mention.

The difficult thing: a notification names what happened, and often what was said, but not always. What it does not say is
asked for by name; what is gone by then is left out.
"""

from itertools import islice
from typing import Any

from eichhorn.networks.base import Message
from eichhorn.networks.linkedin import comments, little
from eichhorn.networks.linkedin.api import Api, as_object, encoded, instant

ACTIONS = "List(COMMENT,SHARE_MENTION)"
PAGE = 50
type Place = tuple[int, int]


def heard(api: Api, page: str, *, since: str) -> list[Message]:
    """Return what was said to the page after the mark, oldest first; without a mark what the first page tells."""
    after = _place_of(since)
    span = f"&timeRange=(start:{after[0]})" if since else ""
    path = (
        f"/rest/organizationalEntityNotifications?q=criteria&actions={ACTIONS}"
        f"&organizationalEntity={encoded(page)}{span}"
    )
    told: dict[Place, Message] = {}
    notifications = api.elements(path, count=PAGE, closes=False)
    for notification in notifications if since else islice(notifications, PAGE):
        place = (_number(notification.get("lastModifiedAt")), _number(notification.get("notificationId")))
        if place > after and (message := _message(api, page, notification, f"{place[0]}.{place[1]}")):
            told[place] = message
    return [told[place] for place in sorted(told)]


def _message(api: Api, page: str, notification: dict[str, Any], mark: str) -> Message | None:
    said = as_object(notification.get("decoratedGeneratedActivity"))
    said_at = instant(notification.get("lastModifiedAt"))
    if said_at is None:
        return None
    below = str(
        as_object(notification.get("decoratedSourcePost")).get("entity") or notification.get("sourcePost") or ""
    )
    if notification.get("action") == "COMMENT":
        told = as_object(said.get("comment"))
        name = _named(notification, told)
        if not told.get("text") and name:
            found = comments.one(api, name)
            told = {"owner": found.get("actor"), "text": as_object(found.get("message")).get("text")}
        text, answers = str(told.get("text") or ""), below
    else:
        told = as_object(said.get("share"))
        name, answers = str(told.get("entity") or notification.get("generatedActivity") or ""), ""
        text = little.read(str(told.get("text") or ""))
    author = str(told.get("owner") or "")
    if not name or not text or author == page:
        return None
    return comments.message(name, answers, author, text, said_at, mark=mark)


def _named(notification: dict[str, Any], told: dict[str, Any]) -> str:
    """Return the comment's name; the outer one is sometimes written without the urn of its activity."""
    name = str(told.get("entity") or notification.get("generatedActivity") or "")
    return name.replace("comment:(activity:", "comment:(urn:li:activity:")


def _place_of(mark: str) -> Place:
    moment, _, number = mark.partition(".")
    return (int(moment or 0) if moment.isdecimal() else 0, int(number) if number.isdecimal() else 0)


def _number(told: Any) -> int:
    return told if isinstance(told, int) else 0
