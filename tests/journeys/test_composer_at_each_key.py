"""The composer answers each key before any server does: counts, previews, what does not fit; and inserts by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage

DROPPED = """() => {
  const brought = new DataTransfer();
  brought.items.add(new File([new Uint8Array([137, 80, 78, 71])], "bagger.png", { type: "image/png" }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: brought, bubbles: true, cancelable: true }));
}"""
pytestmark = pytest.mark.django_db(transaction=True)


def test_counts_previews_and_insertions_need_no_server(open_page: OpenPage) -> None:
    make.review.four_eyes()
    make.snippets.mentioned()
    make.snippets.hashtags()
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    site = make.channels.unconnected("Website", server_url="https://erlengrund.example", network="wordpress")
    chosen = [make.channels.channel("Stadtwerke"), make.channels.by_hand("Facebook"), site]
    draft = make.content.draft(by=miriam, text="Eins.", chosen=chosen)
    page = open_page(person=miriam)
    page.route("**/look/", lambda route: route.fulfill(status=204))
    page.goto(f"/plan/posts/{draft.pk}/")
    text = page.locator("#id_text")
    stage, hand, news = (page.locator(f"article.net-{each}") for each in ("mastodon", "by_hand", "wordpress"))
    text.fill("x" * 501)
    expect(page.locator("#count")).to_have_text("1 Zeichen zu viel für Stadtwerke")
    expect(page.get_by_text("Zu lang für Stadtwerke")).to_be_visible()
    text.fill("Eins 👨‍👩‍👧.\n---\nZwei: https://www.erlengrund.example/baustellen/nordring/2026")
    expect(page.get_by_text("Zu lang für Stadtwerke")).to_be_hidden()
    expect(stage.locator(".words")).to_have_text(["Eins 👨‍👩‍👧.", "Zwei: erlengrund.example/baustellen/…"])
    expect(stage.get_by_text("Teil 2 von 2")).to_be_visible()
    expect(stage.locator("[data-left]")).to_have_text("471 Zeichen frei")
    expect(hand.get_by_text("kennt keine Threads")).to_be_visible()
    text.fill("Sperrung am Nordring\n\nAb Montag.")
    expect(news.locator(".ptitle")).to_have_text("Sperrung am Nordring")
    expect(news.locator(".words")).to_have_text("Ab Montag.")
    text.fill("Mit")
    expect(news.locator(".ptitle")).to_have_text("Mit")
    text.press("Control+.")
    page.keyboard.type("anna")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Mit @{Anna Said}")
    expect(text).to_be_focused()
    expect(page.locator("#saved [data-based-on='2']")).to_be_visible()
    page.unroute("**/look/")
    page.keyboard.type(" heute")
    expect(stage.locator(".words")).to_have_text("Mit @anna@stadt.social heute")
    page.keyboard.type("!")
    expect(stage.locator(".words")).to_have_text("Mit @anna@stadt.social heute!")
    expect(page.locator("#saved [data-based-on='3']")).to_be_visible()
    page.get_by_role("button", name="Facebook").click()
    own = page.locator("textarea[name^=own_]")
    own.fill("Eins.")
    expect(page.locator("#count")).to_have_text(re.compile(r"^5 Zeichen · Facebook lässt .* zu$"))
    page.evaluate(DROPPED.replace("image/png", "application/pdf"))
    expect(page.locator("#id_picture")).to_be_focused()
    page.evaluate(DROPPED)
    expect(page.locator("#id_alt_new")).to_be_focused()
    expect(page.get_by_alt_text("bagger.png")).to_be_visible()
