"""What every test may ask for; the things themselves are made by `tests.make`."""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from eichhorn.media.stores import Address
from eichhorn.people.models import Organisation
from tests import emptying, make

examples.register_profile(
    "house", parent=examples.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # no test is held to a time: on a busy machine it would be a judgement of the machine
examples.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first: one that begins last would keep the whole run waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def house(db: None) -> Organisation:
    """The organisation in which the test plays."""
    organisation: Organisation = make.people.organisation()
    return organisation


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly() -> Iterator[None]:
    """After a test that commits, the tables that hold something are emptied, and not all there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: emptying.emptied())
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> Iterator[None]:
    """Each browser of a test has an application of its own, which would look through the folders anew."""
    listing, listed = WhiteNoiseMiddleware.add_files_from_finders, {}

    def as_before(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            listing(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", as_before)
        yield


@pytest.fixture(autouse=True)
def nobody_has_spoken_yet() -> None:
    """The language that a page of an earlier test was read in does not stay: it would be that of texts outside a page."""
    translation.deactivate()


@pytest.fixture(scope="session")
def buckets() -> Iterator[str]:
    """The address of a server of buckets that all tests share; each makes its own bucket there."""
    with make.buckets.running() as url:
        yield url


@pytest.fixture
def bucket(buckets: str, settings: Settings) -> Address:
    """The bucket in which the pictures of this test lie."""
    address: Address = make.buckets.made(buckets)
    settings.BUCKET = address
    return address
