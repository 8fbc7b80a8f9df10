"""Ten requests are answered by keys alone, none of them with more than six, and the counts stand in the docs."""

from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import expect

from eichhorn.desk.models import Answer
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "Control+Enter"
WAYS: list[tuple[str, tuple[str, ...]]] = [
    ("accept", ("a", SEND)), ("accept", ("a", SEND)), ("later", ("l", SEND)), ("decline", ("x", SEND)),
    ("ask_back", ("r", SEND)), ("reshape", ("o", SEND)), ("decline", ("x", SEND)), ("later", ("l", SEND)),
    ("called", ("c", "words", SEND)), ("hand_on", ("h", "ArrowDown", "Tab", "words", SEND)),
]  # fmt: skip
"""What becomes of each, and by which keys; words that somebody types are no keys."""
MOST_KEYS = 6


@pytest.mark.long
def test_ten_requests_are_answered_by_keys_alone(
    open_page: OpenPage, way: str, keeps_promises: Callable[..., None]
) -> None:
    make.people.organisation()
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    make.people.team("Technik")
    channel = make.channels.channel("Stadtwerke", handle="erlengrund")
    make.planning.set_places(channel, make.planning.every_workday(time(11)))
    for number in range(len(WAYS)):
        make.desk.request(f"Anfrage {number}", now=clock.now())
    page = open_page(person=miriam)
    page.goto("/requests/triage/")
    for kind, keys in WAYS:
        before = Answer.objects.count()
        title = page.locator("article h2").first.inner_text()
        expect(page.locator("#ways[hx-get]")).to_have_count(0)
        pressed = 0
        for key in keys:
            if key == "words":
                page.keyboard.type("Wir haben kurz gesprochen.")
                continue
            chosen = page.locator(f"[data-key={key}]").first
            drafts = key in "alxro" and not (key in "alx" and chosen.is_checked())
            if drafts:
                with page.expect_response("**/letter/"):
                    page.keyboard.press(key)
                expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
                expect(page.locator("#answer :focus")).to_have_count(1)
            elif key == SEND:
                with page.expect_navigation():
                    page.keyboard.press(key)
            else:
                page.keyboard.press(key)
            pressed += 1
        expect(page.locator("[data-toast]").first).to_be_visible()
        assert Answer.objects.count() == before + 1, (kind, title)
        assert Answer.objects.latest("pk").kind == kind
        assert pressed <= MOST_KEYS
        if kind in {"called", "hand_on"}:
            page.goto("/requests/triage/")
    keeps_promises(page)


@pytest.mark.long
def test_an_answer_chosen_the_moment_the_ways_come_gets_its_letter(open_page: OpenPage, way: str) -> None:
    make.people.organisation()
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    channel = make.channels.channel("Stadtwerke", handle="erlengrund")
    make.planning.set_places(channel, make.planning.every_workday(time(11)))
    make.desk.request("Tag der offenen Tür", now=clock.now())
    page = open_page(person=miriam)
    page.add_init_script(
        "document.addEventListener('htmx:afterSwap',"
        " () => setTimeout(() => document.querySelector('#id_answer_decline').click(), 0), { once: true })"
    )
    with page.expect_response("**/letter/"):
        page.goto("/requests/triage/")
    expect(page.locator("#id_because")).to_be_visible()
