"""Writing a post: the server keeps every pause, says when, and nobody collides with themselves."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage


@pytest.fixture
def miriam(transactional_db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def draft(miriam: Person) -> Draft:
    made: Draft = make.content.draft(by=miriam)
    return made


@pytest.fixture
def composer(open_page: OpenPage, miriam: Person, draft: Draft, address: str) -> Page:
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    return page


def latest(draft: Draft) -> tuple[int, str]:
    version = Draft.objects.get(pk=draft.pk).versions.order_by("-number").first()
    assert version is not None
    return version.number, version.text


def test_a_text_is_kept_two_seconds_after_the_last_letter(composer: Page, draft: Draft) -> None:
    composer.locator("#composer textarea[name=text]").fill("Der Nordring bekommt eine neue Leitung.")
    until = time.monotonic() + 8
    while latest(draft)[0] == 1 and time.monotonic() < until:
        composer.wait_for_timeout(200)
    assert latest(draft) == (2, "Der Nordring bekommt eine neue Leitung.")
    expect(composer.locator("#saved")).to_have_text(re.compile(r"\d{1,2}:\d\d"))


def test_a_failed_saving_is_said_and_the_text_stays(composer: Page, draft: Draft) -> None:
    composer.route("**/autosave/", lambda route: route.abort())
    composer.locator("#composer textarea[name=text]").fill("Ohne Netz geschrieben.")
    expect(composer.locator("#saved")).to_contain_text("Ihr Text steht noch hier", timeout=8000)
    expect(composer.locator("#composer textarea[name=text]")).to_have_value("Ohne Netz geschrieben.")
    assert latest(draft)[0] == 1
    composer.unroute("**/autosave/")


def test_a_press_waits_for_the_saving_on_its_way_and_collides_with_nobody(composer: Page, draft: Draft) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    composer.route("**/autosave/", hold)
    composer.locator("#composer textarea[name=text]").fill("Erst so.")
    until = time.monotonic() + 8
    while not held and time.monotonic() < until:
        composer.wait_for_timeout(100)
    composer.locator("#composer textarea[name=text]").fill("Dann so.")
    composer.get_by_role("button", name=re.compile("Entwurf|draft")).first.click(no_wait_after=True)
    composer.wait_for_timeout(200)
    held[0].continue_()
    composer.wait_for_load_state("load")
    until = time.monotonic() + 8
    while latest(draft)[1] != "Dann so." and time.monotonic() < until:
        composer.wait_for_timeout(200)
    assert latest(draft) == (3, "Dann so.")
    expect(composer.get_by_role("alert")).to_have_count(0)
