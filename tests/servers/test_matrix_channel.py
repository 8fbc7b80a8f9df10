"""A channel for a room of Matrix, through our own pages and a real server: connected, its secrets shown nowhere."""

import pytest

from eichhorn.channels import queries, services
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.networks.base import Post
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.servers.synapse import Synapse, password_of

pytestmark = [pytest.mark.xdist_group("synapse"), pytest.mark.django_db]


@pytest.fixture
def helene() -> Person:
    make.people.organisation()
    person: Person = make.people.person("Helene Voss", role=RoleKind.ADMINISTRATOR)
    return person


@pytest.mark.parametrize("by", ["password", "token"])
def test_a_room_is_connected_through_the_pages_and_no_secret_is_shown(
    synapse: Synapse, helene: Person, caplog: pytest.LogCaptureFixture, by: str
) -> None:
    caplog.set_level("DEBUG")
    room, page = synapse.room(), make.people.client_of(helene)
    assert "Matrix" in page.get("/settings/channels/add/").text
    form = {"name": "Raum der Stadtwerke", "server_url": synapse.url, "language": "de"}
    assert page.post("/settings/channels/add/matrix/", form).status_code == 303
    channel = Channel.objects.get()
    address = f"/settings/channels/{channel.pk}/sign-in/"
    assert "Passwort oder Zugangstoken" in page.get(address).text
    user = "stadtwerke" if by == "password" else ""
    wrong = page.post(address, {"room": room.alias, "matrix_user": user, "password_or_token": "falsch-falsch"})
    assert wrong.status_code == 422
    secret = password_of("stadtwerke") if by == "password" else synapse.tokens["stadtwerke"]
    given = {"room": room.alias, "matrix_user": user, "password_or_token": secret}
    assert page.post(address, given).status_code == 303
    channel.refresh_from_db()
    assert (channel.health, channel.account, channel.account_id) == (Health.CONNECTED, room.alias, room.id)
    limits = queries.limits(channel)
    assert (limits.text_limit, limits.picture_bytes) == (15_000, 5 * 1024 * 1024)
    network = services.open_network(channel)
    assert network.send(Post("k1", "Ab Montag.", "de")).network_id == room.said()[0]["event_id"]
    shown = page.get("/settings/channels/").text + page.get(f"/settings/channels/{channel.pk}/").text
    told = [wrong.text, shown, repr(channel.__dict__), repr(network.__dict__), caplog.text]
    told.append(repr(list(AuditEvent.objects.values())))
    for hidden in ("falsch-falsch", secret, network._account.keys.token):  # type: ignore[attr-defined]
        assert hidden not in "".join(told)


def test_another_room_does_not_go_on_under_the_channels_history(synapse: Synapse, helene: Person) -> None:
    channel = services.add(name="Raum", network="matrix", server_url=synapse.url, by=helene, now=clock.now())
    first, second = synapse.room(), synapse.room()
    given = {"matrix_user": "", "password_or_token": synapse.tokens["stadtwerke"]}
    services.sign_in(channel=channel, given=given | {"room": first.alias}, by=helene, now=clock.now())
    page = make.people.client_of(helene)
    assert page.post(f"/settings/channels/{channel.pk}/sign-in/", given | {"room": second.alias}).status_code == 422
    channel.refresh_from_db()
    assert channel.account_id == first.id
