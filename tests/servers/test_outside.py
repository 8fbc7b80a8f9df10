"""What was published with another program on a real server is found there, also while the server misbehaves."""

from datetime import timedelta

import pytest
from django.conf import Settings

from eichhorn.channels.models import Channel
from eichhorn.delivery import services
from eichhorn.delivery.models import Looking, Outside
from eichhorn.delivery.rules import OutsideState, State
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from tests import make
from tests.servers.running import Running

pytestmark = pytest.mark.django_db
TEXT = "Ab Montag ist die Wasserstraße für drei Tage zu & danach wieder frei.\n\nMehr: https://erlengrund.example/nordring?a=1&b=2 #Nordring"


@pytest.fixture
def channel(mastodon_mock: Running, settings: Settings) -> Channel:
    settings.OUTBOUND_ALLOW = frozenset({mastodon_mock.host_port})
    made: Channel = make.channels.connected(mastodon_mock.url, mastodon_mock.tokens["stadtwerke"])
    return made


def test_what_was_published_by_hand_is_joined_and_what_we_sent_is_not_foreign(
    mastodon_mock: Running, channel: Channel
) -> None:
    now, miriam = clock.now(), make.people.person("Miriam", role=RoleKind.MANAGER)
    early = make.delivery.post([channel], by=miriam, due_at=now + timedelta(hours=3), text=TEXT, now=now)
    ours = make.delivery.post(
        [channel],
        by=miriam,
        due_at=now + timedelta(minutes=1),
        text="Die Werte vom Mai sind da, alle im grünen Bereich.",
        now=now,
    )
    make.delivery.run(now + timedelta(minutes=1))
    assert make.delivery.of(ours).state == State.SENT
    there = mastodon_mock.say(TEXT, as_="stadtwerke")
    mastodon_mock.say("Guten Morgen aus dem Wasserwerk.", as_="stadtwerke")
    mastodon_mock.say("@stadtwerke Wie lange?", to=str(there["id"]))
    assert services.look(channel=channel, now=now + timedelta(minutes=2)) == 2
    proposed = Outside.objects.get(state=OutsideState.PROPOSED)
    assert (proposed.network_id, proposed.slot_id, proposed.language) == (str(there["id"]), early.slot_id, "de")
    assert Outside.objects.get(state=OutsideState.OWN).slot.title == "Guten Morgen aus dem Wasserwerk."
    make.delivery.run(now + timedelta(hours=3))
    services.join(outside=proposed, slot=early.slot, by=miriam, now=now + timedelta(hours=3))
    make.delivery.run(now + timedelta(hours=4))
    assert len(mastodon_mock.statuses("stadtwerke")) == 3
    assert make.delivery.of(early).url == there["url"]


def test_a_server_that_fails_for_a_while_leaves_no_gap(mastodon_mock: Running, channel: Channel) -> None:
    now = clock.now()
    mastodon_mock.say("Guten Morgen aus dem Wasserwerk.", as_="stadtwerke")
    Channel.objects.filter(pk=channel.pk).update(server_url="http://127.0.0.1:9")
    assert services.look(channel=Channel.objects.get(), now=now) == 0
    silent = Looking.objects.get()
    assert silent.silences == 1
    Channel.objects.filter(pk=channel.pk).update(server_url=mastodon_mock.url)
    assert services.look(channel=Channel.objects.get(), now=now + timedelta(seconds=1)) == 0
    assert services.look(channel=Channel.objects.get(), now=silent.quiet_until) == 1
