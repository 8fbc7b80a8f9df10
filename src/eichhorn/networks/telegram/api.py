"""Asking Telegram's Bot API for one bot, and what its refusals mean.

The difficult thing: the token is a part of every address, https://core.telegram.org/bots/api#authorizing-your-bot. So
no address leaves this file, only what looks like a token is ever put into one, and whatever a server says is cleaned of
it before it is repeated. What Telegram answers is read by `ok` and `error_code`; why it refuses stands in a sentence
alone, of which the few that are told apart here are quoted.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2

from eichhorn.networks import answers
from eichhorn.networks.answers import Asking, NotThere, Server
from eichhorn.networks.base import NetworkError, Picture, Refused, Throttled, Unauthorised, Unreachable, Unsure

READ_S = 15.0
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,200}", re.ASCII)
HIDDEN = "…"
CLOSED = (
    "chat not found", "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden",
    "chat_admin_required", "channel_private", "bot was kicked", "bot is not a member",
)  # fmt: skip
"""How Telegram says that the bot may no longer speak there, whatever code it puts on it."""
GONE = ("message to edit not found", "message to delete not found", "message_id_invalid")
UNCHANGED = "message is not modified"


class Unchanged(Refused):
    """The message says already what it should."""


class Shut(Unauthorised):
    """The token is good, and the bot may not speak there."""


@dataclass(frozen=True, slots=True)
class Api:
    """The API with the token of one bot."""

    server_url: str
    token: str = field(repr=False)

    def ask(
        self,
        method: str,
        fields: dict[str, Any],
        *,
        within_s: float = READ_S,
        asking: Asking = Asking.HARMLESS,
        files: dict[str, Picture] | None = None,
    ) -> Any:
        """Return the `result` of what was asked. Raises one of the five errors, Unsure only for SEEN."""
        if not TOKEN.fullmatch(self.token):
            raise Unauthorised("This is no token of a bot. BotFather writes one like 123456789:AbCd….")
        try:
            answer = Server(self.server_url).answer(
                "POST", f"/bot{self.token}/{method}", within_s=within_s, asking=asking, **_body(fields, files)
            )
        except NetworkError as error:
            raise type(error)(self._clean(error.told)) from None  # what it came from may quote the address
        told = _told(answer)
        if told.get("ok") is True and "result" in told:
            return told["result"]
        raise self._meaning(answer, told, asking)

    def _meaning(self, answer: httpx2.Response, told: dict[str, Any], asking: Asking) -> NetworkError:
        """Return what a refusal means: https://core.telegram.org/bots/api#making-requests."""
        said = told.get("error_code")
        status = said if isinstance(said, int) else answer.status_code
        why = self._clean(f"{status} {told.get('description') or ''}".strip())
        if status == httpx2.codes.TOO_MANY_REQUESTS:
            return Throttled(why, retry_after=_pause(answer, told))
        if answer.is_redirect:
            return Refused("The server points to another address.")
        if answer.is_success and not isinstance(said, int):
            doubt = "The server's answer cannot be read."
            return Unsure(doubt) if asking is Asking.SEEN else Unreachable(doubt)
        if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status == httpx2.codes.REQUEST_TIMEOUT:
            return Unsure(why) if asking is Asking.SEEN else Unreachable(why)
        return _refusal(status, why)

    def _clean(self, text: str) -> str:
        """Return the text without the token, also where a server writes only its secret half."""
        return text.replace(self.token, HIDDEN).replace(self.token.partition(":")[2], HIDDEN) if self.token else text


def _refusal(status: int, why: str) -> NetworkError:
    words = why.lower()
    if UNCHANGED in words:
        return Unchanged(why)
    if any(word in words for word in GONE):
        return NotThere(why)
    if status == httpx2.codes.FORBIDDEN or any(word in words for word in CLOSED):
        return Shut(why)
    if status in (httpx2.codes.UNAUTHORIZED, httpx2.codes.NOT_FOUND):
        return Unauthorised(why)  # 404: nobody has this token
    if status == httpx2.codes.CONFLICT and "webhook" not in words:
        return Unreachable(why)  # somebody else reads the same updates at this moment
    return Refused(why)


def _body(fields: dict[str, Any], files: dict[str, Picture] | None) -> dict[str, Any]:
    """Return the fields as JSON, and beside files as a form in which what has parts is JSON."""
    given = {name: value for name, value in fields.items() if value not in (None, "", False, {})}
    if not files:
        return {"json": given}
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    sent = {name: (picture.file_name, picture.content, picture.media_type) for name, picture in files.items()}
    return {"data": form, "files": sent}


def _told(answer: httpx2.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _pause(answer: httpx2.Response, told: dict[str, Any]) -> timedelta:
    """Return how long Telegram wants to be left alone: https://core.telegram.org/bots/api#responseparameters."""
    wished = as_object(told.get("parameters")).get("retry_after")
    if isinstance(wished, int) and not isinstance(wished, bool) and wished >= 0:
        return min(max(timedelta(seconds=min(wished, 86_400)), answers.SHORTEST), answers.LONGEST)
    return answers.pause(answer)


def as_object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def as_objects(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
