"""Doors and directory in a real browser: signing in by link and by password, inviting, setting up an empty house."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from eichhorn.foundation import clock
from eichhorn.notices import services as notices
from eichhorn.people import services
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose, RoleKind
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "eichel nuss wipfel kobel"


@pytest.fixture
def helene(address: str, settings: pytest.FixtureRequest) -> Person:
    settings.MAIL_URL = ""  # type: ignore[attr-defined]
    person: Person = make.people.administrator("Helene Voss")
    services.add_department(name="Vertrieb", by=None, now=clock.now())
    return person


def test_every_page_of_people_can_be_read_by_everybody(
    helene: Person, address: str, open_page: OpenPage, axe: Callable[..., None], no_sideways_scroll: Callable[[Page], None],
    shot: Callable[..., None],
) -> None:  # fmt: skip
    miriam = make.people.person("Miriam Aydın", role=RoleKind.MANAGER, department=make.people.department("Netze"))
    services.add_team(name="Social Media", members=[helene], by=None, now=clock.now())
    mail = notices.tell(
        to_email=miriam.email, to_person=miriam, language="de", subject="Freigabe bis Donnerstag", body="Guten Tag",
        now=clock.now(),
    )  # fmt: skip
    page = open_page(person=helene)
    for name, path in {
        "persons": "/settings/people/", "person": f"/settings/people/{miriam.pk}/", "add": "/settings/people/add/",
        "departments": "/settings/departments/", "team": "/settings/departments/team/", "account": "/account/", "organisation": "/settings/organisation/",
        "outgoing": "/settings/outgoing-mail/", "mail": f"/settings/outgoing-mail/{mail.pk}/",
        "password": "/account/password/first/", "sign-out": "/sign-out/",
    }.items():  # fmt: skip
        page.goto(path)
        axe(page)
        no_sideways_scroll(page)
        shot(page, f"people-{name}", whole=True)
    guest = open_page(viewport=PHONE)
    enter = make.people.link(LinkPurpose.SIGN_IN, person=miriam)
    invited = make.people.link(LinkPurpose.INVITATION, person=miriam)
    for name, path in {
        "sign-in": "/sign-in/", "enter": f"/enter/{enter}/", "invited": f"/invited/{invited}/", "unknown": "/enter/x/",
        "forgotten": "/sign-in/forgotten/", "sent": "/sign-in/forgotten/sent/",
    }.items():  # fmt: skip
        guest.goto(path)
        axe(guest)
        no_sideways_scroll(guest)
        shot(guest, f"people-guest-{name}", whole=True)


def test_somebody_is_invited_chooses_a_password_and_comes_back_without_scripts(
    helene: Person, open_page: OpenPage
) -> None:
    page = open_page(person=helene, scripts=False)
    page.goto("/settings/people/add/")
    page.get_by_label("Name", exact=True).fill("Ingrid Pohl")
    page.get_by_label("E-Mail-Adresse").fill("ingrid.pohl@erlengrund.example")
    page.get_by_label("Abteilung").select_option("Vertrieb")
    page.get_by_role("button", name="Person aufnehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingrid Pohl")
    page.get_by_role("button", name="Zu einem Konto einladen").click()
    guest = open_page(scripts=False, viewport=PHONE)
    guest.goto(make.notices.link_to("ingrid.pohl@erlengrund.example"))
    guest.get_by_label("Neues Passwort").fill(PASSWORD)
    guest.get_by_role("button", name="Passwort wählen und anmelden").click()
    guest.goto("/account/")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Mein Konto")
    guest.locator("main").get_by_role("button", name="Abmelden").click()
    guest.goto("/account/")
    guest.get_by_label("E-Mail-Adresse").fill("Ingrid.Pohl@erlengrund.example")
    guest.get_by_label("Passwort").fill(PASSWORD)
    guest.locator("main").get_by_role("button", name="Anmelden").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Mein Konto")


def test_a_mail_that_could_not_leave_is_read_by_a_press(helene: Person, open_page: OpenPage) -> None:
    notices.tell(
        to_email="said@erlengrund.example", language="de", subject="Freigabe bis Donnerstag", decides=True,
        body="Bitte hier entscheiden.", now=clock.now(),
    )  # fmt: skip
    page = open_page(person=helene)
    page.goto("/settings/outgoing-mail/")
    page.get_by_role("link", name="Freigabe bis Donnerstag").click()
    expect(page.get_by_text("Bitte hier entscheiden.")).to_have_count(0)
    page.get_by_role("button", name="Text zeigen").click()
    expect(page.get_by_text("Bitte hier entscheiden.")).to_be_visible()


def test_an_empty_house_is_set_up_in_english(
    address: str, open_page: OpenPage, axe: Callable[..., None], shot: Callable[..., None]
) -> None:
    page = open_page(language="en", viewport=PHONE)
    page.goto(f"/set-up/{make.people.link(LinkPurpose.SET_UP)}/")
    axe(page)
    shot(page, "people-set-up", whole=True)
    page.get_by_label("What is your organisation called?").fill("Erlengrund Utilities")
    page.get_by_label("What is your name?").fill("Miriam Aydın")
    page.get_by_label("E-mail address").fill("miriam@erlengrund.example")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Open the house").click()
    expect(page.get_by_role("alert")).to_contain_text("New password")
    expect(page.get_by_label("What is your name?")).to_have_value("Miriam Aydın")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Open the house").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
