"""The next free place, found by one press and taken by another; wall-clock time in every zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Cadence, Occupied, instant, next_free_place, wall_of
from eichhorn.planning.rules.places import free_places
from tests import make

NOW = make.people.NOW
ZONES = st.sampled_from(sorted(available_timezones()))


@given(
    zone=ZONES, now=st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)),
    places=st.dictionaries(st.integers(0, 6), st.lists(st.times().map(lambda at: at.replace(microsecond=0)), min_size=1, max_size=3, unique=True).map(tuple), min_size=1),
    taken=st.sets(st.integers(0, 20)),
)  # fmt: skip
def test_the_next_free_place_exists_lies_ahead_and_is_free_in_every_zone(
    zone: str, now: datetime, places: dict[int, tuple[time, ...]], taken: set[int]
) -> None:
    local, cadence, occupied = wall_of(now, zone), Cadence({1: places}), Occupied()
    for ahead in taken:
        occupied.add([1], datetime.combine(local.date() + timedelta(days=ahead), time(9)))
    at = next_free_place([1], after=local, zone=zone, cadence=cadence, occupied=occupied)
    assert at is not None
    assert at > local
    assert wall_of(instant(at, zone), zone) == at
    assert at.time() in free_places(cadence.of(1, at.date()), occupied.on(1, at.date()))
    assert instant(at, zone) > now or ZoneInfo(zone).utcoffset(local.replace(fold=0)) != ZoneInfo(zone).utcoffset(local.replace(fold=1))  # fmt: skip


@pytest.fixture
def manager(house: Organisation):
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.mark.django_db
def test_a_press_fills_the_date_and_loses_nothing(manager) -> None:
    channel = make.planning.channel("Amt", places=make.planning.every_workday(time(14)))
    client = make.people.client_of(manager)
    for address in (reverse("planning:new"), reverse("composer:new")):
        answer = client.post(address, {"title": "Wasserwerte", "channels": [channel.pk], "free": "1"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Nächster freier Platz:" in page
        assert "14:00" in page
        assert 'value="Wasserwerte"' in page
        assert answer.context["form"].initial["when"].time() == time(14)
    assert not Slot.objects.exists()


@pytest.mark.django_db
def test_without_channels_the_press_says_what_is_missing(manager) -> None:
    answer = make.people.client_of(manager).post(reverse("composer:new"), {"title": "Wasserwerte", "free": "1"})
    assert "Bitte erst Kanäle wählen" in answer.content.decode()


@pytest.mark.django_db
def test_a_slot_is_put_on_its_next_free_place_by_one_press(manager) -> None:
    channel = make.planning.channel("Amt", places=make.planning.every_workday(time(14)))
    far = make.planning.slot(channels=[channel], at=datetime(2031, 6, 11, 14))
    client, address = make.people.client_of(manager), reverse("planning:slot", args=[far.pk])
    assert "Dorthin legen" in client.get(address).content.decode()
    free = client.get(address).context["free"]
    client.post(reverse("moving:next_free", args=[far.pk]), {"when": free.isoformat()})
    far.refresh_from_db()
    assert far.planned_local == free.replace(tzinfo=UTC)
    assert "Dorthin legen" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_full_day_is_said_on_the_page_of_the_slot(manager) -> None:
    channel = make.planning.channel("Amt", places=make.planning.every_workday(time(14)))
    first = make.planning.slot(channels=[channel], at=datetime(2031, 6, 11, 14))
    assert queries.over_ceiling(Slot.objects.prefetch_related("channels").get(pk=first.pk)) == ()
    second = make.planning.slot(channels=[channel], at=datetime(2031, 6, 11, 16))
    page = make.people.client_of(manager).get(reverse("planning:slot", args=[second.pk])).content.decode()
    assert "An diesem Tag ist mehr geplant, als es Plätze gibt: Amt." in page


@pytest.mark.django_db
def test_the_wish_of_a_channel_is_kept_with_its_places(manager) -> None:
    channel = make.planning.channel("Amt")
    client, address = make.people.client_of(manager), reverse("planning:places", args=[channel.pk])
    client.post(address, {"day_0": "9:00", "posts_per_week": "3"})
    assert queries.rhythms() == {channel.pk: 3}
    assert "3-mal in der Woche gewünscht" in client.get(reverse("planning:cadence")).content.decode()
    assert client.post(address, {"day_0": "9:00", "posts_per_week": "71"}).status_code == 422
    client.post(address, {"day_0": "9:00", "posts_per_week": ""})
    assert queries.rhythms() == {}
