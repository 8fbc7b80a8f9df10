"""Whoever was told No asks somebody above us to decide: from both sides, on two phones and at the desk."""

from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import Page, expect

from eichhorn.desk import services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import State
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
WOLFF = "carsten.wolff@erlengrund.example"
VOSS = "helene.voss@erlengrund.example"


@pytest.mark.long
def test_a_no_is_objected_to_looked_at_by_somebody_else_and_becomes_a_yes(
    open_page: OpenPage, way: str, keeps_promises: Callable[..., None]
) -> None:
    make.people.organisation()
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    voss = make.people.person("Dr. Helene Voss", email=VOSS)
    services.set_terms(answer_hours=4, appeal_to=voss, appeal_days=2, by=None, now=clock.now())
    channel = make.channels.channel("Stadtwerke", handle="erlengrund")
    make.planning.set_places(channel, make.planning.every_workday(time(11)))
    request = make.desk.request("Gewinnspiel Wallbox", now=clock.now())

    # Miriam declines with three keys.
    desk = open_page(person=miriam)
    desk.goto("/requests/triage/")
    expect(desk.locator("#ways[hx-get]")).to_have_count(0)
    with desk.expect_response("**/letter/"):
        desk.keyboard.press("x")
    expect(desk.locator("#answer").get_by_text("Dr. Helene Voss")).to_be_visible()
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")

    # Carsten Wolff reads it on his phone, and whom he may ask.
    phone = open_page(phone=True)
    phone.goto(make.notices.link_to(WOLFF))
    keeps_promises(phone)
    phone.get_by_text("entscheidet innerhalb von 2 Arbeitstagen").click()
    press(phone, "Dr. Helene Voss um eine Entscheidung bitten")
    expect(phone.get_by_text("Bitte schreiben Sie einen Satz").first).to_be_visible()
    keeps_promises(phone)
    phone.get_by_label("Was soll noch einmal angesehen werden?").fill("Die Ziehung ist am Freitag, das steht fest.")
    press(phone, "Dr. Helene Voss um eine Entscheidung bitten")
    expect(phone.get_by_text("Dr. Helene Voss sieht es sich an").first).to_be_visible()
    keeps_promises(phone)

    # Helene Voss has no account. Her link shows both sides, and two sentences are enough.
    link = make.notices.link_to(VOSS)
    head = open_page(phone=True)
    head.goto(link)
    expect(head.get_by_text("Die Ziehung ist am Freitag, das steht fest.")).to_be_visible()
    keeps_promises(head)
    head.get_by_label("Ihr Brief").fill("Das Datum stand schon im Vertrag. Bitte finden Sie einen Platz.")
    press(head, "Noch einmal ansehen")
    expect(head.get_by_text("Ihre Entscheidung ist unterwegs.").first).to_be_visible()
    keeps_promises(head)
    expect(head.get_by_role("button", name="Noch einmal ansehen")).to_have_count(0)

    # It waits at the desk again with all that was said, and this time it is a Yes.
    desk.goto("/requests/triage/")
    expect(desk.get_by_text("Das Datum stand schon im Vertrag.")).to_be_visible()
    keeps_promises(desk)
    desk.keyboard.press("a")
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")
    request = Request.objects.get(pk=request.pk)
    assert request.state == State.ACCEPTED
    phone.goto(make.notices.link_to(WOLFF))
    expect(phone.get_by_text("Das Datum stand schon im Vertrag.").first).to_be_visible()
    keeps_promises(phone)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
