"""The building blocks, as people meet them: light and dark, desk and phone, with keys and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from eichhorn.people.models import Person
from tests import make
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage

PAGES = ["/ui/kit/", "/ui/kit/?check=1&hold=1", "/ui/kit/guest/", "/ui/kit/guest/?check=1"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_building_blocks_keep_every_rule_of_access(
    open_page: OpenPage, axe: Callable[[Page], None], path: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    page.goto(path)
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_on_the_smallest_phone(
    page: Page, no_sideways_scroll: Callable[[Page], None], path: str
) -> None:
    page.goto(path)
    no_sideways_scroll(page)


@pytest.fixture
def miriam(transactional_db: None) -> Person:
    make.people.organisation()
    person: Person = make.people.person("Miriam Aydın")
    return person


def test_a_page_of_ours_asks_no_other_host(page: Page, no_third_party: Callable[[Page], None]) -> None:
    page.goto("/ui/kit/")
    no_third_party(page)
    assert page.evaluate("document.fonts.check('17px \"Source Sans 3 Variable\"')")


def test_every_building_block_is_there_without_scripts(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(scripts=False, person=miriam)
    page.goto("/ui/kit/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bausteine")
    page.locator("summary", has_text="Neu").click()
    expect(page.locator(".menu-list").get_by_role("link", name="Beitrag")).to_be_visible()
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_label("Worum geht es?").fill("Tarif")
    page.get_by_label("Bis wann brauchen Sie eine Antwort?").fill("bald")
    page.get_by_label("Annehmen").check()
    page.get_by_label("Abteilung").select_option("Vertrieb")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.locator(".err").filter(has_text="Dieses Datum verstehen wir nicht.")).to_be_visible()
    expect(page.get_by_label("Bis wann brauchen Sie eine Antwort?")).to_have_value("bald")


def test_the_dark_look_follows_the_device_until_somebody_chooses(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(dark=True, person=miriam)
    page.goto("/ui/kit/")
    assert ground(page) == "rgb(25, 23, 21)"
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Hell").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    assert ground(page) == "rgb(247, 245, 241)"


def ground(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_keys_lead_through_the_page(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(person=miriam)
    page.goto("/ui/kit/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Ablesekarten auf Facebook")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Baustelle Nordring: Hinweis")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**#a")
    page.keyboard.press("?")
    box = page.get_by_role("dialog", name="Alle Tasten")
    expect(box).to_be_visible()
    expect(box).to_contain_text("Gehe zu Anfragen")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".menu-list").get_by_role("link", name="Beitrag")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary", has_text="Neu")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**#anfragen")


def test_keys_never_work_in_fields_and_can_be_switched_off(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(person=miriam)
    page.goto("/ui/kit/")
    field = page.get_by_label("Worum geht es?")
    field.focus()
    page.keyboard.type("?jnga")
    expect(field).to_have_value("?jnga")
    expect(page.get_by_role("dialog", name="Alle Tasten")).to_be_hidden()
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Einzelne Tasten ausschalten").click()
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Alle Tasten")).to_be_hidden()


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/ui/kit/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_mistakes_get_the_focus_and_lead_to_their_fields(page: Page) -> None:
    page.goto("/ui/kit/?check=1")
    expect(page.get_by_role("alert").filter(has_text="Felder brauchen noch einen Blick")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Worum geht es?").click()
    expect(page.get_by_label("Worum geht es?")).to_be_focused()


def test_a_second_press_sends_nothing(page: Page) -> None:
    page.goto("/ui/kit/")
    page.evaluate(
        """() => {
            window.sent = 0;
            window.addEventListener("submit", (event) => { window.sent += 1; event.preventDefault(); });
        }"""
    )
    page.get_by_role("button", name="Ton merken").click()
    busy = page.get_by_role("button", name="Wird gemerkt …")
    expect(busy).to_have_attribute("aria-busy", "true")
    busy.click(force=True)
    assert page.evaluate("window.sent") == 1


def test_ctrl_and_enter_send_the_form(page: Page) -> None:
    page.goto("/ui/kit/")
    page.get_by_label("Worum geht es?").fill("Tarif")
    page.get_by_label("Worum geht es?").press("Control+Enter")
    page.wait_for_url("**/ui/kit/?check=1*")


def test_a_date_can_be_picked_and_is_written_as_one_would_type_it(page: Page) -> None:
    page.goto("/ui/kit/")
    page.evaluate(
        """() => {
            const picker = document.querySelector("[data-picker-for=id_when]");
            picker.value = "2026-06-12T14:05";
            picker.dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    expect(page.get_by_label("Bis wann brauchen Sie eine Antwort?")).to_have_value("12.6.2026 14:05")
    expect(page.get_by_role("button", name="Datum und Uhrzeit wählen")).to_be_visible()


def test_a_chosen_picture_is_shown(page: Page, tmp_path: Path) -> None:
    page.goto("/ui/kit/")
    file = tmp_path / "bagger.png"
    Image.new("RGB", (40, 30), "orange").save(file)
    page.get_by_label("Bild").set_input_files(file)
    expect(page.get_by_role("img", name="bagger.png")).to_be_visible()


def test_a_copy_button_says_that_it_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/ui/kit/")
    page.get_by_role("button", name="Link kopieren").click()
    expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.test/"


def test_the_full_thread_folds_on_the_phone_and_opens_by_a_press(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, touch=True)
    page.goto("/ui/kit/")
    expect(page.locator("ol.thread:visible")).to_have_count(0)
    page.get_by_text("Ausgang: bitte nachsehen").click()
    expect(page.locator("ol.thread:visible li")).to_have_count(7)


def test_the_phone_reaches_every_entry(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, touch=True)
    page.goto("/ui/kit/")
    bar = page.get_by_role("navigation", name="Navigation unten")
    for word in ("Heute", "Plan", "Anfragen", "Dialog"):
        expect(bar.get_by_role("link", name=word, exact=True)).to_be_visible()
    bar.locator("summary").click()
    for word in ("Menschen", "Richtlinien", "Wirkung", "Lage: Windstille", "Einstellungen"):
        expect(bar.get_by_role("link", name=word, exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Plan").get_by_role("link", name="Ziele")).to_be_visible()


def test_targets_are_large_enough_for_a_finger(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, touch=True)
    page.goto("/ui/kit/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, summary, .tabs a, .subtabs a, .form-control")]
            .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert not small, small


def test_text_twice_as_large_loses_nothing(page: Page, no_sideways_scroll: Callable[[Page], None]) -> None:
    page.goto("/ui/kit/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_both_languages_speak_in_the_frame(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(language="en")
    page.goto("/ui/kit/guest/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_on_paper_there_is_only_the_content(page: Page) -> None:
    page.goto("/ui/kit/")
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
