"""A thread leaves part by part: each once, each below the one before, and after any accident it goes on where it stood."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.channels.services import keeping
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.delivery import services
from eichhorn.delivery.carrying import carry
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.networks.base import Keys
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import Stage
from eichhorn.review import services as review
from eichhorn.situation import services as situation
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW
from tests.networks.running import Faulty

THREAD = "Erstens wird gebaut.\n---\nZweitens fährt der Bus.\n---\nDrittens: danke."
PARTS = ["Erstens wird gebaut.", "Zweitens fährt der Bus.", "Drittens: danke."]
LATER = [DUE + timedelta(minutes=minutes) for minutes in (1, 3, 6, 12, 20, 29)]


@pytest.fixture
def author(db: None) -> Person:
    made: Person = make.people.person(role=RoleKind.MANAGER)
    return made


def states(draft: Draft) -> list[str]:
    return list(Delivery.objects.filter(draft=draft).order_by("part").values_list("state", flat=True))


def said(faulty: Faulty) -> list[str]:
    return [event["text"] for event in faulty.accepted()]


def test_each_part_answers_the_one_before(channel: Channel, faulty: Faulty) -> None:
    draft = make.delivery.post([channel], text=THREAD)
    make.delivery.run(DUE)
    there = faulty.accepted()
    assert [event["text"] for event in there] == PARTS
    assert [event["reply_to"] for event in there] == [None, there[0]["id"], there[1]["id"]]
    assert len({event["key"] for event in there}) == 3
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.OUT


def test_the_first_comment_stands_below_the_post_without_its_picture(
    channel: Channel, faulty: Faulty, author: Person
) -> None:
    picture = content.NewAttachment(make.media.picture(), "Kleiner Bagger an der Ecke Birkenweg")
    draft = make.content.draft(by=author, text="Gut.", chosen=[channel])
    content.save(
        draft=draft, based_on=1, text="Gut.", language="de", first_comment="Quelle: wir.", attachments=[picture],
        by=author, now=NOW,
    )  # fmt: skip
    make.review.approved(draft, by=author)
    make.delivery.run(draft.slot.due_at or DUE)
    post, comment = faulty.accepted()
    assert (post["text"], comment["text"]) == ("Gut.", "Quelle: wir.")
    assert comment["reply_to"] == post["id"]
    assert (len(post["alts"]), len(comment["alts"])) == (1, 0)


def test_what_is_not_out_yet_is_not_there_to_leave(channel: Channel, faulty: Faulty) -> None:
    faulty.order("refuse", told="No.")
    draft = make.delivery.post([channel], text=THREAD)
    make.delivery.run(DUE)
    assert states(draft) == [State.STOPPED]
    assert said(faulty) == []


def test_a_refused_part_keeps_the_others_and_the_thread_goes_on_with_the_next_version(
    channel: Channel, faulty: Faulty, author: Person
) -> None:
    faulty.order("refuse", naming="Zweitens", told="No.")
    draft = make.delivery.post([channel], text=THREAD, by=author)
    make.delivery.run(DUE)
    assert states(draft) == [State.SENT, State.STOPPED]
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.NEEDS_SOMEONE
    services.release(delivery=Delivery.objects.get(draft=draft, part=2), by=author, now=DUE + timedelta(minutes=2))
    make.delivery.run(DUE + timedelta(minutes=2))
    assert said(faulty) == PARTS
    assert states(draft) == [State.SENT] * 3


@pytest.mark.parametrize("fault", ["error_after", "cut_after"])
def test_a_doubt_about_one_part_is_cleared_before_the_next_leaves(channel: Channel, faulty: Faulty, fault: str) -> None:
    faulty.order(fault, naming="Zweitens")
    draft = make.delivery.post([channel], text=THREAD)
    make.delivery.run(DUE)
    assert states(draft) == [State.SENT, State.CHECKING]
    assert said(faulty) == PARTS[:2]
    for at in LATER:
        make.delivery.run(at)
    assert said(faulty) == PARTS
    assert states(draft) == [State.SENT] * 3


def test_a_crash_between_two_parts_loses_and_doubles_nothing(channel: Channel, faulty: Faulty) -> None:
    draft = make.delivery.post([channel], text=THREAD)
    services.take_in(now=DUE)
    for errand in services.claim(most=5, now=DUE).errands:
        carry(errand, now=lambda: DUE)  # the worker dies before it writes the answer down
    assert said(faulty) == PARTS[:1]
    for at in LATER:
        make.delivery.run(at)
    assert said(faulty) == PARTS
    assert states(draft) == [State.SENT] * 3


def test_a_pause_between_two_parts_holds_the_rest(channel: Channel, faulty: Faulty, author: Person) -> None:
    faulty.order("throttle", naming="Zweitens", retry_after="60")
    draft = make.delivery.post([channel], text=THREAD)
    make.delivery.run(DUE)
    situation.hold(reason="Rohrbruch", by=author, now=DUE + timedelta(seconds=5))
    for at in LATER:
        make.delivery.run(at)
    assert said(faulty) == PARTS[:1]
    row = Delivery.objects.get(draft=draft, part=2)
    assert (row.state, row.because) == (State.WAITING, Because.HELD)
    services.resume(release_ids=[row.pk], by=author, now=DUE + timedelta(minutes=40))
    make.delivery.run(DUE + timedelta(minutes=40))
    assert said(faulty) == PARTS


def test_a_withdrawn_approval_stops_the_thread_where_it_stands(
    channel: Channel, faulty: Faulty, author: Person
) -> None:
    faulty.order("throttle", naming="Zweitens", retry_after="60")
    draft = make.delivery.post([channel], text=THREAD, by=author)
    make.delivery.run(DUE)
    content.save(draft=draft, based_on=1, text="Erstens.\n---\nAnders.", language="de", by=author, now=DUE)
    for at in LATER:
        make.delivery.run(at)
    assert said(faulty) == PARTS[:1]
    assert states(draft) == [State.SENT, State.CANCELLED]


def test_a_part_that_the_approved_version_no_longer_has_does_not_leave(
    channel: Channel, faulty: Faulty, author: Person
) -> None:
    faulty.order("refuse", naming="Zweitens", told="No.")
    draft = make.delivery.post([channel], text=THREAD, by=author)
    make.delivery.run(DUE)
    content.save(draft=draft, based_on=1, text="Erstens wird gebaut.", language="de", by=author, now=DUE)
    make.delivery.move(draft, DUE + timedelta(hours=1), by=author)
    make.review.approved(draft, by=author, now=DUE)
    make.delivery.run(DUE + timedelta(hours=1))
    assert said(faulty) == PARTS[:1]
    assert states(draft) == [State.SENT, State.CANCELLED]


def test_after_a_part_that_a_person_saw_without_its_number_the_next_waits_for_a_person(
    channel: Channel, faulty: Faulty, author: Person
) -> None:
    faulty.order("cut_after", times=1)
    faulty.order("unavailable", on="lookup", times=20)
    faulty.set(keeps_keys=False)
    Channel.objects.filter(pk=channel.pk).update(software="unknown")
    draft = make.delivery.post([channel], text=THREAD, by=author)
    for at in (DUE, *LATER, DUE + timedelta(hours=2)):
        make.delivery.run(at)
    row = Delivery.objects.get(draft=draft)
    assert row.state == State.UNSURE
    services.it_is_there(delivery=row, url=f"{faulty.url}/1", by=author, now=DUE + timedelta(hours=3))
    following = Delivery.objects.get(draft=draft, part=2)
    assert (following.state, following.because) == (State.STOPPED, Because.ALONE)
    page = make.people.client_of(author).get("/plan/outbox/").content.decode()
    assert "Teil 2 von 3" in page
    assert "stünde also allein" in page


def test_a_channel_by_hand_gets_one_text_and_the_comment_as_a_task_of_its_own(author: Person) -> None:
    hand = make.channels.by_hand()
    draft = make.content.draft(by=author, text=THREAD, chosen=[hand])
    content.save(draft=draft, based_on=1, text=THREAD, language="de", first_comment="Quelle: wir.", by=author, now=NOW)
    make.review.approved(draft, by=author)
    due = draft.slot.due_at or DUE
    make.delivery.run(due)
    services.done_by_hand(
        delivery=Delivery.objects.get(draft=draft), url="https://facebook.example/1", by=author, now=due
    )
    make.delivery.run(due)
    comment = Delivery.objects.get(draft=draft, part=2)
    assert comment.state == State.BY_HAND
    page = make.people.client_of(author).get(f"/plan/outbox/{comment.pk}/").content.decode()
    assert "Quelle: wir." in page
    assert "Erstens wird gebaut." not in page


def test_nothing_leaves_with_a_key_that_has_ended_and_all_of_it_once_it_is_renewed(
    channel: Channel, faulty: Faulty
) -> None:
    Channel.objects.filter(pk=channel.pk).update(token_ends_at=DUE - timedelta(minutes=1))
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    assert states(draft) == [State.WAITING]
    channel.refresh_from_db()
    keeping.keep(channel=channel, keys=Keys("a1", ends_at=DUE + timedelta(hours=2)), now=DUE)
    make.delivery.run(DUE + timedelta(seconds=5))
    assert states(draft) == [State.SENT]


def test_an_old_key_that_is_refused_says_nothing_of_the_new_one(channel: Channel, faulty: Faulty) -> None:
    faulty.order("unauthorised")
    draft = make.delivery.post([channel])
    services.take_in(now=DUE)
    [errand] = services.claim(most=5, now=DUE).errands
    keeping.keep(channel=channel, keys=Keys("a1"), now=DUE)
    services.write_down([carry(errand, now=lambda: DUE)], now=DUE)
    assert states(draft) == [State.WAITING]
    channel.refresh_from_db()
    assert channel.health == "connected"
    make.delivery.run(DUE + timedelta(minutes=1))
    assert states(draft) == [State.SENT]


def test_a_key_that_is_refused_while_it_is_being_exchanged_closes_nothing(channel: Channel, faulty: Faulty) -> None:
    faulty.order("unauthorised")
    draft = make.delivery.post([channel])
    services.take_in(now=DUE)
    [errand] = services.claim(most=5, now=DUE).errands
    Channel.objects.filter(pk=channel.pk).update(renewing_until=DUE + timedelta(minutes=1))
    services.write_down([carry(errand, now=lambda: DUE)], now=DUE)
    assert states(draft) == [State.WAITING]
    channel.refresh_from_db()
    assert channel.health == "connected"


def test_a_sent_post_of_the_past_gets_no_next_part_by_itself(channel: Channel, faulty: Faulty, author: Person) -> None:
    draft = make.delivery.post([channel], text="Nur einer.", by=author)
    make.delivery.run(DUE)
    with pytest.raises(content.Finished):
        content.save(draft=draft, based_on=1, text=THREAD, language="de", by=author, now=DUE)
    with pytest.raises(review.NotReady):
        review.hand_in(draft=draft, by=author, now=DUE)
    make.delivery.run(DUE + timedelta(minutes=5))
    assert said(faulty) == ["Nur einer."]
