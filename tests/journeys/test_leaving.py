"""Nobody loses a letter by leaving: what is not kept yet leaves with the page, and what no server took comes back."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from eichhorn.content import services
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import wall_of
from tests import make
from tests.journeys.conftest import OpenPage, Watch

WRITTEN = "Ab Montag ist die Straße halbseitig gesperrt."
STANDS = "Noch nichts."
REFUSED = re.compile(r"^Response Status Error Code 403 from /plan/posts/\d+/")


@pytest.fixture
def miriam() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    local = wall_of(clock.now() + timedelta(days=2), "Europe/Berlin")
    return make.content.draft(by=miriam, text=STANDS, chosen=[make.channels.channel()], local=local)


@pytest.fixture
def page(open_page: OpenPage, miriam: Person, draft: Draft) -> Page:
    found = open_page(person=miriam)
    found.on("dialog", lambda dialog: dialog.accept())
    found.goto(f"/plan/posts/{draft.pk}/")
    return found


@pytest.fixture(autouse=True)
def refusals_are_expected(watch: Watch) -> Iterator[None]:
    """A page that is cut off is refused what it asks for; the scripts say so in the console, or not, as time has it."""
    yield
    watch.broken[:] = [said for said in watch.broken if not REFUSED.search(said)]


def cut_off(page: Page) -> None:
    """The server takes nothing more from the page as it stands; loaded anew it does."""
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def remembered(page: Page) -> int:
    """Return how many texts the tab keeps."""
    return int(page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('unsaved:')).length"))


def becomes(draft: Draft, text: str) -> bool:
    """Return whether the text stands in the latest version, within ten seconds."""
    for _ in range(100):
        latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
        if latest is not None and latest.text == text:
            return True
        time.sleep(0.1)
    return False


def test_the_last_letter_arrives_when_the_tab_is_closed_at_once(page: Page, draft: Draft) -> None:
    page.get_by_label("Grundtext").fill(WRITTEN)
    page.goto("about:blank")
    assert becomes(draft, WRITTEN)


def test_what_no_server_took_stands_there_again_after_loading_anew(
    page: Page, draft: Draft, axe: Callable[..., None]
) -> None:
    cut_off(page)
    page.get_by_label("Grundtext").fill(WRITTEN)
    page.get_by_label("Erster Kommentar").fill("Fragen? Hier.")
    page.reload()
    note = page.get_by_text("steht wieder im Text")
    expect(note).to_be_visible()
    expect(page.get_by_label("Grundtext")).to_have_value(WRITTEN)
    expect(page.get_by_label("Erster Kommentar")).to_have_value("Fragen? Hier.")
    axe(page)
    page.get_by_role("button", name="Jetzt sichern").click()
    expect(note).to_be_hidden()
    assert becomes(draft, WRITTEN)
    page.reload()
    expect(note).to_be_hidden()


def test_it_can_be_discarded(page: Page) -> None:
    cut_off(page)
    page.get_by_label("Grundtext").fill(WRITTEN)
    page.reload()
    page.get_by_role("button", name="Verwerfen").click()
    expect(page.get_by_label("Grundtext")).to_have_value(STANDS)
    page.reload()
    expect(page.get_by_label("Grundtext")).to_have_value(STANDS)


def test_what_comes_back_overwrites_nobody(page: Page, draft: Draft) -> None:
    jonas = make.people.person("Jonas Brandt", role=RoleKind.MANAGER)
    services.save(draft=draft, based_on=1, text="Jonas war schneller.", language="de", by=jonas, now=clock.now())
    page.get_by_label("Grundtext").fill(WRITTEN)
    expect(page.locator("#saved")).to_contain_text("Jonas Brandt hat diesen Text")
    page.reload()
    expect(page.get_by_label("Grundtext")).to_have_value(WRITTEN)
    page.get_by_role("button", name="Jetzt sichern").click()
    expect(page.get_by_role("heading", name="Fassung von Jonas Brandt")).to_be_visible()
    expect(page.get_by_role("region", name="Fassung von Jonas Brandt")).to_contain_text("Jonas war schneller.")
    expect(page.get_by_label("Grundtext")).to_have_value(WRITTEN)


def test_whoever_signs_out_leaves_nothing_behind(page: Page) -> None:
    page.get_by_label("Grundtext").fill(WRITTEN)
    assert remembered(page) == 1
    page.locator("summary.who").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/sign-in/**")
    assert remembered(page) == 0
