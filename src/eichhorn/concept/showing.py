"""What the pages of the strategy show."""

from dataclasses import dataclass

from django.db.models import QuerySet

from eichhorn.concept import queries, words
from eichhorn.concept.models import Answer, Version
from eichhorn.concept.rules import Question, Standing
from eichhorn.foundation.differences import Difference, Piece, differences
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Turn


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question with what a version says to it."""

    question: Question
    asked: words.Asked
    text: str
    number: int
    pieces: tuple[Piece, ...] = ()
    """What differs from the version before; empty where nothing does."""
    answer: Answer | None = None

    @property
    def words_count(self) -> int:
        return len(self.text.split())


def chapters(version: Version, *, against: Version | None = None) -> tuple[Chapter, ...]:
    """Return the seven chapters of a version, with what differs from another one. One query for each version."""
    said = queries.answers(version)
    before = {} if against is None else {question: one.text for question, one in queries.answers(against).items()}
    return tuple(
        Chapter(
            question, asked, said[question].text, number,
            () if against is None else differing(before.get(question, ""), said[question].text), said[question],
        )
        for number, (question, asked) in enumerate(words.QUESTIONS.items(), start=1)
        if question in said
    )  # fmt: skip


def differing(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other; none where they are the same."""
    pieces = differences(before, after)
    return pieces if any(piece.difference is not Difference.SAME for piece in pieces) else ()


def went_back(version: Version, every: tuple[queries.Seen, ...]) -> QuerySet[Turn]:
    """Return where somebody went back on a milestone while this version was in force, the latest first."""
    if version.begins_on is None:
        return Turn.objects.none()
    days = [one.version.begins_on for one in every if one.version.begins_on is not None]
    until = min((day for day in days if day > version.begins_on), default=None)
    return strategy.went_back(since=version.begins_on, until=until)


@dataclass(frozen=True, slots=True)
class Row:
    """A version in the list of all."""

    version: Version
    standing: Standing
    sign: words.Sign


def rows(seen: tuple[queries.Seen, ...]) -> tuple[Row, ...]:
    return tuple(Row(one.version, one.standing, words.STANDINGS[one.standing]) for one in seen)
