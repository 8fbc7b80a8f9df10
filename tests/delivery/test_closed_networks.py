"""Posts on X and LinkedIn, from the consent to the proof: whatever their servers do, nothing is lost and nothing doubled."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content.services import NewAttachment
from eichhorn.delivery.rules import State
from eichhorn.dialogue import services as dialogue
from eichhorn.dialogue.models import Message
from eichhorn.foundation import clock, http
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW
from tests.networks.running import Faulty, consented, fake

pytestmark = pytest.mark.django_db
BACK = "https://eichhorn.example/settings/channels/connected/"
LATER = [DUE + timedelta(minutes=minutes) for minutes in (1, 3, 6, 12, 20, 29)]


@pytest.fixture(scope="module", params=["x", "linkedin"])
def one_network(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Faulty]]:
    with fake(tmp_path_factory.mktemp(request.param), f"tests.networks.{request.param}_fake") as running:
        yield request.param, running


@pytest.fixture
def network(one_network: tuple[str, Faulty]) -> Iterator[Faulty]:
    _, running = one_network
    before = http.allowed
    http.configure(allow={*before, running.host_port})
    running.forget()
    yield running
    http.configure(allow=before)


@pytest.fixture
def channel(one_network: tuple[str, Faulty], network: Faulty, db: None) -> Channel:
    """A channel that an administrator registered by hand and connected by consent."""
    slug, _ = one_network
    make.people.organisation()
    administrator = make.people.person(role=RoleKind.ADMINISTRATOR)
    made = channels.add(name=slug, network=slug, server_url=network.url, by=administrator, now=NOW)
    channels.register(channel=made, client_id="client", client_secret="client-secret", by=administrator, now=NOW)
    leaving = channels.begin_connecting(channel=made, redirect_uri=BACK, by=administrator, now=NOW)
    came = parse_qs(urlsplit(consented(leaving.url)).query)
    return channels.finish_connecting(
        state=came["state"][0], code=came["code"][0], redirect_uri=BACK, by=administrator, now=NOW
    )


def rounds() -> None:
    for at in LATER:
        make.delivery.run(at)


def test_a_channel_is_connected_by_a_registration_made_by_hand(channel: Channel) -> None:
    assert channel.health == Health.CONNECTED
    assert (channel.account, channel.account_id)[0] in ("@a1", "Stadtwerke")
    assert channel.token_ends_at is not None
    assert channel.renews_at is not None


def test_a_post_leaves_once_with_its_picture_and_description(channel: Channel, network: Faulty) -> None:
    picture = NewAttachment(make.media.picture(), "Kleiner Bagger an der Ecke Birkenweg")
    draft = make.delivery.post([channel], attachments=[picture], text="Ab Montag wird (am Nordring) gebaut.")
    make.delivery.run(DUE)
    rounds()
    (there,) = network.accepted()
    row = make.delivery.of(draft)
    assert (there["text"], there["alts"]) == (
        "Ab Montag wird (am Nordring) gebaut.",
        ["Kleiner Bagger an der Ecke Birkenweg"],
    )
    assert (row.state, row.network_id) == (State.SENT, there["id"])


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "no_id", "timeout_after"])
def test_what_arrived_without_an_answer_is_found_and_not_doubled(channel: Channel, network: Faulty, fault: str) -> None:
    network.order(fault)
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    assert make.delivery.of(draft).state == State.CHECKING
    rounds()
    (there,) = network.accepted()
    row = make.delivery.of(draft)
    assert (row.state, row.network_id) == (State.SENT, there["id"])


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "unavailable"])
def test_what_may_not_have_arrived_is_left_to_a_person_and_never_sent_again(
    channel: Channel, network: Faulty, fault: str
) -> None:
    network.order(fault)
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    rounds()
    assert (make.delivery.of(draft).state, network.accepted()) == (State.UNSURE, [])
    assert len(network.events("asked")) == 1


def test_what_the_network_calls_a_duplicate_is_no_refusal(channel: Channel, network: Faulty) -> None:
    """The same words a second time: whether they are out a second time, only a person can say."""
    first = make.delivery.post([channel], text="Heute ist Markt.")
    make.delivery.run(DUE)
    second = make.delivery.post([channel], text="Heute ist Markt.")
    make.delivery.run(DUE)
    rounds()
    assert len(network.accepted()) == 1
    assert (make.delivery.of(first).state, make.delivery.of(second).state) == (State.SENT, State.UNSURE)
    [sent, *_] = make.delivery.of(second).attempts.order_by("pk")
    assert "duplicate" in sent.detail


def test_a_throttled_post_waits_as_long_as_it_is_told(channel: Channel, network: Faulty) -> None:
    network.order("throttle", retry_after="90")
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    row = make.delivery.of(draft)
    assert (row.state, row.next_at) == (State.WAITING, DUE + timedelta(seconds=90))
    rounds()
    assert len(network.accepted()) == 1


def test_a_revoked_consent_closes_the_channel_and_loses_nothing(channel: Channel, network: Faulty) -> None:
    network.order("unauthorised")
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    channel.refresh_from_db()
    assert (channel.health, make.delivery.of(draft).state) == (Health.DISCONNECTED, State.STOPPED)
    assert network.accepted() == []


def test_a_key_that_ended_is_renewed_and_the_post_leaves(channel: Channel, network: Faulty) -> None:
    """The key ends before the post is due and nobody renewed it: the post waits, and the channel is not closed."""
    Channel.objects.filter(pk=channel.pk).update(token_ends_at=DUE - timedelta(minutes=5), renews_at=DUE)
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    assert (make.delivery.of(draft).state, network.events("asked")) == (State.WAITING, [])
    before = bytes(Channel.objects.get(pk=channel.pk).secret_sealed or b"")
    assert channels.renew_due(now=DUE) == 1
    channel.refresh_from_db()
    assert bytes(channel.secret_sealed or b"") != before
    rounds()
    assert make.delivery.of(draft).state == State.SENT


def test_answers_come_in_below_the_post(channel: Channel, network: Faulty) -> None:
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    network.say(text="Wie lange dauert das?", in_reply_to_id=make.delivery.of(draft).network_id)
    assert dialogue.listen(channel=channel, now=clock.now()) == 1
    message = Message.objects.get()
    assert message.delivery == make.delivery.of(draft)
    assert message.text.endswith("Wie lange dauert das?")


def test_where_reading_uses_up_what_sending_needs_it_is_read_seldom(channel: Channel, network: Faulty) -> None:
    """On LinkedIn both count against one number of calls a day; elsewhere an answer is heard within the minute."""
    at_once = channel.network != "linkedin"
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    dialogue.listen(channel=channel, now=DUE)
    network.say(text="Wie lange dauert das?", in_reply_to_id=make.delivery.of(draft).network_id)
    early = DUE + timedelta(minutes=15) - timedelta(seconds=1)
    assert dialogue.listen_below(channel=channel, now=early) + dialogue.listen(channel=channel, now=early) == at_once
    dialogue.listen(channel=channel, now=DUE + timedelta(minutes=15))
    assert Message.objects.count() == 1
