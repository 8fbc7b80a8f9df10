"""A week is planned by keys alone; and a post that would lose its approval is asked about before it moves."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.journeys.conftest import PHONE

MONDAY = datetime(2026, 6, 15)


@pytest.fixture
def miriam(transactional_db: None, on_the_day: datetime) -> Person:
    """Who plans, with five ideas that all stand on one Monday, and a post that is approved for the Tuesday."""
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    for hour, title in enumerate(
        ("Wasserwerte Mai", "Freibad-Wetter", "Bus 4 hält anders", "Azubi-Serie 4", "Sonntagsbild"), start=8
    ):
        make.planning.slot(title, at=MONDAY + timedelta(hours=hour), by=person, now=on_the_day)
    draft = make.content.draft(by=person, local=MONDAY + timedelta(days=1, hours=14), now=on_the_day)
    make.review.approved(draft, by=person, now=on_the_day)
    return person


def pressed(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def stands(title: str) -> str:
    local = Slot.objects.get(title=title).planned_local
    assert local is not None
    return f"{local:%d.%m. %H:%M}"


def test_a_week_is_planned_by_keys_alone(open_page, miriam, axe, no_sideways_scroll, shot) -> None:
    page: Page = open_page(person=miriam)
    page.goto("/plan/calendar/week/2026/25/")
    ways = {
        "Freibad-Wetter": ("ArrowRight",),
        "Bus 4 hält anders": ("ArrowRight", "ArrowRight"),
        "Azubi-Serie 4": ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowDown"),
        "Sonntagsbild": ("ArrowLeft",),
    }
    for title, arrows in ways.items():
        page.get_by_role("link", name=title).focus()
        pressed(page, "m", *arrows)
        if title == "Azubi-Serie 4":
            expect(page.locator("#said")).to_have_text("Do 18. Juni, 12:15")
            axe(page)
            shot(page, "week-by-keys")
        pressed(page, "Enter")
        expect(page.locator("[data-toast]")).to_contain_text(title)
        expect(
            page.get_by_role("link", name=title) if title != "Sonntagsbild" else page.locator("#inhalt")
        ).to_be_focused()
    assert [stands(title) for title in ways] == ["16.06. 09:00", "17.06. 10:00", "18.06. 12:15", "14.06. 12:00"]
    pressed(page, "Control+z")
    expect(page.locator("[data-toast]")).to_contain_text("steht wieder wie vorher")
    assert stands("Sonntagsbild") == "15.06. 12:00"
    page.get_by_role("link", name="Wasserwerte Mai").focus()
    pressed(page, "m", "ArrowRight", "Escape")
    expect(page.locator("#said")).to_contain_text("Zurückgelegt: Mo 15. Juni, 8:00")
    assert stands("Wasserwerte Mai") == "15.06. 08:00"


def test_a_drop_that_costs_an_approval_is_asked_about_and_a_phone_has_a_menu(open_page, miriam, axe, shot) -> None:
    page: Page = open_page(person=miriam)
    page.goto("/plan/calendar/2026/6/")
    chip = page.locator(".cal").get_by_role("link", name="Baustelle Nordring")
    chip.drag_to(page.locator('.cal [data-day="2026-06-26"]'))
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("gilt die Freigabe nicht mehr")
    expect(page.get_by_role("link", name="Stehen lassen")).to_be_focused()
    axe(page)
    shot(page, "move-asks")
    pressed(page, "Enter")
    expect(box).to_be_hidden()
    expect(page.locator(".ghost, .lifted")).to_have_count(0)
    assert stands("Baustelle Nordring") == "16.06. 14:00"
    chip.drag_to(page.locator('.cal [data-day="2026-06-17"]'))
    expect(page.locator("[data-toast]")).to_contain_text("Mi 17. Juni, 14:00")
    assert stands("Baustelle Nordring") == "17.06. 14:00"
    make.planning.channel("Facebook", places=make.planning.every_workday(time(11)))
    page.goto("/plan/calendar/2026/6/17/")
    page.get_by_role("link", name="Baustelle Nordring").drag_to(page.locator("[data-at='11:00']"))
    expect(page.locator("[data-toast]")).to_contain_text("Mi 17. Juni, 11:00")
    assert stands("Baustelle Nordring") == "17.06. 11:00"
    phone: Page = open_page(person=miriam, viewport=PHONE, touch=True)
    phone.goto("/plan/board/")
    phone.get_by_role("navigation", name="Zustände").get_by_role("link", name="freigegeben").click()
    axe(phone)
    phone.get_by_role("button", name="Verschieben Baustelle Nordring").click()
    axe(phone)
    shot(phone, "move-on-a-phone")
    phone.get_by_role("dialog").get_by_role("button", name=",").first.click()
    expect(phone.locator("[data-toast], dialog[open] .doubts").first).to_be_visible()
