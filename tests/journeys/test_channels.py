"""Channels and the stage in a real browser: from an empty list to an answer of a visitor."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from eichhorn.channels import services
from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.networks.base import Picture, Post
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose, RoleKind
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def helene(way: str) -> Person:
    make.people.organisation()
    person: Person = make.people.person("Helene Voss", role=RoleKind.ADMINISTRATOR)
    return person


def a_picture() -> Picture:
    stream = io.BytesIO()
    picture = Image.new("RGB", (640, 400), (240, 205, 176))
    ImageDraw.Draw(picture).polygon(
        [(0, 400), (0, 300), (220, 180), (420, 290), (640, 220), (640, 400)], (154, 107, 82)
    )
    picture.save(stream, "PNG")
    return Picture(stream.getvalue(), "image/png", "nordring.png", "Hügel hinter dem Nordring im Abendlicht")


def test_a_channel_is_connected_by_consent_on_the_server(
    helene: Person, way: str, open_page: OpenPage, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:  # fmt: skip
    page = open_page(person=helene)

    def look(name: str) -> None:
        axe(page)
        no_sideways_scroll(page)
        shot(page, f"channels-{name}", whole=True)

    page.goto("/settings/channels/")
    look("none")
    page.get_by_role("link", name="Kanal anlegen").click()
    look("choose")
    page.get_by_role("link", name="Server wählen").click()
    page.get_by_role("button", name="Kanal anlegen").click()
    expect(page.get_by_text("Bitte geben Sie einen Server an.").first).to_be_visible()
    look("form")
    page.get_by_label("Server oder Konto").fill(f"{way}/stage")
    page.get_by_label("Name in diesem Haus").fill("Mastodon Stadtwerke")
    page.get_by_role("button", name="Kanal anlegen").click()
    page.get_by_role("button", name="Verbinden").click()
    look("leaving")
    page.get_by_role("link", name="Weiter zu").click()
    expect(page.get_by_role("heading", name="Darf Eichhorn auf der Bühne sprechen?")).to_be_visible()
    page.get_by_label("Kürzel des neuen Kontos").fill("stadtwerke")
    page.get_by_label("Name des neuen Kontos").fill("Stadtwerke Erlengrund")
    look("consent")
    page.get_by_role("button", name="Erlauben", exact=True).click()
    expect(page.locator(".toast")).to_have_text("Mastodon Stadtwerke ist verbunden.")
    page.get_by_role("button", name="Schließen").click()
    look("connected")
    make.channels.by_hand("Facebook Stadtwerke", label="Facebook")
    services.disconnect(channel=make.channels.channel("Mastodon Bäder"), because="401", now=clock.now())
    page.goto("/settings/channels/")
    look("all")
    page.get_by_role("link", name="Mastodon Bäder").click()
    look("closed")


def test_an_audience_sees_a_post_and_answers(
    helene: Person, way: str, open_page: OpenPage, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:  # fmt: skip
    channel = make.channels.channel("Stadtwerke Erlengrund", handle="stadtwerke", now=clock.now())
    door = services.open_network(Channel.objects.get(pk=channel.pk))
    text = "Ab Donnerstag ist am Nordring eine Fahrspur gesperrt.\n\nWir erneuern dort eine Wasserleitung von 1961."
    door.send(Post(key="1", text=text, language="de", pictures=(a_picture(),)))
    door.send(Post(key="2", text="Zählerstand melden: so geht es.", language="de", content_warning="Lange Liste"))
    visitor = open_page(viewport=PHONE)
    visitor.goto(f"/stage/enter/{make.people.link(LinkPurpose.STAGE, lasts=timedelta(days=1))}/")
    for look in (axe, no_sideways_scroll):
        look(visitor)
    shot(visitor, "stage-phone", whole=True)
    visitor.get_by_role("link", name="Stadtwerke Erlengrund antworten").last.click()
    visitor.get_by_label("Wie heißen Sie?").fill("Ada")
    visitor.get_by_label("Was möchten Sie sagen?").fill("Kommt der Bus trotzdem durch?")
    for look in (axe, no_sideways_scroll):
        look(visitor)
    shot(visitor, "stage-answer-phone", whole=True)
    visitor.get_by_role("button", name="Antwort senden").click()
    expect(visitor.get_by_role("heading", name="1 Antwort", exact=True)).to_be_visible()
    [message] = door.incoming(since="")
    assert message.text == "Kommt der Bus trotzdem durch?"
    desk = open_page(person=helene)
    desk.goto("/stage/")
    axe(desk)
    shot(desk, "stage", whole=True)
