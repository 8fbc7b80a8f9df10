"""A walk through every page that a link leads to, once for each view: what the design promises of all of them.

Whoever adds a page that the menu or another page links to has it tried here, without writing a line.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from eichhorn.media.rules import Consent
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import Stage
from eichhorn.webhooks import services as webhooks
from tests import make
from tests.journeys.conftest import OpenPage

NOT_PAGES = {
    "calendar:paper", "calendar:table", "video:film", "video:text", "media:picture", "media:small", "media:framed", "media:framed_small", "media:upload", "web:audit_table", "ui:kit", "ui:kit_guest",
    "spreadsheets:example",
}  # fmt: skip

IDS_TWICE = """() => {
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""


@pytest.fixture
def miriam(transactional_db: None, on_the_day: datetime) -> Person:
    """A house in the middle of its week, and the one who steers it."""
    department = make.people.department("Kommunikation")
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.ADMINISTRATOR, department=department)
    for kind in (RoleKind.MANAGER, RoleKind.COMMUNITY):
        people.give_role(
            person=person,
            kind=kind,
            begins_on=make.people.LONG_AGO,
            ends_on=None,
            channels=None,
            by=None,
            now=on_the_day,
        )
    jonas = make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY, department=department)
    make.people.team(members=[person, jonas])
    goal = make.strategy.goal("Vertrauen: Baustellen vorher erklären", owner=person)
    make.planning.budget(120)
    kind_of_work = make.planning.kind("Beitrag mit Bild")
    mastodon, facebook = (
        make.channels.channel("Stadtwerke Erlengrund"),
        make.channels.by_hand("Stadtwerke auf Facebook"),
    )
    for day, stage in enumerate((Stage.APPROVED, Stage.IN_REVIEW, Stage.DRAFT, Stage.IDEA)):
        make.planning.slot(
            f"Beitrag am Tag {day}", channels=[mastodon, facebook], at=datetime(2026, 6, 9 + day, 11), stage=stage,
            goal=goal if day else None, kind=kind_of_work, by=person,
        )  # fmt: skip
    make.content.draft(by=person, chosen=[mastodon, facebook], title="Baustelle Nordring")
    tariff = make.content.draft(by=person, chosen=[mastodon], title="Tarif ab Juli", local=datetime(2026, 6, 25, 14))
    make.review.handed_in(tariff, by=person, now=on_the_day)
    make.desk.request("Gewinnspiel Wallbox", wish=datetime(2026, 6, 10, 10), channels=[facebook], now=on_the_day)
    make.media.shown(make.media.picture(by=person), consent=Consent.WITHDRAWN, now=on_the_day)
    told = make.webhooks.endpoint("https://intranet.example/hook", by=person, now=on_the_day)
    webhooks.test(endpoint=told.endpoint, by=person, now=on_the_day)
    make.desk.request("Neue Öffnungszeiten", name="Ina Roth", now=on_the_day - timedelta(minutes=20))
    return person


def links(page: Page) -> list[str]:
    """Return the paths that the page links to in this house, each once."""
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map((one) => one.href)")
    here = urlsplit(page.url).netloc
    return list(dict.fromkeys(urlsplit(link).path for link in found if urlsplit(link).netloc == here))


def is_file(path: str) -> bool:
    """Return whether the address names a file to download, by its ending."""
    return "." in path.rpartition("/")[2]


def view_of(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


@pytest.mark.long
def test_every_page_keeps_what_the_design_promises(
    open_page: OpenPage, miriam: Person, axe: Callable[[Page], None], no_sideways_scroll: Callable[[Page], None]
) -> None:
    page = open_page(person=miriam)
    ahead, seen, broken = ["/"], set(), []
    while ahead:
        path = ahead.pop(0)
        view = view_of(path)
        if view in seen or view in NOT_PAGES or is_file(path):
            continue
        seen.add(view)
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            broken.append(f"{path} answers {answer.status if answer else 'nothing'}")
            continue
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        ahead += links(page)
        broken += [f"{path}: {problem}" for problem in promises(page, axe, no_sideways_scroll)]
    assert not broken, "\n\n".join(broken)
    assert len(seen) > 20, seen


def promises(page: Page, *checks: Callable[[Page], None]) -> list[str]:
    """Return what this page breaks."""
    found = []
    for check in checks:
        try:
            check(page)
        except AssertionError as problem:
            found.append(str(problem)[:1500])
    filled = page.locator(".btn-primary:visible").count()
    if filled > 1:
        found.append(f"{filled} filled buttons; one is the most")
    titles = page.locator("h1:visible").count()
    if titles != 1:
        found.append(f"{titles} titles (h1) that can be seen")
    if twice := page.evaluate(IDS_TWICE):
        found.append(f"ids that stand there twice: {', '.join(twice)}")
    return found
