"""What a bot of Telegram hears: comments in the discussion group of its channel, and the channel's own posts repeated there.

The difficult thing: a bot has no history to read, only a queue of what happened in the last 24 hours, which forgets
what a reader has confirmed (https://core.telegram.org/bots/api#getting-updates). Nobody tells a bot what it posted itself
either; but Telegram repeats every post of a channel in its discussion group, under the post's own number, and a bot that
is an administrator of that group hears it. That repetition is the only proof of a post that there is. So as little as
possible is confirmed: nothing while the queue fits into one answer, and then only its older half. It has to be asked
without an offset, for every other one confirms. Two channels with the same bot disturb each other no more than that.

The numbers of updates begin anew at random after a week without any, so a mark says its instant as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from eichhorn.networks.base import Message
from eichhorn.networks.telegram import words
from eichhorn.networks.telegram.api import Api, as_object, as_objects

MOST = 100
"""So many updates one answer has at most."""
KINDS = ["message", "channel_post"]
PAGES = 10
KEPT = 50
"""So many that were read already are not forgotten yet: a doubt about a post is cleared by them."""
BEGINS_ANEW = timedelta(days=6)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NO_GROUP = "-"


@dataclass(frozen=True, slots=True)
class Heard:
    """One update: its number, and the message that it tells of, empty where it tells of none."""

    number: int
    message: dict[str, Any]

    @property
    def at(self) -> datetime:
        return words.when(self.message) or NEVER


def pending(api: Api) -> list[Heard]:
    """Return what the queue holds, oldest first, at most a hundred. Nothing is forgotten by asking."""
    return _queue(api)


def _queue(api: Api, *, offset: int | None = None) -> list[Heard]:
    """Return what the queue holds from this number on, what lies before it is forgotten; without one nothing is."""
    found = []
    for update in as_objects(api.ask("getUpdates", {"offset": offset, "limit": MOST, "allowed_updates": KINDS})):
        message = as_object(update.get("message") or update.get("channel_post"))
        if isinstance(number := update.get("update_id"), int):
            whole = isinstance(message.get("message_id"), int) and words.when(message) is not None
            found.append(Heard(number, message if whole else {}))
    return found


def incoming(api: Api, channel: str, *, since: str) -> Iterator[Message]:
    """Yield the comments after the mark, oldest first.

    Forgotten is only what lies before the mark, which is kept here already, or what was never for us.
    """
    after, seen, group = _mark(since), set[int](), ""
    queue = pending(api)
    for _ in range(PAGES):
        if not group and any(_may_be_comment(update.message) for update in queue):
            group = str(as_object(api.ask("getChat", {"chat_id": channel})).get("linked_chat_id") or NO_GROUP)
        albums = _albums(queue, channel)
        comments = [_comment(update, channel, group, albums) if _is_new(update, after) else None for update in queue]
        yield from (
            comment
            for update, comment in zip(queue, comments, strict=True)
            if comment is not None and update.number not in seen
        )
        done = next((place for place, comment in enumerate(comments) if comment is not None), len(queue))
        if len(queue) < MOST or done <= KEPT:
            return
        seen |= {update.number for update in queue}
        queue = _queue(api, offset=queue[done - KEPT].number)


def repeated(api: Api, channel: str, *, since: datetime) -> list[list[dict[str, Any]]]:
    """Return the channel's posts since the instant as far as the queue tells of them, each with all its messages."""
    posts: dict[str, dict[int, dict[str, Any]]] = {}
    for update in pending(api):
        if (post := _post(update.message, channel)) and (words.when(post) or since) >= since:
            together = str(post.get("media_group_id") or post["message_id"])
            posts.setdefault(together, {})[post["message_id"]] = post
    return [[parts[number] for number in sorted(parts)] for parts in posts.values()]


def _post(message: dict[str, Any], channel: str) -> dict[str, Any] | None:
    """Return the channel's post of which a message tells, with its own number and date; None where it tells of none."""
    if str(as_object(message.get("chat")).get("id")) == channel:
        return message
    origin = as_object(message.get("forward_origin"))
    if message.get("is_automatic_forward") is not True or origin.get("type") != "channel":
        return None
    chat, number = as_object(origin.get("chat")), origin.get("message_id")
    if str(chat.get("id")) != channel or not isinstance(number, int):
        return None
    answered = _post(as_object(message.get("reply_to_message")), channel)
    return message | {
        "message_id": number, "chat": chat, "date": origin.get("date"), "reply_to_message": answered or {}
    }  # fmt: skip


def _albums(queue: list[Heard], channel: str) -> dict[str, list[int]]:
    """Return the numbers of the messages of each album that the queue tells of."""
    found: dict[str, set[int]] = {}
    for update in queue:
        post = _post(update.message, channel)
        if post and post.get("media_group_id"):
            found.setdefault(str(post["media_group_id"]), set()).add(post["message_id"])
    return {album: sorted(numbers) for album, numbers in found.items()}


def _may_be_comment(message: dict[str, Any]) -> bool:
    chat = as_object(message.get("chat"))
    return (
        chat.get("type") in ("supergroup", "group")
        and message.get("is_automatic_forward") is not True
        and bool(as_object(message.get("reply_to_message")))
    )


def _comment(update: Heard, channel: str, group: str, albums: dict[str, list[int]]) -> Message | None:
    """Return what somebody said below a post of ours, or below another comment; None for everything else."""
    message = update.message
    chat = str(as_object(message.get("chat")).get("id"))
    voice = as_object(message.get("sender_chat"))
    if not _may_be_comment(message) or chat != group or str(voice.get("id")) == channel or not words.said(message):
        return None
    who = voice or as_object(message.get("from"))
    name = " ".join(str(who[part]) for part in ("first_name", "last_name", "title") if who.get(part))
    answered = as_object(message.get("reply_to_message"))
    if post := _post(answered, channel):
        numbers = albums.get(str(post.get("media_group_id") or ""), [post["message_id"]])
        answers = ",".join(map(str, numbers))
    else:
        answers = f"{chat}/{answered.get('message_id')}"
    return Message(
        network_id=f"{chat}/{message.get('message_id')}",
        answers=answers,
        author=f"@{who['username']}" if who.get("username") else name or str(who.get("id") or ""),
        author_name=name,
        text=words.said(message),
        language="",
        url=words.address(message),
        said_at=update.at,
        mark=f"{update.number}:{int(update.at.timestamp())}",
    )


def _mark(since: str) -> tuple[int, datetime] | None:
    number, _, second = since.partition(":")
    if not (number.isdecimal() and second.isdecimal()):
        return None
    return int(number), datetime.fromtimestamp(min(int(second), 4_000_000_000), UTC)


def _is_new(update: Heard, after: tuple[int, datetime] | None) -> bool:
    """Return whether it came after the mark: by its number, or so much later that the numbers may have begun anew."""
    return after is None or update.number > after[0] or update.at - after[1] > BEGINS_ANEW
