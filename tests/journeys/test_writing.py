"""Writing a post in a browser: it is kept, checked, seen and handed over, with scripts and without."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from eichhorn.content import services
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review.models import Approval
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Die Straße ist halbseitig gesperrt. Ihr Wasser fließt weiter."


@pytest.fixture
def miriam() -> Person:
    make.review.four_eyes()
    make.guidelines.clause(make.guidelines.words(), number=4)
    make.guidelines.clause(make.guidelines.described_pictures(), number=5, title="Bilder beschreiben")
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    chosen = [make.channels.channel("Stadtwerke Erlengrund"), make.channels.by_hand("Facebook Stadtwerke")]
    return make.content.draft(by=miriam, text=TEXT, chosen=chosen, local=in_two_days())


def in_two_days() -> datetime:
    return (clock.now() + timedelta(days=2)).replace(tzinfo=None, second=0, microsecond=0)


def latest(draft: Draft) -> str:
    found = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    assert found is not None
    return found.text


def test_a_text_is_kept_while_it_is_written(open_page: OpenPage, miriam: Person, draft: Draft) -> None:
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    page.get_by_label("Grundtext").fill("Ein ganz neuer Satz.")
    expect(page.locator("#count")).to_contain_text("20 Zeichen")
    expect(page.locator(".see .words").first).to_have_text("Ein ganz neuer Satz.")
    expect(page.locator("#check")).not_to_contain_text("halbseitig gesperrt")
    expect(page.locator("#saved [data-based-on='2']")).to_be_visible()
    assert latest(draft) == "Ein ganz neuer Satz."


def test_a_recommendation_is_taken_over_by_one_press(open_page: OpenPage, miriam: Person, draft: Draft) -> None:
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    expect(page.locator("#check")).to_contain_text("Wir schreiben, wie wir am Gartenzaun reden würden.")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_label("Grundtext")).to_have_value(
        "Die Straße ist eine Fahrspur ist gesperrt. Ihr Wasser fließt weiter."
    )
    expect(page.locator("#check")).not_to_contain_text("offen")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_first_word_to_the_question(
    open_page: OpenPage, miriam: Person, draft: Draft, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "bagger.png").write_bytes(make.media.png(width=40, height=30))
    page = open_page(person=miriam, scripts=scripts)
    page.goto(f"/plan/posts/{draft.pk}/")
    page.get_by_text("So lassen und begründen").click()
    page.get_by_label("Warum bleibt es so?").fill("So steht es in der Verordnung.")
    page.get_by_role("button", name="Mit dieser Begründung lassen").click()
    expect(page.locator("#check")).to_contain_text("So steht es in der Verordnung.")
    page.get_by_text("Bild oder Video hinzufügen", exact=True).click()
    page.locator("input[type=file]").set_input_files(tmp_path / "bagger.png")
    page.get_by_role("button", name="Dieses Bild hinzufügen").click()
    expect(page.locator("#check")).to_contain_text("Das Bild „bagger.png“ hat keine Beschreibung")
    page.get_by_role("button", name="Zur Freigabe geben").click()
    expect(page.get_by_text("Die Prüfung hat etwas gefunden")).to_be_visible()
    page.locator("textarea[name^=alt_]").first.fill("Kleiner Bagger an der Ecke Birkenweg")
    page.get_by_role("button", name=re.compile("Facebook Stadtwerke")).click()
    page.get_by_label(re.compile("Eigener Text für Facebook")).fill("Auf Facebook ausführlicher.")
    page.get_by_role("button", name="Zur Freigabe geben").click()
    expect(page.get_by_text("Dieser Text wird gerade zur Freigabe gelesen")).to_be_visible()
    asked = Approval.objects.select_related("version").get()
    assert asked.version.text == TEXT
    assert [variant.text for variant in asked.version.variants.all()] == ["Auf Facebook ausführlicher."]
    assert [attachment.alt for attachment in asked.version.attachments.all()] == [
        "Kleiner Bagger an der Ecke Birkenweg"
    ]


def test_two_people_on_one_text_lose_nothing(
    open_page: OpenPage, miriam: Person, draft: Draft, shot: Callable[..., None]
) -> None:
    page, other = (
        open_page(person=one) for one in (miriam, make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY))
    )
    page.goto(f"/plan/posts/{draft.pk}/")
    other.goto(f"/plan/posts/{draft.pk}/")
    other.get_by_label("Grundtext").fill("Ab Montag ist die Straße zu. Ihr Wasser fließt weiter.")
    expect(other.locator("#saved [data-based-on='2']")).to_be_visible()
    page.get_by_label("Grundtext").fill("Ab Montag ist die Straße halbseitig gesperrt.")
    expect(page.locator("#saved")).to_contain_text("Jonas Brandt hat diesen Text um")
    page.get_by_role("button", name="Fassungen vergleichen").click()  # the first press
    expect(page.get_by_role("heading", name="Fassung von Jonas Brandt")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ihr Wasser fließt weiter.")
    expect(page.locator("main")).to_contain_text("halbseitig gesperrt")
    shot(page, "two-editors")
    assert latest(draft) == "Ab Montag ist die Straße zu. Ihr Wasser fließt weiter."
    page.get_by_role("button", name="Ihre Fassung als neueste speichern").click()  # the second one
    expect(page.get_by_label("Grundtext")).to_have_value("Ab Montag ist die Straße halbseitig gesperrt.")
    assert latest(draft) == "Ab Montag ist die Straße halbseitig gesperrt."
    assert [one.text for one in draft.versions.order_by("number")] == [
        TEXT, "Ab Montag ist die Straße zu. Ihr Wasser fließt weiter.", "Ab Montag ist die Straße halbseitig gesperrt.",
    ]  # fmt: skip


def test_two_people_who_differ_in_anything_but_the_text_see_what_it_is(
    open_page: OpenPage, miriam: Person, shot: Callable[..., None]
) -> None:
    facebook, picture = make.channels.by_hand("Facebook"), make.media.picture(by=miriam)
    draft = make.content.draft(
        by=miriam, text=TEXT, chosen=[facebook, make.channels.channel()], local=in_two_days(),
        attachments=[services.NewAttachment(picture, "Ein Bagger")],
    )  # fmt: skip
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    services.save(
        draft=draft, based_on=1, text=TEXT, language="de", variants={facebook.pk: "Hallo Facebook."},
        attachments=[services.NewAttachment(picture, "Ein Bagger am Birkenweg")], by=make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY), now=make.people.NOW,
    )  # fmt: skip
    page.get_by_label("Erster Kommentar").fill("Fragen? Hier.")
    expect(page.locator("#saved")).to_contain_text("Jonas Brandt hat diesen Text um")
    page.get_by_role("button", name="Fassungen vergleichen").click()
    theirs, ours = (
        page.get_by_role("region", name="Fassung von Jonas Brandt"),
        page.get_by_role("region", name="Ihre Fassung"),
    )
    expect(theirs).to_contain_text("Hallo Facebook.")
    expect(theirs).to_contain_text("Ein Bagger am Birkenweg")
    expect(theirs).not_to_contain_text("Fragen? Hier.")
    expect(ours).to_contain_text("Der Grundtext ist derselbe.")
    expect(ours.locator("ins")).to_contain_text(["Fragen? Hier."])
    expect(ours.locator("del").filter(has_text="am Birkenweg")).to_be_visible()
    shot(page, "two-editors-beside-the-text")
    page.get_by_role("button", name="Ihre Fassung als neueste speichern").click()
    expect(page.get_by_label("Erster Kommentar")).to_have_value("Fragen? Hier.")
    assert [one.first_comment for one in draft.versions.order_by("number")] == ["", "", "Fragen? Hier."]


def test_a_passage_that_somebody_spoke_of_is_marked_in_the_text_by_one_press(
    open_page: OpenPage, miriam: Person, draft: Draft
) -> None:
    jonas = make.people.person("Jonas Brandt", role=RoleKind.MANAGER)
    words = TEXT.split()
    passage = " ".join(words[1:3])
    make.remarks.remark(draft, by=jonas, text="Welches Jahr?", passage=passage)
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    page.get_by_role("button", name="Im Text zeigen").click()
    marked = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.get_by_label("Grundtext").evaluate(marked) == passage
    assert page.evaluate("[...CSS.highlights.get('spoken-of')].map(String)")[:1] == [passage]
    page.get_by_label("Grundtext").fill("Alles neu.")
    page.wait_for_function("CSS.highlights.get('spoken-of').size === 0")


def test_an_approved_text_is_not_changed_by_an_accident(open_page: OpenPage, miriam: Person, draft: Draft) -> None:
    services.save(draft=draft, based_on=1, text="Alles gut.", language="de", by=miriam, now=make.people.NOW)
    make.review.approved(draft, by=miriam)
    page = open_page(person=miriam)
    page.goto(f"/plan/posts/{draft.pk}/")
    expect(page.get_by_label("Grundtext")).to_be_disabled()
    page.get_by_role("link", name="Text ändern").click()
    page.get_by_label("Grundtext").fill("Alles besser.")
    expect(page.locator("#saved [data-based-on='3']")).to_be_visible()
    draft.slot.refresh_from_db()
    assert draft.slot.stage == "draft"


def test_the_pages_hold_on_every_screen(
    open_page: OpenPage, miriam: Person, draft: Draft, axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None], shot: Callable[..., None],
) -> None:  # fmt: skip
    page = open_page(person=miriam, viewport=PHONE, touch=True)
    for address in ("", "history/"):
        page.goto(f"/plan/posts/{draft.pk}/{address}")
        axe(page)
        no_sideways_scroll(page)
    for address in ("/plan/posts/", "/plan/posts/new/", "/guidelines/", "/settings/approval-routes/"):
        page.goto(address)
        axe(page)
        no_sideways_scroll(page)
    desk = open_page(person=miriam)
    desk.goto(f"/plan/posts/{draft.pk}/")
    axe(desk)
    shot(desk, "composer")
