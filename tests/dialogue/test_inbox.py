"""Listening and answering: each message once, under its post, answered once, and foreign text is only text."""

import uuid
from datetime import datetime, timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import queries, rules, services
from eichhorn.dialogue.models import Message, Reply
from eichhorn.networks import base
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture
def channel(house: Organisation) -> Channel:
    return make.channels.channel("Mastodon")


@pytest.fixture
def jonas(house: Organisation):
    return make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)


@pytest.fixture
def post(channel: Channel, jonas) -> Delivery:
    """A post of ours that is out as "100"."""
    draft = make.content.draft(by=jonas, chosen=[channel])
    return Delivery.objects.create(
        draft=draft, version=draft.latest, channel=channel, key=uuid.uuid4(), state="sent", due_at=NOW, made_at=NOW,
        sent_at=NOW, network_id="100",
    )  # fmt: skip


def told(network_id: str, *, answers: str = "100", **more) -> base.Message:
    return make.dialogue.told(network_id=network_id, answers=answers, **more)


def heard(channel: Channel, *messages: base.Message) -> int:
    return services.receive(channel=channel, told=messages, now=NOW)


def one(channel: Channel, **more) -> Message:
    heard(channel, told("7", **more))
    return Message.objects.get(network_id="7")


def test_the_same_message_comes_in_once(channel, post) -> None:
    assert heard(channel, told("1"), told("1")) == 1
    assert heard(channel, told("1")) == 0
    assert Message.objects.get().delivery == post


def test_the_mark_moves_with_the_messages(channel, post) -> None:
    heard(channel, told("1", mark="n1"), told("2", mark="n2"))
    channel.refresh_from_db()
    assert channel.read_until == "n2"


def test_a_slower_reader_does_not_turn_the_mark_back(channel, post) -> None:
    slower = Channel.objects.get(pk=channel.pk)
    heard(channel, told("2", mark="n2"))
    heard(slower, told("1", mark="n1"))
    channel.refresh_from_db()
    assert channel.read_until == "n2"
    assert Message.objects.count() == 2


def test_an_answer_to_an_answer_stands_under_the_post_whatever_came_first(channel, post) -> None:
    heard(channel, told("3", answers="2"))
    heard(channel, told("2", answers="1"))
    heard(channel, told("1", answers="100"))
    assert {message.delivery for message in Message.objects.all()} == {post}


def test_what_is_said_to_our_reply_stands_under_the_post(channel, post, jonas) -> None:
    reply = services.answer(message=one(channel), reply_text="Gern.", key=uuid.uuid4(), by=jonas, now=NOW)
    Delivery.objects.filter(reply_id=reply.pk).update(network_id="200")
    heard(channel, told("8", answers="200"))
    assert Message.objects.get(network_id="8").delivery == post


def test_our_own_words_never_come_in(channel, post) -> None:
    assert heard(channel, told("100", answers="")) == 0


def test_a_reply_sent_twice_leaves_once(channel, post, jonas) -> None:
    message, key = one(channel), uuid.uuid4()
    first = services.answer(message=message, reply_text="Gern.", key=key, by=jonas, now=NOW)
    assert services.answer(message=message, reply_text="Gern.", key=key, by=jonas, now=NOW) == first
    assert Reply.objects.count() == Delivery.objects.filter(reply_id__isnull=False).count() == 1
    message.refresh_from_db()
    assert queries.state_of(message) is rules.State.ANSWERED


@pytest.mark.parametrize(("length", "fits"), [(1, True), (0, False)])
def test_the_name_that_the_network_puts_before_a_reply_counts(channel, post, jonas, length: int, fits: bool) -> None:
    message = one(channel)
    most = 500 - rules.addressed_length(message.author)
    words = "x" * (most if fits else most + 1)
    if fits:
        services.answer(message=message, reply_text=words, key=uuid.uuid4(), by=jonas, now=NOW)
    else:
        with pytest.raises(services.TooLong):
            services.answer(message=message, reply_text=words, key=uuid.uuid4(), by=jonas, now=NOW)
    assert Delivery.objects.filter(reply_id__isnull=False).exists() is fits


def test_who_may_not_answer_answers_nothing(channel, post) -> None:
    reader = make.people.person(role=RoleKind.READER)
    with pytest.raises(NotAllowed):
        services.answer(message=one(channel), reply_text="Ja.", key=uuid.uuid4(), by=reader, now=NOW)
    assert not Reply.objects.exists()


def test_no_answer_needed_can_be_taken_back(channel, post, jonas) -> None:
    message = one(channel)
    services.needs_none(message=message, by=jonas, now=NOW)
    assert queries.waiting_for(jonas, now=NOW) == []
    services.reopen(message=message, by=jonas, now=NOW)
    assert [row.title for row in queries.waiting_for(jonas, now=NOW)] == ["Karin Thoma, Mastodon"]


def test_foreign_text_is_only_text(channel, post, jonas) -> None:
    message = one(channel, text="<script>alert(1)</script>\x00 \u202egut", url="javascript:alert(1)", name="<b>K</b>")
    assert message.text == "<script>alert(1)</script> gut"
    assert message.url == ""
    page = make.people.client_of(jonas).get(f"/dialogue/{message.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>K</b>" not in page


def test_what_was_said_to_us_alone_is_read_by_those_who_answer(channel, post, jonas) -> None:
    message = one(channel, private=True)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.get(f"/dialogue/{message.pk}/").status_code == 404
    assert make.people.client_of(jonas).get(f"/dialogue/{message.pk}/").status_code == 200


def test_a_person_answers_on_the_page(channel, post, jonas) -> None:
    message, browser = one(channel), make.people.client_of(jonas)
    key = browser.get(f"/dialogue/{message.pk}/").context["form"].initial["key"]
    for _ in range(2):
        answer = browser.post(f"/dialogue/{message.pk}/", {"key": key, "text": "Guten Tag Frau Thoma, ja."})
        assert answer.status_code == 303
    assert Delivery.objects.get(reply_id__isnull=False).reply_to == "7"
    assert browser.get("/dialogue/").context["waiting"] == 0


def test_an_empty_reply_says_so_at_its_place(channel, post, jonas) -> None:
    message, browser = one(channel), make.people.client_of(jonas)
    answer = browser.post(f"/dialogue/{message.pk}/", {"key": uuid.uuid4(), "text": "  "})
    assert answer.status_code == 422
    assert not Reply.objects.exists()


def test_the_promise_rests_at_night(house, channel, post) -> None:
    evening = datetime(2026, 6, 9, 14, 0, tzinfo=NOW.tzinfo)
    message = one(channel, said_at=evening)
    assert queries.answer_due_at(message, organisation=house) - evening == timedelta(hours=21)


def test_the_knot_counts_what_is_open(channel, post, django_assert_num_queries) -> None:
    heard(channel, told("1"), told("2"))
    slot = post.draft.slot_id
    with django_assert_num_queries(1):
        knots = queries.knots([slot, slot + 1000])
    assert knots[slot].fact == "2 Kommentare, 2 offen"
    assert knots[slot + 1000].state == "next"


def test_a_list_costs_the_same_for_one_and_for_many(channel, post, jonas, django_assert_max_num_queries) -> None:
    heard(channel, *(told(str(n)) for n in range(300, 340)))
    browser = make.people.client_of(jonas)
    with django_assert_max_num_queries(60):
        assert browser.get("/dialogue/").status_code == 200
