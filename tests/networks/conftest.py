"""A misbehaving server for these tests, and the way to it opened."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from eichhorn.foundation import http
from eichhorn.networks.base import Account, Keys
from eichhorn.networks.linkedin import LinkedIn
from eichhorn.networks.mastodon import Mastodon
from eichhorn.networks.telegram import Telegram
from eichhorn.networks.x import X
from tests.networks.running import Faulty, fake, fault_server
from tests.networks.telegram_fake import CHANNEL, token_of
from tests.networks.x_fake import user_id

SPECS = os.environ.get("EICHHORN_SPECS", "")
"""The folder with what networks say of their own APIs; without it the fakes keep the rules that they know."""


@pytest.fixture
def allow() -> Iterator[set[str]]:
    """host:port pairs that this test may reach; add to it and call `http.configure(allow=...)`."""
    before = http.allowed
    yield set(before)
    http.configure(allow=before)


@pytest.fixture
def faulty(tmp_path: Path, allow: set[str]) -> Iterator[Faulty]:
    with fault_server(tmp_path) as running:
        http.configure(allow=allow | {running.host_port})
        yield running


@pytest.fixture
def door(faulty: Faulty) -> Mastodon:
    """The network as account a1 on the misbehaving server."""
    return Mastodon(Account(faulty.url, Keys("a1"), account_id="9a1", software="mastodon"))


@pytest.fixture(scope="session")
def one_x(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """One process for all tests: reading X's own description takes it three seconds."""
    with fake(tmp_path_factory.mktemp("x"), "tests.networks.x_fake", **({"specs": SPECS} if SPECS else {})) as running:
        yield running


@pytest.fixture
def x(one_x: Faulty, allow: set[str]) -> Iterator[Faulty]:
    """X, on which nothing has happened; each request is checked against its own description where that is at hand."""
    http.configure(allow=allow | {one_x.host_port})
    one_x.forget()
    yield one_x
    assert [line["problem"] for line in one_x.events("off_spec")] == []


@pytest.fixture
def x_door(x: Faulty) -> X:
    """The network as account a1 on X."""
    keys = Keys("a1.first", renewal="never-given")
    return X(Account(x.url, keys, account_id=user_id("a1"), client=X.registration("client", "client-secret")))


@pytest.fixture(scope="session")
def one_linkedin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with fake(tmp_path_factory.mktemp("linkedin"), "tests.networks.linkedin_fake") as running:
        yield running


@pytest.fixture
def linkedin(one_linkedin: Faulty, allow: set[str]) -> Iterator[Faulty]:
    """LinkedIn, on which nothing has happened; each request is checked against its documented rules."""
    http.configure(allow=allow | {one_linkedin.host_port})
    one_linkedin.forget()
    yield one_linkedin
    assert [line["problem"] for line in one_linkedin.events("off_spec")] == []


@pytest.fixture
def page(linkedin: Faulty) -> LinkedIn:
    """The network as the page that member a1 administers."""
    client = LinkedIn.registration("client", "client-secret")
    return LinkedIn(Account(linkedin.url, Keys("a1.first"), account_id="urn:li:organization:41", client=client))


@pytest.fixture(scope="session")
def one_telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    named = {"specs": SPECS} if SPECS else {}
    with fake(tmp_path_factory.mktemp("telegram"), "tests.networks.telegram_fake", **named) as running:
        yield running


@pytest.fixture
def telegram(one_telegram: Faulty, allow: set[str]) -> Iterator[Faulty]:
    """Telegram, on which nothing has happened; each request is checked against its description where that is at hand."""
    http.configure(allow=allow | {one_telegram.host_port})
    one_telegram.forget()
    yield one_telegram
    assert [line["problem"] for line in one_telegram.events("off_spec")] == []


@pytest.fixture
def bot(telegram: Faulty) -> Telegram:
    """The network as the bot a1 in its channel."""
    place = str(CHANNEL["id"])
    return Telegram(Account(telegram.url, Keys(token_of("a1"), place=place), account_id=place))
