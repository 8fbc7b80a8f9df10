"""What an idea is and becomes, what is looked for among them, and how long a link for phones holds.

The difficult thing: a guest's words become the text of a draft. So they come as words and nothing else: no line of theirs
parts the post into a thread.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from eichhorn.content.rules import is_address, joined, tidy
from eichhorn.foundation.states import States

LONGEST_TITLE, LONGEST_NOTE, LONGEST_NAME, LONGEST_BECAUSE = 160, 5_000, 120, 300
MOST_PICTURES = 6
LONGEST_SEARCH = 200
PAGE = 50


class State(StrEnum):
    """Where an idea stands."""

    OPEN = "open"
    """It waits in the pool until somebody takes it up."""
    TAKEN = "taken"
    """It became a post. Should that be put back, the idea can return into the pool."""
    ASIDE = "aside"
    """Nobody wants to make it now; it is kept, and can be brought back."""


STATES = States(
    kind=State,
    starts=frozenset({State.OPEN}),
    moves={
        State.OPEN: frozenset({State.TAKEN, State.ASIDE}),
        State.TAKEN: frozenset({State.OPEN}),
        State.ASIDE: frozenset({State.OPEN}),
    },
)


class Lasts(StrEnum):
    """How long a link for phones lets somebody in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


SPANS: dict[Lasts, timedelta] = {
    Lasts.DAY: timedelta(days=1), Lasts.WEEK: timedelta(days=7), Lasts.MONTH: timedelta(days=30),
    Lasts.QUARTER: timedelta(days=90),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the pool."""

    words: str = ""
    state: State = State.OPEN
    by_phone: str = ""
    """"phone": only those that came by a link; "new": of these only those at which nobody has looked."""
    tag: str = ""
    goal: int | None = None
    topic: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.by_phone or self.tag or self.goal or self.topic)


def address_of(typed: str) -> str:
    """Return the address of a page as it is kept, empty where it is none; what lacks its beginning gets one."""
    one = "".join(typed.split())
    if is_address(one):
        return one
    host = one.partition("/")[0]
    whole = f"https://{one}"
    return whole if "." in host.strip(".") and ":" not in host and is_address(whole) else ""


def draft_text(note: str, link: str) -> str:
    """Return the words with which the post begins: the note in one piece, and the link below where it is not in it."""
    words = joined(tidy(note))
    return "\n\n".join(part for part in (words, link if link not in words else "") if part)


def findable(*parts: str) -> str:
    """Return what a search looks through, in small letters."""
    return "\n".join(part for part in parts if part).casefold().replace("\x00", "")
