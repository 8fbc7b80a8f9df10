"""What may leave, what follows from an answer, and how a doubt is cleared: for every case, not for examples."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eichhorn.delivery import rules
from eichhorn.delivery.rules import (
    LATE_AFTER,
    LONGEST_PAUSE,
    LOOKS,
    PROOF,
    REPEATS,
    STATES,
    SURELY_NOT_THERE,
    Answer,
    AttemptKind,
    Because,
    Case,
    Outcome,
    State,
    Tried,
    Verdict,
    after,
    clearing,
    verdict,
)

NOW = datetime(2026, 6, 9, 7, tzinfo=UTC)
FIRST = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
POSSIBLE = {
    AttemptKind.SEND: set(Outcome) - {Outcome.FOUND, Outcome.NOT_FOUND},
    AttemptKind.REPEAT: set(Outcome) - {Outcome.FOUND, Outcome.NOT_FOUND},
    AttemptKind.LOOK: set(Outcome) - {Outcome.SENT},
}
PAUSES = st.timedeltas(timedelta(0), timedelta(hours=1))
ANSWERS = st.one_of(
    *(
        st.builds(Answer, st.just(kind), st.sampled_from(sorted(outcomes)), PAUSES)
        for kind, outcomes in POSSIBLE.items()
    )
)
TRIED = st.builds(Tried, st.integers(1, 60), st.integers(0, 9), st.integers(0, 9))
LATE = st.timedeltas(timedelta(minutes=-5), timedelta(minutes=30)).map(lambda left: NOW + left)
MOMENTS = st.timedeltas(timedelta(days=-3), timedelta(days=3)).map(lambda away: NOW + away)
CASES = st.builds(
    Case, due_at=MOMENTS, released_at=st.none() | MOMENTS, approved_at=st.none() | MOMENTS,
    window_ends_at=st.none() | MOMENTS, pause_began_at=st.none() | MOMENTS, paused=st.booleans(), was_held=st.booleans(),
    by_hand=st.booleans(),
)  # fmt: skip


def step(answer: Answer, tried: Tried, late: datetime = NOW + LATE_AFTER) -> rules.Step:
    return after(answer, tried=tried, late=late, first_pause=FIRST, now=NOW)


@given(ANSWERS, TRIED, LATE)
def test_every_answer_leads_somewhere_that_the_table_allows(answer: Answer, tried: Tried, late: datetime) -> None:
    before = State.SENDING if answer.kind is AttemptKind.SEND else State.CHECKING
    found = step(answer, tried, late)
    assert found.state is before or STATES.may(before, found.state)
    assert (found.next_at is not None) is (found.state in {State.WAITING, State.CHECKING})
    assert found.next_at is None or found.next_at >= NOW


@given(ANSWERS, TRIED, LATE)
def test_only_what_surely_did_not_arrive_waits_to_be_sent_again(answer: Answer, tried: Tried, late: datetime) -> None:
    waits = step(answer, tried, late).state in {State.WAITING, State.STOPPED}
    assert waits is (answer.kind is AttemptKind.SEND and answer.outcome in SURELY_NOT_THERE)


@given(ANSWERS, TRIED)
def test_proof_and_nothing_else_makes_it_sent(answer: Answer, tried: Tried) -> None:
    assert (step(answer, tried).state is State.SENT) is (answer.outcome in PROOF)


@given(st.sampled_from(AttemptKind), TRIED, LATE)
def test_what_was_not_tried_counts_for_nothing_and_is_next_at_once(
    kind: AttemptKind, tried: Tried, late: datetime
) -> None:
    stays = State.WAITING if kind is AttemptKind.SEND else State.CHECKING
    assert step(Answer(kind, Outcome.UNTRIED), tried, late) == rules.Step(stays, NOW)


@given(st.sampled_from(sorted(set(Outcome) - PROOF - {Outcome.UNAUTHORISED, Outcome.UNTRIED})))
def test_a_doubt_that_stays_is_a_persons_after_three_looks(outcome: Outcome) -> None:
    def looked(times: int) -> State:
        return step(Answer(AttemptKind.LOOK, outcome), Tried(sends=1, looks=times)).state

    assert [looked(times) for times in range(1, LOOKS + 2)] == [State.CHECKING] * (LOOKS - 1) + [State.UNSURE] * 2


def test_a_doubt_on_a_closed_channel_is_a_persons_at_once() -> None:
    assert step(Answer(AttemptKind.LOOK, Outcome.UNAUTHORISED), Tried(sends=1, looks=1)).state is State.UNSURE


@given(st.integers(1, 100), st.integers(0, 100))
def test_pauses_grow_and_have_an_end(sends: int, tries: int) -> None:
    assert FIRST <= rules.pause_after(sends) <= rules.pause_after(sends + 1) <= LONGEST_PAUSE
    assert FIRST <= rules.doubt_pause(tries, FIRST) <= rules.doubt_pause(tries + 1, FIRST) <= rules.LONGEST_DOUBT_PAUSE


@given(TRIED, LATE, PAUSES)
def test_a_pause_ends_when_it_gets_late_so_that_a_person_hears_of_it(
    tried: Tried, late: datetime, told: timedelta
) -> None:
    for outcome in (Outcome.THROTTLED, Outcome.UNREACHABLE):
        next_at = step(Answer(AttemptKind.SEND, outcome, told), tried, late).next_at
        assert next_at is not None
        assert NOW <= next_at <= max(late, NOW)


def test_once_it_has_looked_a_machine_never_sends_it_again() -> None:
    assert clearing(Tried(sends=1), repeat=True) is AttemptKind.REPEAT
    assert clearing(Tried(sends=1, repeats=REPEATS), repeat=True) is AttemptKind.LOOK
    assert clearing(Tried(sends=1, looks=1), repeat=True) is AttemptKind.LOOK
    assert clearing(Tried(sends=1), repeat=False) is AttemptKind.LOOK


@given(st.lists(ANSWERS, max_size=12))
def test_what_was_tried_counts_from_the_last_sending_and_remembers_when_it_may_have_arrived(
    answers: list[Answer],
) -> None:
    told = [(a.kind, a.outcome, NOW + n * SECOND) for n, a in enumerate(answers)]
    tried = rules.tried(told)
    attempts = [attempt for attempt in told if attempt[1] is not Outcome.UNTRIED]
    sends = [n for n, (kind, _, _) in enumerate(attempts) if kind is AttemptKind.SEND]
    rest = attempts[sends[-1] + 1 :] if sends else attempts
    assert (tried.sends, tried.repeats + tried.looks) == (len(sends), len(rest))
    perhaps = [at for kind, outcome, at in attempts if kind is not AttemptKind.LOOK and outcome not in SURELY_NOT_THERE]
    assert tried.first_at == (perhaps[0] if perhaps else None)


@given(CASES)
def test_nothing_leaves_that_is_not_approved_due_and_inside_its_window(case: Case) -> None:
    if verdict(case, now=NOW)[0] in {Verdict.LEAVE, Verdict.TO_HAND}:
        assert case.approved_at is not None
        assert case.due_at <= NOW
        assert case.window_ends_at is None or case.window_ends_at > NOW


@given(CASES)
def test_what_leaves_by_itself_is_never_late(case: Case) -> None:
    if verdict(case, now=NOW)[0] is Verdict.LEAVE:
        assert max(case.due_at, case.released_at or case.due_at) + LATE_AFTER > NOW


@given(CASES)
def test_a_pause_holds_all_that_was_decided_before_it_and_nothing_else(case: Case) -> None:
    found, because = verdict(case, now=NOW)
    decided = max((at for at in (case.approved_at, case.released_at) if at), default=None)
    before = case.pause_began_at is not None and decided is not None and decided <= case.pause_began_at
    if found in {Verdict.LEAVE, Verdict.TO_HAND}:
        assert not (before and (case.paused or case.was_held))
    if because is Because.HELD:
        assert before
        assert found is (Verdict.HOLD if case.paused else Verdict.EXPIRE)


def test_half_an_hour_is_the_first_instant_that_is_too_late() -> None:
    case = Case(due_at=NOW, approved_at=NOW - FIRST)
    verdicts = [verdict(case, now=NOW + at) for at in (-TICK, timedelta(0), LATE_AFTER - TICK, LATE_AFTER)]
    assert [found for found, _ in verdicts] == [Verdict.NOT_YET, Verdict.LEAVE, Verdict.LEAVE, Verdict.EXPIRE]
    released = replace(case, released_at=NOW + LATE_AFTER)
    assert verdict(released, now=NOW + LATE_AFTER)[0] is Verdict.LEAVE
    assert verdict(released, now=NOW + 2 * LATE_AFTER) == (Verdict.EXPIRE, Because.LATE)


def test_the_window_of_an_approval_is_half_open() -> None:
    case = Case(due_at=NOW, approved_at=NOW - FIRST, window_ends_at=NOW + SECOND)
    assert verdict(case, now=NOW + SECOND - TICK)[0] is Verdict.LEAVE
    assert verdict(case, now=NOW + SECOND) == (Verdict.EXPIRE, Because.OVER)


def test_what_is_out_never_moves_again_and_every_state_may_still_turn_out_to_be_out() -> None:
    assert STATES.moves[State.SENT] == frozenset()
    assert {before for before in State if STATES.may(before, State.SENT)} == set(State) - {State.SENT}


def test_the_pauses_of_a_doubt_leave_a_person_waiting_for_minutes_not_hours() -> None:
    pauses = [rules.doubt_pause(tries, FIRST) for tries in range(REPEATS + LOOKS)]
    assert sum(pauses, timedelta()) < timedelta(minutes=20)
    assert all(later >= earlier for earlier, later in pairwise(pauses))
