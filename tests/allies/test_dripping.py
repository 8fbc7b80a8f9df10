"""Steady drops: in working hours, each kinder, never more than agreed, never after an answer, and an end."""

from datetime import UTC, date, datetime, timedelta

from eichhorn.allies import services
from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import No, State
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from tests import make

NOW = make.people.NOW
"""Tuesday, 9 June 2026."""


def letters_to(person: Person) -> list[str]:
    return [notices.text_of(one) for one in Notice.objects.filter(to_person=person).order_by("pk")]


def run_until(end: datetime, *, begin: datetime = NOW, step: timedelta = timedelta(hours=1)) -> list[datetime]:
    """Let the worker look every hour; return when something happened."""
    happened, now = [], begin
    while now <= end:
        if services.drip(now=now):
            happened.append(now)
        now += step
    return happened


def test_two_agreed_reminders_fall_on_working_days_at_nine_then_the_ask_ends_and_they_rest(
    miriam: Person, trainer: Person
) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=2), by=miriam)
    happened = run_until(NOW + timedelta(days=60))
    assert [(at.date(), at.astimezone(UTC).hour) for at in happened] == [
        (date(2026, 6, 12), 7), (date(2026, 6, 19), 7), (date(2026, 6, 26), 7),
    ]  # fmt: skip
    first, light, last = letters_to(trainer)
    assert "Mögen Sie uns ein Foto geben?" in first
    assert "im Alltag untergegangen" in light
    assert "das letzte Mal" in last
    assert all("ein Nein ist in Ordnung" in one for one in (first, light, last))
    asked.refresh_from_db()
    assert (asked.state, asked.reminded, asked.next_at) == (State.ENDED, 2, None)
    entry = Ally.objects.get()
    assert entry.rests_until == date(2026, 6, 26) + timedelta(days=60)


def test_who_agreed_to_no_reminder_gets_none(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=0), by=miriam)
    run_until(NOW + timedelta(days=30))
    assert len(letters_to(trainer)) == 1
    asked.refresh_from_db()
    assert asked.state == State.ENDED


def test_nothing_falls_at_night_on_a_weekend_or_on_a_holiday(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    Ask.objects.filter(pk=asked.pk).update(next_at=NOW)
    night, saturday = datetime(2026, 6, 12, 1, tzinfo=UTC), datetime(2026, 6, 13, 9, tzinfo=UTC)
    assert services.drip(now=night) == services.drip(now=saturday) == 0
    planning.set_terms(lead_days=5, holidays_of="DE-NW", by=None, now=NOW)
    Ask.objects.filter(pk=asked.pk).update(next_at=datetime(2026, 10, 1, tzinfo=UTC))
    christmas = datetime(2026, 12, 25, 9, tzinfo=UTC)
    assert services.drip(now=christmas) == 0
    assert services.drip(now=christmas + timedelta(days=3)) == 1


def test_after_an_answer_no_drop_falls(miriam: Person, trainer: Person) -> None:
    gave, refused = make.people.person("Ada"), make.people.person("Bodo")
    make.allies.given(make.allies.asked(make.allies.ally(gave), by=miriam))
    services.decline(ask=make.allies.asked(make.allies.ally(refused), by=miriam), no=No.OTHER, by=None, now=NOW)
    assert run_until(NOW + timedelta(days=40), step=timedelta(hours=6)) == []
    assert [len(letters_to(one)) for one in (gave, refused)] == [1, 1]


def test_a_worker_that_was_away_for_weeks_sends_one_reminder_and_counts_from_it(
    miriam: Person, trainer: Person
) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=3), by=miriam)
    late = datetime(2026, 7, 6, 9, tzinfo=UTC)
    assert services.drip(now=late) == 1
    assert services.drip(now=late + timedelta(hours=2)) == 0
    asked.refresh_from_db()
    assert asked.reminded == 1
    assert asked.next_at is not None
    assert asked.next_at.date() == date(2026, 7, 13)


def test_whoever_promised_a_day_is_left_alone_until_it_is_over_and_reminded_once(
    miriam: Person, trainer: Person
) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=3), by=miriam)
    services.promise(ask=asked, day=date(2026, 6, 26), by=None, now=NOW)
    happened = run_until(NOW + timedelta(days=60))
    assert [at.date() for at in happened] == [date(2026, 6, 29), date(2026, 7, 6)]
    assert "Sie wollten sich bis" in letters_to(trainer)[-1]
    asked.refresh_from_db()
    assert asked.state == State.ENDED


def test_after_the_day_until_which_it_would_help_nobody_is_reminded(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=3), by=miriam, due_on=date(2026, 6, 15))
    happened = run_until(NOW + timedelta(days=30))
    assert [at.date() for at in happened] == [date(2026, 6, 12), date(2026, 6, 16)]
    asked.refresh_from_db()
    assert (asked.state, asked.reminded) == (State.ENDED, 1)


def test_a_gift_after_the_end_is_welcome(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer, reminders=0), by=miriam)
    run_until(NOW + timedelta(days=30))
    make.allies.given(asked, now=NOW + timedelta(days=40))
    asked.refresh_from_db()
    assert asked.state == State.GIVEN


def test_who_has_left_the_house_is_reminded_of_nothing(miriam: Person, trainer: Person) -> None:
    asked = make.allies.asked(make.allies.ally(trainer), by=miriam)
    trainer.left_on = date(2026, 6, 11)
    trainer.save()
    assert [at.date() for at in run_until(NOW + timedelta(days=30))] == [date(2026, 6, 12)]
    assert len(letters_to(trainer)) == 1
    asked.refresh_from_db()
    assert asked.state == State.ENDED
