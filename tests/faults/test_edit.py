"""A correction of what is out whose answer never comes: asked for again, and the post stands there once, corrected."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.content import services as content
from eichhorn.delivery import services
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import Outcome, State
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from tests import make
from tests.faults.conftest import Workers, move, posts, until
from tests.faults.ledger import agree, ended, rows
from tests.networks.running import Faulty


@pytest.mark.parametrize("faulty", ["snac"], indirect=True)
def test_an_edit_without_an_answer_is_a_doubt_that_asking_again_clears(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    posts(channel)
    workers.start()
    until(ended)
    (out,) = rows()
    author, now = make.people.person(role=RoleKind.MANAGER), clock.now()
    draft = services.correct(delivery=out, reason="Die Straße heißt anders.", by=author, now=now).draft
    content.save(draft=draft, based_on=1, text="Gebaut wird am Nordring.", language="de", by=author, now=now)
    in_an_hour = walls.wall_of(now + timedelta(hours=1), "Europe/Berlin")
    planning.move(slot=draft.slot, planned_local=in_an_hour, by=author, now=now)
    make.review.approved(draft, by=author, now=clock.now())
    faulty.order("error_after", on="edit")
    move([draft], by=author)
    until(lambda: ended(2))
    agree("edit_unanswered", faulty)
    correction = Delivery.objects.get(draft=draft)
    assert (correction.state, correction.corrects_id) == (State.SENT, out.pk)
    tried = Attempt.objects.filter(delivery=correction).order_by("number").values_list("outcome", flat=True)
    assert list(tried) == [Outcome.UNSURE, Outcome.SENT]
    (there,) = faulty.standing("a1")
    assert (there["id"], there["content"]) == (out.network_id, "<p>Gebaut wird am Nordring.</p>")
