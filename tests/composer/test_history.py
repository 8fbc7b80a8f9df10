"""How a text became what it is: every version can be read and taken back, also those on the way."""

import re
from datetime import timedelta

import pytest

from eichhorn.content import services
from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def saved(draft: Draft, text: str, *, based_on: int, by: Person, minutes: float) -> None:
    services.save(draft=draft, based_on=based_on, text=text, language="de", by=by, now=NOW + timedelta(minutes=minutes))


def headings(page: str) -> list[str]:
    return re.findall(r"<(h[23])[^>]*>(Fassung \d+)<", page)


def test_what_was_saved_on_the_way_is_folded_and_can_be_taken_back(miriam: Person) -> None:
    client, draft = make.people.client_of(miriam), make.content.draft(by=miriam, text="Eins.")
    saved(draft, "Zwei, und fast verloren.", based_on=1, by=miriam, minutes=4)
    saved(draft, "Drei.", based_on=2, by=miriam, minutes=9)
    saved(draft, "Vier.", based_on=3, by=miriam, minutes=19)
    page = client.get(f"/plan/posts/{draft.pk}/history/").content.decode()
    assert headings(page) == [("h2", "Fassung 4"), ("h2", "Fassung 3"), ("h3", "Fassung 2"), ("h3", "Fassung 1")]
    assert "2 Zwischenstände" in page
    assert "Zwei, und fast verloren." in re.sub(r"</?(ins|del)>", "", page)
    client.post(f"/plan/posts/{draft.pk}/history/2/restore/")
    latest = Draft.objects.select_related("latest").get(pk=draft.pk).latest
    assert latest is not None
    assert (latest.number, latest.text) == (5, "Zwei, und fast verloren.")


@pytest.mark.parametrize(("seconds", "folded"), [(599, True), (600, False)])
def test_ten_minutes_begin_another_version(miriam: Person, seconds: int, folded: bool) -> None:
    draft = make.content.draft(by=miriam, text="Eins.")
    saved(draft, "Zwei.", based_on=1, by=miriam, minutes=seconds / 60)
    page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/history/").content.decode()
    assert ("1 Zwischenstand" in page) is folded


def test_another_person_begins_another_version(miriam: Person) -> None:
    draft = make.content.draft(by=miriam, text="Eins.")
    saved(draft, "Zwei.", based_on=1, by=make.people.person(role=RoleKind.MANAGER), minutes=1)
    page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/history/").content.decode()
    assert headings(page) == [("h2", "Fassung 2"), ("h2", "Fassung 1")]


def test_the_page_costs_the_same_however_many(miriam: Person, django_assert_max_num_queries: make.Counting) -> None:
    draft, client = make.content.draft(by=miriam, text="Eins."), make.people.client_of(miriam)
    client.get(f"/plan/posts/{draft.pk}/history/")
    for number in range(1, 12):
        saved(draft, f"Nummer {number}.", based_on=number, by=miriam, minutes=number * 7)
    with django_assert_max_num_queries(20):
        client.get(f"/plan/posts/{draft.pk}/history/")
