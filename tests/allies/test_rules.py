"""Whom one may ask, for how little, and when a drop falls."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from eichhorn.allies.rules import (
    QUARTER,
    Agreed,
    Gift,
    Rest,
    Standing,
    Step,
    Tone,
    first_on,
    minutes,
    next_step,
    resting,
    smallest,
    speaks_of,
    tone,
)
from eichhorn.people.working_time import is_service_time

ZONES = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"}))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


@dataclass(frozen=True)
class House:
    zone: str
    service_begins: time = time(8)
    service_ends: time = time(17)


def test_whoever_is_asked_for_the_first_time_is_asked_for_one_thing() -> None:
    assert smallest([Gift.SENTENCES, Gift.PHOTO], times_given=0) == (Gift.PHOTO,)
    assert smallest([Gift.FIGURES], times_given=0) == (Gift.FIGURES,)
    assert smallest([], times_given=0) == (Gift.PHOTO,)


def test_whoever_has_given_before_is_asked_for_a_photo_and_three_sentences() -> None:
    assert smallest([Gift.PHOTO], times_given=2) == (Gift.PHOTO, Gift.SENTENCES)
    assert smallest([Gift.SENTENCES], times_given=2) == (Gift.SENTENCES,)
    assert smallest([Gift.VISIT, Gift.VOICE], times_given=1) == (Gift.VOICE, Gift.VISIT)


@given(likes=st.sets(st.sampled_from(Gift)), times_given=st.integers(0, 50))
def test_never_more_than_two_things_and_never_one_twice(likes: set[Gift], times_given: int) -> None:
    wants = smallest(likes, times_given=times_given)
    assert 1 <= len(wants) <= 2
    assert len(set(wants)) == len(wants)
    assert not likes or wants[0] in likes
    assert minutes(wants) >= 1


def test_somebody_knows_of_a_thing_when_a_word_begins_alike() -> None:
    assert speaks_of("Ausbildungswerkstatt, die neue Drehbank", "Auszubildende an der Drehbank")
    assert speaks_of("Ausbildung", "Ausbildungsmesse 2026")
    assert not speaks_of("Klärwerk", "Auszubildende an der Drehbank")
    assert not speaks_of("der die das", "der Bus")
    assert not speaks_of("", "")


TODAY = date(2026, 6, 9)


def known(**more: object) -> Standing:
    return Standing(**{"confirmed": True, "open_asks": 0, "asked_on": (), "per_quarter": 2, "rests_until": None} | more)  # type: ignore[arg-type]


def test_nobody_is_asked_who_has_not_said_yes_to_it() -> None:
    assert resting(known(confirmed=False), today=TODAY) is Rest.UNCONFIRMED
    assert first_on(known(confirmed=False), today=TODAY) is None


def test_one_thing_at_once() -> None:
    assert resting(known(open_asks=1), today=TODAY) is Rest.OPEN


def test_the_day_on_which_a_rest_ends_is_free_and_the_one_before_is_not() -> None:
    rests = known(rests_until=TODAY)
    assert resting(rests, today=TODAY) is None
    assert resting(rests, today=TODAY - timedelta(days=1)) is Rest.RESTS
    assert first_on(rests, today=TODAY - timedelta(days=1)) == TODAY


def test_as_often_as_agreed_and_not_once_more() -> None:
    once, twice = known(asked_on=(TODAY,)), known(asked_on=(TODAY, TODAY - timedelta(days=30)))
    assert resting(once, today=TODAY) is None
    assert resting(twice, today=TODAY) is Rest.ENOUGH
    free = first_on(twice, today=TODAY)
    assert free == TODAY - timedelta(days=30) + QUARTER
    assert resting(twice, today=free - timedelta(days=1)) is Rest.ENOUGH
    assert resting(twice, today=free) is None


@given(
    asked=st.lists(st.integers(0, 200), max_size=12), per_quarter=st.integers(1, 12),
    rests=st.none() | st.integers(-50, 200),
)  # fmt: skip
def test_the_first_free_day_is_free_and_every_day_before_it_is_not(
    asked: list[int], per_quarter: int, rests: int | None
) -> None:
    one = known(
        asked_on=tuple(TODAY - timedelta(days=ago) for ago in asked), per_quarter=per_quarter,
        rests_until=TODAY + timedelta(days=rests) if rests is not None else None,
    )  # fmt: skip
    free = first_on(one, today=TODAY)
    assert free is not None
    assert resting(one, today=free) is None
    assert all(resting(one, today=TODAY + timedelta(days=day)) is not None for day in range((free - TODAY).days))


@given(
    zone=ZONES, asked_at=MOMENTS, reminders=st.integers(0, 3), due=st.none() | st.integers(0, 60),
    holidays=st.sets(st.integers(0, 90), max_size=12),
)  # fmt: skip
def test_drops_fall_in_working_hours_apart_from_each_other_never_more_than_agreed_and_end(
    zone: str, asked_at: datetime, reminders: int, due: int | None, holidays: set[int]
) -> None:
    house, first_day = House(zone), asked_at.astimezone(ZoneInfo(zone)).date()
    free = {first_day + timedelta(days=number) for number in holidays}
    agreed = Agreed(reminders, first_day + timedelta(days=due) if due is not None else None)
    heard_at, sent = asked_at, 0
    while True:
        comes = next_step(heard_at, sent=sent, agreed=agreed, house=house, holidays=free)
        day = comes.at.astimezone(ZoneInfo(zone)).date()
        assert comes.at > heard_at
        assert day not in free
        assert is_service_time(comes.at, organisation=house)
        if comes.step is Step.END:
            break
        assert (day - heard_at.astimezone(ZoneInfo(zone)).date()).days >= 3
        assert agreed.due_on is None or day <= agreed.due_on
        heard_at, sent = comes.at, sent + 1
        assert sent <= reminders
    if due is None:
        assert sent == reminders


@given(zone=ZONES, said_at=MOMENTS, promised_in=st.integers(0, 60), sent=st.integers(0, 3))
def test_whoever_promised_a_day_hears_nothing_before_it_is_over_and_of_it_once(
    zone: str, said_at: datetime, promised_in: int, sent: int
) -> None:
    house, today = House(zone), said_at.astimezone(ZoneInfo(zone)).date()
    promised = today + timedelta(days=promised_in)
    agreed = Agreed(3, None, promised)
    comes = next_step(said_at, sent=sent, agreed=agreed, house=house, holidays=())
    assert comes.at.astimezone(ZoneInfo(zone)).date() > promised
    assert comes.step is (Step.END if sent == 3 else Step.REMIND)
    after = next_step(comes.at, sent=sent + 1, agreed=agreed, house=house, holidays=(), reminded_of_promise=True)
    assert after.step is Step.END


@given(agreed=st.integers(1, 3))
def test_each_drop_is_kinder_and_the_last_one_says_that_it_is_the_last(agreed: int) -> None:
    tones = [tone(number, agreed=agreed) for number in range(1, agreed + 1)]
    assert tones[-1] is Tone.LAST
    assert tones == sorted(tones, key=list(Tone).index)
    assert len(set(tones)) == len(tones)
