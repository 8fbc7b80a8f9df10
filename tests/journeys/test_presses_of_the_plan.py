"""What hours, what was left undone, the red thread, an idea for a topic and an address cost in presses, for the docs."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.duty.models import Absence, Deputy, WorkingWeek
from eichhorn.ideas.models import Idea
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.strategy.models import Milestone
from tests import make
from tests.journeys.conftest import OpenPage
from tests.journeys.presses import Presses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def miriam(on_the_day: datetime) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def press(page: Page, presses: Presses, name: str, *, role: str = "button") -> None:
    presses.on(page.locator("main").get_by_role(role, name=name).first)  # type: ignore[arg-type]


def test_hours_an_absence_and_a_deputy_are_told(open_page: OpenPage, miriam: Person) -> None:
    jonas = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    page, hours, away, deputy = open_page(person=miriam), Presses(), Presses(), Presses()
    page.goto("/duty/")
    hours.on(page.locator("#week_day_0"))
    for _day in range(5):
        page.keyboard.type("8")
        page.keyboard.press("Tab")
    press(page, hours, "Stunden speichern")
    expect(page.get_by_text("40:00 Stunden in der Woche")).to_be_visible()
    away.on(page.locator("#away_begins_on"))
    page.keyboard.type("29.6.2026")
    press(page, away, "Abwesenheit angeben")
    expect(page.get_by_text("Die Abwesenheit ist gespeichert.").first).to_be_visible()
    page.locator("#deputy_deputy").select_option(str(jonas.pk))
    deputy.count += 1
    press(page, deputy, "Vertretung speichern")
    expect(page.locator("form[action*='/release/']")).to_be_visible()
    assert (hours.count, away.count, deputy.count) == (2, 2, 2)
    assert WorkingWeek.objects.get().minutes == [480] * 5 + [0, 0]
    assert (Absence.objects.count(), Deputy.objects.count()) == (1, 1)


def test_what_was_left_undone_is_carried_over_and_let_go(
    open_page: OpenPage, miriam: Person, on_the_day: datetime
) -> None:
    goal = make.strategy.goal()
    for name in ("Die Liste steht", "Die Liste wird gelesen"):
        make.strategy.milestone(goal, name, due_on=(on_the_day - timedelta(days=90)).date())
    page, carrying, letting = open_page(person=miriam), Presses(), Presses()
    page.goto("/plan/left-over/")
    press(page, carrying, "Übertragen bis")
    expect(page.get_by_role("heading", name="Zuletzt entschieden")).to_be_visible()
    press(page, letting, "Loslassen", role="link")
    page.locator("main textarea, main input[type=text]").first.fill("Niemand braucht sie mehr.")
    press(page, letting, "Loslassen")
    expect(page.get_by_text("Niemand braucht sie mehr.")).to_be_visible()
    assert (carrying.count, letting.count) == (1, 2)


def test_the_red_thread_leads_to_the_next_step_and_a_topic_to_an_idea(open_page: OpenPage, miriam: Person) -> None:
    make.strategy.milestone(make.strategy.goal(), "Die Liste steht")
    heat = make.topics.topic("Wärme")
    page, step, idea = open_page(person=miriam), Presses(), Presses()
    page.goto("/plan/red-thread/")
    press(page, step, "Nächsten Schritt nennen", role="link")
    page.locator("#id_next_step").fill("Mit dem Tiefbau sprechen")
    press(page, step, "Meilenstein speichern")
    page.wait_for_url("**/way/")
    page.goto(f"/plan/topics/{heat.pk}/")
    press(page, idea, "Idee festhalten", role="link")
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("Wärmepumpe im Bild")
    press(page, idea, "Idee festhalten")
    expect(page.get_by_role("link", name="Wärmepumpe im Bild", exact=True)).to_be_visible()
    assert (step.count, idea.count) == (2, 2)
    assert Milestone.objects.get().next_step == "Mit dem Tiefbau sprechen"
    assert Idea.objects.get().topic == heat


def test_a_view_gets_an_address_for_others(open_page: OpenPage, miriam: Person) -> None:
    make.calendar.view("Alles", by=miriam)
    page, presses = open_page(person=miriam), Presses()
    page.goto("/plan/calendar/views/")
    press(page, presses, "Adresse für andere anlegen")
    expect(page.locator("main", has_text="http")).to_be_visible()
    assert presses.count == 1
