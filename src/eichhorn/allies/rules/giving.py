"""What somebody can give, how long it takes them, and which gift is the smallest next one.

The difficult thing: whoever is asked for much says No, and is lost for the next time. So the first ask is for one thing,
the smallest that they like to give; only who has given before is asked for two.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

BEGINNING = 5
"""Two words speak of one thing when their first letters, so many, are the same: workshop and workshops."""
SHORTEST = 4


class Gift(StrEnum):
    """Something that a department has and a post needs."""

    PHOTO = "photo"
    VOICE = "voice"
    """Said into the phone instead of written."""
    SENTENCES = "sentences"
    VISIT = "visit"
    """We come by and look; they show us round."""
    FIGURES = "figures"
    """A number, with where it comes from."""


MINUTES: dict[Gift, int] = {Gift.PHOTO: 1, Gift.VOICE: 2, Gift.SENTENCES: 4, Gift.VISIT: 10, Gift.FIGURES: 10}
"""What we say it takes, in minutes; the order in which gifts grow."""


def smallest(likes: Collection[Gift], *, times_given: int) -> tuple[Gift, ...]:
    """Return what to ask for next: one thing the first time, then two, of what somebody likes to give, the smallest first.

    Who said nothing of it is asked for a photo. A second thing that nobody named is some sentences.
    """
    liked = [gift for gift in MINUTES if gift in likes] or [Gift.PHOTO]
    if times_given < 1:
        return (liked[0],)
    second = next((gift for gift in [*liked[1:], Gift.SENTENCES] if gift != liked[0]), None)
    return (liked[0], second) if second is not None else (liked[0],)


def minutes(gifts: Iterable[Gift]) -> int:
    """Return how many minutes the gifts take together."""
    return sum(MINUTES[gift] for gift in set(gifts))


def known_gifts(names: Iterable[str]) -> tuple[Gift, ...]:
    """Return the gifts of these names, the smallest first; what is none is left out."""
    wanted = set(names)
    return tuple(gift for gift in MINUTES if gift.value in wanted)


def speaks_of(about: str, words: str) -> bool:
    """Return whether what somebody said they know has a word of these, or one that begins alike."""
    known = {_stem(word) for word in _parted(about)}
    return any(_stem(word) in known for word in _parted(words))


def _parted(text: str) -> list[str]:
    whole = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return [word for word in whole.split() if len(word) >= SHORTEST]


def _stem(word: str) -> str:
    return word[:BEGINNING]
