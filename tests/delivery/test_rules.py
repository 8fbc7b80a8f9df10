"""What follows from an answer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eichhorn.delivery.rules import STATES, AttemptKind, Outcome, State
from eichhorn.delivery.steps import LATEST, LONGEST_PAUSE, MOST_CHECKS, Answer, after, check_by, is_late, pause_after

NOW = datetime(2026, 6, 9, 7, tzinfo=UTC)
FIRST = timedelta(seconds=30)
POSSIBLE = {
    AttemptKind.SEND: set(Outcome) - {Outcome.FOUND, Outcome.NOT_FOUND},
    AttemptKind.REPEAT: set(Outcome) - {Outcome.FOUND, Outcome.NOT_FOUND},
    AttemptKind.LOOK: set(Outcome) - {Outcome.SENT, Outcome.REFUSED},
}
CASES = st.sampled_from([(kind, outcome) for kind, outcomes in POSSIBLE.items() for outcome in sorted(outcomes)])


@given(CASES, st.integers(1, 50), st.integers(0, 50))
def test_every_answer_leads_somewhere_that_the_table_allows(case: tuple[AttemptKind, Outcome], tries: int, checks: int) -> None:
    kind, outcome = case
    step = after(kind, Answer(outcome), tries=tries, checks=checks, first_pause=FIRST, now=NOW)
    before = State.SENDING if kind is AttemptKind.SEND else State.CHECKING
    assert step.state is before or STATES.may(before, step.state)
    assert (step.next_at is not None) is (step.state in {State.WAITING, State.CHECKING})
    assert step.next_at is None or step.next_at > NOW


@given(CASES, st.integers(1, 50), st.integers(0, 50))
def test_what_may_have_arrived_never_waits_to_be_sent_again(case: tuple[AttemptKind, Outcome], tries: int, checks: int) -> None:
    kind, outcome = case
    if kind is not AttemptKind.SEND or outcome is Outcome.UNSURE:
        step = after(kind, Answer(outcome), tries=tries, checks=checks, first_pause=FIRST, now=NOW)
        assert step.state in {State.SENT, State.CHECKING, State.UNSURE}


@given(st.sampled_from([Outcome.NOT_FOUND, Outcome.UNREACHABLE, Outcome.UNSURE, Outcome.UNAUTHORISED]))
def test_a_doubt_that_stays_is_a_persons_after_so_many_checks(outcome: Outcome) -> None:
    def checked(checks: int) -> State:
        return after(AttemptKind.LOOK, Answer(outcome), tries=9, checks=checks, first_pause=FIRST, now=NOW).state

    assert checked(MOST_CHECKS - 1) is State.CHECKING
    assert checked(MOST_CHECKS) is State.UNSURE


@given(st.integers(1, 100))
def test_pauses_grow_and_end_at_ten_minutes(attempts: int) -> None:
    assert FIRST <= pause_after(attempts, first=FIRST) <= pause_after(attempts + 1, first=FIRST) <= LONGEST_PAUSE


def test_a_post_is_late_after_thirty_minutes_and_not_before() -> None:
    assert not is_late(NOW, now=NOW + LATEST)
    assert is_late(NOW, now=NOW + LATEST + timedelta(microseconds=1))


def test_a_key_is_repeated_only_while_the_network_drops_repeats_and_the_post_may_appear() -> None:
    hour = timedelta(hours=1)

    def by(passed: timedelta, drops: timedelta | None, *, may: bool = True) -> AttemptKind:
        return check_by(first_at=NOW, drops_repeats_for=drops, may_appear=may, now=NOW + passed)

    assert by(hour - timedelta(seconds=1), hour) is AttemptKind.REPEAT
    assert by(hour, hour) is AttemptKind.LOOK
    assert by(timedelta(0), None) is AttemptKind.LOOK
    assert by(timedelta(0), hour, may=False) is AttemptKind.LOOK
