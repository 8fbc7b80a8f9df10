"""Whoever reads an address that only takes forms is led to the page above it."""

import re

import pytest
from django.test import Client

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.ui.middleware import above
from tests import make

pytestmark = pytest.mark.django_db
READS = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def browser(house: Organisation) -> Client:
    client: Client = make.people.client_of(make.people.person(role=RoleKind.AUTHOR))
    return client


def test_the_language_of_a_refused_form_can_be_changed(browser: Client) -> None:
    refused = browser.post("/media/pictures/add/", {})
    assert refused.status_code == 422
    (there,) = set(re.findall(r'name="next" value="([^"]+)"', refused.text)) or {"/media/pictures/add/"}
    answer = browser.post("/ui/language/", {"language": "en", "next": there}, headers=READS, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1] == ("/media/", 302)


def test_programs_are_told_that_it_takes_no_such_method(browser: Client) -> None:
    assert browser.get("/media/pictures/add/").status_code == 405
    assert browser.get("/media/pictures/add/", headers={"accept": "application/json"}).status_code == 405


def test_a_form_that_is_sent_to_a_page_is_no_way_up(browser: Client) -> None:
    assert browser.post("/media/", {}, headers=READS).status_code == 405


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/media/pictures/add/", "/media/"),
        ("/nowhere/at/all/", "/"),
        ("/", "/"),
        ("/plan/posts/7/hand-in/", "/plan/posts/7/"),
    ],
)
def test_the_page_above_is_the_nearest_that_there_is(path: str, leads_to: str) -> None:
    assert above(path) == leads_to
