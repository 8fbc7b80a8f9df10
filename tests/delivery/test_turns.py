"""Channels take turns: however many posts are due on one, and however slow it is, a post on another leaves at its time."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eichhorn.channels.models import Channel
from eichhorn.delivery import queries, services
from eichhorn.delivery.models import Delivery
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

SECOND = timedelta(seconds=1)


@pytest.fixture
def other(channel: Channel, faulty: Faulty) -> Channel:
    made: Channel = make.channels.connected(faulty.url, "a2")
    return made


@pytest.mark.parametrize("faulty", ["mastodon"], indirect=True)
def test_one_post_among_many_of_another_channel_is_in_the_first_claim(channel: Channel, other: Channel) -> None:
    for _ in range(12):
        make.delivery.post([channel])
    make.delivery.post([other], due_at=DUE + SECOND)
    services.take_in(now=DUE)
    claimed = services.claim(most=4, now=DUE + SECOND).errands
    assert Counter(errand.channel.pk for errand in claimed) == {channel.pk: 3, other.pk: 1}


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(1, 12), st.integers(1, 6))
def test_turns_are_shared_out_evenly_and_nobody_goes_without(numbers: list[int], most: int, each: int) -> None:
    with transaction.atomic():
        channels = [_with_replies(number) for number in numbers]
        claimed = services.claim(most=most, each=each, now=DUE).errands
        transaction.set_rollback(True)
    got = Counter(errand.channel.pk for errand in claimed)
    limits = {channel.pk: min(number, each) for channel, number in zip(channels, numbers, strict=True)}
    assert len(claimed) == min(most, sum(limits.values()))
    assert all(got[channel] <= limit for channel, limit in limits.items())
    unfilled = [got[channel] for channel, limit in limits.items() if got[channel] < limit]
    assert max(got.values(), default=0) <= min(unfilled, default=99) + 1


def _with_replies(number: int) -> Channel:
    """Return a new channel with so many replies that are due: what is cheapest to make."""
    channel = make.channels.channel()
    Delivery.objects.bulk_create(
        Delivery(
            reply_id=channel.pk * 100 + place, reply_text="Danke.", channel=channel, key=uuid4(),
            due_at=DUE, next_at=DUE, made_at=DUE,
        )
        for place in range(number)
    )  # fmt: skip
    return channel


def test_what_a_channel_that_has_enough_still_has_to_do_wakes_nobody(channel: Channel, faulty: Faulty) -> None:
    make.delivery.post([channel])
    services.take_in(now=DUE)
    assert queries.next_at(now=DUE) == DUE
    assert queries.next_at(now=DUE, besides=[channel.pk]) is None
    assert services.claim(most=4, besides=[channel.pk], now=DUE).looked_at == 0
