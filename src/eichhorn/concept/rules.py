"""Seven questions, and which version of the answers is in force on a day.

The difficult thing: a strategy is decided before it begins, and the old one holds until then. So nothing is switched on
that day by a job that might not run: which version is in force follows from the days alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eichhorn.foundation.states import States

LONGEST_ANSWER = 30_000
LONGEST_REASON = 2_000


class Question(StrEnum):
    """What a strategy answers, in this order."""

    GOALS = "goals"
    AUDIENCES = "audiences"
    CONTENT = "content"
    FORM = "form"
    DIALOGUE = "dialogue"
    PLATFORMS = "platforms"
    ORGANISATION = "organisation"


class State(StrEnum):
    """What somebody did with a version."""

    DRAFT = "draft"
    """It is being written; there is one at a time."""
    DECIDED = "decided"
    """It holds from its day on, and its answers never change."""


STATES = States(
    kind=State,
    starts=frozenset({State.DRAFT}),
    moves={State.DRAFT: frozenset({State.DECIDED}), State.DECIDED: frozenset({State.DRAFT})},
)


class Standing(StrEnum):
    """Where a version stands on a day."""

    DRAFT = "draft"
    TO_COME = "to_come"
    """Decided; its day has not come."""
    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"
    """In force, and the day has come on which it was to be looked at again."""
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of a version; `begins_on` None is a draft."""

    number: int
    begins_on: date | None
    review_on: date | None = None


def standings(versions: Iterable[Dated], *, on: date) -> dict[int, Standing]:
    """Return where each version stands on the day, by its number. At most one is in force or under review."""
    versions = tuple(versions)
    begun = [one for one in versions if one.begins_on is not None and one.begins_on <= on]
    latest = max(begun, key=lambda one: (one.begins_on or date.min, one.number), default=None)
    return {one.number: _standing(one, latest, on) for one in versions}


def _standing(one: Dated, latest: Dated | None, on: date) -> Standing:
    if one.begins_on is None:
        return Standing.DRAFT
    if one.begins_on > on:
        return Standing.TO_COME
    if one is not latest:
        return Standing.SUPERSEDED
    return Standing.UNDER_REVIEW if one.review_on is not None and one.review_on <= on else Standing.IN_FORCE


class Obstacle(StrEnum):
    """Why a version cannot be decided like this."""

    UNANSWERED = "unanswered"
    PAST = "past"
    """Its day is over: nobody could have kept to it."""
    NOT_AFTER = "not_after"
    """A version that is decided already begins on that day or later."""
    REVIEW_TOO_EARLY = "review_too_early"
    UNSAID = "unsaid"
    """It replaces another, and says not what changed and why."""


def unanswered(answers: Mapping[Question, str]) -> tuple[Question, ...]:
    """Return the questions to which nothing is said yet, in their order."""
    return tuple(question for question in Question if not answers.get(question, "").strip())


@dataclass(frozen=True, slots=True)
class Decision:
    """From when a version is to hold, when it is looked at again, and what it changes and why."""

    begins_on: date
    review_on: date | None = None
    what_changed: str = ""
    why: str = ""


def obstacles(
    decision: Decision, answers: Mapping[Question, str], *, decided: Iterable[date], today: date
) -> tuple[Obstacle, ...]:
    """Return all that speaks against deciding it like this. `decided` are the first days of the versions before it."""
    before = tuple(decided)
    found = {
        Obstacle.UNANSWERED: bool(unanswered(answers)),
        Obstacle.PAST: decision.begins_on < today,
        Obstacle.NOT_AFTER: any(decision.begins_on <= day for day in before),
        Obstacle.REVIEW_TOO_EARLY: decision.review_on is not None and decision.review_on <= decision.begins_on,
        Obstacle.UNSAID: bool(before) and not (decision.what_changed.strip() and decision.why.strip()),
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)
