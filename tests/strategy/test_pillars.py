"""Pillars: the share that is wished for one can be changed, and one that rests is offered for nothing new."""

import pytest
from django.test import Client

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.strategy import queries
from eichhorn.strategy.models import Pillar
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(house: Organisation) -> Client:
    return make.people.client_of(make.people.person(role=RoleKind.MANAGER))


def test_a_wish_is_changed_and_taken_back(client: Client) -> None:
    pillar = make.strategy.pillar("Nähe", wished=30)
    at = f"/plan/goals/pillars/{pillar.pk}/"
    assert 'value="30"' in client.get(at).content.decode()
    for sent, kept in (("40", 40), ("0", 0), ("100", 100), ("", None)):
        assert client.post(at, {"name": "Nähe", "wished_share_percent": sent}).status_code == 303
        assert Pillar.objects.get().wished_share_percent == kept
    for wrong in ("-1", "101", "viel"):
        assert client.post(at, {"name": "Nähe", "wished_share_percent": wrong}).status_code == 422
    assert Pillar.objects.get().wished_share_percent is None


def test_one_that_rests_is_offered_for_nothing_new(client: Client) -> None:
    pillar = make.strategy.pillar("Nähe")
    client.post(f"/plan/goals/pillars/{pillar.pk}/", {"name": "Nähe", "rests": "on"})
    assert not queries.pillars().exists()
    assert "ruht" in client.get("/plan/goals/pillars/").content.decode()


def test_a_name_is_given_once(client: Client) -> None:
    make.strategy.pillar("Nähe")
    other = make.strategy.pillar("Technik")
    answer = client.post(f"/plan/goals/pillars/{other.pk}/", {"name": "nähe"})
    assert answer.status_code == 422
    assert Pillar.objects.get(pk=other.pk).name == "Technik"
