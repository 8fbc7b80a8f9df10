"""Letting programs in, and telling them what happens, in a real browser: what is shown once, and what can be ended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from eichhorn.api.models import Token
from eichhorn.people.models import Person
from eichhorn.webhooks.models import Endpoint
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def helene(address: str) -> Person:
    person: Person = make.people.administrator("Helene Voss")
    return person


@pytest.mark.parametrize("scripts", [True, False])
def test_a_token_is_made_copied_and_revoked(
    helene: Person, open_page: OpenPage, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None], scripts: bool
) -> None:  # fmt: skip
    page = open_page(person=helene, viewport=PHONE, scripts=scripts)
    page.goto("/settings/programs/")
    page.get_by_role("button", name="Token anlegen").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    if scripts:
        axe(page)
    page.locator("#id_name").fill("Anzeigetafel im Foyer")
    page.get_by_role("button", name="Token anlegen").click()
    secret = page.locator("#secret")
    expect(secret).to_be_visible()
    assert secret.input_value().startswith("eichhorn.")
    if scripts:
        axe(page)
    no_sideways_scroll(page)
    page.goto("/settings/programs/")
    expect(page.locator("#secret")).to_have_count(0)
    expect(page.locator("strong", has_text="Anzeigetafel im Foyer")).to_be_visible()
    page.get_by_role("button", name="Token widerrufen").click()
    expect(page.get_by_text("Noch kein Token")).to_be_visible()
    assert Token.objects.get().revoked_at is not None


def test_a_program_is_told_what_happens_and_its_secret_is_shown_once(
    helene: Person, open_page: OpenPage, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None]
) -> None:
    page = open_page(person=helene, viewport=PHONE)
    page.goto("/settings/webhooks/")
    page.get_by_label("Welches Programm ist es?").fill("Intranet")
    page.get_by_label("Seine Adresse").fill("http://intranet.example/hook")
    page.get_by_label("Ein Beitrag ist draußen").check()
    page.get_by_role("button", name="Adresse hinzufügen").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    axe(page)
    page.get_by_label("Seine Adresse").fill("https://intranet.example/hook")
    page.get_by_role("button", name="Adresse hinzufügen").click()
    expect(page.locator("#secret")).to_be_visible()
    assert page.locator("#secret").input_value().startswith("whsec_")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Intranet", exact=True).click()
    expect(page.locator("#secret")).to_have_count(0)
    page.get_by_role("button", name="Test senden").click()
    expect(page.get_by_text("webhook.test")).to_be_visible()
    page.get_by_role("button", name="Neues Geheimnis anlegen").click()
    expect(page.locator("#secret")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Abschalten").click()
    expect(page.get_by_role("button", name="Einschalten")).to_be_visible()
    axe(page)
    assert Endpoint.objects.get().off_at is not None
