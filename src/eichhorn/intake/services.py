"""Building the form: types, their order, questions and their choices.

The difficult thing: whoever changes one question can make the form impossible for others (one question too many that must be
answered, one that depends on what stands below it). So each act locks all questions, looks at every type's form as it
would be afterwards, and takes itself back where one of them cannot stand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from eichhorn.foundation import audit
from eichhorn.intake import queries, rules
from eichhorn.intake.models import Choice, Question, RequestType
from eichhorn.intake.rules import MOST_TYPES, QuestionKind, Wrong
from eichhorn.people import services as people
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import Act
from eichhorn.planning.models import KindOfWork


class Unbuildable(Exception):
    """The form cannot stand so; nothing was changed."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(str(wrong))
        self.wrong = wrong


class TooManyTypes(Exception):
    """No further type is offered."""


@dataclass(frozen=True, slots=True)
class TypeWords:
    """What a type says and means."""

    name_de: str
    name_en: str = ""
    hint_de: str = ""
    hint_en: str = ""
    lead_days: int | None = None
    work: KindOfWork | None = None
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """What a question says, and when it is asked."""

    kind: QuestionKind
    label_de: str
    label_en: str = ""
    hint_de: str = ""
    hint_en: str = ""
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    """German and English words of each, in order."""
    only_after: Collection[Choice] = ()


@transaction.atomic
def offer(*, words: TypeWords, by: Person | None, now: datetime) -> RequestType:
    """The type can be chosen, below those that are there. `by` None is the installation itself."""
    _begin(by, now)
    if len(queries.types()) >= MOST_TYPES:
        raise TooManyTypes
    last = RequestType.objects.aggregate(last=Max("place"))["last"] or 0
    made = RequestType.objects.create(place=last + 1, **_fields(words))
    audit.record("intake.offered", of=("request_type", made.pk), by=_id(by), now=now)
    return made


@transaction.atomic
def change_type(*, of: RequestType, words: TypeWords, by: Person | None, now: datetime) -> RequestType:
    """The type says and means this from now on; requests that named it keep it."""
    _begin(by, now)
    RequestType.objects.filter(pk=of.pk).update(**_fields(words))
    audit.record("intake.type_changed", of=("request_type", of.pk), by=_id(by), now=now)
    return RequestType.objects.get(pk=of.pk)


@transaction.atomic
def retire(*, of: RequestType, by: Person | None, now: datetime) -> None:
    """The type is offered no more; requests that named it keep it. Idempotent."""
    _begin(by, now)
    if RequestType.objects.filter(pk=of.pk, retired_at__isnull=True).update(retired_at=now):
        audit.record("intake.retired", of=("request_type", of.pk), by=_id(by), now=now)


@transaction.atomic
def offer_again(*, of: RequestType, by: Person | None, now: datetime) -> None:
    """The type can be chosen again. Idempotent."""
    _begin(by, now)
    if of.retired_at is not None and len(queries.types()) >= MOST_TYPES:
        raise TooManyTypes
    if RequestType.objects.filter(pk=of.pk, retired_at__isnull=False).update(retired_at=None):
        audit.record("intake.offered", of=("request_type", of.pk), by=_id(by), now=now)


@transaction.atomic
def ask(*, of: RequestType | None, words: QuestionWords, by: Person | None, now: datetime) -> Question:
    """The question stands last among those of the type, or of all where none is named. Raises Unbuildable."""
    _begin(by, now)
    last = Question.objects.filter(of=of).aggregate(last=Max("place"))["last"] or 0
    made = Question.objects.create(of=of, place=last + 1, **_asking(words))
    _choose(made, words)
    _look()
    audit.record("intake.asked", of=("question", made.pk), by=_id(by), now=now)
    return made


@transaction.atomic
def change_question(*, of: Question, words: QuestionWords, by: Person | None, now: datetime) -> Question:
    """The question asks this from now on; what was answered before keeps the words it answered. Raises Unbuildable."""
    _begin(by, now)
    Question.objects.filter(pk=of.pk).update(**_asking(words))
    standing = Question.objects.get(pk=of.pk)
    _choose(standing, words)
    _look()
    audit.record("intake.question_changed", of=("question", of.pk), by=_id(by), now=now)
    return standing


@transaction.atomic
def move(*, of: Question, up: bool, by: Person | None, now: datetime) -> None:
    """The question stands one place higher or lower among its own; at the end it stays. Raises Unbuildable."""
    _begin(by, now)
    own = list(Question.objects.filter(of=of.of_id).order_by("place", "pk"))
    at = next((at for at, one in enumerate(own) if one.pk == of.pk), None)
    if at is None or not 0 <= at + (-1 if up else 1) < len(own):
        return
    own.insert(at + (-1 if up else 1), own.pop(at))
    for place, one in enumerate(own, start=1):
        one.place = place
    Question.objects.bulk_update(own, ["place"])
    _look()
    audit.record("intake.moved", of=("question", of.pk), by=_id(by), now=now)


@transaction.atomic
def remove(*, of: Question, by: Person | None, now: datetime) -> None:
    """The question is asked no more; answers to it stay. Raises Unbuildable where another depends on it."""
    _begin(by, now)
    if Question.objects.filter(only_after__question=of).exists():
        raise Unbuildable(Wrong.CHOICE_IN_USE)
    Question.objects.filter(pk=of.pk).delete()
    audit.record("intake.removed", of=("question", of.pk), by=_id(by), now=now)


def _begin(by: Person | None, now: datetime) -> None:
    """The actor may build, and nobody else builds meanwhile."""
    if by is not None:
        people.require(by, Act.STEER, now=now)
    list(RequestType.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    list(Question.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _look() -> None:
    """Raise Unbuildable where the form of any type, or the one without types, cannot stand as it is now."""
    every = queries.every_question()
    for number in {None, *RequestType.objects.values_list("pk", flat=True)}:
        form = [one for one in every if one.of_id is None or one.of_id == number]
        if (wrong := rules.wrong(queries.as_rules(form))) is not None:
            raise Unbuildable(wrong)


def _choose(question: Question, words: QuestionWords) -> None:
    """The question offers these choices: one of the same German words stays the same choice."""
    known = {choice.words_de: choice for choice in question.choices.all()}
    gone = [choice.pk for de, choice in known.items() if de not in {de for de, _ in words.choices}]
    if Question.objects.filter(only_after__in=gone).exists():
        raise Unbuildable(Wrong.CHOICE_IN_USE)
    Choice.objects.filter(pk__in=gone).delete()
    for place, (german, english) in enumerate(words.choices, start=1):
        Choice.objects.update_or_create(
            question=question, words_de=german, defaults={"words_en": english, "place": place}
        )
    question.only_after.set(words.only_after)


def _fields(words: TypeWords) -> dict[str, object]:
    return {
        "name_de": words.name_de, "name_en": words.name_en, "hint_de": words.hint_de, "hint_en": words.hint_en,
        "lead_days": words.lead_days, "work": words.work, "team": words.team,
    }  # fmt: skip


def _asking(words: QuestionWords) -> dict[str, object]:
    return {
        "kind": words.kind, "label_de": words.label_de, "label_en": words.label_en, "hint_de": words.hint_de,
        "hint_en": words.hint_en, "required": words.required,
    }  # fmt: skip


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
