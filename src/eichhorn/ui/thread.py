"""The thread: seven knots, always these words, always this order, from the goal to the answer.

The difficult thing: the thread belongs to no room, but every room knows one knot of it. So this module holds only the
shape; each room makes its own knot, and the page that shows several rooms ties them together.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from eichhorn.foundation.text import cut

FACT_LENGTH = 22
"""The fact below a knot has at most so many characters; a longer one is cut at a word."""


class KnotName(StrEnum):
    """The seven knots, in their order."""

    GOAL = "goal"
    REQUEST = "request"
    DRAFT = "draft"
    CHECK = "check"
    APPROVAL = "approval"
    DELIVERY = "delivery"
    ANSWER = "answer"


class KnotState(StrEnum):
    """Where a knot stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    SKIP = "skip"
    STOP = "stop"
    UNSURE = "unsure"


WORDS: dict[KnotName, Promise] = {
    KnotName.GOAL: pgettext_lazy("thread", "Goal"),
    KnotName.REQUEST: pgettext_lazy("thread", "Request"),
    KnotName.DRAFT: pgettext_lazy("thread", "Draft"),
    KnotName.CHECK: pgettext_lazy("thread", "Check"),
    KnotName.APPROVAL: pgettext_lazy("thread", "Approval"),
    KnotName.DELIVERY: pgettext_lazy("thread", "Delivery"),
    KnotName.ANSWER: pgettext_lazy("thread", "Answer"),
}

STATE_WORDS: dict[KnotState, Promise] = {
    KnotState.DONE: pgettext_lazy("knot", "done"),
    KnotState.NOW: pgettext_lazy("knot", "now"),
    KnotState.NEXT: pgettext_lazy("knot", "still to come"),
    KnotState.SKIP: pgettext_lazy("knot", "not part of this path"),
    KnotState.STOP: pgettext_lazy("knot", "stands still"),
    KnotState.UNSURE: pgettext_lazy("knot", "unsure"),
}

ICONS: dict[KnotState, str] = {
    KnotState.DONE: "check",
    KnotState.NOW: "",
    KnotState.NEXT: "",
    KnotState.SKIP: "minus",
    KnotState.STOP: "exclamation-mark",
    KnotState.UNSURE: "question-mark",
}


@dataclass(frozen=True, slots=True)
class Knot:
    """One step of the way: where it stands, one fact (who, when), and where it leads."""

    name: KnotName
    state: KnotState
    fact: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fact", cut(str(self.fact), FACT_LENGTH))

    @property
    def word(self) -> str:
        return str(WORDS[self.name])

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def icon(self) -> str:
        return ICONS[self.state]


@dataclass(frozen=True, slots=True)
class Thread:
    """The seven knots of one object."""

    knots: tuple[Knot, ...]

    def __post_init__(self) -> None:
        if tuple(knot.name for knot in self.knots) != tuple(KnotName):
            raise ValueError("A thread has the seven knots in their order: " + ", ".join(KnotName))

    @property
    def here(self) -> Knot:
        """Return the knot that tells most: what stands still, else what is unsure, else now, else the last one done."""
        for state in (KnotState.STOP, KnotState.UNSURE, KnotState.NOW):
            for knot in self.knots:
                if knot.state is state:
                    return knot
        done = [knot for knot in self.knots if knot.state is KnotState.DONE]
        return done[-1] if done else self.knots[0]

    @property
    def step(self) -> int:
        """Return the number of the knot where the object stands, 1 to 7."""
        return self.knots.index(self.here) + 1

    @property
    def trouble(self) -> str:
        """Return the state in words where colour alone would tell it; else nothing."""
        here = self.here
        return here.state_word if here.state in {KnotState.STOP, KnotState.UNSURE} else ""

    @property
    def word(self) -> str:
        """Return the one word for where the object stands, with its trouble."""
        return f"{self.here.word} {self.trouble}".rstrip()
