"""Heute, Dialog, the thread, settings and search, as Miriam and others see them on the morning of the demo."""

from datetime import datetime

import pytest

from eichhorn.config import demo
from eichhorn.dialogue.models import Message
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def miriam(address: str, on_the_day: datetime) -> Person:
    demo.load(now=on_the_day)
    return Person.objects.get(name="Miriam Aydın")


def where(name: str) -> str:
    if name == "thread":
        return f"/thread/{Slot.objects.get(title='Baustelle Nordring').pk}/"
    if name == "dialogue":
        return f"/dialogue/{Message.objects.get(author_name='Karin Thoma').pk}/"
    return {"today": "/", "settings": "/settings/", "search": "/search/?q=nord"}[name]


@pytest.mark.parametrize("name", ["today", "dialogue", "thread", "settings", "search"])
def test_the_pages_of_the_hall_keep_their_promises(miriam, open_page, axe, no_sideways_scroll, shot, name) -> None:
    page = open_page(person=miriam)
    page.goto(where(name))
    axe(page)
    no_sideways_scroll(page)
    shot(page, name)
    dark = open_page(person=miriam, dark=True)
    dark.goto(where(name))
    shot(dark, f"{name}-dark")
    phone = open_page(person=miriam, viewport=PHONE, touch=True)
    phone.goto(where(name))
    axe(phone)
    shot(phone, f"{name}-phone")
