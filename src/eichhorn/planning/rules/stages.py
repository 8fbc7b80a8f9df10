"""Stages of a slot."""

from enum import StrEnum

from eichhorn.foundation.states import States


class Stage(StrEnum):
    """Where the editing stands. Where the delivery stands is delivery's own field.

    A draft may become "out" at once: it was approved, left, and was edited while it was on its way. What left is out.
    """

    IDEA = "idea"
    """Planned with a title; nobody writes on it yet."""
    DRAFT = "draft"
    """Somebody writes on it."""
    IN_REVIEW = "in_review"
    """Somebody has been asked for a Yes."""
    APPROVED = "approved"
    """A Yes was said. Whether it still stands is compared again before it leaves."""
    OUT = "out"
    """On every channel it has left, or was given up there; on one at least it is out."""
    NEEDS_SOMEONE = "needs_someone"
    """Delivery is unsure, late or stopped: a person looks."""
    CANCELLED = "cancelled"
    """It does not appear."""


STAGES = States(
    kind=Stage,
    starts=frozenset({Stage.IDEA, Stage.DRAFT}),
    moves={
        Stage.IDEA: frozenset({Stage.DRAFT, Stage.CANCELLED}),
        Stage.DRAFT: frozenset({Stage.IN_REVIEW, Stage.OUT, Stage.NEEDS_SOMEONE, Stage.CANCELLED}),
        Stage.IN_REVIEW: frozenset({Stage.DRAFT, Stage.APPROVED, Stage.OUT, Stage.NEEDS_SOMEONE, Stage.CANCELLED}),
        Stage.APPROVED: frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.OUT, Stage.NEEDS_SOMEONE, Stage.CANCELLED}),
        Stage.NEEDS_SOMEONE: frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.OUT, Stage.CANCELLED}),
        Stage.OUT: frozenset({Stage.NEEDS_SOMEONE}),
        Stage.CANCELLED: frozenset({Stage.DRAFT}),
    },
)

MOVABLE = (Stage.IDEA, Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)
"""Stages in which a slot may still get another date, least far along first."""

ENDED = frozenset({Stage.OUT, Stage.CANCELLED})
"""Stages in which nobody waits for the date any more."""
