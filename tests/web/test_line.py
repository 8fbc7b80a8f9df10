"""The line of the day: each thing has its point, and no label lies on another, whatever the day holds."""

from datetime import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.web.rules import Appointment, DayLine, Look, Point, Side, Span, day_line, label
from eichhorn.web.rules.line import CLOCK_LETTERS, DAY_ENDS_LETTERS, GAP_PERCENT, LONGEST_LABEL, WORD_LETTERS

moments = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.lists(
    st.builds(Appointment, at=moments, title=st.text(min_size=1, max_size=60), look=st.sampled_from(Look), href=st.just("/")),
    max_size=40,
)  # fmt: skip


def line(*listed: Appointment, now: time = time(10, 10), home: time = time(16, 45)) -> DayLine:
    return day_line(listed, service_begins=time(8), service_ends=time(17), day_ends=home, now=now)


def at(hour: int, minute: int = 0, title: str = "Freibad-Wetter", look: Look = Look.BY_ITSELF) -> Appointment:
    return Appointment(time(hour, minute), title, look, "/")


def span(point: Point) -> Span:
    title = len(point.title) + (len(f" +{point.more}") if point.more else 0)
    return label(point.percent, max(title, CLOCK_LETTERS + WORD_LETTERS.get(point.look, 0)))[0]


@given(days, moments, moments)
def test_no_label_lies_on_another_and_nothing_is_lost(listed: list[Appointment], now: time, home: time) -> None:
    drawn = line(*listed, now=now, home=home)
    above = [label(drawn.home_percent, DAY_ENDS_LETTERS)[0], *(span(one) for one in drawn.points if not one.is_low)]
    below = [span(one) for one in drawn.points if one.is_low]
    if drawn.now and drawn.says_now:
        below.append(label(drawn.now_percent, CLOCK_LETTERS)[0])
    for row in (above, below):
        assert not any(one.touches(other) for one, other in combinations(row, 2))
        assert all(0 <= one.begins <= one.ends <= 100 for one in row)
    assert sum(point.count for point in drawn.points) == len(listed)
    assert all(drawn.begins <= point.at for point in drawn.points)


def test_a_quiet_day_has_its_labels_above_the_line() -> None:
    drawn = line(at(9, title="Ablesekarten", look=Look.DOUBT), at(11, 30), at(15, title="Azubi-Serie 3"))
    assert [(point.title, point.is_low) for point in drawn.points] == [
        ("Ablesekarten", False), ("Freibad-Wetter", False), ("Azubi-Serie 3", False),
    ]  # fmt: skip
    assert drawn.says_now


def test_what_lies_close_together_is_one_point_that_names_what_most_needs_a_look() -> None:
    (point,) = line(at(11), at(11, 5, "Stadtfest", Look.WAITS), at(11, 14)).points
    assert (point.title, point.at, point.more) == ("Stadtfest", time(11), 2)


def test_neighbours_stand_above_and_below_and_a_third_joins_them() -> None:
    drawn = line(at(11), at(11, 30, "Stadtfest"), at(12, 0, "Wasserwerte"))
    assert [(point.title, point.count, point.is_low) for point in drawn.points] == [
        ("Freibad-Wetter", 1, False), ("Stadtfest", 2, True),
    ]  # fmt: skip


def test_beside_the_end_of_the_day_a_label_stands_below_and_the_time_makes_room() -> None:
    drawn = line(at(16, 30), now=time(16, 40))
    assert [point.is_low for point in drawn.points] == [True]
    assert (drawn.now, drawn.says_now) == (time(16, 40), False)


@pytest.mark.parametrize(
    ("percent", "letters", "side"),
    [(0, 10, Side.FROM), (4, 10, Side.FROM), (5, 10, Side.MIDDLE), (95, 10, Side.MIDDLE), (96, 10, Side.UNTO), (100, 99, Side.UNTO)],
)  # fmt: skip
def test_a_label_never_leaves_the_line(percent: int, letters: int, side: Side) -> None:
    there, found = label(percent, letters)
    assert found is side
    assert 0 <= there.begins < there.ends <= 100


@pytest.mark.parametrize(("apart", "touches"), [(GAP_PERCENT - 0.1, True), (GAP_PERCENT, False)])
def test_labels_keep_a_gap(apart: float, touches: bool) -> None:
    assert Span(10, 20).touches(Span(20 + apart, 30)) is touches
    assert Span(20 + apart, 30).touches(Span(10, 20)) is touches


def test_a_long_title_takes_no_more_than_is_shown() -> None:
    assert label(50, LONGEST_LABEL) == label(50, 500)
