"""The form as it stands: types, and the questions of one in their order."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch

from eichhorn.intake.models import Choice, Question, RequestType
from eichhorn.intake.rules import Asked, QuestionKind


def types() -> list[RequestType]:
    """Return the types that are offered, in order. One query."""
    return list(
        RequestType.objects.filter(retired_at__isnull=True).select_related("team", "work").order_by("place", "pk")
    )


def every_type() -> list[RequestType]:
    """Return all types, those that are offered no more last. One query."""
    found = RequestType.objects.select_related("team", "work").order_by("place", "pk")
    return sorted(found, key=lambda one: one.retired_at is not None)


def questions(of: RequestType | int | None) -> list[Question]:
    """Return what is asked of everybody, then what the type asks, each with its choices. Three queries."""
    number = of.pk if isinstance(of, RequestType) else of
    return [one for one in every_question() if one.of_id is None or one.of_id == number]


def every_question() -> list[Question]:
    """Return the questions of all types, those for everybody first. Three queries."""
    choices = Choice.objects.order_by("place", "pk")
    found = Question.objects.prefetch_related(Prefetch("choices", choices), "only_after")
    return sorted(found, key=lambda one: (one.of_id or 0, one.place, one.pk))


def as_rules(found: Iterable[Question]) -> tuple[Asked, ...]:
    """Return the questions as the rules see them. Their choices are loaded."""
    return tuple(
        Asked(
            one.pk, QuestionKind(one.kind), one.required, frozenset(choice.pk for choice in one.choices.all()),
            frozenset(choice.pk for choice in one.only_after.all()),
        )
        for one in found
    )  # fmt: skip


def deciding(found: Sequence[Question]) -> frozenset[int]:
    """Return the numbers of the questions on whose choices others depend."""
    needed = {choice.question_id for one in found for choice in one.only_after.all()}
    return frozenset(needed)
