"""Whatever people do, in whatever order: what stands approved is what somebody else said Yes to, as it is now."""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import MOVABLE, Stage
from eichhorn.review import queries, services
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.review.services import NotReady, Undecidable
from tests import make
from tests.make.people import LONG_AGO, NOW

FIRST = datetime(2026, 6, 11, 14)
TEXTS = ("Der Preis sinkt um 1,1 Cent.", "Der Preis sinkt um 1,2 Cent.", "Der Preis bleibt.")
BEFORE, AFTER = timedelta(days=1), timedelta(days=3)
"""The window of the usual route."""


@dataclass
class Yes:
    """What somebody read and said Yes to."""

    text: str
    channels: frozenset[int]
    due_at: datetime


class OnePost(RuleBasedStateMachine):
    """One post, two authors, two approvers, one of whom also writes; the model knows only what people saw."""

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.miriam = make.people.person("Miriam", role=RoleKind.MANAGER)
        self.jonas = make.people.person("Jonas", role=RoleKind.COMMUNITY)
        self.voss = make.review.approver("Voss")
        self.both = make.review.approver("Both")
        make.people.services.give_role(
            person=self.both, kind=RoleKind.AUTHOR, begins_on=LONG_AGO, ends_on=None, channels=None, by=None, now=NOW
        )
        make.review.four_eyes(self.both)
        self.channels = [make.planning.channel(), make.planning.channel()]
        self.draft = make.content.draft(by=self.miriam, text=TEXTS[0], chosen=self.channels[:1], local=FIRST)
        self.text, self.written_for = TEXTS[0], frozenset({self.channels[0].pk})
        self.wrote = {self.miriam.pk}
        self.yes: Yes | None = None
        self.asked: Yes | None = None
        self.asker: Person | None = None

    @property
    def slot(self) -> Slot:
        return Slot.objects.get(pk=self.draft.slot_id)

    @property
    def chosen(self) -> frozenset[int]:
        return frozenset(self.slot.channels.values_list("pk", flat=True))

    def people(self) -> list[Person]:
        return [self.miriam, self.jonas, self.voss, self.both]

    @rule(text=st.sampled_from(TEXTS), who=st.integers(0, 3))
    def write(self, text: str, who: int) -> None:
        by = self.people()[who]
        latest = Draft.objects.select_related("latest").get(pk=self.draft.pk).latest
        assert latest is not None
        with contextlib.suppress(NotAllowed, content.Finished):
            content.save(draft=self.draft, based_on=latest.number, text=text, language="de", by=by, now=self.now)
            if (text, self.chosen) != (self.text, self.written_for):
                self.text, self.written_for, self.yes, self.asked = text, self.chosen, None, None
                self.wrote.add(by.pk)

    @rule(hours=st.integers(-30, 90))
    def move(self, hours: int) -> None:
        if self.slot.stage in MOVABLE:
            planning.move(
                slot=self.draft.slot, planned_local=FIRST + timedelta(hours=hours), by=self.miriam, now=self.now
            )

    @rule(both=st.booleans())
    def choose_channels(self, both: bool) -> None:
        if self.slot.stage not in {Stage.OUT, Stage.CANCELLED}:
            self.slot.channels.set(self.channels if both else self.channels[:1])

    @rule(who=st.integers(0, 3))
    def hand_in(self, who: int) -> None:
        by = self.people()[who]
        with contextlib.suppress(NotAllowed, NotReady):
            services.hand_in(draft=self.draft, by=by, now=self.now)
            due_at = self.slot.due_at
            assert due_at is not None
            self.yes, self.asked, self.asker = None, Yes(self.text, self.chosen, due_at), by

    @rule()
    def take_the_agreed_way(self) -> None:
        """Most courses of events reach a Yes, after which the interesting things happen."""
        self.write(self.text, 0)
        self.hand_in(0)
        asked = self.some_question(0)
        if asked is not None:
            self.approve([person.pk for person in self.people()].index(asked.approver_id), 0, by_link=True)

    @rule(who=st.integers(0, 3), number=st.integers(0, 5), by_link=st.booleans())
    def approve(self, who: int, number: int, by_link: bool) -> None:
        by, asked = self.people()[who], self.some_question(number)
        if asked is None:
            return
        with contextlib.suppress(NotAllowed, Undecidable):
            services.approve(approval=asked, by=by, now=self.now, by_link=by_link)
            assert by.pk not in self.wrote, "an author said Yes to their own text"
            assert by != self.asker, "who handed it in said Yes"
            assert self.asked is not None
            assert (self.asked.text, self.asked.channels) == (self.text, self.chosen)
            self.yes, self.asked = self.asked, None

    @rule(who=st.integers(0, 3), number=st.integers(0, 5))
    def refuse(self, who: int, number: int) -> None:
        asked = self.some_question(number)
        if asked is not None:
            with contextlib.suppress(NotAllowed, Undecidable):
                services.refuse(approval=asked, reason="Nein.", by=self.people()[who], now=self.now)
                self.asked = None

    @rule(who=st.integers(0, 3), number=st.integers(0, 5))
    def withdraw(self, who: int, number: int) -> None:
        asked = self.some_question(number)
        if asked is not None:
            newest = Approval.objects.order_by("-pk").first() == asked
            with contextlib.suppress(NotAllowed, Undecidable):
                services.withdraw(approval=asked, by=self.people()[who], now=self.now, because="Halt.")
                if newest:
                    self.yes = self.asked = None

    @precondition(lambda self: self.slot.stage in {Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED})
    @rule()
    def put_back_and_take_up_again(self) -> None:
        planning.advance(slot=self.slot, to=Stage.CANCELLED, now=self.now)
        assert queries.standing([self.draft.pk]) == {}
        planning.advance(slot=self.slot, to=Stage.DRAFT, now=self.now)
        self.yes = self.asked = None

    @rule(hours=st.integers(0, 10))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: hasattr(self, "draft"))
    @invariant()
    def what_stands_is_what_somebody_else_read(self) -> None:
        post = queries.standing([self.draft.pk]).get(self.draft.pk)
        due_at, yes = self.slot.due_at, self.yes
        should = (
            yes is not None
            and due_at is not None
            and (yes.text, yes.channels) == (self.text, self.chosen)
            and yes.due_at - BEFORE <= due_at < yes.due_at + AFTER
        )
        assert (post is not None) is should
        if post is not None and due_at is not None:
            assert post.due_at == due_at
            assert queries.approved(due_before=due_at + timedelta(seconds=1)) == [post]

    @precondition(lambda self: hasattr(self, "draft"))
    @invariant()
    def at_most_one_answer_counts(self) -> None:
        assert (
            Approval.objects.filter(version__draft=self.draft, outcome__in=[Outcome.OPEN, Outcome.GRANTED]).count() <= 1
        )

    def some_question(self, number: int) -> Approval | None:
        found = list(Approval.objects.select_related("version__draft").order_by("-pk")[:6])
        return found[number % len(found)] if found else None


class RolledBack(OnePost):
    """Each course of events happens in a transaction of its own, which is undone at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)


@pytest.mark.long
@pytest.mark.django_db
def test_no_course_of_events_lets_anything_stand_that_nobody_else_read() -> None:
    run_state_machine_as_test(
        RolledBack,
        settings=settings(
            max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )  # fmt: skip
