"""The demo organisation on a workday, for pages that show several rooms."""

from datetime import datetime

import pytest

from eichhorn.config import demo
from eichhorn.foundation import clock
from eichhorn.people.models import Person


@pytest.fixture
def demo_house(db: None) -> datetime:
    """Stadtwerke Erlengrund as they stand at the first start, now; returns that instant."""
    now = clock.now()
    demo.load(now=now)
    return now


@pytest.fixture
def miriam(demo_house: datetime) -> Person:
    return Person.objects.get(name="Miriam Aydın")
