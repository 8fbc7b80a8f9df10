"""Who else writes here: told to whoever does too, for a minute, and kept nowhere."""

from datetime import timedelta

import pytest
from django.test import Client

from eichhorn.composer import queries, services
from eichhorn.composer.models import Here
from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def jana() -> Person:
    made: Person = make.people.person("Jana Weber", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def draft(miriam: Person) -> Draft:
    return make.content.draft(by=miriam)


def test_two_who_write_see_each_other_and_nobody_sees_themselves(draft: Draft, miriam: Person, jana: Person) -> None:
    ours, hers = make.people.client_of(miriam), make.people.client_of(jana)
    here = f"/plan/posts/{draft.pk}/here/"
    assert ours.post(here).content.decode().strip() == ""
    assert "Miriam Aydın schreibt hier auch gerade." in hers.post(here).content.decode()
    assert "Jana Weber schreibt hier auch gerade." in ours.post(here).content.decode()
    assert "Jana Weber schreibt hier auch gerade." in ours.get(f"/plan/posts/{draft.pk}/").content.decode()
    hers.post(here, {"gone": "1"})
    assert ours.post(here).content.decode().strip() == ""


def test_several_are_named_in_one_line(draft: Draft, miriam: Person, jana: Person) -> None:
    services.be_here(draft=draft, person=jana, now=NOW)
    services.be_here(draft=draft, person=make.people.person("Ali Demir", role=RoleKind.MANAGER), now=NOW)
    assert queries.others_here(draft, miriam, now=NOW) == ("Ali Demir", "Jana Weber")


def test_after_a_minute_nobody_knows_who_was_here(draft: Draft, miriam: Person, jana: Person) -> None:
    services.be_here(draft=draft, person=jana, now=NOW)
    services.be_here(draft=draft, person=jana, now=NOW + timedelta(seconds=20))
    assert Here.objects.count() == 1, "each sign overwrites the one before"
    just = NOW + timedelta(seconds=79)
    assert queries.others_here(draft, miriam, now=just) == ("Jana Weber",)
    assert queries.others_here(draft, miriam, now=just + timedelta(seconds=1)) == ()
    services.be_here(draft=make.content.draft(by=miriam), person=miriam, now=just + timedelta(seconds=1))
    assert not Here.objects.filter(person=jana).exists(), "the next sign of anybody deletes it"


def test_who_may_not_write_is_not_here(draft: Draft) -> None:
    with pytest.raises(NotAllowed):
        services.be_here(draft=draft, person=make.people.person("Gast", role=RoleKind.APPROVER), now=NOW)


def test_a_page_that_only_reads_does_not_say_that_somebody_is_here(draft: Draft) -> None:
    reading: Client = make.people.client_of(make.people.person("Helene Voss", role=RoleKind.APPROVER))
    assert "data-here" not in reading.get(f"/plan/posts/{draft.pk}/").content.decode()
