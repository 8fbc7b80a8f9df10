"""One post for three networks: written once, other words on one of them, a thread, a picture; until it stands there."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.content.models import Version
from eichhorn.foundation import http
from eichhorn.people.rules import RoleKind
from eichhorn.review import services as review
from eichhorn.review.models import Approval
from eichhorn.stage.models import Status
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.presses import Presses
from tests.networks.running import Faulty, consented, fake

pytestmark = pytest.mark.django_db(transaction=True)
BACK = "https://eichhorn.example/settings/channels/connected/"
SENTENCES = [
    "Ab Montag erneuern wir am Nordring die Trinkwasserleitung.",
    "Sie stammt aus dem Jahr 1962 und hat ihren Dienst getan.",
    "Zwischen Hausnummer 12 und 48 bleibt eine Fahrspur frei, der Bus 4 hält an der Lindenschule.",
    "Ihr Wasser fließt weiter, nur am Dienstag von 9 bis 11 Uhr nicht.",
    "Füllen Sie vorher einen Topf und die Kaffeemaschine.",
    "Die neue Leitung hält wieder sechzig Jahre, und sie verliert kein Wasser mehr.",
    "Was es kostet, steht im Wirtschaftsplan auf Seite 14, und wir erklären es gern.",
    "Fragen beantworten wir am Dienstag um 17 Uhr mit Kaffee an der Ecke Birkenweg.",
]
SHORT = "Ab Montag bauen wir am Nordring. Ihr Wasser fließt weiter, nur am Dienstag von 9 bis 11 Uhr nicht."
ALT = "Kleiner Bagger an der Ecke Birkenweg"


@pytest.fixture
def network(tmp_path_factory: pytest.TempPathFactory, way: str) -> Iterator[Faulty]:
    """X as its own description says it is: each request is held to it."""
    with fake(tmp_path_factory.mktemp("x"), "tests.networks.x_fake") as running:
        http.configure(allow={*http.allowed, running.host_port})
        yield running


@pytest.fixture
def on_x(network: Faulty, on_the_day: datetime) -> Channel:
    administrator = make.people.person(role=RoleKind.ADMINISTRATOR)
    made = channels.add(name="Stadtwerke auf X", network="x", server_url=network.url, by=administrator, now=on_the_day)
    channels.register(channel=made, client_id="client", client_secret="client-secret", by=administrator, now=on_the_day)
    leaving = channels.begin_connecting(channel=made, redirect_uri=BACK, by=administrator, now=on_the_day)
    came = parse_qs(urlsplit(consented(leaving.url)).query)
    return channels.finish_connecting(
        state=came["state"][0], code=came["code"][0], redirect_uri=BACK, by=administrator, now=on_the_day
    )


def test_one_post_for_three_networks_with_variant_thread_and_picture(
    open_page: OpenPage, on_the_day: datetime, on_x: Channel, network: Faulty, tmp_path: Path,
    keeps_promises: Callable[..., None], shot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    make.review.four_eyes()
    make.channels.channel("Stadtwerke auf Mastodon")
    make.channels.by_hand("Stadtwerke auf Facebook")
    goal = make.strategy.goal("Vertrauen: Baustellen vorher erklären")
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    (tmp_path / "bagger.png").write_bytes(make.media.png(width=960, height=640))
    page, presses = open_page(person=miriam), Presses()

    page.goto("/plan/posts/new/")
    page.get_by_label("Worum geht es?").fill("Baustelle Nordring")
    presses.on(*(page.get_by_label(re.compile(f"auf {name}")) for name in ("Mastodon", "X", "Facebook")))
    page.get_by_label("Ziel").select_option(str(goal.pk))
    presses.count += 2  # the list is opened, and a line of it chosen
    page.locator("#id_when").fill("heute 11:30")
    presses.on(page.get_by_role("button", name="Schreiben beginnen"))

    page.get_by_label("Grundtext").fill(" ".join(SENTENCES))
    expect(page.get_by_text("Zu lang für Stadtwerke auf Mastodon")).to_be_visible()
    presses.on(page.get_by_role("button", name="In Teile zerlegen"))
    expect(page.get_by_role("heading", name=re.compile("Vorschlag: ein Thread"))).to_be_visible()
    keeps_promises(page, language="de")
    presses.on(page.get_by_role("button", name="Diese Teile übernehmen"))
    presses.on(page.get_by_role("button", name=re.compile("Stadtwerke auf X")))
    page.get_by_label(re.compile("Eigener Text für Stadtwerke auf X")).fill(SHORT)
    expect(page.locator("article.net-x .words")).to_have_text(SHORT)
    presses.on(page.get_by_text("Bild oder Video hinzufügen", exact=True))
    presses.choose(page.locator("input[type=file]").first, tmp_path / "bagger.png")
    page.get_by_label("Bildbeschreibung").first.fill(ALT)
    keeps_promises(page, language="de")
    presses.on(page.get_by_role("button", name="Dieses Bild hinzufügen"))
    expect(page.locator("input[name=kept]")).to_have_count(1)
    expect(page.locator("article.net-mastodon .words")).to_have_count(len(said_in_parts()))
    keeps_promises(page, language="de")
    shot(page, "three-networks")
    presses.on(page.get_by_role("button", name="Zur Freigabe geben"))
    expect(page.get_by_text("Dieser Text wird gerade zur Freigabe gelesen")).to_be_visible()
    assert presses.count == 13, "docs/howto/write-and-hand-in.md says how many"

    asked = Approval.objects.select_related("approver").get()
    review.approve(approval=asked, by=asked.approver, now=on_the_day)
    for minutes in (0, 1, 2, 5, 10):
        make.delivery.run(datetime(2026, 6, 9, 9, 30, tzinfo=on_the_day.tzinfo) + timedelta(minutes=minutes))
    there = [status.text for status in Status.objects.order_by("pk")]
    assert there == said_in_parts()
    assert [one["text"] for one in network.accepted()] == [SHORT]


def said_in_parts() -> list[str]:
    """Return the parts of the thread as they were saved."""
    return [part.strip() for part in Version.objects.order_by("-number")[0].text.split("\n---\n")]
