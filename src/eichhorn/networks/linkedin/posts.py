"""What a page publishes: its pictures on their way, its body as the Posts API takes it, and whether it is the same post."""

import time
from typing import Any
from urllib.parse import urlsplit

from eichhorn.foundation import http
from eichhorn.foundation.text import comparable
from eichhorn.networks import plain
from eichhorn.networks.answers import Asking, NotThere, Server, read
from eichhorn.networks.base import Card, Picture, Post, Refused, Unreachable
from eichhorn.networks.linkedin import little
from eichhorn.networks.linkedin.api import Api, as_object, as_objects, encoded, meaning
from eichhorn.networks.linkedin.comments import text_of

OUT = ("PUBLISHED", "PUBLISH_REQUESTED")


def body(api: Api, author: str, post: Post, until: float) -> dict[str, Any]:
    """Return the post as the Posts API takes it, its pictures uploaded and ready."""
    wanted: dict[str, Any] = {
        "author": author,
        "commentary": little.written(text_of(post)),
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    names = _upload(api, author, post.pictures, until)
    shown = [
        {"id": name, "altText": picture.alt} if picture.alt else {"id": name}
        for name, picture in zip(names, post.pictures, strict=True)
    ]
    if len(shown) > 1:
        wanted["content"] = {"multiImage": {"images": shown}}
    elif shown:
        wanted["content"] = {"media": shown[0]}
    elif post.card:
        wanted["content"] = {"article": _article(api, author, post.card, until)}
    if post.quotes:
        wanted["reshareContext"] = {"parent": post.quotes}
    return wanted


def _article(api: Api, author: str, card: Card, until: float) -> dict[str, str]:
    """Return the card of a link; LinkedIn does not look at the page itself."""
    thumbnail = _upload(api, author, (card.picture,), until)[0] if card.picture else ""
    told = {
        "source": card.url,
        "title": card.title[:400],
        "description": card.description[:4_086],
        "thumbnail": thumbnail,
    }
    return {name: value for name, value in told.items() if value}


def _upload(api: Api, author: str, pictures: tuple[Picture, ...], until: float) -> list[str]:
    """Return the pictures' names once LinkedIn has them ready. Doing it twice does no harm: nobody sees them yet."""
    names = [_hand_over(api, author, picture, until) for picture in pictures]
    for name in names:
        _await(api, name, until)
    return names


def _hand_over(api: Api, author: str, picture: Picture, until: float) -> str:
    """Return the name of a picture that LinkedIn has, and prepares now."""
    asked = {"initializeUploadRequest": {"owner": author}}
    begun = api.ask("POST", "/rest/images?action=initializeUpload", within_s=left(until), json=asked)
    told = as_object(as_object(read(begun)).get("value"))
    name, address = str(told.get("image") or ""), str(told.get("uploadUrl") or "")
    if not name or not address:
        raise Unreachable("LinkedIn did not say where the picture goes.")
    answer = Server(api.url, api.token if _trusted(address, api.url) else "").answer(
        "PUT", address, within_s=left(until), content=picture.content, headers={"Content-Type": picture.media_type}
    )
    if not answer.is_success:
        raise meaning(answer, Asking.HARMLESS)
    return name


def _trusted(address: str, url: str) -> bool:
    """The token goes to LinkedIn and to the server that was asked, wherever else an upload may lead."""
    host = urlsplit(address).hostname or ""
    return urlsplit(address).netloc == urlsplit(url).netloc or (
        address.startswith("https://") and (host == "linkedin.com" or host.endswith(".linkedin.com"))
    )


def _await(api: Api, name: str, until: float) -> None:
    pause = 0.2
    while True:
        try:
            state = api.get(f"/rest/images/{encoded(name)}", within_s=left(until)).get("status")
        except NotThere:
            return
        if state == "AVAILABLE":
            return
        if state == "PROCESSING_FAILED":
            raise Refused("LinkedIn could not prepare the picture.")
        http.rest(min(pause, left(until)))
        pause = min(pause * 2, 3)


def left(until: float) -> float:
    """Return how many seconds are left for what comes before the post."""
    if (seconds := until - time.monotonic()) <= 0:
        raise Unreachable("The pictures were not ready in time.")
    return seconds


def said(told: dict[str, Any]) -> str:
    """Return the text of a post as people read it."""
    return little.read(str(told.get("commentary") or "")).strip()


def same(post: Post, told: dict[str, Any]) -> bool:
    """Return whether it says exactly what the post says, with as many pictures, or the same card, of the same quote."""
    return (
        told.get("lifecycleState") in OUT
        and comparable(plain.to_html(said(told))) == comparable(plain.to_html(text_of(post)))
        and same_surroundings(post, told)
    )


def same_surroundings(post: Post, told: dict[str, Any], *, described: bool = False) -> bool:
    """Return whether all but the text is as in the post; `described`: also each description of a picture."""
    content = as_object(told.get("content"))
    one = as_object(content.get("media"))
    images = as_objects(as_object(content.get("multiImage")).get("images")) or ([one] if one else [])
    alts = [str(image.get("altText") or "") for image in images]
    source = str(as_object(content.get("article")).get("source") or "")
    wanted = post.card.url if post.card and not post.pictures else ""
    return (
        len(images) == len(post.pictures)
        and (not described or alts == [picture.alt for picture in post.pictures])
        and source.rstrip("/") == wanted.rstrip("/")
        and str(as_object(told.get("reshareContext")).get("parent") or "") == post.quotes
    )
