"""Holding, going on in order, correcting, and how a channel's posts leave: as people see it in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.situation import services as holding
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def miriam(way: str) -> Person:
    make.people.organisation()
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_was_held_is_decided_post_by_post(
    way: str, open_page: OpenPage, keeps_promises: Callable[..., None], shot: Callable[..., None], language: str
) -> None:
    miriam: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER, language=language)
    now, channel = clock.now(), make.channels.channel("Mastodon Stadtwerke")
    drafts = [make.delivery.post([channel], by=miriam, due_at=now + timedelta(hours=1), now=now) for _ in range(2)]
    services.take_in(now=now)
    holding.hold(reason="Rohrbruch am Nordring", by=miriam, now=now)
    for draft in drafts:
        make.delivery.move(draft, clock.now(), by=miriam, now=clock.now())
    services.take_in(now=clock.now())
    words = {"de": ("Wieder hinausgehen lassen", "Nicht senden"), "en": ("Let posts leave again", "Do not send")}
    go_on, never = words[language]
    page = open_page(person=miriam, viewport=PHONE)
    page.goto("/plan/outbox/")
    page.get_by_role("link", name=go_on).click()
    expect(page.get_by_role("radio")).to_have_count(6)
    keeps_promises(page, language=language)
    shot(page, f"resume-{language}", whole=True)
    page.get_by_text(never).first.click()
    page.get_by_role("button", name=go_on).click()
    expect(page.get_by_role("status").first).to_be_attached()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == [State.CANCELLED, State.WAITING]


def test_a_channel_says_how_its_posts_leave_and_a_post_that_is_out_is_corrected(
    miriam: Person, open_page: OpenPage, keeps_promises: Callable[..., None], shot: Callable[..., None]
) -> None:
    channel = make.channels.channel("Mastodon Stadtwerke")
    boss: Person = make.people.person("Helene Voss", role=RoleKind.ADMINISTRATOR)
    page = open_page(person=boss)
    page.goto(f"/settings/channels/{channel.pk}/")
    page.get_by_label("Minuten zwischen zwei Beiträgen").fill("10")
    page.get_by_label("Nach wie vielen Minuten zu spät").fill("45")
    page.get_by_role("button", name="Abstand und Verspätung speichern").click()
    expect(page.get_by_text("Zwischen zwei Beiträgen liegen mindestens 10 Minuten.")).to_be_visible()
    keeps_promises(page, language="de")
    shot(page, "channel-how-it-leaves", whole=True)
    draft = make.delivery.post([channel], by=miriam)
    services.take_in(now=make.delivery.DUE)
    (row,) = Delivery.objects.all()
    assert make.delivery.of(draft) == row
    _is_out(row)
    writer = open_page(person=miriam)
    writer.goto(f"/plan/outbox/{row.pk}/")
    writer.get_by_role("link", name="Korrigieren").click()
    keeps_promises(writer, language="de")
    shot(writer, "correct", whole=True)
    writer.get_by_label("Warum wird er korrigiert?").fill("Die Straße heißt anders.")
    writer.get_by_role("button", name="Korrektur beginnen").click()
    expect(writer).to_have_url(re.compile("/plan/posts/"))
    writer.goto(f"/plan/outbox/{row.pk}/")
    expect(writer.get_by_role("link", name="Die Straße heißt anders.")).to_be_visible()
    keeps_promises(writer, language="de")
    shot(writer, "corrections", whole=True)


def _is_out(row: Delivery) -> None:
    """The worker has sent it: what it writes down, without its server."""
    Delivery.objects.filter(pk=row.pk).update(
        state=State.SENT, network_id="110", url="https://erlengrund.social/@stadtwerke/110", sent_at=make.delivery.DUE,
        version=row.draft.latest if row.draft else None,
    )  # fmt: skip
