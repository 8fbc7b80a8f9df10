"""A channel on Telegram through our own pages: connected by a bot, its token shown nowhere, and what it lacks said by name."""

import pytest

from eichhorn.channels import queries, services
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import services as content
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import services as review
from eichhorn.review.services import NotReady, NotReadyBecause
from tests import make
from tests.make.people import NOW
from tests.networks.running import Faulty
from tests.networks.telegram_fake import CHANNEL, token_of

pytestmark = pytest.mark.django_db

SECRET = token_of("a1").partition(":")[2]
GIVEN = {"bot_token": token_of("a1"), "chat": "@stadtwerke_erlengrund"}


@pytest.fixture
def helene() -> Person:
    make.people.organisation()
    person: Person = make.people.person("Helene Voss", role=RoleKind.ADMINISTRATOR)
    return person


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def added(telegram: Faulty, by: Person, name: str = "Telegram der Stadtwerke") -> Channel:
    return services.add(name=name, network="telegram", server_url=telegram.url, by=by, now=clock.now())


@pytest.fixture
def connected(telegram: Faulty, helene: Person) -> Channel:
    channel = added(telegram, helene)
    services.sign_in(channel=channel, given=GIVEN, by=helene, now=clock.now())
    channel.refresh_from_db()
    return channel


def test_a_channel_is_added_and_connected_by_a_bot_whose_token_is_shown_nowhere(
    telegram: Faulty, helene: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page = make.people.client_of(helene)
    assert "Telegram" in page.get("/settings/channels/add/").text
    form = {"name": "Telegram der Stadtwerke", "server_url": telegram.url, "language": "de"}
    assert page.post("/settings/channels/add/telegram/", form).status_code == 303
    channel = Channel.objects.get()
    address = f"/settings/channels/{channel.pk}/sign-in/"
    assert "Token des Bots" in page.get(address).text
    wrong = page.post(address, GIVEN | {"chat": "@niemand"})
    assert wrong.status_code == 422
    assert "chat not found" in wrong.text
    telegram.order("refuse", on="any", told=f"https://api.telegram.org/bot{token_of('a1')}/getMe is not allowed")
    echoed = page.post(address, GIVEN)
    assert echoed.status_code == 422
    assert page.post(address, GIVEN).status_code == 303
    channel.refresh_from_db()
    assert (channel.health, channel.account) == (Health.CONNECTED, "@stadtwerke_erlengrund")
    assert channel.account_id == str(CHANNEL["id"])
    shown = page.get("/settings/channels/").text + page.get(f"/settings/channels/{channel.pk}/").text
    network = services.open_network(channel)
    told = [wrong.text, echoed.text, shown, repr(channel.__dict__), repr(network.__dict__), caplog.text]
    told.append(repr(list(AuditEvent.objects.values())))
    assert SECRET not in "".join(told)


def test_what_the_channel_takes_is_said_on_its_page(connected: Channel, helene: Person) -> None:
    page = make.people.client_of(helene).get(f"/settings/channels/{connected.pk}/").text
    assert "4.096 Zeichen" in page
    assert "1.024 Zeichen" in page
    assert "Das Netzwerk hat dafür keinen Platz" in page
    limits = queries.limits(connected)
    assert (limits.beside(0).text_limit, limits.beside(1).text_limit) == (4_096, 1_024)
    assert (limits.picture_bytes, limits.alt_limit, limits.comments) == (10_000_000, 0, False)


def test_two_channels_do_not_speak_for_one(connected: Channel, telegram: Faulty, helene: Person) -> None:
    other = added(telegram, helene, "Noch einer")
    page = make.people.client_of(helene)
    assert page.post(f"/settings/channels/{other.pk}/sign-in/", GIVEN).status_code == 422
    other.refresh_from_db()
    assert other.health == Health.NEW


def test_a_bot_that_lost_its_token_closes_the_channel_and_another_token_opens_it_again(
    connected: Channel, telegram: Faulty, helene: Person
) -> None:
    services.disconnect(channel=connected, because="401 Unauthorized", now=clock.now())
    connected.refresh_from_db()
    assert (connected.health, connected.secret_sealed) == (Health.DISCONNECTED, None)
    services.sign_in(channel=connected, given=GIVEN | {"bot_token": token_of("a2")}, by=helene, now=clock.now())
    connected.refresh_from_db()
    assert connected.health == Health.CONNECTED


@pytest.mark.parametrize(
    ("length", "pictures", "fits"), [(4_096, 0, True), (4_097, 0, False), (1_024, 1, True), (1_025, 1, False)]
)
def test_a_text_is_handed_in_where_it_fits_beside_its_pictures(
    connected: Channel, miriam: Person, length: int, pictures: int, fits: bool
) -> None:
    make.review.four_eyes()
    attachments = [NewAttachment(make.media.picture(), "Ein sehr genau beschriebener Bagger. " * 30)] * pictures
    text = "ä" * length
    draft = make.content.draft(by=miriam, text=text, chosen=[connected], attachments=attachments)
    page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/").text
    assert ("1 Zeichen zu viel" in page) is not fits
    assert ("Die Bildbeschreibungen erscheinen hier nicht" in page) is bool(pictures)
    if fits:
        approval = review.hand_in(draft=draft, by=miriam, now=NOW)
        asked = make.people.client_of(miriam).get(f"/plan/approvals/{approval.pk}/").text
        assert ("Die Bildbeschreibungen erscheinen hier nicht: Telegram der Stadtwerke" in asked) is bool(pictures)
    else:
        with pytest.raises(NotReady) as refused:
            review.hand_in(draft=draft, by=miriam, now=NOW)
        assert refused.value.because is NotReadyBecause.TOO_LONG


def test_the_parts_after_the_first_have_no_pictures_and_so_the_whole_room(connected: Channel, miriam: Person) -> None:
    make.review.four_eyes()
    draft = make.content.draft(
        by=miriam, text=f"{'a' * 1_024}\n---\n{'b' * 4_096}", chosen=[connected],
        attachments=[NewAttachment(make.media.picture(), "Bagger")],
    )  # fmt: skip
    assert review.hand_in(draft=draft, by=miriam, now=NOW).outcome == "open"


@pytest.mark.parametrize("over", [0, 1])
def test_a_warning_above_the_text_counts_with_the_line_between(connected: Channel, miriam: Person, over: int) -> None:
    make.review.four_eyes()
    draft = make.content.draft(by=miriam, text="Erst.", chosen=[connected])
    text = "a" * (4_096 - len("Unfall\n\n") + over)
    content.save(draft=draft, based_on=1, text=text, language="de", content_warning="Unfall", by=miriam, now=NOW)
    page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/").text
    assert ("1 Zeichen zu viel" in page) is bool(over)
    if over:
        with pytest.raises(NotReady):
            review.hand_in(draft=draft, by=miriam, now=NOW)
    else:
        assert review.hand_in(draft=draft, by=miriam, now=NOW).outcome == "open"
