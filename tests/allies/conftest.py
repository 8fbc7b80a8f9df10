"""Who asks, who is asked, and the day."""

import pytest
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.people.models import Department, Person
from eichhorn.people.rules import RoleKind
from tests import make


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.people.NOW)


@pytest.fixture
def miriam(db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def workshop(db: None) -> Department:
    department: Department = make.people.department("Ausbildungswerkstatt")
    return department


@pytest.fixture
def trainer(workshop: Department) -> Person:
    person: Person = make.people.person("Jens Kruse", department=workshop, salutation="Herr Kruse")
    return person


@pytest.fixture
def phone() -> Client:
    client: Client = make.people.guest()
    return client
