"""How quickly the composer answers a key, and how heavy its page is, in a real browser: one post for eight networks.

    script/bench pages --json   (key "composer")

A keystroke is timed from the event until the picture after it is painted; at that moment the counts and every preview must
say what was typed, else the measurement fails; WordPress's alone comes from the server, which knows its titles. The page's
weight is that of all that comes with an empty cache (document, styles, scripts, icons, fonts): as it is, and with words
compressed by gzip, as a proxy before the house does it.
"""

import gzip
import os
import statistics
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from bench import figures
from bench.house import House, house

KEYS = 60
ZONE = "Europe/Berlin"
CHROMIUM = os.environ.get("EICHHORN_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
NETWORKS = ("mastodon", "bluesky", "x", "linkedin", "telegram", "matrix", "wordpress", "by_hand")
SENTENCE = "Ab Montag, 15. Juni, erneuern wir am Nordring die Trinkwasserleitung 🚧, siehe https://www.erlengrund.example/bau. "
TIMED = """() => {
  window.painted = [];
  document.querySelector('textarea.big').addEventListener('keydown', (event) => {
    const begun = event.timeStamp;
    requestAnimationFrame(() => {
      const seen = new MessageChannel();
      seen.port1.onmessage = () => window.painted.push(performance.now() - begun);
      seen.port2.postMessage(0);
    });
  });
}"""
SHOWN = """(typed) => [...document.querySelectorAll('[data-posts]')].filter(
  (posts) => !posts.textContent.includes(typed)).map((posts) => posts.closest('article').className)"""


def main() -> dict[str, Any]:
    """Return the figures of a house of its own."""
    with house(latency_ms=0) as made:
        _found()
        made.start(worker=False)
        return measure(made)


def measure(made: House) -> dict[str, Any]:
    """Return the figures in a house whose web server runs and that has an organisation."""
    cookies, draft = _prepare()
    figures.say(f"Pressing {KEYS} keys in the composer …")
    return _in_browser(made.port, cookies, f"/plan/posts/{draft}/")


def _in_browser(port: int, cookies: Mapping[str, str], page_path: str) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    address = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        answers: list[Any] = []

        def note(answer: Any) -> None:
            answers.append(answer)

        page.on("response", note)
        page.goto(address + page_path)
        page.wait_for_load_state("networkidle")
        bodies = [(answer.headers.get("content-type", ""), answer.body()) for answer in answers if answer.ok]
        page.locator("textarea.big").press("Control+End")
        page.keyboard.type(" Ende ")
        page.evaluate(TIMED)
        typed = ""
        for number in range(KEYS):
            page.keyboard.press("abcdefghij"[number % 10])
            typed += "abcdefghij"[number % 10]
            page.wait_for_function("(many) => window.painted.length === many", arg=number + 1)
            if missing := page.evaluate(SHOWN, typed):
                raise RuntimeError(f"After {number} keys not all previews show what was typed: {', '.join(missing)}")
        found = page.evaluate("() => window.painted")
        browser.close()
    return {
        "keystroke_ms": round(statistics.median(found), 1),
        "kb_compressed": _kilobytes(_compressed(kind, body) for kind, body in bodies),
        "kb": _kilobytes(len(body) for _, body in bodies),
    }


def _compressed(kind: str, body: bytes) -> int:
    """Return what the answer weighs behind a proxy that compresses words; fonts and pictures are compressed already."""
    words = kind.startswith("text/") or any(word in kind for word in ("javascript", "json", "svg"))
    return len(gzip.compress(body, 6)) if words else len(body)


def _kilobytes(sizes: Iterable[int]) -> float:
    return round(sum(sizes) / 1024, 1)


def _found() -> None:
    """The organisation stands."""
    from datetime import time

    from eichhorn.foundation import clock
    from eichhorn.people import services as people

    people.found_organisation(
        name="Bench", zone=ZONE, service_begins=time(8), service_ends=time(17), day_ends=time(17), now=clock.now()
    )  # fmt: skip


def _prepare() -> tuple[dict[str, str], int]:
    """Return the cookies of somebody who writes, and a draft for a channel on each network with a long text."""
    from django.test import Client

    from eichhorn.channels.models import Channel
    from eichhorn.content import services as content
    from eichhorn.foundation import clock
    from eichhorn.people import services as people
    from eichhorn.people.rules import RoleKind
    from eichhorn.planning import services as planning
    from eichhorn.planning.rules import Stage

    now = clock.now()
    ada = people.add_person(name="Ada Autorin", email="ada.composer@bench.example", by=None, now=now)
    people.give_role(person=ada, kind=RoleKind.MANAGER, begins_on=date(2020, 1, 1), by=None, now=now)
    client = Client()
    client.force_login(people.way_in(person=ada))
    chosen = [
        Channel.objects.create(network=network, name=f"Bench {network}", account="@bench", language="de")
        for network in NETWORKS
    ]
    slot = planning.plan(
        title="Baustelle", goal=None, channels=chosen, kind=None, zone=ZONE, by=None, now=now, stage=Stage.DRAFT,
        planned_local=(now + timedelta(days=2)).replace(tzinfo=None),
    )  # fmt: skip
    draft = content.begin(slot=slot, by=ada, now=now)
    content.save(draft=draft, based_on=None, text=SENTENCE * 12, language="de", by=ada, now=now)
    return {name: cookie.value for name, cookie in client.cookies.items()}, draft.pk


if __name__ == "__main__":
    figures.tell(main(), in_json=True)
