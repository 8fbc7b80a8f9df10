"""Versions of the strategy."""

from datetime import date, datetime

from eichhorn.concept import queries, services
from eichhorn.concept.models import Version
from eichhorn.concept.rules import Decision, Question
from eichhorn.people.models import Person
from tests.make.people import NOW


def draft(*, answered: bool = True, by: Person | None = None, now: datetime = NOW) -> Version:
    """Return a draft, every question of which has an answer unless told otherwise."""
    version = services.begin(by=by, now=now)
    for question, answer in queries.answers(version).items():
        if answered and not answer.text:
            write(version, question, f"Unsere Antwort auf {question.value}.", by=by, now=now)
    return version


def write(version: Version, question: Question, text: str, *, by: Person | None = None, now: datetime = NOW) -> None:
    """The answer of the draft is this text, whatever it was."""
    revision = version.answers.get(question=question).revision
    services.write(version=version, question=question, text=text, based_on=revision, by=by, now=now)


def decided(
    begins_on: date = date(2026, 1, 1), *, review_on: date | None = None, by: Person | None = None, now: datetime = NOW
) -> Version:
    """Return a version that holds from the day on; the first may be in the past, as that of a house that moved in."""
    return decided_draft(draft(by=by, now=now), begins_on, review_on=review_on, now=now)


def decided_draft(version: Version, begins_on: date, *, review_on: date | None = None, now: datetime = NOW) -> Version:
    """The draft holds from the day on."""
    decision = Decision(begins_on, review_on, "Der Dialog kommt dazu.", "Die Leute fragen uns, und wir waren stumm.")
    return services.decide(version=version, decision=decision, by=None, now=now)
