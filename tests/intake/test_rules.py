"""Which questions are asked, and how many must be answered along the worst way."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.intake.rules import (
    ALWAYS_REQUIRED,
    DECIDING,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_REQUIRED,
    Asked,
    QuestionKind,
    Wrong,
    after,
    most_required,
    wrong,
)


@st.composite
def forms(draw: st.DrawFn) -> list[Asked]:
    """A form of a few questions, each asked always or after choices of one earlier question."""
    found: list[Asked] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([QuestionKind.LINE, QuestionKind.ONE, QuestionKind.SEVERAL]))
        count = draw(st.integers(1, 3)) if kind in DECIDING else 0
        parents = [one for one in found if one.choices]
        parent = draw(st.sampled_from([None, *parents]))
        when = draw(st.sets(st.sampled_from(sorted(parent.choices)), min_size=1)) if parent else set()
        choices = frozenset(number * 10 + at for at in range(count))
        found.append(Asked(number, kind, draw(st.booleans()), choices, frozenset(when)))
    return found


def ways(form: list[Asked]) -> list[frozenset[int]]:
    """Return every way to choose: of one at most one, of several any."""
    ways: list[frozenset[int]] = [frozenset()]
    for question in form:
        most = 1 if question.kind is QuestionKind.ONE else len(question.choices)
        some = chain.from_iterable(combinations(sorted(question.choices), many) for many in range(most + 1))
        ways = [way | frozenset(one) for one in list(some) for way in ways] if question.choices else ways
    return ways


@given(forms())
def test_no_way_through_a_form_asks_for_more_than_was_counted_and_one_asks_for_as_much(form: list[Asked]) -> None:
    needed = [sum(question.required for question in after(form, way)) for way in ways(form)]
    assert max(needed) == most_required(form)


@given(forms(), st.sets(st.integers(0, 60)))
def test_what_is_asked_hangs_only_on_what_is_asked_itself(form: list[Asked], chosen: set[int]) -> None:
    found = after(form, chosen)
    standing = {choice for question in found for choice in question.choices} & chosen
    for question in form:
        assert (question in found) == (not question.only_after or bool(question.only_after & standing))


def choice(number: int, *, most: int = 2, **more: object) -> Asked:
    return Asked(number, QuestionKind.ONE, choices=frozenset(range(number * 100, number * 100 + most)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ([choice(1, most=MOST_CHOICES)], None),
        ([choice(1, most=MOST_CHOICES + 1)], Wrong.TOO_MANY_CHOICES),
        ([Asked(1, QuestionKind.ONE)], Wrong.NO_CHOICES),
        ([Asked(1, QuestionKind.LINE, choices=frozenset({1}))], Wrong.CHOICES_WHERE_NONE),
        ([choice(1), Asked(2, QuestionKind.LINE, only_after=frozenset({100}))], None),
        ([Asked(2, QuestionKind.LINE, only_after=frozenset({100})), choice(1)], Wrong.LATER),
        ([choice(1, only_after=frozenset({100}))], Wrong.LATER),
        ([Asked(n, QuestionKind.LINE) for n in range(MOST_QUESTIONS)], None),
        ([Asked(n, QuestionKind.LINE) for n in range(MOST_QUESTIONS + 1)], Wrong.TOO_MANY),
        ([Asked(n, QuestionKind.LINE, required=True) for n in range(MOST_REQUIRED - ALWAYS_REQUIRED)], None),
        ([Asked(n, QuestionKind.LINE, required=True) for n in range(MOST_REQUIRED - ALWAYS_REQUIRED + 1)], Wrong.TOO_MANY_REQUIRED),
    ],
)  # fmt: skip
def test_a_form_that_cannot_stand_is_refused_with_its_reason(form: list[Asked], why: Wrong | None) -> None:
    assert wrong(form) == why
