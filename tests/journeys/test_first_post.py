"""From the first start to the first post on the stage, as somebody does it who has just cloned the project.

A real start on a fresh home: real web server, real worker, real time. The difficult thing is the time: a post is planned
to the minute, so the shortest wait is what is left of this one. Everything that can be looked at meanwhile is.
"""

import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.setup.running import Running

pytestmark = pytest.mark.xdist_group("up")
ZONE = ZoneInfo("Europe/Berlin")
TITLE = "Trinkbrunnen am Markt"
TEXT = "Ab heute läuft der Trinkbrunnen am Markt wieder. Das Wasser kommt aus derselben Leitung wie Ihres zu Hause."
TO_HAND_IN_S = 8
"""As long as it takes to type the date and hand in; where that was too short the next minute is taken."""
FIRST_START_S = 300.0
"""What is promised of a first start, on whatever machine."""
LATEST_MS = 100_000
"""A minute until the date, and what a busy machine takes to send."""


@pytest.fixture
def up() -> Iterator[Running]:
    """`script/up` on a home that nobody has used."""
    folder = Path(tempfile.mkdtemp(prefix="eichhorn-first-", dir="/tmp"))
    folder.chmod(0o711)
    running = Running(folder / "home", folder / "words")
    try:
        yield running.start(within_s=FIRST_START_S)
    finally:
        running.end() if running.healthy() else running.end(signal.SIGKILL)
        Running.launched.remove(running)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(up: Running) -> str:
    """Where the browsers of this test look: at the real start, not at the server of the tests."""
    return up.url


def test_from_the_first_start_to_the_first_post(
    up: Running, open_page: OpenPage, keeps_promises: Callable[..., None], shot: Callable[..., None]
) -> None:
    def look(page: Page, name: str = "") -> None:
        keeps_promises(page)
        if name:
            shot(page, f"first-post-{name}")

    console = up.greeted()
    jonas = open_page()
    jonas.goto(way_in(console, "community"))
    look(jonas, "way-in")
    jonas.get_by_role("button", name="Als Jonas Brandt anmelden").click()
    expect(jonas.get_by_role("heading", name="Heute fällig")).to_be_visible()
    look(jonas)

    jonas.get_by_role("banner").get_by_text("Neu", exact=True).click()
    jonas.get_by_role("link", name="Beitrag", exact=True).click()
    jonas.get_by_label("Worum geht es?").fill(TITLE)
    jonas.get_by_label("Mastodon").check()
    jonas.get_by_label("Ziel").select_option(label="Service leicht machen")
    look(jonas, "begin")
    jonas.get_by_role("button", name="Schreiben beginnen").click()
    jonas.get_by_label("Grundtext").fill(TEXT)
    expect(jonas.locator("#saved")).to_contain_text("gespeichert um")
    look(jonas, "composer")

    hand_in(jonas, page=jonas.url)
    expect(jonas.get_by_text("Dieser Text wird gerade zur Freigabe gelesen")).to_be_visible()

    voss = open_page()
    voss.goto(way_in(console, "approver"))
    voss.get_by_role("button", name="Als Dr. Helene Voss anmelden").click()
    look(voss)
    voss.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link").last.click()
    expect(voss.get_by_text(TEXT)).to_be_visible()
    look(voss, "question")
    voss.get_by_role("button", name="Freigeben", exact=True).click()
    expect(voss.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)
    look(voss)

    jonas.goto("/plan/outbox/")
    look(jonas, "outbox")
    out = jonas.get_by_role("region", name="Draußen").get_by_role("link", name=TITLE, exact=True)
    reload_until(jonas, lambda: out.count() == 1)
    out.click()
    look(jonas)
    jonas.goto("/stage/")
    said = jonas.get_by_role("article").filter(has_text=TEXT)
    expect(said).to_have_count(1)
    look(jonas, "stage")


def way_in(console: str, role: str) -> str:
    """Return the link that the console shows for the role."""
    found = re.search(rf"\({role}\)\s+(\S+)", console)
    assert found is not None, console
    return found[1]


def hand_in(jonas: Page, *, page: str) -> None:
    """The post is handed in for the next minute. On a busy machine that may have passed, and then for the one after."""
    for _ in range(4):
        jonas.goto(page)
        jonas.get_by_role("link", name="ändern").click()
        jonas.get_by_label("Anderer Termin").fill(next_minute())
        with jonas.expect_navigation():
            jonas.get_by_role("button", name="Beitrag verschieben").click()
        anyhow = jonas.get_by_role("button", name="Trotzdem verschieben")
        if anyhow.count():
            with jonas.expect_navigation():
                anyhow.click()
        jonas.goto(page)
        with jonas.expect_navigation():
            jonas.get_by_role("button", name="Zur Freigabe geben").click()
        if jonas.get_by_role("button", name="Zur Freigabe geben").count() == 0:
            return


def next_minute() -> str:
    """Return the nearest date that is still to come in a moment, as somebody types it."""
    soon = datetime.now(ZONE) + timedelta(seconds=TO_HAND_IN_S)
    return f"{soon.replace(second=0) + timedelta(minutes=1):%d.%m.%Y %H:%M}"


def reload_until(page: Page, true: Callable[[], bool]) -> None:
    """Look again and again, as somebody does who waits for a minute to be over."""
    for _ in range(LATEST_MS // 1_000):
        if true():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    pytest.fail(f"It did not come true in {LATEST_MS // 1_000} s.")
