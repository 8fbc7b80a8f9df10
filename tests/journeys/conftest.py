"""A real browser before a real server: what a person sees, with keys, without scripts, on a phone, in the dark.

    def test_a_guest_asks_for_a_post(page, address, axe, no_sideways_scroll):
        page.goto(f"{address}/ask/{token}/")

The difficult thing: a page may look right and still break its promises. So every page here is watched while the test
runs: a script error, a refused script or style (CSP), or a request to another host fails the test at its end.
"""

import io
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from eichhorn.foundation import clock, http
from eichhorn.people.models import Person
from eichhorn.ui import assets
from tests import make
from tests.journeys import languages

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in the thread of the test
PATIENCE_MS = 20_000
"""For what a page still has to do; a busy machine takes its time."""
expect.set_options(timeout=PATIENCE_MS)

REPOSITORY = Path(__file__).resolve().parents[2]
AXE = REPOSITORY / "assets" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = REPOSITORY / "docs" / "screenshots"
CHROMIUM = os.environ.get("EICHHORN_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-dev-shm-usage", "--force-color-profile=srgb",
]  # fmt: skip
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that the dark look can break although the light one keeps them."""
COLOURS = 256
"""Of a picture for the documentation; a page has few, and those of its states are not to be lost."""

type OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    if not assets.MANIFEST.exists():
        pytest.fail(assets.NOT_BUILT, pytrace=False)
    if not Path(CHROMIUM).exists():
        pytest.fail("The journeys need Debian's Chromium: apt-get install chromium.", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def address(live_server: object, settings: pytest.FixtureRequest) -> str:
    """Where the installation answers during this test; links in mail lead there too."""
    url = str(live_server)
    settings.PUBLIC_URL = settings.STAGE_URL = url  # type: ignore[attr-defined]
    return url


@pytest.fixture
def way(address: str) -> Iterator[str]:
    """The installation may reach its own stage."""
    before = http.allowed
    http.configure(allow=before | {address.split("://")[1]})
    yield address
    http.configure(allow=before)
    http.hang_up()


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """From here on it is Tuesday, 9 June 2026, ten past ten in Erlengrund, and the clock goes on."""
    begun = datetime.now(UTC)
    day = datetime(2026, 6, 9, 8, 10, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: day + (datetime.now(UTC) - begun))
    return day


class Watch:
    """What goes wrong behind a page while the test looks at it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.broken: list[str] = []
        self.elsewhere: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", self.heard)
        page.on("request", self.asked)

    def heard(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if refused or (message.type == "error" and "Failed to load resource" not in message.text):
            self.broken.append(message.text)

    def asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != self.host:
            self.elsewhere.append(request.url)


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """Watches every page of the test and speaks up at its end."""
    watching = Watch(urlsplit(address).netloc)
    yield watching
    assert not watching.broken, watching.broken
    assert not watching.elsewhere, f"The page asked another host: {watching.elsewhere}"


@pytest.fixture
def open_page(browser: Browser, address: str, watch: Watch) -> Iterator[OpenPage]:
    """Opens pages, each in a browser profile of its own: open_page(person=miriam, viewport=PHONE, scripts=False).

    `phone` is a real one: narrow, touched, and with the way of phones to make a page that is too wide smaller.
    """
    opened: list[BrowserContext] = []

    def opener(*, person: Person | None = None, viewport: dict[str, int] = DESKTOP, scripts: bool = True,
               language: str = "de", dark: bool = False, touch: bool = False, phone: bool = False) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport=PHONE if phone else viewport, base_url=address, java_script_enabled=scripts, locale=language,
            has_touch=touch or phone, is_mobile=phone, device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light", reduced_motion="reduce", timezone_id="Europe/Berlin",
        )  # fmt: skip
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if person is not None:
            sign_in(context, person=person, address=address)
        page = context.new_page()
        watch.follow(page)
        return page

    yield opener
    for context in opened:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A guest's browser on a desk."""
    return open_page()


def sign_in(context: BrowserContext, *, person: Person, address: str) -> None:
    """The browser belongs to the person, without typing a password."""
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": make.people.session_of(person), "url": address}])


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fails with a readable list where the page breaks a rule of access, in light or in dark."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page, *, without: tuple[str, ...] = ()) -> None:
        found: list[str] = []
        page.evaluate(source)
        for scheme, kind, values in (("light", "tag", AXE_TAGS), ("dark", "rule", AXE_COLOURS)):
            page.emulate_media(color_scheme=scheme)
            answer = page.evaluate(
                "([type, values, off]) => axe.run(document, {runOnly: {type, values}, resultTypes: ['violations'],"
                " rules: type === 'rule' ? {} : Object.fromEntries(off.map(rule => [rule, {enabled: false}]))})",
                [kind, [value for value in values if value not in without], list(without)],
            )
            found += [
                f"{scheme}: {problem['id']}: {problem['help']}\n      {node['html'][:160]}\n      {node['failureSummary']}"
                for problem in answer["violations"]
                for node in problem["nodes"][:4]
            ]
        page.emulate_media(color_scheme="light")
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def no_third_party(watch: Watch) -> Callable[[Page], None]:
    """Fails when the page has asked any host but ours so far."""

    def check(page: Page) -> None:
        page.wait_for_load_state("networkidle")
        assert not watch.elsewhere, f"{page.url} asked another host: {watch.elsewhere}"

    return check


@pytest.fixture
def no_sideways_scroll() -> Callable[[Page], None]:
    """Fails when the page is wider than a window of 320 px, and names what sticks out."""

    def check(page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size(NARROW)
        wide = page.evaluate(
            """() => {
                // not innerWidth: a phone makes it larger, so that what is too wide fits
                const wide = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= wide) return [];
                const out = [...document.querySelectorAll("body *")].filter((one) => {
                    const box = one.getBoundingClientRect();
                    return box.width && box.right > wide + 1;
                });
                return out.slice(-5).map((one) => one.outerHTML.slice(0, 120));
            }"""
        )
        if before:
            page.set_viewport_size(before)
        assert not wide, f"{page.url} scrolls sideways at 320 px:\n" + "\n".join(wide)

    return check


@pytest.fixture
def keeps_promises(
    watch: Watch, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None]
) -> Callable[..., None]:
    """Fails where the page breaks anything that every page promises, in the language in which it is read."""

    def check(page: Page, *, language: str = "") -> None:
        axe(page)
        no_sideways_scroll(page)
        assert page.locator("h1:visible").count() == 1, f"{page.url} has not one title"
        assert page.locator(".btn-primary:visible").count() <= 1, f"{page.url} has several filled buttons"
        strange = languages.strange_on(page, language=language) if language else []
        assert not strange, f"{page.url} is not all in {language}:\n" + "\n".join(strange)
        assert not watch.broken, watch.broken
        assert not watch.elsewhere, f"{page.url} asked another host: {watch.elsewhere}"

    return check


@pytest.fixture
def shot() -> Callable[..., None]:
    """Saves a picture for the documentation, only where EICHHORN_SCREENSHOTS=1: small, in as many colours as one sees."""

    def take(page: Page, name: str, *, whole: bool = False) -> None:
        if os.environ.get("EICHHORN_SCREENSHOTS") == "1":
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.wait_for_load_state()
            page.evaluate("scrollTo(0, 0)")
            seen = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
            few = seen.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
            few.save(SCREENSHOTS / f"{name}.png", optimize=True)

    return take
