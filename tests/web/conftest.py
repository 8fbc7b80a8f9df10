"""The demo organisation on a workday, for pages that show several rooms."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from eichhorn.config import demo
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from tests.held import held


@pytest.fixture(scope="module")
def demo_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Stadtwerke Erlengrund as they stand at the first start, for all tests of a file."""
    with django_db_blocker.unblock(), held(lambda: demo.load(now=clock.now())):
        yield


@pytest.fixture
def miriam(demo_house: None, db: None) -> Person:
    return Person.objects.get(name="Miriam Aydın")
