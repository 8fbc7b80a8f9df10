"""Every change to the strategy: begin a version, answer, decide it, take it back, throw it away."""

from datetime import datetime

from django.db import transaction

from eichhorn.concept.models import Answer, Version
from eichhorn.concept.queries import answers as answers_of
from eichhorn.concept.rules import STATES, Decision, Obstacle, Question, State, obstacles
from eichhorn.foundation import audit
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class DraftThere(Exception):
    """A version is being written already."""


class Collision(Exception):
    """Somebody else has written meanwhile; nothing was changed."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__(theirs.question)
        self.theirs = theirs


class NotDecided(Exception):
    """The version cannot be decided like this."""

    def __init__(self, because: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(because))
        self.because = because


@transaction.atomic
def begin(*, by: Person | None, now: datetime) -> Version:
    """A draft stands that says what the latest decided version says. Raises DraftThere.

    `by` None is the installation itself (demo data), which needs no permission.
    """
    _require(by, now)
    rows = list(Version.objects.select_for_update().order_by("-number"))
    if any(row.state == State.DRAFT for row in rows):
        raise DraftThere
    version = Version.objects.create(number=rows[0].number + 1 if rows else 1, made_by=by, made_at=now)
    latest = max((row for row in rows if row.begins_on), key=lambda row: row.begins_on or now.date(), default=None)
    said = {} if latest is None else {question: answer.text for question, answer in answers_of(latest).items()}
    Answer.objects.bulk_create(
        Answer(version=version, question=question, text=said.get(question, ""), changed_by=by, changed_at=now)
        for question in Question
    )
    audit.record("concept.begun", of=("strategy_version", version.pk), by=_id(by), now=now)
    return version


@transaction.atomic
def write(
    *, version: Version, question: Question, text: str, based_on: int, by: Person | None, now: datetime
) -> Answer:
    """The answer of the draft is this text. Raises Collision where its revision is not `based_on`, ForbiddenMove where
    the version is no draft."""
    _require(by, now)
    _drafted(version.pk)
    answer = Answer.objects.select_for_update().get(version=version, question=question)
    if answer.text == text:
        return answer
    if answer.revision != based_on:
        raise Collision(answer)
    answer.text, answer.revision, answer.changed_by, answer.changed_at = text, answer.revision + 1, by, now
    answer.save()
    audit.record(
        "concept.written", of=("strategy_version", version.pk), by=_id(by), now=now, details={"question": question}
    )
    return answer


@transaction.atomic
def decide(*, version: Version, decision: Decision, by: Person | None, now: datetime) -> Version:
    """The draft holds from its day on, and its answers never change. Raises NotDecided, or ForbiddenMove where it is no
    draft."""
    _require(by, now)
    standing = _drafted(version.pk)
    said = {question: answer.text for question, answer in answers_of(standing).items()}
    before = Version.objects.filter(state=State.DECIDED).values_list("begins_on", flat=True)
    days = [day for day in before if day is not None]
    today = min(queries.today(now), decision.begins_on) if by is None else queries.today(now)
    if because := obstacles(decision, said, decided=days, today=today):
        raise NotDecided(because)
    standing.state = STATES.check(standing.state, State.DECIDED)
    standing.begins_on, standing.review_on = decision.begins_on, decision.review_on
    standing.what_changed, standing.why = decision.what_changed.strip(), decision.why.strip()
    standing.decided_by, standing.decided_at = by, now
    standing.save()
    audit.record(
        "concept.decided", of=("strategy_version", standing.pk), by=_id(by), now=now,
        details={"begins_on": decision.begins_on.isoformat()},
    )  # fmt: skip
    return standing


@transaction.atomic
def take_back(*, version: Version, by: Person, now: datetime) -> Version:
    """The version is a draft again. Raises ForbiddenMove once its day has come, DraftThere where another is written."""
    _require(by, now)
    rows = {row.pk: row for row in Version.objects.select_for_update()}
    standing = rows[version.pk]
    if standing.begins_on is not None and standing.begins_on <= queries.today(now):
        raise ForbiddenMove(State.DECIDED, State.DRAFT)
    if any(row.state == State.DRAFT for row in rows.values()):
        raise DraftThere
    standing.state = STATES.check(standing.state, State.DRAFT)
    standing.begins_on = standing.review_on = standing.decided_by = standing.decided_at = None
    standing.save()
    audit.record("concept.taken_back", of=("strategy_version", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def discard(*, version: Version, by: Person, now: datetime) -> None:
    """The draft is gone, with all that was written in it. Raises ForbiddenMove where it is no draft."""
    _require(by, now)
    standing = _drafted(version.pk)
    audit.record(
        "concept.discarded",
        of=("strategy_version", standing.pk),
        by=by.pk,
        now=now,
        details={"number": standing.number},
    )
    standing.delete()


def _drafted(version_id: int) -> Version:
    standing = Version.objects.select_for_update().get(pk=version_id)
    if standing.state != State.DRAFT:
        raise ForbiddenMove(State(standing.state), State.DRAFT)
    return standing


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.STEER, now=now)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
