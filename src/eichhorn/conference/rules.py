"""What stands on an agenda and why, what can be decided there, and what a decision changed.

The difficult thing: between looking and pressing somebody else may have changed the thing. So whoever presses says what
they saw, as a mark of how the thing stood and of what was decided about it last; another mark is asked again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from enum import StrEnum

from eichhorn.foundation.states import States


class State(StrEnum):
    """Where a meeting stands."""

    PREPARED = "prepared"
    """It has a date and people; its agenda is built when it is opened."""
    RUNNING = "running"
    """Its agenda was built, and is being decided."""
    CLOSED = "closed"
    """Its protocol stands and never changes; what was wrong in it is said in an addition."""


STATES = States(
    kind=State,
    starts=frozenset({State.PREPARED}),
    moves={
        State.PREPARED: frozenset({State.RUNNING}),
        State.RUNNING: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    },
)


class Section(StrEnum):
    """The parts of an agenda, in their order."""

    LEFT_OPEN = "left_open"
    UNDECIDED = "undecided"
    PLAN = "plan"
    CLASHES = "clashes"
    GOALS = "goals"
    LEARNING = "learning"
    OWN = "own"


class Why(StrEnum):
    """Why something stands on the agenda."""

    REQUEST = "request"
    """It waits in triage for more than a day."""
    APPROVAL = "approval"
    """Somebody was asked for a Yes and has not answered."""
    NEEDS_SOMEONE = "needs_someone"
    """Its sending is in doubt, stands still, or is too late to leave by itself."""
    IDEA = "idea"
    """It has no date."""
    GAP = "gap"
    """Places of a channel on which nothing stands."""
    FULL = "full"
    """More posts stand on a day of a channel than it has places."""
    CLOSE = "close"
    """Two posts of one channel stand within an hour."""
    HOLIDAY = "holiday"
    """It would appear on a public holiday."""
    ELECTION = "election"
    """Posts stand in the time before an election."""
    GOAL = "goal"
    """Nothing is planned for it."""
    WITHOUT_GOAL = "without_goal"
    """It pays into no goal."""
    WENT_OUT = "went_out"
    TALKED = "talked"
    TAKEN_BACK = "taken_back"
    FAILED = "failed"
    POINT = "point"
    """Somebody put it on the agenda in their own words."""
    MORE = "more"
    """There is more of a kind than an agenda holds."""


SECTIONS: dict[Why, Section] = {
    Why.REQUEST: Section.UNDECIDED, Why.APPROVAL: Section.UNDECIDED, Why.NEEDS_SOMEONE: Section.UNDECIDED,
    Why.IDEA: Section.UNDECIDED, Why.GAP: Section.PLAN, Why.FULL: Section.PLAN, Why.CLOSE: Section.CLASHES,
    Why.HOLIDAY: Section.CLASHES, Why.ELECTION: Section.CLASHES, Why.GOAL: Section.GOALS, Why.WITHOUT_GOAL: Section.GOALS,
    Why.WENT_OUT: Section.LEARNING, Why.TALKED: Section.LEARNING, Why.TAKEN_BACK: Section.LEARNING,
    Why.FAILED: Section.LEARNING, Why.POINT: Section.OWN,
}  # fmt: skip


class Deed(StrEnum):
    """What can be decided about a line."""

    MOVE = "move"
    PUT_BACK = "put_back"
    BEGIN = "begin"
    SET_GOAL = "set_goal"
    PLAN = "plan"
    HOLD = "hold"
    NOTE = "note"
    """It was decided so, or what became of the thing at its own page is kept."""
    ADJOURN = "adjourn"


ALWAYS = (Deed.NOTE, Deed.ADJOURN)
DEEDS: dict[Why, tuple[Deed, ...]] = {
    Why.REQUEST: ALWAYS,
    Why.APPROVAL: (Deed.MOVE, Deed.PUT_BACK, *ALWAYS),
    Why.NEEDS_SOMEONE: (Deed.HOLD, *ALWAYS),
    Why.IDEA: (Deed.MOVE, Deed.BEGIN, Deed.SET_GOAL, Deed.PUT_BACK, *ALWAYS),
    Why.GAP: (Deed.PLAN, *ALWAYS),
    Why.FULL: ALWAYS,
    Why.CLOSE: (Deed.MOVE, Deed.PUT_BACK, *ALWAYS),
    Why.HOLIDAY: (Deed.MOVE, Deed.PUT_BACK, *ALWAYS),
    Why.ELECTION: (Deed.HOLD, *ALWAYS),
    Why.GOAL: (Deed.PLAN, *ALWAYS),
    Why.WITHOUT_GOAL: (Deed.SET_GOAL, Deed.MOVE, Deed.PUT_BACK, *ALWAYS),
    Why.WENT_OUT: ALWAYS,
    Why.TALKED: ALWAYS,
    Why.TAKEN_BACK: ALWAYS,
    Why.FAILED: ALWAYS,
    Why.POINT: (Deed.PLAN, *ALWAYS),
    Why.MORE: ALWAYS,
}

MOST_OF_A_KIND = 7
"""More of one kind than this is said in one line, with the way to all of them."""
WAITED = timedelta(days=1)
"""A request that waits longer than this comes before the meeting."""
AHEAD_DAYS = 14
BEHIND = timedelta(days=7)
CLOSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line says besides its title, as it was when the agenda was built. Instants and wall-clock times in ISO form."""

    when: str = ""
    """A wall-clock time: when it is planned."""
    since: str = ""
    """An instant."""
    until: str = ""
    """An instant."""
    days: tuple[str, ...] = ()
    """Wall-clock times: free places."""
    where: str = ""
    """Names of channels."""
    other: str = ""
    """The other post, the holiday, the department."""
    state: str = ""
    """Where its sending stands."""
    count: int | None = None
    """None where nobody knows."""
    of: int | None = None
    unknown: str = ""
    """Names of channels of which we do not hear what people say."""
    what: str = ""
    """Of which kind there is more."""
    settled: bool = False
    """It was adjourned, and the question arises no more."""

    @classmethod
    def of_row(cls, kept: Mapping[str, object]) -> "Facts":
        """Return the facts of a line as the database keeps them."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in kept.items() if name in known}
        days = given.pop("days", ())
        return cls(days=tuple(str(day) for day in days) if isinstance(days, list | tuple) else (), **given)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Point:
    """Something that belongs on the agenda, and the numbers of the things that it is about."""

    why: Why
    title: str
    facts: Facts = Facts()
    slot: int | None = None
    other_slot: int | None = None
    request: int | None = None
    approval: int | None = None
    goal: int | None = None
    channel: int | None = None
    came_from: int | None = None
    section: Section | None = None

    @property
    def stands_in(self) -> Section:
        return self.section if self.section is not None else SECTIONS[self.why]

    @property
    def key(self) -> tuple[object, ...]:
        """Return by what the same question is found again at the next meeting."""
        when = self.facts.when if self.why is Why.FULL else ""
        other = self.facts.other if self.why is Why.ELECTION else ""
        return (self.why, self.slot, self.other_slot, self.request, self.goal, self.channel, when, other)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands, as far as a meeting can change it."""

    stage: str = ""
    when: str = ""
    """Wall-clock time in ISO form."""
    goal: str = ""
    request: str = ""
    title: str = ""
    """Of a post that came into the plan by the decision."""
    hold: str = ""
    """Why everything is held."""

    @classmethod
    def of_row(cls, kept: Mapping[str, object]) -> "Standing":
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in kept.items() if name in known})


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a thing, before and after."""

    field: str
    before: str
    after: str


def changes(before: Standing, after: Standing) -> tuple[Change, ...]:
    """Return what differs, in the order of the fields."""
    was, now = asdict(before), asdict(after)
    return tuple(Change(name, was[name], now[name]) for name in was if was[name] != now[name])


def mark(standing: Standing, *, decided: int) -> str:
    """Return the mark of how a thing stood, and of the decision about it that was the last one (0 for none)."""
    said = "\x1f".join([str(decided), *asdict(standing).values()])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_question(why: Why) -> bool:
    """Return whether the line asks for something; what we learnt only tells."""
    return why not in {Why.WENT_OUT, Why.TALKED, Why.TAKEN_BACK, Why.FAILED, Why.MORE}
