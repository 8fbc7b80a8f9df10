"""What all tests of a file find, made once and never left behind.

@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), held(built) as made:
        yield made
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def held[T](build: Callable[[], T]) -> Iterator[T]:
    """Hold open what is built; each test takes back what it changes of it, and nothing is left afterwards."""
    with transaction.atomic():
        yield build()
        transaction.set_rollback(True)
