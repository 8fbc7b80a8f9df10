"""A post as the record that it becomes: its key, its facets, what is embedded. Pure, but for nothing asked of anybody.

The difficult thing: the key of the record is what makes a repeat harmless, so it comes from the post's own key and from
the instant at which it was first to be sent, and from nothing that could be different at the next try. A key of the AT
protocol is an instant in microseconds and ten bits beside it (https://atproto.com/specs/tid); posts that begin in the
same second are told apart by thirty bits of their own keys.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import regex

from eichhorn.foundation.text import LINK, Unit, length
from eichhorn.networks.base import Post, Refused

COLLECTION, GATES = "app.bsky.feed.post", "app.bsky.feed.threadgate"
TEXT_LIMIT, BYTE_LIMIT, PICTURES, LANGUAGES = 300, 3_000, 4, 3
PICTURE_BYTES, THUMB_BYTES = 2_000_000, 1_000_000
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
"""Where a post that does not say when it was made has its key; the key alone tells such posts apart."""
SECOND, YEAR = 1_000_000, 365 * 24 * 3_600 * 1_000_000
URI = re.compile(
    r"^at://(?P<did>did:[a-z]+:[a-zA-Z0-9._:%-]+)/(?P<collection>[a-zA-Z0-9.-]+)/(?P<key>[a-zA-Z0-9._:~-]+)$"
)
MENTION = regex.compile(
    r"(?<![\w@/.])@(?P<handle>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?)",
    regex.IGNORECASE,
)
HASHTAG = regex.compile(r"(?<![^\s(\[{„“\"'])[#＃](?!\ufe0f)(?P<tag>[^\s\u00ad\u2060\u200a-\u200d\u20e2#＃]+)")
TAG_LIMIT, TAG_BYTES = 64, 640
GRAPHIC, NUDITY = "graphic-media", "nudity"
NUDE = re.compile(r"nackt|nude|nudity|naked", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: whose repository, which collection, which key."""

    did: str
    collection: str
    key: str

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"

    @property
    def url(self) -> str:
        """The address at which people read it."""
        return f"https://bsky.app/profile/{self.did}/post/{self.key}"


def place(network_id: str) -> Place:
    """Return where the record of an id lies. Raises Refused where it is no id of this network."""
    found = URI.match(network_id)
    if found is None:
        raise Refused(f"{network_id[:100]} is no id of a post on this network.")
    return Place(found["did"], found["collection"], found["key"])


def record_key(post: Post) -> str:
    """Return the key under which the post is kept: the same at every try, another for every other post."""
    drawn = int.from_bytes(hashlib.sha256(b"eichhorn.post:" + post.key.encode()).digest())
    if post.made_at is None:
        micros = _micros(EPOCH) + drawn % YEAR
        return tid(micros, beside=drawn // YEAR)
    return tid(_micros(post.made_at.replace(microsecond=0)) + drawn % SECOND, beside=drawn // SECOND)


def tid(micros: int, *, beside: int) -> str:
    """Return the key of an instant, with ten bits beside it, in 13 digits that sort as the instants do."""
    number = (micros << 10) | (beside & 0x3FF)
    return "".join(DIGITS[(number >> shift) & 0x1F] for shift in range(60, -1, -5))


def instant_of(key: str) -> datetime | None:
    """Return the instant of a record's key, None where the key is none of an instant."""
    if len(key) != 13 or any(digit not in DIGITS for digit in key):
        return None
    number = 0
    for digit in key:
        number = number << 5 | DIGITS.index(digit)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    except OverflowError:
        return None


def _micros(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def wording(post: Post) -> str:
    """Return the text as it appears. The network has no words of warning, so they stand before it, for all to read."""
    if not post.content_warning:
        return post.text
    roomy = f"{post.content_warning}\n\n{post.text}"
    return roomy if fits(roomy) else f"{post.content_warning}\n{post.text}"


def fits(text: str) -> bool:
    return length(text, Unit.GRAPHEMES) <= TEXT_LIMIT and length(text, Unit.BYTES) <= BYTE_LIMIT


def check(post: Post) -> None:
    """Raise Refused where the network would not take the post, before a picture of it is there."""
    text = wording(post)
    pictures = [*post.pictures, *([post.card.picture] if post.card and post.card.picture else [])]
    limits = [PICTURE_BYTES] * len(post.pictures) + [THUMB_BYTES]
    for wrong, sentence in (
        (length(text, Unit.GRAPHEMES) > TEXT_LIMIT, f"The text is longer than {TEXT_LIMIT} characters."),
        (length(text, Unit.BYTES) > BYTE_LIMIT, f"The text is longer than {BYTE_LIMIT} bytes."),
        (len(post.pictures) > PICTURES, f"There are more than {PICTURES} pictures."),
        (post.video is not None, "Videos do not leave by machine on this network."),
        (post.poll is not None, "This network has no polls."),
        (post.visibility != "public", "Everything is public on this network."),
        *(
            (len(picture.content) > most, f"The picture {picture.file_name} has more than {most:,} bytes.")
            for picture, most in zip(pictures, limits, strict=False)
        ),
    ):
        if wrong:
            raise Refused(sentence)


@dataclass(frozen=True, slots=True)
class Embeds:
    """What of a post had to be asked for or brought there first."""

    pictures: Sequence[Mapping[str, Any]] = ()
    """The blobs of the pictures, in their order."""
    thumb: Mapping[str, Any] | None = None
    quoted: Mapping[str, str] | None = None
    reply: Mapping[str, Mapping[str, str]] | None = None
    people: Mapping[str, str] | None = None
    """The DIDs of those who are named, by handle in small letters."""


def record(post: Post, embeds: Embeds, *, written_at: datetime) -> dict[str, Any]:
    """Return the record of the post."""
    text = wording(post)
    found: dict[str, Any] = {
        "$type": COLLECTION,
        "text": text,
        "createdAt": stamp(written_at),
        "facets": facets(text, embeds.people or {}),
        "langs": [post.language] if post.language else [],
        "embed": _embed(post, embeds),
        "reply": embeds.reply,
        "labels": labels(post),
    }
    return {name: value for name, value in found.items() if value or name == "text"}


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def labels(post: Post) -> dict[str, Any] | None:
    """Return the label that keeps the pictures covered until somebody wants to see them; the network knows few."""
    if not post.content_warning or not post.pictures:
        return None
    value = NUDITY if NUDE.search(post.content_warning) else GRAPHIC
    return {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": value}]}


def _embed(post: Post, embeds: Embeds) -> dict[str, Any] | None:
    media = _media(post, embeds)
    if embeds.quoted is None:
        return media
    quote = {"$type": "app.bsky.embed.record", "record": dict(embeds.quoted)}
    return {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": media} if media else quote


def _media(post: Post, embeds: Embeds) -> dict[str, Any] | None:
    """Return pictures, else the card: there is place for one of them, and the link stays in the text."""
    if post.pictures:
        shown = []
        for picture, blob in zip(post.pictures, embeds.pictures, strict=True):
            image: dict[str, Any] = {"image": dict(blob), "alt": picture.alt}
            if picture.width > 0 and picture.height > 0:
                image["aspectRatio"] = {"width": picture.width, "height": picture.height}
            shown.append(image)
        return {"$type": "app.bsky.embed.images", "images": shown}
    if post.card is None:
        return None
    card = {"uri": post.card.url, "title": post.card.title, "description": post.card.description}
    thumb = {"thumb": dict(embeds.thumb)} if embeds.thumb else {}
    return {"$type": "app.bsky.embed.external", "external": card | thumb}


def facets(text: str, people: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what in the text is a link, a name or a subject, by the bytes of UTF-8 that it takes, in their order."""
    found: list[tuple[int, int, dict[str, str]]] = []
    for begin, end in links(text):
        found.append((begin, end, {"$type": "app.bsky.richtext.facet#link", "uri": text[begin:end]}))
    for name in MENTION.finditer(text):
        if did := people.get(name["handle"].lower()):
            found.append((name.start(), name.end(), {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    for begin, end, tag in hashtags(text):
        found.append((begin, end, {"$type": "app.bsky.richtext.facet#tag", "tag": tag}))
    shown, free_from = [], 0
    for begin, end, feature in sorted(found, key=lambda each: each[:2]):
        if begin >= free_from:
            index = {"byteStart": _bytes(text[:begin]), "byteEnd": _bytes(text[:end])}
            shown.append({"index": index, "features": [feature]})
            free_from = end
    return shown


def _bytes(text: str) -> int:
    return len(text.encode())


def links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where links begin and end; what closes the sentence around one does not belong to it."""
    for link in LINK.finditer(text):
        address = link.group()
        while True:
            shorter = address.rstrip(".,;:!?…“”„‚‘’«»›‹*_")
            if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
                shorter = shorter[:-1]
            if shorter.endswith("]") and shorter.count("[") < shorter.count("]"):
                shorter = shorter[:-1]
            if shorter == address:
                break
            address = shorter
        if address.partition("://")[2]:
            yield link.start(), link.start() + len(address)


def mentioned(text: str) -> list[str]:
    """Return the handles that are named in the text, in small letters, each once."""
    return list(dict.fromkeys(name["handle"].lower() for name in MENTION.finditer(text)))


def hashtags(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where subjects begin and end, and their words; a number alone is none."""
    for found in HASHTAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", found["tag"])
        if not regex.search(r"[^\d\p{P}]", tag):
            continue
        if length(tag, Unit.GRAPHEMES) <= TAG_LIMIT and _bytes(tag) <= TAG_BYTES:
            yield found.start(), found.start() + 1 + len(tag), tag
