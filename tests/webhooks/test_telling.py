"""What happened is told: signed, at least once, to checked addresses, until somebody says that it arrived."""

from datetime import timedelta

import pytest
from django.db import connection

from eichhorn.desk import services as desk
from eichhorn.desk.rules import AnswerKind
from eichhorn.foundation import clock, http
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import services as review
from eichhorn.situation import services as situation
from eichhorn.webhooks import queries, services
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import PAUSES, EventType, Off, State, What
from eichhorn.webhooks.services import Made
from tests import make
from tests.webhooks.receiver import Receiver, cut, half, slow, status

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def made(there: Receiver, admin: Person) -> Made:
    found: Made = make.webhooks.endpoint(there.url, by=admin)
    return found


def call() -> Call:
    return Call.objects.select_related("endpoint").get()


def test_a_call_is_signed_as_the_official_library_expects(there: Receiver, made: Made) -> None:
    request = make.webhooks.happened()
    make.webhooks.told()
    (one,) = there.taken
    assert one.signed_by(made.secret)
    assert not one.signed_by("whsec_" + "A" * 43 + "=")
    assert one.headers["content-type"] == "application/json"
    assert one.said["type"] == "request.received"
    assert one.said["data"] == {
        "request": request.pk, "slot": None,
        "links": {
            "page": f"http://testserver/requests/{request.pk}/", "api": f"http://testserver/api/v1/requests/{request.pk}",
        },
    }  # fmt: skip
    assert (call().state, call().tries, call().status, call().said) == (State.ARRIVED, 1, 204, "")


def test_no_text_and_no_name_leaves_the_house(there: Receiver, made: Made) -> None:
    request = make.desk.request(
        "Geheime Verlosung", text="Wir verlosen Gold", name="Petra Geheim", email="petra@x.example", now=clock.now()
    )
    make.webhooks.told()
    said = there.taken[0].body.decode()
    assert not [word for word in ("Verlosung", "Gold", "Petra", "petra@") if word in said]
    assert str(request.pk) in said


def test_handing_in_and_each_answer_are_told_with_the_version_that_they_are_about(there: Receiver, made: Made) -> None:
    author, approver = make.people.person(role=RoleKind.AUTHOR), make.people.person(role=RoleKind.APPROVER)
    make.review.four_eyes(approver)
    now = clock.now()
    draft = make.content.draft(by=author, chosen=[make.planning.channel("Facebook")], local=_later(), now=now)
    asked = make.review.handed_in(draft, by=author, now=now)
    review.approve(approval=asked, by=approver, now=now)
    review.withdraw(approval=asked, by=approver, now=now, because="Doch nicht.")
    make.webhooks.told()
    assert [one.said["type"] for one in there.taken] == ["version.handed_in", "version.approved", "version.withdrawn"]
    for one in there.taken:
        facts = one.said["data"]
        assert (facts["draft"], facts["version"], facts["approval"]) == (draft.pk, 1, asked.pk)
        assert facts["links"]["api"].endswith(f"/api/v1/drafts/{draft.pk}/versions/1")


def test_a_question_back_is_no_decision_and_an_answer_is(there: Receiver, made: Made) -> None:
    request, by = make.webhooks.happened(), make.people.person(role=RoleKind.MANAGER)
    desk.decide(request=request, answer=AnswerKind.ASK_BACK, text="Bis wann?", by=by, now=clock.now())
    desk.decide(request=request, answer=AnswerKind.DECLINE, text="Das passt nicht.", by=by, now=clock.now())
    make.webhooks.told()
    assert [(one.said["type"], one.said["data"].get("answer")) for one in there.taken] == [
        ("request.received", None), ("request.decided", "decline"),
    ]  # fmt: skip


def test_what_people_say_to_us_is_told_by_its_number(there: Receiver, made: Made) -> None:
    message = make.dialogue.message(make.channels.channel("Bühne"), now=clock.now())
    make.webhooks.told()
    (one,) = there.taken
    assert (one.said["type"], one.said["data"]["message"]) == ("reply.received", message.pk)
    assert message.text not in one.body.decode()


def test_an_address_hears_only_what_it_asked_for_and_only_from_now_on(there: Receiver, admin: Person) -> None:
    make.webhooks.happened()
    make.webhooks.endpoint(there.url, by=admin, types=[EventType.REPLY_RECEIVED])
    wide = make.webhooks.endpoint(there.url, by=admin)
    make.webhooks.told()
    assert there.taken == []
    make.webhooks.happened()
    make.webhooks.told()
    assert [one.signed_by(wide.secret) for one in there.taken] == [True]


def test_reading_again_makes_no_second_call(there: Receiver, made: Made) -> None:
    make.webhooks.happened()
    assert [services.take_in(now=clock.now()) for _ in range(3)] == [1, 0, 0]
    make.webhooks.told()
    make.webhooks.told()
    assert len(there.taken) == 1


def test_after_a_failure_it_comes_again_by_the_schedule_under_the_same_id(there: Receiver, made: Made) -> None:
    there.answers(status(500, "Oh  no\nmore"), cut, half, status(200, "thanks"))
    make.webhooks.happened()
    at = timedelta()
    said = []
    for pause in (timedelta(), *PAUSES[:3]):
        before = at
        at += pause * 1.1 + SECOND
        if pause:
            make.webhooks.told(after=before + pause - SECOND * 2)
            assert len(there.taken) == len(said)
        make.webhooks.told(after=at)
        said.append((call().state, call().tries, call().status, call().said))
    assert said == [
        (State.WAITING, 1, 500, "Oh  no"), (State.WAITING, 2, None, "no-answer"), (State.WAITING, 3, 500, "Half of"),
        (State.ARRIVED, 4, 200, ""),
    ]  # fmt: skip
    assert len(set(there.ids)) == 1
    assert len({one.body for one in there.taken}) == 1
    assert len({one.headers["webhook-timestamp"] for one in there.taken}) == 4


def test_a_redirect_is_a_failure_and_nobody_follows_it(there: Receiver, made: Made) -> None:
    there.answers(status(302, Location=there.url))
    make.webhooks.happened()
    make.webhooks.told()
    assert (call().state, call().status, len(there.taken)) == (State.WAITING, 302, 1)


def test_whoever_is_slow_keeps_nobody_else_waiting(there: Receiver, admin: Person) -> None:
    slowly, quick = make.webhooks.endpoint(there.url, by=admin), make.webhooks.endpoint(there.url, by=admin)
    with http.over_within(60):
        make.webhooks.happened()
        services.take_in(now=clock.now())
        calls = {one.endpoint_id: one for one in Call.objects.all()}
        there.answers(slow)
        (first,) = services.claim(now=clock.now(), most=1)
        assert first.call_id == calls[slowly.endpoint.pk].pk
        (second,) = services.claim(now=clock.now(), most=8, busy=[slowly.endpoint.pk])
        assert second.endpoint_id == quick.endpoint.pk


def test_410_switches_it_off_and_its_owner_knows_once(there: Receiver, made: Made, admin: Person) -> None:
    there.answers(status(410, "gone for good"))
    make.webhooks.happened("eins")
    services.take_in(now=clock.now())
    make.webhooks.happened("zwei")
    Call.objects.update(next_at=clock.now() - SECOND)
    make.webhooks.told()
    make.webhooks.told(after=timedelta(days=1))
    off = Endpoint.objects.get()
    assert off.off_because == Off.GONE
    assert Call.objects.filter(state=State.WAITING).count() == 0
    assert [notice.to_person for notice in Notice.objects.filter(about_kind="endpoint")] == [admin]
    assert AuditEvent.objects.filter(verb="webhooks.switched_off", actor_id=None).count() == 1
    make.webhooks.happened("drei")
    make.webhooks.told()
    assert len(there.taken) == 1


def test_at_which_nothing_arrives_for_five_days_is_switched_off(there: Receiver, made: Made) -> None:
    there.answers(*[status(500)] * 50)
    make.webhooks.happened()
    make.webhooks.told()
    for days in range(1, 5):
        make.webhooks.told(after=timedelta(days=days))
        assert Endpoint.objects.get().off_at is None
    make.webhooks.happened()
    make.webhooks.told(after=timedelta(days=5))
    assert Endpoint.objects.get().off_because == Off.FAILING
    assert [one.pk for one in queries.given_up()] == [made.endpoint.pk]
    assert Notice.objects.filter(about_kind="endpoint").count() == 1


def test_one_call_that_arrives_ends_the_failing(there: Receiver, made: Made) -> None:
    there.answers(status(500))
    make.webhooks.happened()
    make.webhooks.told()
    assert Endpoint.objects.get().failing_since is not None
    make.webhooks.told(after=timedelta(minutes=1))
    assert Endpoint.objects.get().failing_since is None


def test_after_the_last_try_it_is_given_up_and_can_be_sent_again(there: Receiver, made: Made, admin: Person) -> None:
    there.answers(*[status(404)] * 10)
    make.webhooks.happened()
    services.take_in(now=clock.now())
    Call.objects.update(tries=len(PAUSES))
    make.webhooks.told()
    assert call().state == State.GIVEN_UP
    there.steps.clear()
    services.send_again(call=call(), by=admin, now=clock.now())
    make.webhooks.told()
    assert (call().state, call().tries) == (State.ARRIVED, 1)
    assert len(set(there.ids)) == 1


def test_who_has_too_much_to_do_is_left_alone_as_long_as_it_asks(there: Receiver, made: Made) -> None:
    there.answers(status(429, Retry_After="600"))
    make.webhooks.happened()
    make.webhooks.told()
    make.webhooks.happened()
    make.webhooks.told(after=timedelta(seconds=590))
    assert len(there.taken) == 1
    make.webhooks.told(after=timedelta(seconds=700))
    assert len(there.taken) == 3


def test_an_address_inside_the_network_is_never_called(there: Receiver, made: Made) -> None:
    http.configure(allow=set())
    make.webhooks.happened()
    make.webhooks.told()
    assert there.taken == []
    assert (call().status, call().said) == (None, "refused-address")


def test_both_secrets_sign_for_a_day_and_then_the_fresh_one_alone(
    there: Receiver, made: Made, admin: Person
) -> None:  # fmt: skip
    fresh = services.rotate(endpoint=made.endpoint, by=admin, now=clock.now())
    make.webhooks.happened()
    make.webhooks.told()
    (one,) = there.taken
    assert one.signed_by(made.secret)
    assert one.signed_by(fresh.secret)
    assert len(one.headers["webhook-signature"].split()) == 2
    Endpoint.objects.update(before_until=clock.now() - SECOND)
    make.webhooks.happened()
    make.webhooks.told()
    assert not there.taken[1].signed_by(made.secret)
    assert there.taken[1].signed_by(fresh.secret)
    services.forget(now=clock.now())
    assert bytes(Endpoint.objects.get().before_sealed) == b""


def test_secrets_lie_nowhere_in_the_open(made: Made, admin: Person) -> None:
    services.rotate(endpoint=made.endpoint, by=admin, now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s', [f"%{made.secret[6:40]}%"])
            assert cursor.fetchone() == (0,), table
    assert made.secret[6:] not in repr(made)
    make.webhooks.happened()
    services.take_in(now=clock.now())
    (errand,) = services.claim(now=clock.now(), most=1)
    assert errand.secrets
    assert "whsec_" not in repr(errand)


def test_during_a_standstill_nothing_leaves_and_afterwards_all_of_it(
    there: Receiver, made: Made, admin: Person
) -> None:  # fmt: skip
    make.situation.standstill(now=clock.now())
    make.webhooks.happened()
    make.webhooks.told()
    assert there.taken == []
    situation.confirm_alone(by=admin, now=clock.now())
    make.webhooks.told()
    assert [one.said["type"] for one in there.taken] == ["request.received"]


def test_what_was_missed_is_sent_since_an_instant_with_the_ids_it_would_have_had(
    there: Receiver, made: Made, admin: Person
) -> None:
    began = clock.now() - SECOND
    make.webhooks.happened("arrived")
    make.webhooks.told()
    services.switch_off(endpoint=made.endpoint, by=admin, now=clock.now())
    make.webhooks.happened("missed")
    make.webhooks.told()
    services.switch_on(endpoint=made.endpoint, by=admin, now=clock.now())
    make.webhooks.told()
    assert len(there.taken) == 1
    again = {"endpoint": made.endpoint, "since": began, "by": admin}
    assert services.replay(**again, what=What.MISSING, now=clock.now()) == 1
    make.webhooks.told()
    assert len(set(there.ids)) == 2
    assert services.replay(**again, what=What.ALL, now=clock.now()) == 2
    make.webhooks.told()
    assert (len(there.taken), len(set(there.ids))) == (4, 2)
    assert services.replay(**again, what=What.MISSING, now=clock.now()) == 0


def test_two_copies_of_a_house_never_give_one_id_to_two_events(there: Receiver, made: Made) -> None:
    """What is written in a restored copy under the same number is another act, at another instant."""
    from eichhorn.webhooks.rules import event_id

    now = clock.now()
    assert event_id(b"x" * 32, 7, now) != event_id(b"x" * 32, 7, now + timedelta(microseconds=1))
    assert event_id(b"x" * 32, 7, now) == event_id(b"x" * 32, 7, now)


def test_what_ended_a_month_ago_is_forgotten(there: Receiver, made: Made) -> None:
    make.webhooks.happened()
    make.webhooks.told()
    ended = call().made_at
    assert services.forget(now=ended + timedelta(days=30) - SECOND) == 0
    assert services.forget(now=ended + timedelta(days=30)) == 1


def test_a_silent_round_costs_few_queries(made: Made, django_assert_num_queries: make.Counting) -> None:
    make.webhooks.happened()
    services.take_in(now=clock.now())
    with django_assert_num_queries(7):
        services.take_in(now=clock.now())


def _later():  # type: ignore[no-untyped-def]
    return (clock.now() + timedelta(days=9)).replace(tzinfo=None, second=0, microsecond=0)
