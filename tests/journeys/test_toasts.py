"""What has just been done is told in a place of its own, with scripts and without, and leaves when it was read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from eichhorn.people.models import Person
from tests import make
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def helene(address: str) -> Person:
    person: Person = make.people.administrator("Helene Voss")
    return person


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_what_was_done_is_told_inside_a_landmark(
    helene: Person, open_page: OpenPage, axe: Callable[[Page], None], viewport: dict[str, int]
) -> None:
    page = open_page(person=helene, viewport=viewport)
    told = saved(page)
    axe(page)
    told.get_by_role("button", name="Schließen").click()
    expect(told).to_have_count(0)


def test_what_was_done_is_told_without_scripts(helene: Person, open_page: OpenPage) -> None:
    saved(open_page(person=helene, scripts=False))


def saved(page: Page) -> Locator:
    """Save the organisation as it is, and return the place that says so."""
    page.goto("/settings/organisation/")
    page.get_by_role("button", name="Organisation speichern").click()
    told = page.get_by_role("region", name="Gerade erledigt")
    expect(told).to_contain_text("Gespeichert")
    return told


def test_a_page_on_which_nothing_was_done_has_no_such_place(helene: Person, open_page: OpenPage) -> None:
    page = open_page(person=helene)
    page.goto("/settings/organisation/")
    expect(page.get_by_role("region", name="Gerade erledigt")).to_have_count(0)
