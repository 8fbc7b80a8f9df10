"""Which version is in force, and what speaks against deciding one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.concept.rules import Dated, Decision, Obstacle, Question, Standing, obstacles, standings, unanswered

TODAY = date(2026, 6, 9)
DAY = timedelta(days=1)
ANSWERED = dict.fromkeys(Question, "Wir hören zu.")
days = st.dates(min_value=TODAY - 400 * DAY, max_value=TODAY + 400 * DAY)


def test_the_latest_version_whose_day_has_come_is_in_force() -> None:
    versions = (
        Dated(1, TODAY - 400 * DAY), Dated(2, TODAY - DAY), Dated(3, TODAY), Dated(4, TODAY + DAY), Dated(5, None),
    )  # fmt: skip
    assert standings(versions, on=TODAY) == {
        1: Standing.SUPERSEDED, 2: Standing.SUPERSEDED, 3: Standing.IN_FORCE, 4: Standing.TO_COME, 5: Standing.DRAFT,
    }  # fmt: skip
    assert standings(versions, on=TODAY - DAY)[2] is Standing.IN_FORCE


@pytest.mark.parametrize(
    ("review_on", "standing"),
    [(TODAY + DAY, Standing.IN_FORCE), (TODAY, Standing.UNDER_REVIEW), (TODAY - DAY, Standing.UNDER_REVIEW)],
)
def test_from_its_day_on_it_is_to_be_looked_at_again(review_on: date, standing: Standing) -> None:
    assert standings([Dated(1, TODAY - 300 * DAY, review_on)], on=TODAY) == {1: standing}


@given(st.lists(days, unique=True, max_size=12), days)
def test_on_any_day_at_most_one_version_holds_and_one_does_once_the_first_has_begun(
    begun: list[date], on: date
) -> None:
    stand = standings([Dated(number, day) for number, day in enumerate(begun)], on=on)
    holding = [number for number, one in stand.items() if one in {Standing.IN_FORCE, Standing.UNDER_REVIEW}]
    assert len(holding) == (1 if any(day <= on for day in begun) else 0)
    assert all(begun[number] == max(day for day in begun if day <= on) for number in holding)


def test_a_first_version_needs_its_answers_and_a_day_and_no_reasons() -> None:
    assert obstacles(Decision(TODAY), ANSWERED, decided=(), today=TODAY) == ()


@pytest.mark.parametrize(
    ("decision", "obstacle"),
    [
        (Decision(TODAY - DAY, None, "a", "b"), Obstacle.PAST),
        (Decision(TODAY, None, "a", "b"), Obstacle.NOT_AFTER),
        (Decision(TODAY + DAY, TODAY + DAY, "a", "b"), Obstacle.REVIEW_TOO_EARLY),
        (Decision(TODAY + DAY, None, "", "b"), Obstacle.UNSAID),
        (Decision(TODAY + DAY, None, "a", " "), Obstacle.UNSAID),
    ],
)
def test_what_speaks_against_a_version_is_named(decision: Decision, obstacle: Obstacle) -> None:
    assert obstacle in obstacles(decision, ANSWERED, decided=[TODAY], today=TODAY)


def test_a_day_after_the_one_before_is_enough() -> None:
    decision = Decision(TODAY + DAY, TODAY + 2 * DAY, "a", "b")
    assert obstacles(decision, ANSWERED, decided=[TODAY], today=TODAY) == ()


def test_a_question_answered_with_nothing_but_spaces_is_open() -> None:
    answers = ANSWERED | {Question.DIALOGUE: " \n"}
    assert unanswered(answers) == (Question.DIALOGUE,)
    assert obstacles(Decision(TODAY), answers, decided=(), today=TODAY) == (Obstacle.UNANSWERED,)
