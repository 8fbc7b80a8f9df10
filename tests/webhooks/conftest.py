"""A receiver that may be reached, and somebody who administers."""

from collections.abc import Iterator

import pytest

from eichhorn.foundation import http
from eichhorn.people.models import Person
from tests import make
from tests.webhooks.receiver import Receiver, receiver


@pytest.fixture
def there() -> Iterator[Receiver]:
    before = http.allowed
    with receiver() as running:
        http.configure(allow={*before, running.host_port})
        yield running
        http.configure(allow=before)
        http.hang_up()


@pytest.fixture
def admin(db: None) -> Person:
    person: Person = make.people.administrator()
    return person
