"""Passkeys and apps in a real browser: the virtual key of Chromium's developer tools answers as a telephone would."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from eichhorn.foundation import clock
from eichhorn.people import second_factor
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "eichel nuss wipfel kobel"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def helene(address: str) -> Person:
    made: Person = make.people.with_password("Helene Voss", password=PASSWORD, role=RoleKind.APPROVER)
    return made


def carries_a_key(page: Page, **more: object) -> None:
    """From now on the device of this browser answers by itself, as if its owner touched it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **more}})


def by_password(page: Page, person: Person) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Abmelden").click()
    heading(page, "Anmelden")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_passkey_is_made_signs_in_alone_and_serves_as_second_step(
    page: Page, helene: Person, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:  # fmt: skip
    carries_a_key(page)
    by_password(page, helene)
    page.goto("/settings/sign-in/")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Passkey hinzufügen").click()
    page.get_by_label("Name").fill("Diensttelefon")
    axe(page)
    page.get_by_role("button", name="Passkey hinzufügen").click()
    heading(page, "Ihre Notfall-Codes")
    axe(page)
    page.get_by_role("link", name="Ich habe sie aufbewahrt").click()
    expect(page.get_by_text("Diensttelefon", exact=True)).to_be_visible()
    expect(page.get_by_text("er genügt allein zum Anmelden")).to_be_visible()
    shot(page, "sign-in-and-devices", whole=True)
    sign_out(page)

    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    heading(page, "Mein Konto")
    page.goto("/settings/sign-in/")
    expect(page.get_by_text("mit Passkey.")).to_be_visible()
    sign_out(page)

    by_password(page, helene)
    heading(page, "Ihr zweiter Faktor")
    axe(page)
    page.get_by_role("button", name="Meinen Passkey verwenden").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/")
    expect(page.get_by_text(f"Helene Voss, {helene.email}")).to_be_visible()


def test_a_device_that_says_no_is_told_in_a_sentence(page: Page, helene: Person) -> None:
    carries_a_key(page, isUserVerified=False)
    by_password(page, helene)
    page.goto("/settings/sign-in/passkeys/add/")
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.get_by_role("alert")).to_contain_text("Ihr Gerät hat keinen Passkey angelegt")


def test_who_is_asked_for_a_second_factor_sets_up_an_app_on_a_telephone(
    open_page: OpenPage, helene: Person, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:  # fmt: skip
    second_factor.ask_of(kinds=[RoleKind.APPROVER], by=make.people.administrator(), now=clock.now())
    page = open_page(viewport=PHONE)
    by_password(page, helene)
    heading(page, "Noch ein Schritt, bevor Sie beginnen")
    axe(page)
    no_sideways_scroll(page)
    page.goto("/plan/posts/")
    heading(page, "Noch ein Schritt, bevor Sie beginnen")
    page.get_by_role("link", name="App auf meinem Telefon einrichten").click()
    axe(page)
    no_sideways_scroll(page)
    shot(page, "authenticator-app")
    key = page.locator("#key").inner_text()
    page.get_by_label("Die sechs Ziffern, die die App anzeigt").fill(make.people.app_code(key))
    page.get_by_role("button", name="App einrichten").click()
    heading(page, "Ihre Notfall-Codes")
    no_sideways_scroll(page)
    sign_out(page)
    by_password(page, helene)
    page.get_by_label("Code").fill(make.people.app_code(key, steps=1))  # no code is taken twice
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/")
    expect(page.get_by_text(f"Helene Voss, {helene.email}")).to_be_visible()


def test_without_scripts_the_app_and_the_codes_work_and_passkeys_are_not_promised(
    open_page: OpenPage, helene: Person
) -> None:
    page = open_page(scripts=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_have_count(0)
    by_password(page, helene)
    page.goto("/settings/sign-in/app/")
    key = page.locator("#key").inner_text()
    page.get_by_label("Die sechs Ziffern, die die App anzeigt").fill(make.people.app_code(key))
    page.get_by_role("button", name="App einrichten").click()
    heading(page, "Ihre Notfall-Codes")
