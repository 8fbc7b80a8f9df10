"""What every test may ask for; the things themselves are made by `tests.make`."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from eichhorn.people.models import Organisation
from tests import make

settings.register_profile(
    "house", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # no test is held to a time: on a busy machine it would be a judgement of the machine
settings.load_profile("house")


@pytest.fixture
def house(db: None) -> Organisation:
    """The organisation in which the test plays."""
    organisation: Organisation = make.people.organisation()
    return organisation


@pytest.fixture(autouse=True)
def nobody_has_spoken_yet() -> None:
    """The language that a page of an earlier test was read in does not stay: it would be that of texts outside a page."""
    translation.deactivate()
