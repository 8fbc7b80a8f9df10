"""An editorial meeting by keys alone, on a projector, on a phone, and its protocol."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from eichhorn.conference.models import Decision, Meeting
from eichhorn.conference.rules import Deed
from eichhorn.desk.models import Request
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def miriam(on_the_day: datetime) -> Person:
    """A house on a Tuesday in which some things are undecided."""
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    facebook = make.planning.channel("Facebook Stadtwerke", places=[(3, time(14)), (4, time(11))])
    goal = make.strategy.goal("Vertrauen: Baustellen vorher erklären", owner=person)
    make.strategy.goal("Junge Leute kennen uns", owner=person)
    make.desk.request("Gewinnspiel Wallbox", now=on_the_day - timedelta(days=2))
    for title in ("Trinkbrunnen-Karte", "Rückblick Nordring"):
        make.planning.slot(title, at=None, goal=goal, now=on_the_day - timedelta(days=9))
    make.planning.slot("Freibad-Wetter", at=datetime(2026, 6, 12, 11), channels=[facebook])
    make.planning.slot("Baustelle Nordring", at=datetime(2026, 6, 12, 11, 30), channels=[facebook], goal=goal)
    return person


class Keys:
    """Counts what is pressed; a typed answer counts as its letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.typed = page, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.typed += len(words)

    def at(self, title: str) -> None:
        """The focus is on this line."""
        expect(self.page.locator("a:focus")).to_have_text(title)


def test_an_agenda_is_decided_by_keys_alone(
    open_page: OpenPage, miriam: Person, shot: Callable[..., None], keeps_promises: Callable[..., None]
) -> None:
    meeting = make.conference.prepared(by=miriam, people=[miriam], title="Redaktionskonferenz")
    page = open_page(person=miriam)
    page.goto(f"/plan/meetings/{meeting.pk}/")
    page.get_by_role("button", name="Sitzung eröffnen").click()
    expect(page.locator(".docket > li")).to_have_count(9)
    keeps_promises(page, language="de")
    shot(page, "conference")
    keys = Keys(page)
    keys.press("j")
    keys.at("Gewinnspiel Wallbox")
    keys.press("t")  # adjourned
    keys.at("Trinkbrunnen-Karte")
    keys.press("v")
    keys.type("16.6. 11:00")
    keys.press("Enter")  # has a date
    keys.at("Rückblick Nordring")
    keys.press("r")  # put back
    keys.at("Auf „Facebook Stadtwerke“ ist Platz")
    keys.press("t")
    keys.at("Zu viel auf „Facebook Stadtwerke“")  # the full day
    keys.press("t")
    keys.at("Baustelle Nordring")
    keys.press("e")
    keys.type("Beide bleiben, der Bagger kommt erst mittags.")
    keys.press("Enter")  # noted
    keys.at("Junge Leute kennen uns")
    keys.press("p")
    keys.type("Ein Tag mit Yusuf")
    keys.press("Enter")  # planned
    keys.at("Freibad-Wetter")
    keys.press("l")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")  # has a goal
    keys.at("Was hinausging")
    assert (keys.pressed, Decision.objects.count()) == (15, 8)
    expect(page.locator(".head p").last).to_have_text("Alles ist beschlossen oder vertagt.")
    shot(page, "conference-decided")
    assert Slot.objects.get(title="Rückblick Nordring").stage == Stage.CANCELLED
    assert Slot.objects.get(title="Freibad-Wetter").goal is not None
    assert Slot.objects.filter(title="Ein Tag mit Yusuf").exists()
    page.get_by_role("button", name="Protokoll abschließen").click()
    expect(page.get_by_role("heading", name="Beschlossen")).to_be_visible()
    keeps_promises(page, language="de")
    shot(page, "conference-protocol", whole=True)
    assert Request.objects.get().state == "received"


def test_what_changed_meanwhile_is_asked_again(open_page: OpenPage, miriam: Person, shot: Callable[..., None]) -> None:
    meeting = make.conference.prepared(by=miriam, title="Redaktionskonferenz")
    page = open_page(person=miriam)
    page.goto(f"/plan/meetings/{meeting.pk}/")
    page.get_by_role("button", name="Sitzung eröffnen").click()
    other = open_page(person=miriam)
    other.goto(f"/plan/meetings/{meeting.pk}/")
    row = page.locator(".docket > li", has_text="Trinkbrunnen-Karte")
    expect(row).to_be_visible()
    other.locator(".docket > li", has_text="Trinkbrunnen-Karte").get_by_role("button", name="Zurückstellen").click()
    expect(other.locator(".docket .verdict")).to_have_count(1)
    row.get_by_role("button", name="Vertagen").click()
    expect(page.get_by_role("alert")).to_contain_text("Inzwischen hat sich etwas geändert.")
    assert [one.deed for one in Decision.objects.all()] == [Deed.PUT_BACK]


def test_a_meeting_is_followed_on_a_projector_and_a_phone(
    open_page: OpenPage,
    miriam: Person,
    on_the_day: datetime,
    shot: Callable[..., None],
    keeps_promises: Callable[..., None],
) -> None:
    meeting = make.conference.running(by=miriam, now=on_the_day)
    page = open_page(person=miriam)
    page.goto(f"/plan/meetings/{meeting.pk}/screen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gewinnspiel Wallbox")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trinkbrunnen-Karte")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gewinnspiel Wallbox")
    keeps_promises(page, language="de")
    shot(page, "conference-large")
    phone = open_page(person=make.people.person("Carsten Wolff", role=RoleKind.READER), phone=True, dark=True)
    phone.goto(f"/plan/meetings/{meeting.pk}/")
    expect(phone.get_by_role("link", name="Trinkbrunnen-Karte")).to_be_visible()
    expect(phone.get_by_role("button", name="Vertagen")).to_have_count(0)
    shot(phone, "conference-phone")
    assert Meeting.objects.count() == 1
