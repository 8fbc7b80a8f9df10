"""Pictures and videos on their way to X: uploaded, described, and waited for. Doing it twice does no harm: nobody sees it."""

from base64 import b64encode
from typing import Any

from eichhorn.foundation import http
from eichhorn.networks.base import Picture, Post, Refused, Unreachable, Video
from eichhorn.networks.x.api import Api, as_object, left

CHUNK = 3_000_000
"""Bytes in one part of a video: 4 MB as they are written, where X takes 5; and it takes 1,000 parts."""
LONGEST_PAUSE = 5.0


def put(api: Api, post: Post, until: float) -> list[str]:
    """Return the ids under which X has what the post shows, each ready and described."""
    kept: list[str] = []
    shown: tuple[Picture | Video, ...] = (post.video,) if post.video else post.pictures
    for each in shown:
        media_id = _whole(api, each, until) if _at_once(each, shown) else _in_parts(api, each, until)
        if each.alt:
            said = {"id": media_id, "metadata": {"alt_text": {"text": each.alt}}}
            api.ask("POST", "/2/media/metadata", within_s=left(until), json=said)
        kept.append(media_id)
    return kept


def _at_once(each: Picture | Video, shown: tuple[Picture | Video, ...]) -> bool:
    """A picture goes in one request; a video, or a GIF that may move, in parts that X then prepares."""
    return isinstance(each, Picture) and (each.media_type != "image/gif" or len(shown) > 1)


def _whole(api: Api, picture: Picture | Video, until: float) -> str:
    taken = api.ask(
        "POST", "/2/media/upload", within_s=left(until), data={"media_category": "tweet_image"},
        files={"media": (picture.file_name, picture.content, picture.media_type)},
    )  # fmt: skip
    return _await(api, _named(taken), taken, until)


def _in_parts(api: Api, each: Picture | Video, until: float) -> str:
    begun = {
        "media_type": each.media_type,
        "total_bytes": len(each.content),
        "media_category": "tweet_gif" if each.media_type == "image/gif" else "tweet_video",
    }
    media_id = _named(api.ask("POST", "/2/media/upload/initialize", within_s=left(until), json=begun))
    for number, first in enumerate(range(0, len(each.content), CHUNK)):
        part = {"media": b64encode(each.content[first : first + CHUNK]).decode(), "segment_index": number}
        api.ask("POST", f"/2/media/upload/{media_id}/append", within_s=left(until), json=part)
    return _await(api, media_id, api.ask("POST", f"/2/media/upload/{media_id}/finalize", within_s=left(until)), until)


def _named(taken: dict[str, Any]) -> str:
    media_id = as_object(taken.get("data")).get("id")
    if not media_id:
        raise Unreachable("X took the picture and did not name it.")
    return str(media_id)


def _await(api: Api, media_id: str, told: dict[str, Any], until: float) -> str:
    """Return the id once X has it ready; what it prepares longer than we may wait is asked for once more later."""
    while working := as_object(as_object(told.get("data")).get("processing_info")):
        if working.get("state") == "succeeded":
            break
        if working.get("state") == "failed":
            why = as_object(working.get("error")).get("message") or "it does not say why"
            raise Refused(f"X could not prepare the video: {why}")
        wished = working.get("check_after_secs")
        pause = min(float(wished), LONGEST_PAUSE) if isinstance(wished, int | float) else 1.0
        http.rest(min(max(pause, 0.1), left(until)))
        params = {"media_id": media_id, "command": "STATUS"}
        told = api.ask("GET", "/2/media/upload", within_s=left(until), params=params)
    return media_id
