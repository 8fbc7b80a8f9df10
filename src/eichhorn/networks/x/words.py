"""What a post of X says, as people read it, and whether it is the one that we sent.

The difficult thing: X gives back another text than it took. Links become t.co addresses, & < > become entities, a link
to the pictures is put behind it, and the names of those who are answered before it.
"""

import html
import re
from datetime import datetime
from typing import Any

from eichhorn.foundation.text import comparable, weighted_links
from eichhorn.networks import plain
from eichhorn.networks.base import Post
from eichhorn.networks.x.api import as_object, as_objects

LEADING_NAMES = re.compile(r"^(?:@\w+\s+)+")
TO_MEDIA = re.compile(r"/(?:photo|video)/\d+$")


def said(tweet: dict[str, Any]) -> str:
    """Return the text with its links written out, without the links that only lead to its pictures or its quote."""
    long = as_object(tweet.get("note_post") or tweet.get("note_tweet"))
    whole = long if long.get("text") else tweet
    text, quoted = str(whole.get("text") or ""), referred(tweet, "quoted")
    for link in as_objects(as_object(whole.get("entities")).get("urls")):
        short, meant = str(link.get("url") or ""), str(link.get("expanded_url") or "")
        shown = link.get("media_key") or TO_MEDIA.search(meant)
        if short and meant:
            text = text.replace(short, "" if shown or (quoted and meant.rstrip("/").endswith(quoted)) else meant)
    return html.unescape(text).strip()


def referred(tweet: dict[str, Any], kind: str) -> str:
    """Return the id of the post that this one answers ("replied_to"), quotes or passes on ("retweeted")."""
    others = as_objects(tweet.get("referenced_posts") or tweet.get("referenced_tweets"))
    return next((str(other.get("id")) for other in others if other.get("type") == kind), "")


def when(tweet: dict[str, Any]) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(tweet.get("created_at")))
    except ValueError:
        return None
    return found if found.tzinfo else None


def text_of(post: Post) -> str:
    """Return what is sent: a warning has no field of its own, so it stands before the text."""
    return "\n\n".join(part for part in (post.content_warning, post.text) if part)


def same(post: Post, tweet: dict[str, Any], polls: dict[str, list[str]]) -> bool:
    """Return whether it says exactly what the post says, to the same, with as many pictures and the same poll."""
    attached = as_object(tweet.get("attachments"))
    shown = len(attached.get("media_keys") or ())
    asked = [polls.get(str(poll), []) for poll in attached.get("poll_ids") or ()]
    return (
        not referred(tweet, "retweeted")
        and referred(tweet, "replied_to") == post.reply_to
        and referred(tweet, "quoted") == post.quotes
        and shown == len(post.pictures) + (post.video is not None)
        and asked == ([list(post.poll.options)] if post.poll else [])
        and _essence(said(tweet), answers=bool(post.reply_to)) == _essence(text_of(post), answers=bool(post.reply_to))
    )


def _essence(text: str, *, answers: bool) -> str:
    """Return the text with each link in one form, and for an answer without the names before it."""
    parts, end = [], 0
    for begin, after in weighted_links(text):
        parts += [text[end:begin], _address(text[begin:after])]
        end = after
    essence = comparable(plain.to_html("".join([*parts, text[end:]])))
    return LEADING_NAMES.sub("", essence) if answers else essence


def _address(link: str) -> str:
    """Return the link without what X adds to it or takes from it."""
    bare = re.sub(r"^https?://", "", link, flags=re.IGNORECASE).rstrip("/")
    host, slash, rest = bare.partition("/")
    return host.lower() + slash + rest
