"""How a text stands on a channel: its posts, and how much room is left in the fullest of them.

The browser counts the same at each key (assets/ts/counting.ts); tests/vectors/counting.json holds both to it.
"""

from dataclasses import dataclass

from eichhorn.channels.rules import Limits
from eichhorn.content.rules import joined, labelled, parts


@dataclass(frozen=True, slots=True)
class Fit:
    """Posts in order, and the one that has least room left, in the network's unit."""

    parts: tuple[str, ...]
    used: int
    left: int
    """Negative where it is too long."""
    limit: int
    """What a post without pictures may have."""
    lefts: tuple[int, ...]
    """The room left in each part."""
    merged: int
    """Of how many parts the one post is made, where the channel knows no threads."""


def fit(words: str, warning: str, pictures: int, limits: Limits, *, label: str = "") -> Fit:
    """Return how the words stand with that warning and so many pictures; the first part has all the pictures."""
    found = parts(words)
    pieces = labelled(found if limits.threads else (joined(words),), label)
    posts = [
        (limits if place else limits.beside(pictures), limits.warned(piece, warning))
        for place, piece in enumerate(pieces)
    ]
    lefts = tuple(room.left(post) for room, post in posts)
    room, fullest = posts[lefts.index(min(lefts))]
    return Fit(
        parts=pieces,
        used=room.used(fullest),
        left=min(lefts),
        limit=limits.text_limit,
        lefts=lefts,
        merged=1 if limits.threads else len(found),
    )
