"""Telling hours, an absence and a deputy, on a desk by keys and on a phone."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.duty.models import Absence, Deputy
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage


@pytest.fixture
def lena(transactional_db: None, on_the_day: datetime) -> Person:
    person: Person = make.people.person("Lena Hoffmann", role=RoleKind.AUTHOR)
    jonas = make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)
    make.duty.week(person)
    make.duty.away(person, on_the_day.date() + timedelta(days=20), on_the_day.date() + timedelta(days=30))
    make.duty.deputy(person, jonas)
    return person


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("EICHHORN_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_absence_and_a_deputy_are_told_by_keys_alone(
    lena: Person, open_page: OpenPage, keeps_promises: Callable[..., None]
) -> None:
    page = open_page(person=lena)
    page.goto("/duty/")
    _picture(page, "duty-wide")
    page.locator("form[action*='/release/'] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("An diesen Tagen vertritt niemand mehr.").first).to_be_visible()
    assert not Deputy.objects.exists()
    page.locator("#away_begins_on").focus()
    page.keyboard.type("29.6.2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ist schon etwas angegeben").first).to_be_visible()
    expect(page.locator("#away_begins_on")).to_have_value("29.6.2026")
    page.locator("#away_begins_on").fill("15.6.2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Abwesenheit ist gespeichert.").first).to_be_visible()
    assert Absence.objects.count() == 2
    keeps_promises(page, language="de")


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_fits_on_a_phone(
    lena: Person, open_page: OpenPage, dark: bool, no_sideways_scroll: Callable[[Page], None]
) -> None:
    page = open_page(person=lena, phone=True, dark=dark)
    page.goto("/duty/")
    _picture(page, f"duty-phone-{'dark' if dark else 'light'}")
    no_sideways_scroll(page)


@pytest.mark.parametrize("dark", [False, True])
def test_the_weeks_of_the_team_are_calm_on_a_desk_and_fit_on_a_phone(
    lena: Person, on_the_day: datetime, open_page: OpenPage, dark: bool, keeps_promises: Callable[..., None]
) -> None:
    manager = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    for week, minutes in enumerate((600, 2400, 900)):
        at = on_the_day.replace(tzinfo=None) + timedelta(weeks=week, hours=2)
        make.planning.slot(channels=[make.planning.channel()], at=at, effort_minutes=minutes)
    for phone in (False, True):
        page = open_page(person=manager, phone=phone, dark=dark)
        page.goto("/plan/hours/")
        _picture(page, f"hours-{'phone' if phone else 'wide'}-{'dark' if dark else 'light'}")
        if not dark:
            keeps_promises(page, language="de")
