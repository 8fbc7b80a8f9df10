"""A month by teams: where many channels are kept, one sees whose need somebody."""

import re
from datetime import datetime

import pytest
from django.test import Client

from eichhorn.calendar.rules import READABLE_CHANNELS
from eichhorn.channels.models import Channel
from eichhorn.people.models import Team
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
JUNE = "/plan/calendar/2026/6/teams/"


@pytest.fixture
def reader() -> Client:
    make.people.organisation()
    return make.people.client_of(make.people.person(role=RoleKind.READER))


def kept_by(team: Team | None, number: int = 1) -> list[Channel]:
    made = [make.planning.channel() for _ in range(number)]
    Channel.objects.filter(pk__in=[one.pk for one in made]).update(owner_team=team)
    return made


def rows(page: str) -> list[str]:
    """Return each row in words."""
    list_ = page.partition('<ul class="sheet rows">')[2].partition("<script")[0]
    found = re.findall(r"<li><span class=\"lead\">.*?</div></li>", list_, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_teams_whose_posts_need_somebody_stand_first_and_a_shared_post_counts_for_both(reader: Client) -> None:
    bus, water = Team.objects.create(name="Bus"), Team.objects.create(name="Wasser")
    on_bus, on_water, [nobodys] = kept_by(bus, 2), kept_by(water), kept_by(None)
    june = datetime(2026, 6, 11, 9)
    make.planning.slot(channels=[*on_bus, *on_water], at=june, stage=Stage.APPROVED)
    make.planning.slot(channels=on_water, at=june, stage=Stage.NEEDS_SOMEONE)
    make.planning.slot(channels=on_bus, at=datetime(2026, 7, 1, 0), stage=Stage.APPROVED)
    make.planning.slot(channels=[nobodys], at=datetime(2026, 6, 30, 23, 59), stage=Stage.DRAFT)
    found = rows(reader.get(JUNE).content.decode())
    assert [row.split(" · ")[0] for row in found] == ["Wasser", "Bus", "keinem Team zugeordnet"]
    assert "2 Kanäle" in found[1]
    assert re.findall(r"freigegeben (\d+)", found[0] + found[1]) == ["1", "1"], (
        "once for each team, not for each channel"
    )


def test_what_one_may_not_read_is_not_counted(reader: Client) -> None:
    channels = kept_by(Team.objects.create(name="Bus"))
    slot = make.planning.slot(channels=channels, at=datetime(2026, 6, 11, 9), stage=Stage.APPROVED)
    assert "freigegeben 1" in rows(reader.get(JUNE).content.decode())[0]
    Slot.objects.filter(pk=slot.pk).update(confidential=True)
    assert "nichts geplant" in rows(reader.get(JUNE).content.decode())[0]


@pytest.mark.parametrize("more", [0, 1])
def test_the_month_leads_there_where_it_is_in_numbers(reader: Client, more: int) -> None:
    kept_by(None, READABLE_CHANNELS + more)
    assert (JUNE in reader.get("/plan/calendar/2026/6/").content.decode()) is bool(more)


def test_it_costs_the_same_however_many(reader: Client, django_assert_max_num_queries: make.Counting) -> None:
    for number in range(12):
        channels = kept_by(Team.objects.create(name=f"Team {number}"), 2)
        make.planning.slot(channels=channels, at=datetime(2026, 6, 11, 9), stage=Stage.APPROVED)
    with django_assert_max_num_queries(12):
        assert len(rows(reader.get(JUNE).content.decode())) == 12


def test_a_filter_that_means_no_channel_says_so(reader: Client) -> None:
    assert "Kein Kanal ist gemeint" in reader.get(JUNE + "?team=999").content.decode()
