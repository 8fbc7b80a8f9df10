"""What every test may ask for; the things themselves are made by `tests.make`."""

import pytest

from eichhorn.people.models import Organisation
from tests import make


@pytest.fixture
def house(db: None) -> Organisation:
    """The organisation in which the test plays."""
    organisation: Organisation = make.people.organisation()
    return organisation
