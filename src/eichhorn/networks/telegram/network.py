"""A channel on Telegram, by a bot that is one of its administrators.

The difficult thing is not knowing: Telegram keeps no key that makes a second try harmless, a bot reads no history, and is
not told of what it posted itself. So a post whose answer never came is looked for where Telegram repeats it, in the
channel's discussion group, for 24 hours and only where the bot is an administrator of that group too; see `listening`.
Where there is no such group, nothing can be known by machine: `find` returns None, which proves nothing, and delivery
asks a person. What would look like a way out is none: changing a message in order to learn whether it is there might
change another, and the public page t.me/s/ is no interface and may be switched off.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from eichhorn.foundation.text import Unit, length
from eichhorn.networks.answers import Asking, NotThere
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Fact,
    Keys,
    Message,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unreachable,
    Unsure,
    Visibility,
)
from eichhorn.networks.doors import Asked
from eichhorn.networks.telegram import listening, words
from eichhorn.networks.telegram.api import Api, Shut, Unchanged, as_object, as_objects

USUAL = "https://api.telegram.org"
DOCS = "https://core.telegram.org/bots/api"
READ_ON = "2026-11-22"
TEXT_LIMIT, CAPTION_LIMIT, PICTURES, PICTURE_BYTES = 4_096, 1_024, 10, 10_000_000
KINDS = ("image/jpeg", "image/png")
PACE_S = 3
"""Twenty messages a minute to one group, and no more than one a second to any chat."""
POST_S = 50.0
"""Pictures and words leave in one request, within the minute after which delivery gives an attempt up."""
CLOCKS_DIFFER = timedelta(minutes=1)
ASKS = (Asked("bot_token", secret=True), Asked("chat"))


class Telegram:
    """One channel."""

    slug: ClassVar[str] = "telegram"
    label: ClassVar[str] = "Telegram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(TEXT_LIMIT, f"{DOCS}#sendmessage", READ_ON),
        unit=Unit.UTF16,
        link_length=None,
        pictures=Fact(PICTURES, f"{DOCS}#sendmediagroup", READ_ON),
        alt_limit=Fact(0, f"{DOCS}#inputmediaphoto", READ_ON),
        caption_limit=Fact(CAPTION_LIMIT, f"{DOCS}#sendphoto", READ_ON),
        picture_types=KINDS,
        picture_bytes=Fact(PICTURE_BYTES, f"{DOCS}#sendphoto", READ_ON),
        picture_sides=Fact(10_000, f"{DOCS}#sendphoto", READ_ON),
        picture_ratio=Fact(20, f"{DOCS}#sendphoto", READ_ON),
        comments=False,
        language=False,
        content_warning=False,
        pace=Fact(PACE_S, "https://core.telegram.org/bots/faq", READ_ON),
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._api = Api(account.server_url.rstrip("/"), account.keys.token)

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return None

    @property
    def _channel(self) -> str:
        """The channel's number: a name may be given to another channel, a number never is."""
        return self._account.keys.place or self._account.account_id

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        _check(post)
        answered = words.place(post.reply_to) if post.reply_to else None
        group = answered.chat if answered else ""
        fields: dict[str, Any] = {"chat_id": group or self._channel}
        if answered:
            fields["reply_parameters"] = {"message_id": answered.messages[0]}
        try:
            made = self._put(post, fields)
        except Shut as shut:
            if not group:
                raise
            raise Refused(shut.told) from shut  # the discussion group is closed to the bot, and not the channel
        receipt = words.receipt(as_objects(made if isinstance(made, list) else [made]), group=group)
        if receipt is None:
            raise Unsure("Telegram took the request and did not name the message.")
        return receipt

    def _put(self, post: Post, fields: dict[str, Any]) -> Any:
        """Return what Telegram made of it, one message or an album, in one request: a part alone never stands there."""
        words_sent, covered = words.text_of(post), bool(post.content_warning)
        seen: dict[str, Any] = {"asking": Asking.SEEN, "within_s": POST_S}
        if not post.pictures:
            preview = {"url": post.card.url} if post.card else {}
            return self._api.ask("sendMessage", fields | {"text": words_sent, "link_preview_options": preview}, **seen)
        if len(post.pictures) == 1:
            fields |= {"caption": words_sent, "has_spoiler": covered}
            return self._api.ask("sendPhoto", fields, files={"photo": post.pictures[0]}, **seen)
        files = {f"picture{number}": picture for number, picture in enumerate(post.pictures, 1)}
        album: list[dict[str, Any]] = [
            {"type": "photo", "media": f"attach://{name}", "has_spoiler": covered} for name in files
        ]
        album[0] |= {"caption": words_sent} if words_sent else {}
        return self._api.ask("sendMediaGroup", fields | {"media": album}, files=files, **seen)

    # --- changing what is out -----------------------------------------------------------------------------------------

    def edit(self, network_id: str, post: Post) -> Receipt:
        """The text is changed; the pictures stay as they are."""
        _check(post)
        there = words.place(network_id)
        if len(there.messages) != max(len(post.pictures), 1):
            raise Refused("On Telegram only the text of a post can be changed, not how many pictures it has.")
        method, name = ("editMessageCaption", "caption") if post.pictures else ("editMessageText", "text")
        fields = {
            "chat_id": there.chat or self._channel, "message_id": there.messages[0], name: words.text_of(post),
        }  # fmt: skip
        try:
            made = as_object(self._api.ask(method, fields))
        except Unchanged:
            made = {}
        chat = as_object(made.get("chat")) or self._chat(there.chat)
        return Receipt(network_id, words.address({"chat": chat, "message_id": there.messages[0]}))

    def delete(self, network_id: str) -> None:
        """All its messages are gone. Telegram refuses after 48 hours, unless the bot may delete what others post."""
        there = words.place(network_id)
        for message in there.messages:
            try:
                self._api.ask("deleteMessage", {"chat_id": there.chat or self._channel, "message_id": message})
            except NotThere:
                continue

    # --- looking and listening ----------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        """Return the post where the channel's discussion group repeats it; what is said in that group itself is not."""
        answered = words.place(post.reply_to) if post.reply_to else None
        if answered and answered.chat:
            return None
        others = {number for each in known if "/" not in each for number in each.split(",")}
        for messages in listening.repeated(self._api, self._channel, since=since - CLOCKS_DIFFER):
            if not others & {str(message["message_id"]) for message in messages} and self._same(post, messages):
                return words.receipt(messages)
        return None

    def _same(self, post: Post, messages: list[dict[str, Any]]) -> bool:
        first = messages[0]
        answers = as_object(first.get("reply_to_message")).get("message_id")
        wanted = words.place(post.reply_to).messages[0] if post.reply_to else None
        pictures = sum("photo" in message for message in messages)
        return (
            answers in (wanted, None)  # a repetition need not say what its post answers
            and pictures == len(post.pictures)
            and words.essence("".join(map(words.said, messages))) == words.essence(words.text_of(post))
        )

    def incoming(self, *, since: str) -> Iterator[Message]:
        return listening.incoming(self._api, self._channel, since=since)

    # --- whose channel it is ------------------------------------------------------------------------------------------

    def tell(self) -> Told:
        chat = self._chat("")
        name = f"@{chat['username']}" if chat.get("username") else str(chat.get("title") or chat["id"])
        return Told(picture_bytes=PICTURE_BYTES, account=name, account_id=str(chat["id"]))

    def _chat(self, number: str) -> dict[str, Any]:
        chat = as_object(self._api.ask("getChat", {"chat_id": number or self._channel}))
        if not isinstance(chat.get("id"), int):
            raise Unreachable("Telegram does not say which channel this is.")
        return chat

    # --- letting us in ------------------------------------------------------------------------------------------------

    @classmethod
    def usual_server(cls) -> str:
        return USUAL

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        return ASKS

    @classmethod
    def sign_in(cls, server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
        """Return the server and the keys: the bot's token with the number of the channel in which it may post."""
        server, token = (server_url or USUAL).rstrip("/"), given.get("bot_token", "").strip()
        chat = _chat_typed(given.get("chat", ""))
        if not token or not chat:
            raise Refused("Token and channel are both needed.")
        api = Api(server, token)
        bot = as_object(api.ask("getMe", {}))
        if as_object(api.ask("getWebhookInfo", {})).get("url"):
            raise Refused("This bot tells another program what it hears. Make one for Eichhorn alone.")
        found = as_object(api.ask("getChat", {"chat_id": chat}))
        if found.get("type") != "channel":
            raise Refused(f"{chat} is no channel.")
        member = as_object(api.ask("getChatMember", {"chat_id": found.get("id"), "user_id": bot.get("id")}))
        if member.get("can_post_messages") is not True:
            raise Unauthorised("The bot is no administrator of the channel who may post messages there.")
        return server, Keys(token, place=str(found["id"]))


def _chat_typed(typed: str) -> str:
    """Return the channel as Telegram takes it: its number, or its name with an @ before it."""
    text = typed.strip().removeprefix("https://").removeprefix("http://").removeprefix("t.me/").strip("/")
    return text if not text or text.startswith("@") or text.removeprefix("-").isdecimal() else f"@{text}"


def _check(post: Post) -> None:
    """Raise Refused for what Telegram would cut, or show otherwise than it was meant."""
    limit = CAPTION_LIMIT if post.pictures else TEXT_LIMIT
    problems = {
        f"Telegram takes {limit:,} characters{' beside pictures' if post.pictures else ''}.": (
            length(words.text_of(post), Unit.UTF16) > limit
        ),
        f"Telegram takes {PICTURES} pictures.": len(post.pictures) > PICTURES,
        "Telegram takes JPEG and PNG.": any(picture.media_type not in KINDS for picture in post.pictures),
        "Telegram takes pictures of 10 MB.": any(len(picture.content) > PICTURE_BYTES for picture in post.pictures),
        "Videos and polls do not leave for Telegram by machine.": bool(post.video or post.poll),
        "On Telegram a post quotes no other.": bool(post.quotes),
        "In a channel everything is for all who read it.": post.visibility is not Visibility.PUBLIC,
    }
    for sentence, found in problems.items():
        if found:
            raise Refused(sentence)
