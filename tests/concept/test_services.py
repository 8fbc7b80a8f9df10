"""The strategy from its draft to the day on which it holds."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from eichhorn.concept import queries, services
from eichhorn.concept.models import Answer, Version
from eichhorn.concept.rules import Decision, Obstacle, Question, State
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def decide(version: Version, begins_on: date, by: Person | None) -> Version:
    return services.decide(version=version, decision=Decision(begins_on, None, "Mehr Dialog", "Fragen"), by=by, now=NOW)


def test_a_version_holds_from_its_day_on_and_the_one_before_until_then(miriam: Person) -> None:
    first = make.concept.decided(TODAY - 300 * DAY)
    second = make.concept.draft(by=miriam)
    make.concept.write(second, Question.DIALOGUE, "Wir antworten am selben Tag.", by=miriam)
    decide(second, TODAY + 30 * DAY, miriam)
    assert queries.in_force(on=TODAY) == first
    assert queries.in_force(on=TODAY + 29 * DAY) == first
    assert queries.in_force(on=TODAY + 30 * DAY) == second
    assert queries.answers(first)[Question.DIALOGUE].text == "Unsere Antwort auf dialogue."
    assert queries.answers(second)[Question.GOALS].text == queries.answers(first)[Question.GOALS].text


def test_one_version_is_written_at_a_time(miriam: Person) -> None:
    services.begin(by=miriam, now=NOW)
    with pytest.raises(services.DraftThere):
        services.begin(by=miriam, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(number=7, made_at=NOW)


def test_nobody_writes_over_what_somebody_else_has_written_meanwhile(miriam: Person) -> None:
    draft = make.concept.draft(answered=False, by=miriam)
    write = partial(services.write, version=draft, question=Question.GOALS, based_on=0, by=miriam, now=NOW)
    write(text="Zuerst da")
    with pytest.raises(services.Collision) as collision:
        write(text="Später da")
    assert (collision.value.theirs.text, collision.value.theirs.revision) == ("Zuerst da", 1)
    assert write(text="Zuerst da").revision == 1


def test_a_version_with_an_open_question_is_not_decided(miriam: Person) -> None:
    draft = make.concept.draft(by=miriam)
    make.concept.write(draft, Question.FORM, "", by=miriam)
    with pytest.raises(services.NotDecided) as refused:
        decide(draft, TODAY, miriam)
    assert refused.value.because == (Obstacle.UNANSWERED,)
    assert Version.objects.get().state == State.DRAFT


def test_what_is_decided_never_changes_whoever_asks(miriam: Person) -> None:
    version = make.concept.decided()
    with pytest.raises(ForbiddenMove):
        make.concept.write(version, Question.GOALS, "Anders", by=miriam)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Answer.objects.filter(version=version, question=Question.GOALS).update(text="Anders")
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        version.delete()


def test_a_version_to_come_can_be_taken_back_and_one_in_force_cannot(miriam: Person) -> None:
    stands, comes = make.concept.decided(TODAY), make.concept.decided(TODAY + DAY)
    with pytest.raises(ForbiddenMove):
        services.take_back(version=stands, by=miriam, now=NOW)
    taken = services.take_back(version=comes, by=miriam, now=NOW)
    assert (taken.state, taken.begins_on) == (State.DRAFT, None)
    make.concept.write(taken, Question.GOALS, "Anders", by=miriam)
    decide(taken, TODAY + DAY, miriam)


def test_a_version_is_not_taken_back_over_another_draft(miriam: Person) -> None:
    comes = make.concept.decided(TODAY + DAY)
    make.concept.draft()
    with pytest.raises(services.DraftThere):
        services.take_back(version=comes, by=miriam, now=NOW)


def test_a_draft_that_is_thrown_away_leaves_what_holds(miriam: Person) -> None:
    stands, draft = make.concept.decided(), make.concept.draft()
    services.discard(version=draft, by=miriam, now=NOW)
    assert list(Version.objects.all()) == [stands]
    with pytest.raises(ForbiddenMove):
        services.discard(version=stands, by=miriam, now=NOW)


def test_a_version_begins_with_what_the_latest_decided_one_says_also_where_its_day_has_not_come() -> None:
    make.concept.decided()
    comes = make.concept.draft()
    make.concept.write(comes, Question.GOALS, "Neue Ziele")
    decide(comes, TODAY + 90 * DAY, None)
    assert queries.answers(services.begin(by=None, now=NOW))[Question.GOALS].text == "Neue Ziele"


@pytest.mark.parametrize("role", [RoleKind.COMMUNITY, RoleKind.AUTHOR, RoleKind.APPROVER, RoleKind.READER])
def test_who_does_not_steer_only_reads(role: RoleKind) -> None:
    somebody, draft = make.people.person(role=role), make.concept.draft()
    asks: tuple[Callable[[], object], ...] = (
        lambda: services.begin(by=somebody, now=NOW),
        lambda: make.concept.write(draft, Question.GOALS, "Meins", by=somebody),
        lambda: decide(draft, TODAY, somebody),
        lambda: services.take_back(version=draft, by=somebody, now=NOW),
        lambda: services.discard(version=draft, by=somebody, now=NOW),
    )
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask()


def test_it_stands_on_today_from_the_day_on_which_it_is_to_be_looked_at_again(miriam: Person) -> None:
    make.concept.decided(TODAY - 300 * DAY, review_on=TODAY)
    assert queries.waiting_for(miriam, now=NOW - 2 * DAY) == []
    assert [row.title for row in queries.waiting_for(miriam, now=NOW)] == [
        "Die Strategie möchte wieder angesehen werden"
    ]
    assert queries.waiting_for(make.people.person(role=RoleKind.AUTHOR), now=NOW) == []
    make.concept.draft()
    assert queries.waiting_for(miriam, now=NOW) == []
