"""How pages name a way, and what they say of those that were found."""

from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
from django.utils import translation

from eichhorn.desk import queries, words
from eichhorn.planning.rules import Budget, Price, Way, Ways, Wish
from tests import make

WEDNESDAY = datetime(2026, 6, 10, 10)


def test_what_names_no_way_is_none() -> None:
    assert queries.way_on("2026-06-11:abc") == (date(2026, 6, 11), "abc")
    for bad in ("", "later", "2026-06-11", "2026-06-11:", "2026-13-01:abc", ":abc", urlencode({"a": "b"})):
        assert queries.way_on(bad) is None


def test_what_is_not_proven_or_not_known_is_said(channel_price: Price) -> None:
    proven = Ways((Way(channel_price, proven=True),), posts=2, requests=0, knows_hours=True)
    with translation.override("en"):
        assert (
            words.weighed(proven) == "Weighed with 2 planned posts. No way costs less than Wed 10 June; that is proven."
        )
        said = words.weighed(replace(proven, ways=(Way(channel_price, proven=False),), requests=1, knows_hours=False))
    assert "there may be one" in said
    assert "1 other request" in said
    assert "hours are not weighed" in said


@pytest.fixture
def channel_price() -> Price:
    return Price(Wish(frozenset({1}), WEDNESDAY, make.planning.ZONE, 60), WEDNESDAY, (), (), 0, Budget(None, 0))
