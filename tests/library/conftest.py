"""Somebody of the team before the pages of the library."""

import pytest
from django.test import Client

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make


@pytest.fixture
def miriam(house: object) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client
