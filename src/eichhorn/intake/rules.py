"""Which questions are asked after which answers, and how many of them must be answered. Pure, without Django.

The difficult thing: a form promises three minutes, whatever somebody answers. So the number of fields that must be filled in
is not counted over all questions but along the worst way through them: choices of one question never meet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_REQUIRED = 7
"""Fields of a form that must be filled in, whatever is answered."""
ALWAYS_REQUIRED = 5
"""Of those the form itself has: type, what it is about, what should change, name, address."""
MOST_QUESTIONS = 20
"""Of one type, those for all types among them."""
MOST_CHOICES = 12
MOST_TYPES = 12
LONGEST_LABEL, LONGEST_HINT, LONGEST_CHOICE = 160, 300, 120


class QuestionKind(StrEnum):
    LINE = "line"
    WORDS = "words"
    ONE = "one"
    """One of several choices."""
    SEVERAL = "several"
    DAY = "day"
    LINK = "link"
    TICK = "tick"
    """A sentence that one agrees to."""


DECIDING = frozenset({QuestionKind.ONE, QuestionKind.SEVERAL})
"""Kinds on whose choices other questions may depend."""


class Wrong(StrEnum):
    """Why a question cannot stand so."""

    NO_CHOICES = "no_choices"
    TOO_MANY_CHOICES = "too_many_choices"
    CHOICES_WHERE_NONE = "choices_where_none"
    LATER = "later"
    """It depends on a question that stands below it, or on itself."""
    TOO_MANY_REQUIRED = "too_many_required"
    TOO_MANY = "too_many"
    CHOICE_IN_USE = "choice_in_use"
    """A choice goes on which another question depends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the rules see it. Those of a form are ordered."""

    number: int
    kind: QuestionKind
    required: bool = False
    choices: frozenset[int] = frozenset()
    only_after: frozenset[int] = frozenset()
    """Choices of one earlier question, one of which must be chosen; empty: it is always asked."""


def after(questions: Sequence[Asked], chosen: Collection[int]) -> tuple[Asked, ...]:
    """Return the questions that are asked once these choices are made. A choice of a question that is not asked counts not."""
    found: list[Asked] = []
    standing: set[int] = set()
    for question in questions:
        if question.only_after and not question.only_after & standing:
            continue
        found.append(question)
        standing |= question.choices & set(chosen)
    return tuple(found)


def most_required(questions: Sequence[Asked]) -> int:
    """Return how many questions must be answered at most, along the worst way through the form."""
    return sum(_weight(question, questions) for question in questions if not question.only_after)


def _weight(question: Asked, questions: Sequence[Asked]) -> int:
    """Return how many answers the question and all below it can ask for."""
    below = [one for one in questions if one.only_after & question.choices]
    if question.kind is QuestionKind.SEVERAL:
        worst = sum(_weight(one, questions) for one in below)
    else:
        worst = max(
            (sum(_weight(one, questions) for one in below if choice in one.only_after) for choice in question.choices),
            default=0,
        )
    return question.required + worst


def wrong(questions: Sequence[Asked]) -> Wrong | None:
    """Return what is wrong with a form, None where it can stand so."""
    if len(questions) > MOST_QUESTIONS:
        return Wrong.TOO_MANY
    known: set[int] = set()
    for question in questions:
        if question.kind in DECIDING and not question.choices:
            return Wrong.NO_CHOICES
        if question.kind not in DECIDING and question.choices:
            return Wrong.CHOICES_WHERE_NONE
        if len(question.choices) > MOST_CHOICES:
            return Wrong.TOO_MANY_CHOICES
        if not question.only_after <= known:
            return Wrong.LATER
        known |= question.choices
    if most_required(questions) > MOST_REQUIRED - ALWAYS_REQUIRED:
        return Wrong.TOO_MANY_REQUIRED
    return None
