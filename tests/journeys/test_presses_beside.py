"""What several posts, a poll, an idea and a place in a queue cost in presses, counted in a browser for the docs."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.ideas.models import Idea
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.presses import Presses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def miriam(on_the_day: datetime) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def go_on(page: Page, presses: Presses) -> None:
    presses.on(page.get_by_role("button", name="Weiter mit den ausgewählten Beiträgen"))


def finish(page: Page, presses: Presses, number: int) -> None:
    presses.on(page.get_by_role("button", name="Zeigen, was geschieht"))
    presses.on(page.get_by_role("button", name=f"Mit {number} Beiträgen so machen"))
    expect(page.locator("#said", has_text=f"{number} Beiträge sind geändert.")).to_be_attached()


def test_ten_posts_are_moved_and_five_handed_over(open_page: OpenPage, miriam: Person, on_the_day: datetime) -> None:
    make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    begins = on_the_day.replace(tzinfo=None) + timedelta(days=2)
    for number in range(10):
        make.planning.slot(f"Beitrag {number}", at=begins + timedelta(hours=number))
    before = dict(Slot.objects.values_list("pk", "planned_local"))
    page, presses = open_page(person=miriam), Presses()
    page.goto("/plan/list/")
    ticks = page.locator("input[data-tick]")
    presses.on(ticks.first)
    ticks.nth(9).click(modifiers=["Shift"])
    presses.count += 1
    go_on(page, presses)
    page.get_by_label("Was soll mit ihnen geschehen?").select_option("by_days")
    presses.count += 1
    presses.on(page.get_by_label("Um so viele Tage"))
    page.keyboard.type("7")
    finish(page, presses, 10)
    assert presses.count == 7
    back = Presses()
    back.on(page.get_by_role("button", name="Rückgängig"))
    expect(page.locator("#said", has_text="10 Beiträge stehen wieder wie vorher.")).to_be_attached()
    assert (back.count, dict(Slot.objects.values_list("pk", "planned_local"))) == (1, before)
    page.goto("/plan/list/")
    handing = Presses()
    for number in (0, 2, 4, 6, 8):
        handing.on(ticks.nth(number))
    go_on(page, handing)
    page.get_by_label("Was soll mit ihnen geschehen?").select_option("hand_over")
    page.get_by_label("Bei wem liegen sie dann?").select_option(label="Jonas Brandt")
    handing.count += 2
    finish(page, handing, 5)
    assert handing.count == 10


def test_a_poll_is_one_press_and_its_answers(open_page: OpenPage, miriam: Person) -> None:
    draft = make.content.draft(by=miriam, film=make.video.may_stand(by=miriam))
    page, presses = open_page(person=miriam), Presses()
    page.goto(f"/plan/posts/{draft.pk}/")
    page.route("**/look/**", lambda _: None)  # no answer: the browser says it by itself, at the key
    beside = page.locator('[data-beside-film="beside_poll"]')
    expect(beside).to_be_hidden()
    presses.on(page.locator("#poll summary"))
    page.keyboard.press("Tab")
    page.keyboard.type("Ja\nNein")
    expect(page.locator("[name=poll_options]")).to_have_value("Ja\nNein")
    assert presses.count == 1
    expect(beside).to_contain_text("zeigt ein Video ohne Umfrage: entweder das Video oder die Umfrage.")
    expect(beside).to_be_visible()
    page.locator("[name=poll_options]").fill("")
    expect(beside).to_be_hidden()


def test_an_idea_is_one_key_the_words_and_enter(open_page: OpenPage, miriam: Person) -> None:
    page = open_page(person=miriam)
    page.goto("/plan/board/")
    page.keyboard.press("i")
    expect(page.get_by_label("Was ist die Idee?")).to_be_focused()
    page.keyboard.type("Tauben am Rathaus")
    page.keyboard.press("Enter")
    expect(page.locator("#said", has_text="Tauben am Rathaus")).to_be_attached()
    assert page.url.endswith("/plan/board/")
    assert Idea.objects.get().title == "Tauben am Rathaus"


def test_a_post_comes_to_the_end_of_a_queue_in_two_presses(open_page: OpenPage, miriam: Person) -> None:
    channel = make.channels.by_hand("Amt")
    make.planning.set_places(channel, [(day, time(9)) for day in range(7)])
    draft = make.content.draft(by=miriam, chosen=[channel])
    page, presses = open_page(person=miriam), Presses()
    page.goto(f"/plan/posts/{draft.pk}/")
    presses.on(page.locator("summary", has_text="Einen Platz geben"))
    presses.on(page.get_by_role("button", name="Ans Ende der Warteschlange von Amt"))
    expect(page.locator("#said", has_text="wartet auf Amt")).to_be_attached()
    assert presses.count == 2
