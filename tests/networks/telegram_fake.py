"""Telegram's Bot API as its documentation says that it is: a process of its own, stateful, misbehaving on demand.

    python -m tests.networks.telegram_fake --log /tmp/posts.jsonl --specs FOLDER

With --specs each request is checked against `telegram-api.json`; what lies outside of it is logged as `off_spec`. The rules
that the description has in words alone are kept always, each with the page that states it. The token of `token_of("a1")`
opens the bot a1; one whose name begins with "revoked" opens nothing. There is one channel with its discussion group.
"""

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.networks import fault_server, telegram_spec
from tests.networks.fault_api import Answer, Asked

type Log = Callable[..., None]
type Message = dict[str, Any]

CHANNEL = {
    "id": -1001000000001,
    "type": "channel",
    "title": "Stadtwerke Erlengrund",
    "username": "stadtwerke_erlengrund",
}
GROUP = {"id": -1002000000002, "type": "supergroup", "title": "Stadtwerke Erlengrund: Gespräch"}
OTHER = {"id": -1003000000003, "type": "channel", "title": "Ein anderer Kanal", "username": "anderer_kanal"}
BOT = {"id": 7000001, "is_bot": True, "first_name": "Eichhorn", "username": "eichhorn_bot"}
PATH = re.compile(r"/bot(?P<token>\d+:(?P<name>[A-Za-z0-9_]+?)-+[A-Za-z0-9_-]*)/(?P<method>\w+)")
TEXTS = ("sendMessage", "sendPhoto", "sendMediaGroup")
MEGABYTES_10 = 10_000_000


def token_of(name: str) -> str:
    """Return the token of a bot, as BotFather writes them."""
    return f"7000001:{name}-{'-' * 10}geheim_0123456789"


def units(text: str) -> int:
    """Telegram counts UTF-16 code units: https://core.telegram.org/api/entities#entity-length."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class World:
    """Everything this network knows."""

    origin: str = ""
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    """By chat and number."""
    updates: list[dict[str, Any]] = field(default_factory=list)
    hears_group: bool = True
    """Whether the bot is an administrator of the discussion group."""
    may_post: bool = True
    webhook: str = ""
    age_h: float = 0
    """How much older everything that was said has become."""
    next_update: int = 900_001
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(11))

    # --- as the fault server wants it ---------------------------------------------------------------------------------

    def topic(self, asked: Asked) -> str:
        method = asked.path.rsplit("/", 1)[-1]
        if method in TEXTS:
            return "statuses"
        return {"getUpdates": "notifications", "getChat": "verify", "getMe": "token"}.get(method, "other")

    def refusal(self, status: int, told: str) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#making-requests and #responseparameters."""
        said: dict[str, Any] = {"ok": False, "error_code": status, "description": told}
        if found := re.search(r"retry after (\d+)", told):
            said["parameters"] = {"retry_after": int(found[1])}
        return said

    def off_spec(self, description: Any, asked: Asked) -> list[str]:
        return telegram_spec.off_spec(description, asked)

    def no(self, told: str, status: int = 400) -> Answer:
        kind = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}[status]
        return Answer(status, self.refusal(status, f"{kind}: {told}"))

    def yes(self, result: Any) -> Answer:
        return Answer(200, {"ok": True, "result": result})

    def say(self, text: str, author: str = "ada", in_reply_to_id: str = "", where: str = "group") -> dict[str, Any]:
        """Somebody comments on a post ("11"), on a comment ("-100…/12"), says something there, or posts as the channel."""
        if where == "channel":
            made = self.keep(CHANNEL, {"text": text}, author_signature=author)
            self.tell("channel_post", made)
            return {"id": str(made["message_id"])}
        answered = None
        if in_reply_to_id:
            chat, _, number = in_reply_to_id.rpartition("/")
            wanted = int(number.split(",")[0])
            answered = next(
                m for (place, n), m in self.messages.items()
                if place == GROUP["id"] and (n == wanted if chat else _origin(m) == wanted)
            )  # fmt: skip
        user = {"id": 500 + len(author), "is_bot": False, "first_name": author.title(), "username": author}
        more = {"from": user} | ({"reply_to_message": answered, "message_thread_id": 1} if answered else {})
        made = self.keep(GROUP, {"text": text}, **more)
        if self.hears_group:
            self.tell("message", made)
        return {"id": f"{GROUP['id']}/{made['message_id']}"}

    def delete(self, id: str) -> None:  # noqa: A002
        for number in id.split(","):
            self.messages.pop((int(str(CHANNEL["id"])), int(number)), None)

    # --- who asks -----------------------------------------------------------------------------------------------------

    def answer(self, asked: Asked, log: Log) -> Answer:
        found = PATH.fullmatch(asked.path)
        if found is None:
            return Answer(404, self.refusal(404, "Not Found"))
        if found["name"].startswith("revoked"):
            return Answer(401, self.refusal(401, "Unauthorized"))
        told = telegram_spec.fields_of(asked)
        match found["method"]:
            case "getMe":
                return self.yes(BOT | {"can_read_all_group_messages": False})
            case "getWebhookInfo":
                return self.yes({"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0})
            case "getUpdates":
                return self.hear(told)
        chat = self.chat(told.get("chat_id"))
        if chat is None:
            return self.no("chat not found")
        match found["method"]:
            case "getChat":
                return self.yes(chat | ({"linked_chat_id": GROUP["id"]} if chat is CHANNEL else {}))
            case "getChatMember":
                rights = (
                    {"status": "administrator", "can_post_messages": True} if self.may_post else {"status": "member"}
                )
                return self.yes(rights | {"user": BOT})
            case "sendMessage" | "sendPhoto" | "sendMediaGroup":
                return self.post(chat, found["method"], told, found["name"], log)
            case "editMessageText" | "editMessageCaption":
                return self.edit(chat, told, "text" if found["method"] == "editMessageText" else "caption", log)
            case "deleteMessage":
                return self.take_back(chat, told["message_id"], log)
        return Answer(404, self.refusal(404, "Not Found"))

    def chat(self, wanted: Any) -> dict[str, Any] | None:
        """A number may be written as a text too, and a name stands for a number."""
        for chat in (CHANNEL, GROUP, OTHER):
            if str(wanted) in (str(chat["id"]), f"@{chat.get('username')}"):
                return chat
        return None

    def now(self) -> int:
        return int(time.time())

    # --- posts --------------------------------------------------------------------------------------------------------

    def post(self, chat: dict[str, Any], method: str, told: dict[str, Any], account: str, log: Log) -> Answer:
        if not self.may_post or chat is OTHER:
            return self.no("need administrator rights in the channel chat")
        if chat is GROUP and not self.hears_group:
            return self.no("bot was kicked from the supergroup chat", 403)
        answered = None
        if reply := told.get("reply_parameters"):
            answered = self.messages.get((chat["id"], reply["message_id"]))
            if answered is None:
                return self.no("message to be replied not found")
        parts, problem = self.parts(method, told)
        if problem:
            return self.no(problem)
        together = {"media_group_id": f"1{next(self.numbers)}"} if len(parts) > 1 else {}
        more = {"reply_to_message": answered} if answered else {}
        made = [self.keep(chat, part, **together, **more) for part in parts]
        group = "" if chat is CHANNEL else f"{chat['id']}/"
        log(
            "accepted", id=group + ",".join(str(each["message_id"]) for each in made), account=account, key="",
            text=made[0].get("text") or made[0].get("caption") or "", reply_to=answered and answered["message_id"],
            alts=[], pictures=[part["bytes"] for part in parts if "photo" in part], chat=chat["id"],
            covered=[bool(part.get("has_media_spoiler")) for part in parts if "photo" in part],
            preview=told.get("link_preview_options"),
        )  # fmt: skip
        return self.yes(made if method == "sendMediaGroup" else made[0])

    def parts(self, method: str, told: dict[str, Any]) -> tuple[list[Message], str]:
        """Return the messages that it becomes, or why it does not: /bots/api#sendmessage, #sendphoto, #sendmediagroup."""
        if method == "sendMessage":
            text = str(told["text"]).strip()
            return [{"text": text}], "message text is empty" if not text else "message is too long" * (
                units(text) > 4_096
            )
        album = told.get("media") or [told | {"media": "attach://photo"}]
        if method == "sendMediaGroup" and not 2 <= len(album) <= 10:
            return [], "wrong number of items in the media group"
        found: list[Message] = []
        for each in album:
            file = told.get(each["media"].removeprefix("attach://"))
            if not isinstance(file, dict) or file["file"] not in ("image/jpeg", "image/png"):
                return [], "IMAGE_PROCESS_FAILED"
            if file["bytes"] > MEGABYTES_10:
                return [], "file is too big"
            caption = str(each.get("caption") or "").strip()
            if units(caption) > 1_024:
                return [], "message caption is too long"
            shown = {"photo": [{"file_id": "f", "width": 1, "height": 1}], "bytes": file["bytes"]}
            found.append(
                shown | ({"caption": caption} if caption else {}) | {"has_media_spoiler": bool(each.get("has_spoiler"))}
            )
        return found, ""

    def keep(self, chat: dict[str, Any], part: Message, **more: Any) -> Message:
        """Store a message; the discussion group repeats what the channel says, and hears nothing of what the bot says."""
        number = next(self.numbers)
        made = {"message_id": number, "chat": chat, "date": self.now(), "sent_at": self.now()} | part | more
        if chat is CHANNEL:
            made |= {"sender_chat": CHANNEL}
        self.messages[chat["id"], number] = made
        if chat is CHANNEL and "forward_origin" not in made:
            self.repeat(made)
        return made

    def repeat(self, post: Message) -> None:
        """https://core.telegram.org/api/discussion: a post is forwarded by itself into the group, and to who is there."""
        origin = {"type": "channel", "chat": CHANNEL, "message_id": post["message_id"], "date": post["date"]}
        kept = {name: post[name] for name in ("text", "caption", "photo", "media_group_id") if name in post}
        made = self.keep(GROUP, kept, sender_chat=CHANNEL, is_automatic_forward=True, forward_origin=origin)
        if self.hears_group:
            self.tell("message", made)

    def edit(self, chat: dict[str, Any], told: dict[str, Any], name: str, log: Log) -> Answer:
        message = self.messages.get((chat["id"], told["message_id"]))
        if message is None:
            return self.no("message to edit not found")
        if (name == "text") is ("photo" in message):
            return self.no("there is no text in the message to edit" if name == "text" else "message can't be edited")
        if message.get(name) == told[name]:
            return self.no("message is not modified: specified new message content is exactly the same")
        message[name] = told[name]
        log("edited", id=told["message_id"], text=told[name])
        return self.yes(message)

    def take_back(self, chat: dict[str, Any], number: int, log: Log) -> Answer:
        """https://core.telegram.org/bots/api#deletemessage: within 48 hours."""
        message = self.messages.get((chat["id"], number))
        if message is None:
            return self.no("message to delete not found")
        if time.time() - message["sent_at"] + self.age_h * 3_600 > 48 * 3_600:
            return self.no("message can't be deleted for everyone")
        del self.messages[chat["id"], number]
        log("deleted", id=number, chat=chat["id"])
        return self.yes(True)

    # --- hearing ------------------------------------------------------------------------------------------------------

    def tell(self, kind: str, message: Message) -> None:
        self.updates.append({"update_id": self.next_update, kind: message})
        self.next_update += 1

    def hear(self, told: dict[str, Any]) -> Answer:
        """https://core.telegram.org/bots/api#getupdates: whoever names a number forgets what lies before it."""
        if self.webhook:
            return self.no("can't use getUpdates method while webhook is active; use deleteWebhook first", 409)
        if offset := told.get("offset"):
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        return self.yes(self.updates[: told.get("limit", 100)])


def _origin(message: Message) -> int:
    return int(message.get("forward_origin", {}).get("message_id", 0))


def main() -> None:
    parser = fault_server.options("telegram_fake", __doc__ or "")
    told = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(fault_server.run(World(), told, telegram_spec.specs(told.specs) if told.specs else None))


if __name__ == "__main__":
    main()
