"""Signs are found by group, by German words and by keys, and those chosen last stand first."""

import pytest
from playwright.sync_api import Page, expect

from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage


@pytest.fixture
def miriam() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def page(open_page: OpenPage, miriam: Person) -> Page:
    draft: Draft = make.content.draft(by=miriam, text="Guten Morgen", chosen=[make.channels.channel()])
    found = open_page(person=miriam)
    found.goto(f"/plan/posts/{draft.pk}/")
    return found


def test_a_sign_is_found_by_a_word_and_inserted_by_keys_alone(page: Page) -> None:
    text = page.get_by_label("Grundtext")
    text.press("End")
    text.press("Control+.")
    expect(page.get_by_role("region", name="Alle Zeichen")).to_be_visible()
    page.keyboard.type("eichhörnchen")
    expect(page.locator("[data-signs-here] button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(text).to_have_value("Guten Morgen 🐿️")


def test_groups_are_walked_by_arrow_keys_and_the_last_ones_stand_first(page: Page) -> None:
    page.get_by_label("Grundtext").press("End")
    page.get_by_text("Einsetzen").click()
    group = page.get_by_label("Zeichengruppe")
    group.select_option("Tiere & Natur")
    here = page.locator("[data-signs-here] button")
    assert here.count() > 100
    here.first.focus()
    page.keyboard.press("ArrowRight")
    chosen = here.nth(1).text_content() or ""
    assert here.nth(1).evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Grundtext")).to_have_value(f"Guten Morgen {chosen}")
    expect(page.locator("#saved [data-based-on='2']")).to_be_visible()
    page.reload()
    page.get_by_text("Einsetzen").click()
    expect(group.locator("option").first).to_have_text("Zuletzt gewählt")
    expect(here.first).to_have_text(chosen)
