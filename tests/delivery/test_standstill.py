"""Two installations with one memory: the copy sends nothing by itself that the other may have sent."""

from datetime import timedelta

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.delivery import queries, services, words
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.situation import services as situation
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

MINUTE = timedelta(minutes=1)


def administrator() -> Person:
    person: Person = make.people.person(role=RoleKind.ADMINISTRATOR)
    return person


def test_nothing_leaves_until_it_is_confirmed_and_what_was_due_before_is_a_doubt(
    channel: Channel, faulty: Faulty
) -> None:
    before, after = make.delivery.post([channel]), make.delivery.post([channel], due_at=DUE + 10 * MINUTE)
    make.situation.standstill(now=DUE - 5 * MINUTE, known_until=DUE - 60 * MINUTE)
    make.delivery.run(DUE + MINUTE)
    assert queries.next_at(now=DUE + MINUTE) is None
    situation.confirm_alone(by=administrator(), now=DUE + 2 * MINUTE)
    make.delivery.run(DUE + 3 * MINUTE)
    row = make.delivery.of(before)
    assert (row.state, row.because) == (State.UNSURE, Because.ELSEWHERE)
    assert "Von selbst senden wir ihn nicht" in words.sentence(row)
    assert faulty.accepted() == []
    make.delivery.run(DUE + 10 * MINUTE)
    assert make.delivery.of(after).state == State.SENT
    assert make.delivery.of(before).state == State.UNSURE


def test_a_person_decides_about_a_doubt_and_only_then_it_leaves(channel: Channel, faulty: Faulty) -> None:
    draft, by = make.delivery.post([channel]), make.people.person(role=RoleKind.MANAGER)
    make.situation.standstill(now=DUE)
    situation.confirm_alone(by=administrator(), now=DUE + MINUTE)
    make.delivery.run(DUE + MINUTE)
    services.send_again(delivery=make.delivery.of(draft), confirmed="not_there", by=by, now=DUE + 2 * MINUTE)
    make.delivery.run(DUE + 2 * MINUTE)
    assert make.delivery.of(draft).state == State.SENT
    assert len(faulty.accepted()) == 1


def test_what_the_other_one_has_sent_is_found_by_looking_and_not_sent_again(channel: Channel, faulty: Faulty) -> None:
    draft, by = make.delivery.post([channel]), make.people.person(role=RoleKind.MANAGER)
    with transaction.atomic():  # the other installation, of which this one remembers nothing
        make.delivery.run(DUE)
        assert make.delivery.of(draft).state == State.SENT
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    make.situation.standstill(now=DUE + MINUTE, known_until=DUE - MINUTE)
    situation.confirm_alone(by=administrator(), now=DUE + 2 * MINUTE)
    make.delivery.run(DUE + 3 * MINUTE)
    services.look_again(delivery=make.delivery.of(draft), by=by, now=DUE + 3 * MINUTE)
    make.delivery.run(DUE + 3 * MINUTE)
    assert make.delivery.of(draft).state == State.SENT
    assert len(faulty.accepted()) == 1


def test_an_answer_that_was_written_after_the_restore_leaves_and_an_older_one_is_a_doubt(
    channel: Channel, faulty: Faulty
) -> None:
    by = make.people.person(role=RoleKind.COMMUNITY)
    old = services.reply(reply_id=1, channel=channel, text="Alt", reply_to="", by=by, now=DUE - MINUTE)
    make.situation.standstill(now=DUE)
    new = services.reply(reply_id=2, channel=channel, text="Neu", reply_to="", by=by, now=DUE + MINUTE)
    make.delivery.run(DUE + MINUTE)
    assert faulty.accepted() == []
    situation.confirm_alone(by=administrator(), now=DUE + 2 * MINUTE)
    make.delivery.run(DUE + 3 * MINUTE)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (State.UNSURE, State.SENT)
