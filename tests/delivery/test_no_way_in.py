"""Whatever people, machines and networks do, in whatever order: only what stands approved appears, and once."""

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings as real
from django.db import transaction
from django.test import override_settings
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

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.channels.services import keeping
from eichhorn.content import services as content
from eichhorn.delivery import services
from eichhorn.delivery.carrying import carry
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.networks.base import Keys, Post
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from eichhorn.review import queries as standing
from eichhorn.review import services as review
from eichhorn.review.models import Approval
from eichhorn.situation import queries as situation
from eichhorn.situation import services as holding
from tests import make
from tests.delivery import pretend
from tests.delivery.pretend import World
from tests.make.people import NOW

numbers = count(1)
ENDS = st.lists(st.sampled_from(["sent", "unsure", "lost", "refused", "throttled", "unreachable"]), max_size=4)
STEPS = st.sampled_from(
    [timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=31), timedelta(hours=3), timedelta(days=1)]
)


class House(RuleBasedStateMachine):
    """One post, everybody who may touch it, and a clock."""

    @initialize(keeps_keys=st.booleans())
    def found(self, keeps_keys: bool) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOW
        pretend.world = World(keeps_keys=keeps_keys, watch=self.watch)
        self.author = make.people.person(role=RoleKind.MANAGER)
        self.channel = Channel.objects.create(
            name=f"Pretend {next(numbers)}", network="pretend", server_url=pretend.HERE, health=Health.CONNECTED,
            secret_sealed=keeping.seal(Keys("token")),
        )  # fmt: skip
        self.draft = make.delivery.post([self.channel], by=self.author, due_at=NOW + timedelta(minutes=5))

    def watch(self, post: Post) -> None:
        """At the instant at which it arrives it stands approved, word for word, and its window is open."""
        approved = standing.standing([self.draft.pk]).get(self.draft.pk)
        assert approved is not None, "it left and did not stand approved"
        version = self.draft.versions.get(pk=approved.version_id)
        assert (version.text, version.digest) == (post.text, approved.digest)
        assert approved.due_at <= self.now < approved.window_ends_at
        hold = situation.current()
        released = Delivery.objects.get(draft=self.draft).released_at
        assert hold is None or max(approved.decided_at, released or approved.decided_at) > hold.begun_at

    def passes(self, by: timedelta = timedelta(seconds=1)) -> None:
        self.now += by

    @rule(by=STEPS)
    def time_passes(self, by: timedelta) -> None:
        self.passes(by)

    @rule(ends=ENDS, crashes=st.sampled_from(["no", "before", "after"]))
    def a_worker_works(self, ends: list[str], crashes: str) -> None:
        self.passes()
        pretend.world.ends = list(ends)
        services.take_in(now=self.now)
        for errand in services.claim(most=5, now=self.now).errands:
            if crashes == "before":
                continue
            report = carry(errand, now=lambda: self.now)
            if crashes == "no":
                services.write_down([report], now=self.now)
        services.settle(now=self.now)

    @rule()
    def somebody_edits(self) -> None:
        self.passes()
        latest = self.draft.versions.order_by("-number")[0]
        try:
            content.save(
                draft=self.draft, based_on=latest.number, text=f"Fassung {next(numbers)}", language="de", by=self.author,
                now=self.now,
            )  # fmt: skip
        except content.Finished:
            pass

    @rule(yes=st.booleans())
    def somebody_decides(self, yes: bool) -> None:
        self.passes()
        self.draft.refresh_from_db()
        try:
            asked = review.hand_in(draft=self.draft, by=self.author, now=self.now)
        except review.NotReady:
            return
        if yes:
            review.approve(approval=asked, by=asked.approver, now=self.now)
        else:
            review.refuse(approval=asked, reason="Die Zahl stimmt nicht.", by=asked.approver, now=self.now)

    @rule()
    def the_approver_takes_it_back(self) -> None:
        self.passes()
        granted = Approval.objects.filter(version__draft=self.draft, outcome="granted").first()
        if granted is not None:
            review.withdraw(approval=granted, by=granted.approver, because="Doch nicht.", now=self.now)

    @rule(away=st.sampled_from([timedelta(minutes=-2), timedelta(minutes=1), timedelta(hours=2), timedelta(days=5)]))
    def somebody_moves_it(self, away: timedelta) -> None:
        self.passes()
        try:
            planning.move(
                slot=self.draft.slot,
                planned_local=walls.wall_of(self.now + away, "Europe/Berlin"),
                by=self.author,
                now=self.now,
            )
        except planning.NotMovable:
            pass

    @rule()
    def everything_is_held_or_let_go(self) -> None:
        self.passes()
        if situation.current() is None:
            holding.hold(reason="Rohrbruch", by=self.author, now=self.now)
        else:
            services.resume(release_ids=[], by=self.author, now=self.now)

    @precondition(lambda self: Delivery.objects.filter(draft=self.draft).exists())
    @rule(step=st.sampled_from([services.release, services.look_again, services.cancel]))
    def somebody_decides_about_the_delivery(self, step: object) -> None:
        self.passes()
        try:
            step(delivery=Delivery.objects.get(draft=self.draft), by=self.author, now=self.now)  # type: ignore[operator]
        except services.NotDecidable:
            pass

    @precondition(lambda self: Delivery.objects.filter(draft=self.draft, state=State.UNSURE).exists())
    @rule()
    def somebody_looks_and_says_what_they_saw(self) -> None:
        self.passes()
        row = Delivery.objects.get(draft=self.draft)
        if any(post.key == str(row.key) for post in pretend.world.arrived):
            services.it_is_there(delivery=row, url=pretend.HERE, by=self.author, now=self.now)
        else:
            services.send_again(delivery=row, confirmed=services.CONFIRMED, by=self.author, now=self.now)

    @invariant()
    def nothing_is_there_twice_and_what_is_called_out_is_there(self) -> None:
        if not hasattr(self, "draft"):
            return
        there = Counter(post.key for post in pretend.world.arrived)
        assert max(there.values(), default=0) <= 1
        for row in Delivery.objects.filter(draft=self.draft, state=State.SENT):
            assert there[str(row.key)] == 1

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


@pytest.mark.django_db
def test_only_what_stands_approved_appears_and_once() -> None:
    with override_settings(NETWORKS=[*real.NETWORKS, "tests.delivery.pretend.Pretend"]):
        run_state_machine_as_test(House, settings=SHORT)


SHORT = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
