"""Who and what the tests of the interface begin with."""

import pytest

from eichhorn.channels.models import Channel
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.api import Program


@pytest.fixture
def manager(db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def program(manager: Person) -> Program:
    """A program that may do all that Miriam may."""
    made: Program = make.api.program(manager)
    return made


@pytest.fixture
def channel(db: None) -> Channel:
    made: Channel = make.planning.channel("Facebook")
    return made
