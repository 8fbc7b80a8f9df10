"""How X takes pictures and videos: whole or in parts, described, and prepared for a while before they can be shown."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.networks.fault_api import Answer, Asked

SIZES = {"tweet_image": 5_000_000, "tweet_gif": 15_000_000, "tweet_video": 512_000_000}
"""https://docs.x.com/x-api/media/introduction."""


def refusal(status: int, told: str) -> dict[str, Any]:
    """https://docs.x.com/x-api/fundamentals/response-codes-and-errors."""
    return {"title": "Problem", "detail": told, "type": "about:blank", "status": status}


@dataclass(slots=True)
class Media:
    account: str
    category: str
    total: int
    media_type: str = ""
    parts: dict[int, bytes] = field(default_factory=dict)
    alt: str = ""
    waits: int = 0
    """How often it answers yet that it is being prepared."""
    ready: bool = False


@dataclass(slots=True)
class Uploads:
    """All that was uploaded, by its id."""

    numbers: Iterator[int]
    all: dict[str, Media] = field(default_factory=dict)
    takes: int = 0
    """How often a video answers that it is not ready yet."""
    fails: bool = False

    def upload(self, asked: Asked, tail: list[str]) -> Answer:
        match asked.method, tail:
            case "POST", ["upload"]:
                return self.take_whole(asked)
            case "GET", ["upload"]:
                return self.prepared(asked.query.get("media_id", ""))
            case "POST", ["upload", "initialize"]:
                told = asked.fields
                number = str(next(self.numbers))
                self.all[number] = Media(asked.account, told["media_category"], told["total_bytes"], told["media_type"])
                return Answer(200, {"data": {"id": number, "media_key": f"7_{number}", "expires_after_secs": 86400}})
            case "POST", ["upload", number, "append"] if number in self.all:
                told = asked.fields
                self.all[number].parts[told["segment_index"]] = base64.b64decode(told["media"], validate=True)
                return Answer(200, {"data": {"expires_at": 1}})
            case "POST", ["upload", number, "finalize"] if number in self.all:
                return self.finish(number)
            case "POST", ["metadata"]:
                told = asked.fields
                if told["id"] not in self.all or len(told["metadata"]["alt_text"]["text"]) > 1000:
                    return Answer(400, refusal(400, "The alt text is too long, or the media is unknown."))
                self.all[told["id"]].alt = told["metadata"]["alt_text"]["text"]
                return Answer(200, {"data": {"id": told["id"]}})
        return Answer(404, refusal(404, "Not Found"))

    def take_whole(self, asked: Asked) -> Answer:
        """One picture in one request; videos and moving pictures have to come in parts."""
        parts = {name: (kind, content) for name, kind, content in asked.parts()}
        (kind, content), category = parts["media"], parts["media_category"][1]
        if category != "tweet_image" or kind not in ("image/jpeg", "image/png", "image/webp", "image/gif"):
            return Answer(400, refusal(400, "media type unrecognized."))
        if len(content) > SIZES[category]:
            return Answer(400, refusal(400, "File size exceeds 5242880 bytes."))
        number = str(next(self.numbers))
        self.all[number] = Media(asked.account, category, len(content), kind, {0: content}, ready=True)
        return Answer(200, {"data": {"id": number, "media_key": f"3_{number}", "expires_after_secs": 86400}})

    def finish(self, number: str) -> Answer:
        media = self.all[number]
        whole = [len(media.parts.get(place, b"")) for place in range(len(media.parts))]
        if sum(whole) != media.total or 0 in whole or media.total > SIZES[media.category]:
            return Answer(400, refusal(400, "Segments do not add up to provided total file size."))
        media.waits = self.takes
        return self.prepared(number)

    def prepared(self, number: str) -> Answer:
        if number not in self.all:
            return Answer(404, refusal(404, "Not Found"))
        media = self.all[number]
        if self.fails:
            working: dict[str, Any] = {"state": "failed", "error": {"code": 1, "message": "Unsupported video format"}}
        elif media.waits > 0:
            media.waits -= 1
            working = {"state": "in_progress", "check_after_secs": 0, "progress_percent": 50}
        else:
            media.ready, working = True, {"state": "succeeded", "progress_percent": 100}
        return Answer(200, {"data": {"id": number, "media_key": f"7_{number}", "processing_info": working}})
